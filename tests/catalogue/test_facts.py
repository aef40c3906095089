"""What statements, complete lists and engines say of each variant."""

from datetime import date
from pathlib import Path

import pytest

from app.catalogue.cells import Freshness, Knowledge, freshness
from app.catalogue.facts import Variant, limits_of, variants_of
from app.catalogue.showing import shown
from app.catalogue.snapshot import Catalogue
from app.catalogue.stats import by_product, total
from app.catalogue.values import write
from app.catalogue.words import CellState, Method, Support
from tests.support.cast import CITE, HERON, TODAY, catalogue, product

OPEN_LOG = Variant("open", "log")
PLUS_LOG = Variant("plus", "log")
PLUS_QUEUE = Variant("plus", "queue")


@pytest.fixture(scope="module")
def birds(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    return catalogue(tmp_path_factory.mktemp("cast") / "data")


def value(birds: Catalogue, slug: str, criterion: str, variant: Variant | None = None) -> str | None:
    fact = birds.cell(slug, criterion).answer(variant).fact
    return write(fact.statement.value) if fact and fact.statement.value else None


def support(birds: Catalogue, slug: str, option: str, variant: Variant | None = None) -> Support | None:
    fact = birds.cell(slug, "patterns", option).answer(variant).fact
    return fact.statement.support if fact else None


def test_variants_are_every_edition_with_the_modes_it_has_the_default_first(birds: Catalogue) -> None:
    assert birds.products["heron"].variants == (OPEN_LOG, PLUS_LOG, PLUS_QUEUE)
    assert birds.products["stork"].variants == (Variant(None, None),)


def test_the_narrower_statement_wins_for_its_variant(birds: Catalogue) -> None:
    assert value(birds, "heron", "message_size_max") == "1 MiB"
    assert value(birds, "heron", "message_size_max", PLUS_QUEUE) == "4 MiB"


def test_what_holds_under_a_condition_stands_beside_and_never_replaces(birds: Catalogue) -> None:
    answer = birds.cell("heron", "message_size_max").answer(PLUS_LOG)
    assert [write(fact.statement.value) for fact in answer.facts if fact.statement.value] == ["4 MiB"]
    assert [fact.statement.when for fact in answer.conditional] == ["AMQP"]


def test_what_a_complete_list_leaves_out_is_no_by_enumeration(birds: Catalogue) -> None:
    fact = birds.cell("heron", "patterns", "delayed-delivery").answer().fact
    assert fact is not None
    assert (fact.statement.support, fact.method) == (Support.NO, Method.ENUMERATED)
    assert fact.rests_on in birds.lists
    assert fact.statement.citations == birds.products["heron"].lists[0].citations


def test_an_exception_of_a_complete_list_stays_unknown(birds: Catalogue) -> None:
    assert birds.cell("heron", "patterns", "priority").state is CellState.UNKNOWN


def test_a_complete_list_fills_only_the_variants_nothing_is_stated_of(birds: Catalogue) -> None:
    assert support(birds, "heron", "dedup", PLUS_QUEUE) is Support.BUILT_IN
    assert support(birds, "heron", "dedup", PLUS_LOG) is Support.NO


def test_what_is_over_is_history_and_no_answer(birds: Catalogue) -> None:
    cell = birds.cell("heron", "patterns", "ttl")
    assert [fact.statement.until for fact in cell.past] == ["1.9"]
    assert support(birds, "heron", "ttl") is Support.NO


def test_a_managed_product_inherits_what_it_does_not_state(birds: Catalogue) -> None:
    fact = birds.cell("heron-cloud", "patterns", "replay").answer().fact
    assert fact is not None
    assert (fact.method, fact.owner, fact.statement.product) == (Method.INHERITED, "heron", "heron-cloud")
    assert fact.rests_on in birds.facts
    assert birds.cell("heron-cloud", "patterns", "replay").knowledge is Knowledge.INHERITED


def test_an_engine_feature_newer_than_the_offered_versions_is_not_inherited(birds: Catalogue) -> None:
    assert birds.cell("heron-cloud", "patterns", "ordered-groups").state is CellState.UNKNOWN


def test_a_managed_product_yields_to_its_own_statement_variant_by_variant(birds: Catalogue) -> None:
    cell = birds.cell("heron-cloud", "patterns", "dead-letter")
    own, engine = cell.answer(Variant("large", None)).fact, cell.answer(Variant("small", None)).fact
    assert own is not None
    assert (own.method, own.statement.support) == (Method.DOCUMENTATION, Support.BUILT_IN)
    assert engine is not None
    assert (engine.method, engine.statement.support) == (Method.INHERITED, Support.NO)


def test_limits_are_never_inherited(birds: Catalogue) -> None:
    assert birds.cell("heron-cloud", "message_size_max").state is CellState.UNKNOWN


def test_contradicting_sources_make_a_dispute_that_shows_both(birds: Catalogue) -> None:
    answer = birds.cell("wren", "patterns", "priority").answer()
    assert answer.state is CellState.DISPUTED
    assert {fact.statement.support for fact in answer.facts} == {Support.BUILT_IN, Support.NO}


def test_somebody_looked_and_found_nothing_is_unknown_with_the_place(birds: Catalogue) -> None:
    cell = birds.cell("wren", "retention_max")
    assert cell.state is CellState.UNKNOWN
    assert cell.knowledge is None
    assert cell.facts[0].statement.citations[0].find == "retention"


def test_what_nobody_stated_is_unknown_and_never_no(birds: Catalogue) -> None:
    states = {cell.state for cell in birds.products["stork"].cells.values()}
    assert states == {CellState.UNKNOWN, CellState.NOT_APPLICABLE}


def test_where_you_operate_it_the_answer_depends_on_you_and_where_the_vendor_does_it_is_unknown(
    birds: Catalogue,
) -> None:
    assert birds.cell("heron", "sla_percent").state is CellState.DEPENDS_ON_OPERATOR
    assert birds.cell("heron-cloud", "sla_percent").state is CellState.UNKNOWN


def test_age_counts_from_the_texts_own_date_and_without_one_it_is_undated(birds: Catalogue) -> None:
    criterion = birds.criteria["message_size_max"]
    of = {slug: birds.cell(slug, "message_size_max").freshness(TODAY) for slug in ("heron", "wren")}
    assert of == {"heron": Freshness.FRESH, "wren": Freshness.DUE}
    undated = birds.cell("wren", "patterns", "priority").facts[1].statement.citations
    assert freshness(undated, criterion, TODAY) is Freshness.UNDATED
    edge = date.fromordinal(date(2026, 10, 1).toordinal() + criterion.fresh_days)
    cell = birds.cell("heron", "message_size_max")
    assert cell.freshness(edge) is Freshness.FRESH
    assert cell.freshness(date.fromordinal(edge.toordinal() + 1)) is Freshness.DUE


def test_coverage_tells_stated_enumerated_and_inherited_apart(birds: Catalogue) -> None:
    counted = by_product(birds, TODAY)
    assert counted["stork"].known == 0
    assert counted["heron"].inherited == 0
    assert counted["heron"].enumerated > 10
    assert counted["heron-cloud"].inherited > 10
    assert counted["wren"].disputed == 1
    every = total(birds, TODAY)
    assert every.known + every.unknown == every.applicable
    assert every.applicable + every.not_applicable + every.depends_on_operator == every.cells
    assert every.fresh + every.due + every.undated == every.stated + every.enumerated


def test_an_engine_without_named_versions_gives_only_what_holds_in_all(tmp_path: Path) -> None:
    relation = f"relations:\n- {{type: based_on, product: heron, {CITE}}}\n"
    cloud = product("cloud", "", before=relation)
    found = catalogue(tmp_path / "data", {"heron": HERON, "cloud": cloud})
    assert found.cell("cloud", "patterns", "delayed-delivery").knowledge is Knowledge.INHERITED
    assert found.cell("cloud", "patterns", "replay").knowledge is None  # since 2.0: not sure without a version


def test_limits_name_exactly_the_variants_that_are_meant(birds: Catalogue) -> None:
    variants = variants_of(birds.products["heron"].product)
    assert limits_of(frozenset(variants), variants) == [((), ())]
    assert limits_of(frozenset({PLUS_LOG, PLUS_QUEUE}), variants) == [(("plus",), ())]
    assert limits_of(frozenset({PLUS_QUEUE}), variants) == [((), ("queue",))]
    assert limits_of(frozenset({PLUS_LOG}), variants) == [(("plus",), ("log",))]
    assert limits_of(frozenset({OPEN_LOG, PLUS_QUEUE}), variants) == [(("open",), ("log",)), (("plus",), ("queue",))]


def test_operations_load_is_computed_from_who_operates_and_how_it_scales(tmp_path: Path) -> None:
    def bird(slug: str, operator: str, more: str) -> str:
        other = "you" if operator == "vendor" else "vendor"
        body = f"statements:\n  operated_by:\n    {operator}: [{{support: yes, {CITE}}}]\n"
        return product(slug, f"{body}    {other}: [{{support: no, {CITE}}}]\n{more}")

    def choice(criterion: str, answer: str) -> str:
        return f"  {criterion}: [{{value: {answer}, {CITE}}}]\n"

    found = catalogue(
        tmp_path / "data",
        {
            "one": bird("one", "vendor", choice("scaling", "automatic")),
            "two": bird("two", "vendor", choice("scaling", "partitions")),
            "three": bird("three", "you", choice("runs_with", "nothing") + choice("scaling", "vertical")),
            "four": bird("four", "you", choice("runs_with", "built-in-consensus")),
            "five": bird("five", "you", choice("runs_with", "zookeeper")),
            "open-end": bird("open-end", "you", ""),
            "library": bird("library", "you", "").replace("kind: queue-broker", "kind: messaging-library"),
        },
    )
    loads = {slug: value(found, slug, "operations_load") for slug in found.products}
    assert loads == {"one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "open-end": None, "library": "1"}


def test_numbers_that_count_per_different_things_hold_side_by_side(tmp_path: Path) -> None:
    text = product(
        "bird",
        "statements:\n  queues_max:\n"
        f"  - {{value: 50, per: account, {CITE}}}\n  - {{value: 20, per: topic, modes: [queue], {CITE}}}\n",
        before="modes: [{slug: log, name: Log, default: yes}, {slug: queue, name: Queue}]\n",
    )
    cell = catalogue(tmp_path / "data", {"bird": text}).cell("bird", "queues_max")
    facts = cell.answer(Variant(None, "queue")).facts
    assert {(fact.statement.per, fact.statement.value.raw) for fact in facts if fact.statement.value} == {
        ("account", 50),
        ("topic", 20),
    }


def test_a_condition_is_narrowed_like_everything_else(tmp_path: Path) -> None:
    text = product(
        "bird",
        "statements:\n  patterns:\n    ttl:\n"
        f"    - {{support: built-in, when: MQTT, {CITE}}}\n"
        f"    - {{support: no, when: MQTT, modes: [queue], {CITE}}}\n",
        before="modes: [{slug: log, name: Log, default: yes}, {slug: queue, name: Queue}]\n",
    )
    cell = catalogue(tmp_path / "data", {"bird": text}).cell("bird", "patterns", "ttl")
    assert cell.answer(Variant(None, "log")).state is CellState.KNOWN
    queue = cell.answer(Variant(None, "queue"))
    assert [fact.statement.support for fact in queue.conditional] == [Support.NO]


def test_no_in_one_region_says_nothing_of_the_others(tmp_path: Path) -> None:
    text = product("bird", f"statements:\n  patterns:\n    replay:\n    - {{support: no, regions: [eu-1], {CITE}}}\n")
    found = catalogue(tmp_path / "data", {"bird": text})
    answer = found.cell("bird", "patterns", "replay").answer()
    assert answer.state is CellState.UNKNOWN
    assert answer.fact is None
    told = shown(found.cell("bird", "patterns", "replay"), found.products["bird"].product, TODAY)
    assert (told.text, told.details) == ("unknown", ("no in eu-1",))


def test_an_unknown_answer_carries_nothing_of_another_variant(tmp_path: Path) -> None:
    text = product(
        "bird",
        f"statements:\n  patterns:\n    replay:\n    - {{support: no, note: Not here., modes: [queue], {CITE}}}\n",
        before="modes: [{slug: log, name: Log, default: yes}, {slug: queue, name: Queue}]\n",
    )
    found = catalogue(tmp_path / "data", {"bird": text})
    told = shown(found.cell("bird", "patterns", "replay"), found.products["bird"].product, TODAY)
    assert (told.text, told.note, told.sources, told.age, told.inherited) == ("unknown", None, 0, None, False)
    assert told.details == ("Queue: no",)
    assert told.statement is not None
