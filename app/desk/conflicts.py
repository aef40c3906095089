"""Two people at once: what each changed, field by field. Nothing is overwritten silently."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.desk.work import Edit, Item, Touch
from app.errors import Conflict


@dataclass(frozen=True, slots=True)
class Field:
    """One field of three documents; None where one has not got it. `clash`: both sides changed it, differently."""

    name: str
    base: Any
    theirs: Any
    ours: Any

    @property
    def changed_by_them(self) -> bool:
        """Whether it is no longer as it was."""
        return bool(self.base != self.theirs)

    @property
    def changed_by_us(self) -> bool:
        """Whether we want it otherwise."""
        return bool(self.base != self.ours)

    @property
    def clash(self) -> bool:
        """Whether somebody has to decide."""
        return self.changed_by_them and self.changed_by_us and bool(self.theirs != self.ours)


def fields_of(
    base: Mapping[str, Any] | None, theirs: Mapping[str, Any] | None, ours: Mapping[str, Any] | None
) -> tuple[Field, ...]:
    """Every field in which the three are not all alike, in the documents' own order."""
    documents = [each or {} for each in (base, theirs, ours)]
    names = dict.fromkeys(name for each in (documents[2], documents[1], documents[0]) for name in each)
    found = (Field(name, *(each.get(name) for each in documents)) for name in names)
    return tuple(each for each in found if each.changed_by_them or each.changed_by_us)


def merged(fields: Sequence[Field], ours: Mapping[str, Any]) -> dict[str, Any]:
    """`ours` with what only they changed; of a clash, ours."""
    made = dict(ours)
    for each in fields:
        if each.changed_by_them and not each.changed_by_us:
            made[each.name] = each.theirs
    return {name: value for name, value in made.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Stale:
    """An edit of something that has changed since its editor saw it.

    `base` is the fragment that the editor saw (None: not there yet, or the version was never that of this thing),
    `theirs` what stands there now and who made it so, `fields` what each side changed.
    """

    index: int
    edit: Edit
    base: dict[str, Any] | None
    theirs: Item
    fields: tuple[Field, ...]

    @property
    def merged(self) -> dict[str, Any] | None:
        """Our fragment with what only they changed: what a page may propose. None where one side retired it."""
        if self.edit.fragment is None or self.theirs.fragment is None:
            return None
        return merged(self.fields, self.edit.fragment)


class EditConflict(Conflict):
    """Somebody saved first; nothing was changed. Saving again with `theirs.version` decides."""

    def __init__(self, stale: Sequence[Stale]) -> None:
        self.stale = tuple(stale)
        super().__init__(_sentence(self.stale))


def _sentence(stale: Sequence[Stale]) -> str:
    first = stale[0].theirs
    what = first.kind.replace("-", " ")
    if first.last is None:
        said = f"This {what} is not there, and never was."
    else:
        done = "retired" if first.fragment is None else "changed" if stale[0].base else "made"
        when = first.last.at.strftime("%Y-%m-%d %H:%M UTC")
        said = f"{first.last.person} has {done} this {what} since ({when}: {first.last.reason})."
    more = f" So were {len(stale) - 1} more of these edits." if len(stale) > 1 else ""
    return f"{said}{more} Nothing was saved."


@dataclass(frozen=True, slots=True)
class Tangle:
    """A thing that was changed again since the change that is to be undone.

    In `fields`, `base` is what that change made of it, `theirs` what it is now, `ours` what it was before. `version`
    is the one of now. Where a whole thing came or went the one field is `WHOLE`.
    """

    kind: str
    id: str
    version: int
    last: Touch
    fields: tuple[Field, ...]

    @property
    def is_whole(self) -> bool:
        """Whether the thing itself came or went."""
        return [each.name for each in self.fields] == [WHOLE]


WHOLE = ""
"""The name of the field that stands for a whole thing."""


class UndoConflict(Conflict):
    """Later changes touch what is to be undone; nothing was changed. `merge` takes the choices."""

    def __init__(self, number: int, tangles: Sequence[Tangle]) -> None:
        self.number = number
        self.tangles = tuple(tangles)
        count = len(self.tangles)
        super().__init__(
            f"{count} thing{'s' if count > 1 else ''} of change {number} "
            f"{'were' if count > 1 else 'was'} changed again since: choose for each field. Nothing was undone."
        )
