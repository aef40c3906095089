"""The three-way merge of files and database: what the files said last, what they say now, what the database says.

Where only one side moved, it wins. A file that says what the database said earlier has not moved: the database went
on from it. Where both moved, differently, somebody has to take a side.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, cast

from app import editing
from app.catalogue import entities as e
from app.errors import FieldProblem, InvalidInput
from app.ingest.files import owner_of

Side = Literal["files", "database"]

Stored = Mapping[e.Key, e.Entity]


@dataclass(frozen=True, slots=True)
class Clash:
    """An entity that both sides changed since they last agreed on `base`; None where one has not got it."""

    key: e.Key
    base: e.Entity | None
    file: e.Entity | None
    database: e.Entity | None


@dataclass(slots=True)
class Merged:
    """What a merge comes to. `kept` counts what stays as somebody edited it."""

    changes: list[editing.Change] = field(default_factory=list)
    clashes: list[Clash] = field(default_factory=list)
    kept: int = 0


class Takes:
    """Whose word counts where both moved: `files` or `database`, of everything or after a colon of one thing.

    `files:wren` is of what belongs to a product, `files:statement/4cb201e8dbb387` of one entity; the narrower counts.
    """

    def __init__(self, given: Iterable[str] = ()) -> None:
        self.sides: dict[str, Side] = {}
        for each in given:
            side, _, name = each.partition(":")
            if side not in ("files", "database"):
                problem = FieldProblem("--take", each[:80], "files or database, for one thing followed by :KEY")
                raise InvalidInput("This side is not known.", [problem])
            self.sides[name] = cast(Side, side)

    def side(self, clash: Clash) -> Side | None:
        """Who was said to be right, if anybody was."""
        entity = clash.database or clash.file or clash.base
        names = ("/".join(clash.key), owner_of(entity) if entity else "", "")
        return next((self.sides[name] for name in names if name in self.sides), None)


def merged(
    files: Stored,
    base: Stored,
    stored: Stored,
    earlier: Callable[[e.Key], Collection[e.Entity]],
    takes: Takes,
) -> Merged:
    """Merges. `earlier` gives what the database once said of an entity; it is asked only where both sides differ."""
    found = Merged()
    placed = _in_their_places(files, stored)
    for key in [*placed, *(key for key in stored if key not in placed)]:
        ours, theirs, last = placed.get(key), stored.get(key), base.get(key)
        if ours == theirs:
            continue
        if _alike(ours, theirs) or _alike(theirs, last):
            found.changes.append(editing.Change(theirs, ours))
        elif _alike(ours, last) or any(_alike(ours, each) for each in earlier(key)):
            found.kept += 1
        else:
            clash = Clash(key, last, ours, theirs)
            side = takes.side(clash)
            if side == "files":
                found.changes.append(editing.Change(theirs, ours))
            elif side == "database":
                found.kept += 1
            else:
                found.clashes.append(clash)
    if not found.clashes:
        _mend_sources(found, placed, stored)
    return found


def _alike(one: e.Entity | None, other: e.Entity | None) -> bool:
    """Equal but for the place in an order: in files a place is a number in a row, in the database rows may be gone."""
    if one is None or other is None or not hasattr(one, "position") or not hasattr(other, "position"):
        return one == other
    return replace(one, position=0) == replace(other, position=0)  # type: ignore[arg-type]


def _in_their_places(files: Stored, stored: Stored) -> dict[e.Key, e.Entity]:
    """The files' entities, numbered as the database numbers them wherever that keeps the files' order."""
    last: dict[tuple[str, str], int] = defaultdict(lambda: -1)
    placed: dict[e.Key, e.Entity] = {}
    for key, entity in files.items():
        if not hasattr(entity, "position"):
            placed[key] = entity
            continue
        row = (entity.kind, owner_of(entity))
        there = getattr(stored.get(key), "position", -1)
        last[row] = there if there > last[row] else last[row] + 1
        placed[key] = replace(entity, position=last[row])  # type: ignore[arg-type]
    return placed


def _mend_sources(found: Merged, files: Stored, stored: Stored) -> None:
    """Pages follow what cites them: one side may have dropped a page that the other still needs, or needs no more."""
    after = dict(stored)
    for change in found.changes:
        after.pop(change.key, None)
        if change.after is not None:
            after[change.key] = change.after
    used = {
        (e.Source.kind, f"{owner_of(each)}/{citation.source}")
        for each in after.values()
        for citation in getattr(each, "citations", ())
    }
    used |= {
        (e.Source.kind, f"approaches/{word.source}")
        for each in after.values()
        if isinstance(each, e.ApproachWords)
        for word in each.words
    }
    for key in used - after.keys():
        again = files.get(key) or stored.get(key)
        found.changes = [each for each in found.changes if each.key != key]
        if again is not None and stored.get(key) != again:
            found.changes.append(editing.Change(stored.get(key), again))
    unused = [key for key, each in after.items() if isinstance(each, e.Source) and key not in used]
    if unused:
        gone = set(unused)
        found.changes = [each for each in found.changes if each.key not in gone]
        found.changes += [editing.Change(stored[key], None) for key in unused if key in stored]


def told(clash: Clash) -> list[tuple[str, Any, Any]]:
    """What differs: field, the files' value, the database's; one line of `""` where one side has not got it."""
    if clash.file is None or clash.database is None:
        return [("", clash.file, clash.database)]
    file, database = e.to_document(clash.file), e.to_document(clash.database)
    names = [name for name in dict.fromkeys((*file, *database)) if name != "position"]
    return [(name, file.get(name), database.get(name)) for name in names if file.get(name) != database.get(name)]
