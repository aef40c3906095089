"""The small family of errors that people may see. Each has a status, a title and a sentence; none shows a traceback.

Rooms raise them and say nothing about HTTP; the edge turns them into a page, a problem document or a line on stderr.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """One field that was not accepted: where it stands, what was given, and what was expected instead."""

    field: str
    value: str
    expected: str

    def __str__(self) -> str:
        return f"{self.field}: expected {self.expected}, not {self.value!r}"


class LandscapeError(Exception):
    """Something a person can understand and often mend. Subclasses set status, title and headers."""

    status = 500
    title = "Something went wrong"
    headers: Mapping[str, str] = {}

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class NotFound(LandscapeError):
    """What was asked for is not in the catalogue."""

    status = 404
    title = "Not found"


class InvalidInput(LandscapeError):
    """The question or the change does not fit; `problems` names every field that does not."""

    status = 422
    title = "Not accepted"

    def __init__(self, sentence: str, problems: Sequence[FieldProblem] = ()) -> None:
        super().__init__(sentence)
        self.problems = tuple(problems)


class InvalidQuery(InvalidInput):
    """A query parameter is unknown or its value does not fit."""

    status = 400
    title = "Question not understood"


class Conflict(LandscapeError):
    """Somebody else changed the same thing first, or it exists already."""

    status = 409
    title = "Conflict"


class NotSignedIn(LandscapeError):
    """Who asks is not known, or no longer."""

    status = 401
    title = "Not signed in"


class NotAllowed(LandscapeError):
    """Who asks is known, and may not."""

    status = 403
    title = "Not allowed"


class TooManyAttempts(LandscapeError):
    """It was tried too often from there; `wait` seconds help."""

    status = 429
    title = "Too many attempts"

    def __init__(self, sentence: str, wait: int) -> None:
        super().__init__(sentence)
        self.wait = wait
        self.headers = {"Retry-After": str(wait)}


class WrongSchema(LandscapeError):
    """The database is older or newer than the code; the sentence names the command that mends it."""

    status = 503
    title = "The database does not fit"
