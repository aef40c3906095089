"""What a form sent, as text: a dependency for the functions that take posts, declared after whoever may send."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

MOST_FIELDS = 2000
"""Fields of one form; a pricing tier with all its components has some hundreds."""


@dataclass(frozen=True, slots=True)
class Sent:
    """The fields of a form in their order. Files are not among them, nor the NUL that PostgreSQL cannot store."""

    items: tuple[tuple[str, str], ...]

    def text(self, name: str) -> str:
        """A field without the space around it; empty where it was not sent."""
        return self.raw(name).strip()

    def raw(self, name: str) -> str:
        """A field as it was typed; of several the last."""
        return next((value for field, value in reversed(self.items) if field == name), "")

    def line(self, name: str) -> str:
        """A field as one line."""
        return " ".join(self.raw(name).split())

    def number(self, name: str) -> int | None:
        """A whole number that every database can hold; None for anything else."""
        return whole_number(self.raw(name))

    def all(self, name: str) -> list[str]:
        """Every value of a field."""
        return [value for field, value in self.items if field == name]

    def numbers(self, beginning: str) -> list[int]:
        """The numbers that follow in names of the form `beginning.number.…`, in order."""
        parts = (name.removeprefix(f"{beginning}.") for name, _ in self.items if name.startswith(f"{beginning}."))
        found = {whole_number(part.partition(".")[0]) for part in parts}
        return sorted(number for number in found if number is not None)

    def without(self, group: str) -> "Sent":
        """The same without the fields of one group, `cite.1`."""
        return Sent(tuple((name, value) for name, value in self.items if not name.startswith(f"{group}.")))


def whole_number(text: str) -> int | None:
    """A number without a sign that fits into 64 bits; None for anything else."""
    return int(text) if text.isdecimal() and len(text) < 19 else None


async def sent(request: Request) -> Sent:
    """Reads the body, and leaves it there for others who wait for it (app/gate/writing.py)."""
    await request.body()
    async with request.form(max_files=0, max_fields=MOST_FIELDS) as form:
        return Sent(
            tuple((name, value.replace("\0", "")) for name, value in form.multi_items() if isinstance(value, str))
        )


Posted = Annotated[Sent, Depends(sent)]
