"""A database with the invented cast in it, and hands to edit it with."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine

from app import desk, editing
from app.catalogue import entities as e
from app.catalogue.reading import read_entities
from app.db import make_engine, read_session, upgrade, write_session
from app.editing.verify import verify
from app.ingest.load import load
from tests.support.cast import TODAY, folder

Cite = dict[str, Any]

PAGE: Cite = {
    "url": "https://docs.example/new-limits",
    "title": "Limits and quotas",
    "publisher": "Heron Foundation",
    "vendor": False,
    "place": "Sizes",
    "find": "2 MiB",
    "text_date": "2026-11-01",
}
"""A page that nobody has cited yet."""

DAY = date(2026, 11, 24)
"""The day on which edits are made."""

assert DAY > TODAY


class Hands:
    """Does to one database what an editor does, a transaction for each act."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def read(self, kind: str, id: str) -> desk.Item:
        """A thing to edit."""
        with read_session(self.engine) as session:
            return desk.read(session, kind, id)

    def do(self, act: Callable[..., desk.Saved], *given: Any, who: str = "ada", why: str = "Read again") -> desk.Saved:
        """One act of the desk, committed."""
        with write_session(self.engine) as session:
            return act(session, *given, by=editing.author(who, why), today=DAY)

    def save(self, edit: desk.Edit, who: str = "ada", why: str = "Read again") -> desk.Saved:
        """One edit, committed."""
        return self.do(desk.save, edit, who=who, why=why)

    def change(self, item: desk.Item, who: str = "ada", **fields: Any) -> desk.Saved:
        """The same thing with other fields."""
        fragment = {**(item.fragment or {}), **fields}
        return self.save(desk.Edit(item.kind, item.product, item.id, fragment, item.version), who)

    def stored(self) -> dict[e.Key, e.Entity]:
        """Everything that is there."""
        with read_session(self.engine) as session:
            return e.by_key(read_entities(session))

    def statement(self, product: str, criterion: str, option: str | None = None, **qualifiers: Any) -> desk.Item:
        """A statement to edit, found by its cell and its qualifiers."""
        for each in self.stored().values():
            if isinstance(each, e.Statement) and each.question() == (product, criterion, option):
                if all(getattr(each, name) == value for name, value in qualifiers.items()):
                    return self.read("statement", each.id)
        raise LookupError(product, criterion, option)

    def problems(self) -> list[str]:
        """What the proof finds."""
        with read_session(self.engine) as session:
            return verify(session).problems


@pytest.fixture
def hands(cast_engine: Engine) -> Hands:
    """Over the invented cast."""
    return Hands(cast_engine)


@pytest.fixture(scope="module")
def sqlite_hands(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hands]:
    """The same on one engine, for a whole module: for what is refused before a database sees it."""
    root = tmp_path_factory.mktemp("desk")
    made = make_engine(f"sqlite:///{root / 'own.db'}")
    upgrade(made)
    load(made, folder(root / "data"))
    yield Hands(made)
    made.dispose()
