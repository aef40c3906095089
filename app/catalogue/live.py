"""The catalogue in use, kept up with the database: whoever looks brings in what is newer, the changed products alone.

The watcher looks twice a second. Who writes looks before answering, and so does whoever asks by a session or a token:
their own write is in their next answer, on any node.
"""

import threading
from collections.abc import Callable

from sqlalchemy import Engine, literal_column, select
from sqlmodel import Session

from app.catalogue.reading import read_entities, read_products, read_protocols
from app.catalogue.search import prepare_next
from app.catalogue.snapshot import PROTOCOLS, REVISION, Catalogue, Stamp, build, stamp, with_products
from app.catalogue.tables.history import PRODUCT
from app.db import read_session

VOCABULARY = frozenset({"dimension", "criterion", "aspect", "approach", "approach-words"})
"""Kinds of which every product's entry is made: where one changes, all of it is made anew."""

MOST = 50
"""Products that are refreshed one by one; more of them are read as quickly as a whole."""


class Live:
    """Holds nothing itself: `current` gives the catalogue in use, `swap` takes the next one, whole."""

    def __init__(
        self,
        engine: Callable[[], Engine | None],
        current: Callable[[], Catalogue | None],
        swap: Callable[[Catalogue], None],
    ) -> None:
        self.engine = engine
        self.current = current
        self.swap = swap
        self._lock = threading.Lock()

    def look(self) -> None:
        """Brings in the newest revision, if it is not the one in use."""
        engine = self.engine()
        if engine is None:
            return
        with self._lock:
            old = self.current()
            with read_session(engine) as session:
                now = stamp(session)
                if not now[0] or (old is not None and now == (old.revision, old.revised_at)):
                    return
                found = _next(session, old, now)
            prepare_next(found, old)
            self.swap(found)


def _next(session: Session, old: Catalogue | None, now: Stamp) -> Catalogue:
    """What is newer in the old one's place; where that is too much, or another history, everything."""
    owners = _touched(session, old) if old is not None and _continues(session, old, now) else None
    if old is None or owners is None or len(owners) > MOST:
        return build(read_entities(session), *now)
    entities = [*read_products(session, owners - {PROTOCOLS})]
    if PROTOCOLS in owners:
        entities += read_protocols(session)
    return with_products(old, owners, entities, *now)


def _continues(session: Session, old: Catalogue, now: Stamp) -> bool:
    """Whether the database went on from the catalogue's revision, rather than being another or an older one."""
    query = select(REVISION.c.at).where(REVISION.c.number == old.revision)
    return 0 < old.revision < now[0] and session.connection().execute(query).scalar_one_or_none() == old.revised_at


def _touched(session: Session, old: Catalogue) -> frozenset[str] | None:
    """The owners of what has changed since; None where it is everybody's."""
    query = select(REVISION.c.entity_kind, literal_column(PRODUCT)).where(REVISION.c.number > old.revision).distinct()
    found = list(session.connection().execute(query))
    owners = frozenset(PROTOCOLS if each == "protocol" else str(owner) for each, owner in found)
    return None if "approaches" in owners or any(each in VOCABULARY for each, _ in found) else owners
