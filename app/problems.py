"""What is wrong with a data file, told so that the writer can go straight to the spot."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.errors import InvalidInput


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing to mend: file (relative to the data folder), line (from 1), the key there, and what is wrong."""

    file: str
    line: int
    key: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.key}: {self.message}"


class DataProblems(InvalidInput):
    """The data files do not meet the rules; nothing was changed."""

    def __init__(self, found: Sequence[Problem]) -> None:
        self.found = tuple(sorted(set(found)))
        super().__init__(f"The data files have {len(self.found)} problem(s); nothing was changed.")
