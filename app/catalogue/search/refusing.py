"""What a question may hold at most, and how it is told what was not understood: short, whatever was sent."""

from collections.abc import Sequence

from app.errors import FieldProblem, InvalidQuery

MOST_PARAMETERS = 100
MOST_VALUES = 30
"""Parameters of one question, and values asked of one criterion: more than any form sends."""

MOST_PROBLEMS = 20
"""Problems that are told one by one."""

LONGEST_ECHO = 100
"""Characters with which a refused value is repeated."""


def echo(value: str) -> str:
    """A refused value as it can be shown: short, and without control characters."""
    short = value if len(value) <= LONGEST_ECHO else value[: LONGEST_ECHO - 1] + "…"
    return "".join(mark if mark.isprintable() else "\N{REPLACEMENT CHARACTER}" for mark in short)


def refused(problems: Sequence[FieldProblem]) -> InvalidQuery:
    """The error that tells the first problems, each value shortened, and how many more there are."""
    told = [FieldProblem(echo(each.field), echo(each.value), each.expected) for each in problems[:MOST_PROBLEMS]]
    names = ", ".join(dict.fromkeys(each.field for each in told))
    more = f" and {len(problems) - len(told)} more" if len(problems) > len(told) else ""
    return InvalidQuery(f"This part of the question was not understood: {names}{more}.", told)


def bounded(number: int) -> None:
    """Raises InvalidQuery where a question has more parameters than anybody asks with."""
    if number > MOST_PARAMETERS:
        problem = FieldProblem("?", f"{number} parameters", f"at most {MOST_PARAMETERS} parameters")
        raise InvalidQuery(f"A question has at most {MOST_PARAMETERS} parameters, not {number}.", [problem])
