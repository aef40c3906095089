"""After an edit only the changed products are made anew, and the result is that of making everything anew."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from app import editing
from app.catalogue import entities as e
from app.catalogue.live import Live
from app.catalogue.reading import read_entities, read_products
from app.catalogue.search import prepare
from app.catalogue.search.index import index_of
from app.catalogue.search.text import texts_of
from app.catalogue.snapshot import Catalogue, read
from app.db import read_session, write_session
from app.ingest.load import load
from tests.support.cast import CAST, CITE, folder, product

Rewrite = Callable[[e.Entity], e.Entity | None]


def renamed(each: e.Entity) -> e.Entity:
    """The engine of another product gets another name, and stands elsewhere."""
    return replace(each, name="Zebra Heron") if isinstance(each, e.Product) and each.slug == "heron" else each


def contradicted(each: e.Entity) -> e.Entity | None:
    """The engine says no longer what the managed product inherited."""
    gone = isinstance(each, e.Statement) and (each.product, each.option) == ("heron", "replay")
    return None if gone else each


def noted(each: e.Entity) -> e.Entity:
    about = isinstance(each, e.Statement) and (each.product, each.criterion) == ("wren", "message_size_max")
    return replace(each, note="again") if about and isinstance(each, e.Statement) else each


def without_finch(each: e.Entity) -> e.Entity | None:
    slug = {"product": "slug", "source": "owner"}.get(each.kind, "product")
    return None if getattr(each, slug, None) == "finch" else each


def untied(each: e.Entity) -> e.Entity | None:
    return None if isinstance(each, e.Relation) else each


def better_protocol(each: e.Entity) -> e.Entity:
    return replace(each, good_at="Herons.") if isinstance(each, e.Protocol) and each.slug == "nats" else each


def new_word(each: e.Entity) -> e.Entity:
    return replace(each, label="Largest") if isinstance(each, e.Criterion) and each.slug == "message_size_max" else each


def change(engine: Engine, rewrite: Rewrite) -> None:
    with write_session(engine) as session:
        before = read_entities(session)
        after = [made for each in before if (made := rewrite(each)) is not None]
        editing.apply(session, editing.difference(before, after), editing.author("ada", "Because"))


def same(one: Catalogue, other: Catalogue) -> None:
    """Two catalogues, and what was prepared of them."""
    for name in ("revision", "revised_at", "dimensions", "criteria", "protocols", "approaches", "sources"):
        assert getattr(one, name) == getattr(other, name), name
    assert list(one.products) == list(other.products)
    for slug, entry in other.products.items():
        assert one.products[slug] == entry, slug
    made, fresh = index_of(one), index_of(other)
    for name in ("width", "slugs", "sizes", "every", "lowest"):
        assert getattr(made, name) == getattr(fresh, name), name
    for name in ("has", "unknown"):
        masks = [{key: mask for key, mask in getattr(each, name).items() if mask} for each in (made, fresh)]
        assert masks[0] == masks[1], name
    amounts = [{slug: set(found) for slug, found in each.amounts.items() if found} for each in (made, fresh)]
    assert amounts[0] == amounts[1]
    assert texts_of(one) == texts_of(other)


@pytest.fixture
def filled(engine: Engine, tmp_path: Path) -> Engine:
    """The cast, with a kestrel that can be told to run a heron."""
    kestrel = product("kestrel", f"statements:\n  message_size_max: [{{value: 8 MiB, {CITE}}}]\n")
    load(engine, folder(tmp_path / "data", {**CAST, "kestrel": kestrel}))
    return engine


def live_over(engine: Engine) -> tuple[Live, list[Catalogue]]:
    held = [read(engine)]
    prepare(held[0])
    return Live(lambda: engine, lambda: held[-1], held.append), held


def test_every_sort_of_change_comes_to_the_catalogue_that_is_made_anew(filled: Engine) -> None:
    live, held = live_over(filled)
    for rewrite in (renamed, contradicted, noted, without_finch, untied, better_protocol, new_word):
        change(filled, rewrite)
        live.look()
        fresh = read(filled)
        prepare(fresh)
        same(held[-1], fresh)
    assert len(held) == 8


def test_what_an_edit_does_not_touch_is_the_same_object(filled: Engine) -> None:
    live, held = live_over(filled)
    change(filled, contradicted)
    live.look()
    old, new = held
    kept = {slug for slug in new.products if new.products[slug] is old.products[slug]}
    assert kept == set(CAST) - {"heron", "heron-cloud"} | {"kestrel"}


def test_without_a_change_a_look_changes_nothing(filled: Engine) -> None:
    live, held = live_over(filled)
    live.look()
    assert len(held) == 1


def test_another_history_is_read_as_a_whole(filled: Engine) -> None:
    live, held = live_over(filled)
    held[0] = replace(held[0], revision=held[0].revision - 1, revised_at=datetime(2020, 1, 1, tzinfo=UTC))
    live.look()
    assert held[-1].revision == read(filled).revision
    assert not [slug for slug, entry in held[0].products.items() if held[-1].products[slug] is entry]


def test_a_product_is_read_alone_as_it_is_read_with_all(filled: Engine) -> None:
    def queries(slugs: list[str]) -> int:
        seen: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
            seen.append(statement)

        event.listen(filled, "before_cursor_execute", note)
        with read_session(filled) as session:
            found = read_products(session, slugs)
            whole = read_entities(session)
        event.remove(filled, "before_cursor_execute", note)
        owned = [x for x in whole if {getattr(x, n, None) for n in ("product", "slug", "owner")} & set(slugs)]
        assert sorted(map(str, found)) == sorted(map(str, owned))
        return len(seen)

    assert queries(["heron"]) == queries(["heron", "heron-cloud", "wren"])
