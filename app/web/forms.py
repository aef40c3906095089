"""What a form sent, as text: a dependency for the functions that take posts, declared after whoever may send."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request


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

    def all(self, name: str) -> list[str]:
        """Every value of a field."""
        return [value for field, value in self.items if field == name]


async def sent(request: Request) -> Sent:
    """Reads the body, and leaves it there for others who wait for it (app/gate/writing.py)."""
    await request.body()
    async with request.form(max_files=0) as form:
        return Sent(
            tuple((name, value.replace("\0", "")) for name, value in form.multi_items() if isinstance(value, str))
        )


Form = Annotated[Sent, Depends(sent)]
