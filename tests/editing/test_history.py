"""Reading what happened: newest first, by product, dimension, cell and person, a page at a time."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from app import editing
from app.catalogue import entities as e
from app.catalogue.reading import read_entities
from app.catalogue.snapshot import Catalogue, read
from app.catalogue.tables.history import PRODUCT
from app.db import read_session, write_session
from app.editing.asking import cursor, wanted
from app.editing.history import SMALL, ChangeSet, History, Wanted
from app.editing.telling import sentence, summary
from app.errors import InvalidQuery, NotFound
from app.ingest.load import load
from tests.support.cast import folder

Pick = Callable[[e.Entity], e.Entity | None]


def change(engine: Engine, who: str, why: str, rewrite: Pick) -> int:
    """Everything that `rewrite` gives back differently; None takes it away."""
    with write_session(engine) as session:
        before = read_entities(session)
        after = [made for each in before if (made := rewrite(each)) is not None]
        return editing.apply(session, editing.difference(before, after), editing.author(who, why))


def renamed(each: e.Entity) -> e.Entity:
    return replace(each, name="Grey Heron") if isinstance(each, e.Product) and each.slug == "heron" else each


def noted(each: e.Entity) -> e.Entity:
    about = isinstance(each, e.Statement) and (each.product, each.criterion) == ("heron", "message_size_max")
    return replace(each, note="read again") if about and isinstance(each, e.Statement) else each


def without_finch(each: e.Entity) -> e.Entity | None:
    slug = {"product": "slug", "source": "owner"}.get(each.kind, "product")
    return None if getattr(each, slug, None) == "finch" else each


@pytest.fixture
def told(engine: Engine, tmp_path: Path) -> Engine:
    """A load, and three changes by two people."""
    load(engine, folder(tmp_path / "data"))
    change(engine, "ada", "It was renamed", renamed)
    change(engine, "grace", "The page was clearer", noted)
    change(engine, "ada", "It is no more", without_finch)
    return engine


def all_of(engine: Engine) -> tuple[History, Wanted, Catalogue]:
    catalogue = read(engine)
    return History(engine), Wanted(until=catalogue.revision), catalogue


def test_change_sets_come_newest_first_and_a_load_is_one(told: Engine) -> None:
    history, everything, catalogue = all_of(told)
    sets = history.change_sets(everything).items
    assert [each.actor for each in sets] == ["ada", "grace", "ada", editing.FILES]
    assert [summary(catalogue, each) for each in sets[1:]] == [
        "3 things changed: Grey Heron",
        "Grey Heron: name changed",
        f"{sets[-1].count} things loaded from the data files: Grey Heron, Heron-Cloud and 2 more products",
    ]
    assert sets[-1].revisions == ()
    assert len(sets[1].revisions) == 3
    assert sum(each.count for each in sets) == catalogue.revision


def test_pages_of_change_sets_and_revisions_meet_without_a_gap(told: Engine) -> None:
    history, everything, catalogue = all_of(told)
    seen: list[ChangeSet] = []
    at: int | None = None
    while (found := history.change_sets(everything, at, 1)).items:
        seen += found.items
        at = found.next
        if at is None:
            break
    assert seen == list(history.change_sets(everything).items)
    numbers: list[int] = []
    at = None
    while True:
        page = history.revisions(everything, at, 97)
        assert page.total == catalogue.revision
        numbers += [each.number for each in page.items]
        at = page.next
        if at is None:
            break
    assert numbers == list(range(catalogue.revision, 0, -1))


def test_one_change_set_is_read_in_the_order_it_was_written(told: Engine) -> None:
    history, everything, _ = all_of(told)
    whole = history.within(1, everything, None, 10_000)
    first = history.within(1, everything, None, SMALL)
    second = history.within(1, everything, first.next, SMALL)
    assert (first.items + second.items) == whole.items[: 2 * SMALL]
    assert whole.next is None


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"product": "heron"}, ["grace", "ada", "files"]),
        ({"product": "finch"}, ["ada", "files"]),
        ({"person": "grace"}, ["grace"]),
        ({"person": "nobody"}, []),
        ({"dimension": "basic-usage", "product": "heron"}, ["grace", "files"]),
        ({"dimension": "security", "product": "heron"}, []),
        ({"criterion": "message_size_max", "product": "heron"}, ["grace", "files"]),
        ({"criterion": "patterns", "option": "replay", "product": "heron"}, ["files"]),
    ],
)
def test_history_is_narrowed(told: Engine, given: dict[str, str], found: list[str]) -> None:
    history, _, catalogue = all_of(told)
    sets = history.change_sets(wanted(catalogue, history, given)).items
    assert [each.actor for each in sets] == found


def test_since_a_revision_only_later_ones_are_told(told: Engine) -> None:
    history, everything, catalogue = all_of(told)
    first = history.change_sets(everything).items[-1]
    later = history.revisions(wanted(catalogue, history, {"since": str(first.count)}), limit=200)
    assert later.total == catalogue.revision - first.count
    assert history.revisions(replace(everything, until=first.count)).total == first.count


def test_the_product_of_a_revision_is_the_same_here_and_in_the_database(told: Engine) -> None:
    history, everything, _ = all_of(told)
    with read_session(told) as session:
        rows = session.connection().execute(text(f"SELECT number, {PRODUCT} FROM revision"))  # noqa: S608
        known = {number: product for number, product in rows}
    for each in history.revisions(everything, limit=10_000).items:
        assert each.product == known[each.number]


def test_the_history_of_a_product_is_found_by_its_index(told: Engine) -> None:
    if told.dialect.name != "sqlite":
        return  # PostgreSQL scans tables as small as this one, whatever indexes there are
    with read_session(told) as session:
        question = f"EXPLAIN QUERY PLAN SELECT change_set FROM revision WHERE {PRODUCT} = 'heron'"  # noqa: S608
        plan = str(session.connection().exec_driver_sql(question).all())
    assert "ix_revision_product" in plan


@pytest.mark.parametrize(
    "given",
    [
        {"dimension": "colour"},
        {"criterion": "colour"},
        {"option": "replay"},
        {"criterion": "patterns", "option": "colour"},
        {"since": "-1"},
        {"since": "9" * 30},
        {"since": "²"},
        {"person": "a\0b"},
        {"person": "x" * 301},
    ],
)
def test_a_question_that_does_not_fit_is_refused_at_its_field(told: Engine, given: dict[str, str]) -> None:
    history, _, catalogue = all_of(told)
    with pytest.raises(InvalidQuery) as refused:
        wanted(catalogue, history, given)
    assert [each.field for each in refused.value.problems] == [list(given)[-1]]


@pytest.mark.parametrize("slug", ["kestrel", "a\0b", "\ud800"])
def test_a_product_that_never_was_is_not_found(told: Engine, slug: str) -> None:
    history, _, catalogue = all_of(told)
    with pytest.raises(NotFound):
        wanted(catalogue, history, {"product": slug})


def test_a_cursor_is_a_number() -> None:
    assert cursor({}) is None
    assert cursor({"cursor": "7"}) == 7
    with pytest.raises(InvalidQuery):
        cursor({"cursor": "x"})


def test_without_a_database_there_is_no_history() -> None:
    history, everything = History(None), Wanted(until=7)
    assert history.change_sets(everything).items == ()
    assert history.revisions(everything).items == ()
    assert history.within(1, everything).items == ()
    assert (history.one(1, 7), history.people(), history.knows("heron")) == (None, [], False)


def test_what_has_gone_is_told_by_its_slug(told: Engine) -> None:
    history, everything, catalogue = all_of(told)
    sentences = [sentence(catalogue, each) for each in history.change_sets(everything).items[0].revisions]
    assert "Finch was taken away" in sentences
