"""What can become of a suggestion."""

from enum import StrEnum


class State(StrEnum):
    """Waiting; accepted as it is or with something done otherwise; or declined, with the reason."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    AMENDED = "amended"
    DECLINED = "declined"
