"""Proves that the catalogue is the sum of its revisions: replays them all, and compares the end with the tables.

Whoever changed a row or a revision past the door is found out: `landscape verify` prints what differs.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from app.catalogue import entities as e
from app.catalogue.reading import read_entities
from app.catalogue.rows import VERSIONED
from app.catalogue.tables import LoadedDocument
from app.db.constraints import table_of
from app.editing.door import AT_ONCE, REVISION, STATE
from app.editing.history import Recorded, recorded

Document = dict[str, Any]


@dataclass(slots=True)
class Verified:
    """What the proof came to: it holds where `problems` is empty."""

    revisions: int = 0
    things: int = 0
    problems: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return f"{self.things:,} things are what their {self.revisions:,} revisions made of them."


def verify(session: Session) -> Verified:
    """Replays every revision in the session's one picture of the database."""
    found = Verified()
    replay = _Replay()
    rows = (
        session.connection().execution_options(yield_per=AT_ONCE).execute(select(REVISION).order_by(REVISION.c.number))
    )
    for row in rows:
        found.problems += replay.take(recorded(row))
        found.revisions += 1
    found.problems += _state(session, replay.last)
    stored = e.by_key(read_entities(session))
    found.things = len(stored)
    found.problems += _present(stored, replay.documents)
    found.problems += _versions(session, replay.versions)
    found.problems += _loaded(session)
    return found


class _Replay:
    """The documents as the revisions so far have left them."""

    def __init__(self) -> None:
        self.documents: dict[e.Key, Document] = {}
        self.versions: dict[e.Key, int] = {}
        """Of each thing the number of its revisions since it was made: what the column `version` counts."""
        self.last = 0
        self._opening: Recorded | None = None

    def take(self, each: Recorded) -> Iterator[str]:
        """One revision; what does not fit those before it."""
        if each.number != self.last + 1:
            gap = f"{self.last + 1}" if each.number == self.last + 2 else f"{self.last + 1} to {each.number - 1}"
            yield f"Before revision {each.number}: revision {gap} is missing."
        self.last = each.number
        yield from self._belongs(each)
        key = (each.kind, each.id)
        known = self.documents.get(key)
        if not _same(each.kind, known, each.before):
            yield (
                f"Revision {each.number}, {each.kind} {each.id}: it began with "
                f"{_brief(each.before)}, but the revisions before it had made {_brief(known)}."
            )
        if each.after is None:
            self.documents.pop(key, None)
            self.versions.pop(key, None)
        else:
            self.documents[key] = each.after
            self.versions[key] = self.versions.get(key, 0) + 1

    def _belongs(self, each: Recorded) -> Iterator[str]:
        """A change set is a row of revisions without a gap, by one person, at one moment, for one reason."""
        if each.change_set == each.number:
            self._opening = each
            return
        opening = self._opening
        if opening is None or opening.number != each.change_set:
            yield f"Revision {each.number} says it belongs to change set {each.change_set}, which is not open there."
        elif (each.actor, each.reason, each.at) != (opening.actor, opening.reason, opening.at):
            yield f"Revision {each.number} has another person, reason or moment than its change set {opening.number}."


def _state(session: Session, last: int) -> Iterator[str]:
    """The one row that every process watches."""
    numbers = list(session.connection().execute(select(STATE.c.revision)).scalars())
    if numbers != [last] and not (last == 0 and numbers == []):
        said = f"at revision {numbers[0]}" if numbers else "at no revision"
        yield f"The catalogue says that it is {said}; the newest is {last}."


def _present(stored: dict[e.Key, e.Entity], replayed: dict[e.Key, Document]) -> Iterator[str]:
    """The tables against the documents at the end."""
    for key, document in replayed.items():
        name = " ".join(key)
        try:
            entity = e.from_document(key[0], document)
        except (ValueError, KeyError, TypeError) as error:
            yield f"{name}: its last revision cannot be read: {str(error).splitlines()[0]}."
            continue
        if e.key(entity) != key:
            yield f"{name}: the document of its last revision is that of {' '.join(e.key(entity))}."
        elif key not in stored:
            yield f"{name}: its revisions made it, but the catalogue has not got it."
        elif entity != stored[key]:
            now, then = e.to_document(stored[key]), e.to_document(entity)
            fields = sorted(name for name in now.keys() | then.keys() if now.get(name) != then.get(name))
            yield f"{name}: {', '.join(fields)} not as its revisions made it."
    for key in stored.keys() - replayed.keys():
        yield f"{' '.join(key)}: stands in the catalogue, but no revision made it."


def _versions(session: Session, counted: dict[e.Key, int]) -> Iterator[str]:
    """The column that counts the changes of a row: whoever writes past the door forgets it."""
    for table in sorted(VERSIONED, key=lambda table: table.name):
        kind = table.name.replace("_", "-")
        columns = [*table.primary_key.columns, table.c.version]
        for *identity, version in session.connection().execute(select(*columns)):
            key = (kind, "/".join(identity))
            if counted.get(key, version) != version:  # what no revision made is told already
                made = counted[key]
                yield f"{' '.join(key)}: its version is {version}, but its revisions since it was made are {made}."


def _loaded(session: Session) -> Iterator[str]:
    """What the files said when they were last loaded: the base of the next merge, which would go wrong unseen."""
    for kind, id, document in session.connection().execute(select(*table_of(LoadedDocument).columns)):
        try:
            found = e.key(e.from_document(kind, document))
        except (ValueError, KeyError, TypeError) as error:
            yield f"{kind} {id}: what the files last said of it cannot be read: {str(error).splitlines()[0]}."
            continue
        if found != (kind, id):
            yield f"{kind} {id}: what the files last said of it is of {' '.join(found)}."


def _same(kind: str, one: Document | None, other: Document | None) -> bool:
    """Equal as written, or as this program reads them: a later shape may leave out or add what goes without saying."""
    if one == other:
        return True
    if one is None or other is None:
        return False
    try:
        return e.from_document(kind, one) == e.from_document(kind, other)
    except (ValueError, KeyError, TypeError):
        return False


def _brief(document: Document | None) -> str:
    """Enough to find it by."""
    text = "nothing" if document is None else str(document)
    return text if len(text) <= 300 else text[:300] + " …"
