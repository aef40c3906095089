"""Pages of former days: what a thing cited when it was as it shall be again."""

from dataclasses import replace

from sqlalchemy import select
from sqlmodel import Session

from app.catalogue import entities as e
from app.catalogue.tables import Revision
from app.db.constraints import table_of
from app.desk.sheet import Sheet
from app.ingest.files import owner_of

REVISION = table_of(Revision)


class Pages:
    """Finds, for what is put back, the pages as they were before a change set."""

    def __init__(self, session: Session, sheet: Sheet, change_set: int) -> None:
        self.session = session
        self.sheet = sheet
        self.change_set = change_set

    def again(self, entity: e.Entity | None) -> e.Entity | None:
        """The same thing, whose citations lead to pages that are on the sheet."""
        cited: tuple[e.Citation, ...] = getattr(entity, "citations", ())
        if entity is None or not cited:
            return entity
        owner = owner_of(entity)
        again = tuple(replace(each, source=self._key(owner, each.source)) for each in cited)
        return replace(entity, citations=again)  # type: ignore[arg-type]

    def _key(self, owner: str, key: str) -> str:
        """The key under which the page stands now; it is put there where it no longer stands at all."""
        then = self._then(owner, key)
        now = self.sheet.after.get(("source", f"{owner}/{key}"))
        if then is None or (isinstance(now, e.Source) and now.url == then.url):
            return key
        for each in self.sheet.of(owner):
            if isinstance(each, e.Source) and (each.url, each.text_date) == (then.url, then.text_date):
                return each.key
        names = (key, *(f"{key[:50]}-{number}" for number in range(2, 1000)))
        free = next(name for name in names if ("source", f"{owner}/{name}") not in self.sheet.after)
        self.sheet.exchange(None, replace(then, key=free))
        return free

    def _then(self, owner: str, key: str) -> e.Source | None:
        """The page as it last stood there before the change set; else as the change set or a later one made it."""
        row = REVISION.c
        about = (row.entity_kind == e.Source.kind, row.entity_id == f"{owner}/{key}", row.after.is_not(None))
        query = select(row.after).where(*about)
        earlier = query.where(row.change_set < self.change_set).order_by(row.number.desc()).limit(1)
        later = query.order_by(row.number).limit(1)
        for each in (earlier, later):
            document = self.session.connection().execute(each).scalar_one_or_none()
            if document is not None:
                return e.from_document(e.Source.kind, document)  # type: ignore[return-value]
        return None
