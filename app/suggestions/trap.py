"""Tells people from programs and asks neither: a form says, signed, when it was made, and takes some time to fill."""

import hashlib
import hmac
from datetime import datetime, timedelta

SOONEST, LATEST = timedelta(seconds=3), timedelta(days=1)


def stamp(key: bytes, at: datetime) -> str:
    """The moment, and that this database said so."""
    seconds = str(int(at.timestamp()))
    return f"{seconds}.{_sign(key, seconds)}"


def is_sprung(key: bytes, given: str, at: datetime) -> str:
    """Why a form with this stamp is not taken at this moment; empty if it is."""
    seconds, _, signature = given.partition(".")
    if not (given.isascii() and hmac.compare_digest(signature, _sign(key, seconds))):
        return "This form was not made here. Please send this one."
    age = at - datetime.fromtimestamp(int(seconds), at.tzinfo)
    if age < SOONEST:
        return "That was quicker than anybody reads. Please send it again."
    if age > LATEST:
        return "This form is more than a day old. Please send it again."
    return ""


def _sign(key: bytes, seconds: str) -> str:
    return hmac.new(key, b"suggestion form " + seconds.encode(), hashlib.sha256).hexdigest()[:32]
