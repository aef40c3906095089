"""What a first-time reader did not believe, each with a cast as small as the doubt."""

from dataclasses import replace
from typing import Any

from app.advisor.answer import Advice, advise, parse
from app.advisor.changes import Change
from app.advisor.explain import first_sentence
from app.catalogue import entities as e
from app.catalogue.snapshot import build
from app.catalogue.words import Kind, Support, ValueType
from tests.advisor.cast import HERON, NO, OTTER, YES, Invented, Said, catalogue, criteria, rules

JOBS = {"intent": ["command"], "delivery": "no-loss", "features": ["dead-letter"]}


def advice(made: dict[str, Invented], **raw: Any) -> Advice:
    return advise(parse(raw, rules()), catalogue(made), rules())


def beaver(**more: Said) -> Invented:
    """A queue in two modes: a single copy, which comes first, and several."""
    copies: dict[str, dict[tuple[str, str | None], Said]] = {
        "classic": {("persistence", None): "disk", ("replication", None): "none", ("zones", "multi-az"): NO},
        "quorum": {("persistence", None): "replicated", ("replication", None): "quorum", ("zones", "multi-az"): YES},
    }
    facts = {each: said for each, said in HERON.facts.items() if each[0] != "persistence"}
    return Invented({**facts, **{("patterns", name): said for name, said in more.items()}}, modes=copies)


def test_what_must_not_be_lost_goes_to_the_mode_with_several_copies() -> None:
    first = advice({"beaver": beaver()}, answers=JOBS).products[0]
    assert first.variant.mode == "quorum"
    copies = next(each for each in first.contributions if each.id == "persistence:replicated")
    assert (copies.weight, copies.mid) == (5, 1.0)


def test_a_mode_is_never_credited_with_what_another_mode_has() -> None:
    """Only the classic mode has priorities, which are a must, so it is chosen: in a single zone."""
    made = beaver()
    modes = {
        name: {**said, ("patterns", "priority"): YES if name == "classic" else NO} for name, said in made.modes.items()
    }
    asked = {**JOBS, "features": ["priority"], "zone_failure": "yes"}
    first = advice({"beaver": replace(made, modes=modes)}, answers=asked, must=["features"]).products[0]
    assert first.variant.mode == "classic"
    zones = next(each for each in first.contributions if each.criterion == "zones")
    assert (zones.mid, zones.found) == (0.0, "no")


def test_equal_modes_are_settled_by_copies() -> None:
    """No answer asks about copies, and the visitor gives no weight to them."""
    made = beaver()
    modes = {name: {key: each for key, each in said.items() if key[0] != "zones"} for name, said in made.modes.items()}
    modes["quorum"] = {("persistence", None): "disk", ("replication", None): "quorum"}
    first = advice({"beaver": replace(made, modes=modes)}, answers={"intent": ["command"]}).products[0]
    assert first.variant.mode == "quorum"


def test_a_disk_keeps_items_and_leaves_open_whether_there_are_copies() -> None:
    """A page that says "written to disk" and names no number of copies meets the must; the wish stays an interval."""
    beaver_on_disk = Invented({**HERON.facts, ("persistence", None): "disk", ("replication", None): None})
    for answers in (JOBS, {"intent": ["command"]}):
        first = advice({"beaver": beaver_on_disk}, answers=answers).products[0]
        assert first.status == "confirmed"
        copies = next(each for each in first.contributions if each.id == "persistence:replicated")
        assert (copies.low, copies.high, copies.found) == (0.0, 1.0, "unknown")


def test_what_one_runs_oneself_stands_in_ones_own_network() -> None:
    """Private endpoints are what a service needs; a must for them rules no software out that stands where one wants."""
    made = {
        "heron": Invented({**HERON.facts, ("operated_by", "you"): YES, ("hosting", "self-hosted"): YES}),
        "stork": Invented({**HERON.facts, ("operated_by", "vendor"): YES, ("hosting", "self-hosted"): NO}),
    }
    asked = {"intent": ["command"], "security": ["private-network"]}
    found = {each.slug: each.status for each in advice(made, answers={**asked, "service": "self-run"}).products}
    assert found["heron"] == "confirmed"
    found = {each.slug: each.status for each in advice(made, answers={**asked, "service": "managed"}).products}
    assert found["stork"] == "possible"


def test_an_open_licence_is_better_for_what_one_runs_and_nothing_to_a_service() -> None:
    """All else equal, and as long as no answer is about licences; that a vendor runs it elsewhere is no licence."""
    both: dict[tuple[str, str | None], Said] = {("operated_by", "you"): YES, ("operated_by", "vendor"): YES}
    made = {
        "heron": Invented({**HERON.facts, **both, ("licence", "Apache-2.0"): YES}),
        "stork": Invented({**HERON.facts, **both, ("licence", "proprietary"): YES}),
    }

    def worth(**answers: Any) -> list[tuple[str, float]]:
        found = advice(made, answers={"intent": ["command"], **answers}).products
        return [(each.slug, wish.mid) for each in found for wish in each.contributions if wish.criterion == "licence"]

    assert worth(service="self-run") == [("heron", 1.0), ("stork", 0.0)]
    assert worth() == worth(service="managed") == [("heron", 1.0), ("stork", 1.0)]
    assert worth(service="self-run", licence=["commercial"]) == []


def test_a_library_is_what_runs_inside_ones_own_program() -> None:
    """Nobody has time to run anything, and a library runs nothing; a broker that can be embedded is still a broker."""
    inside: dict[tuple[str, str | None], Said] = {("hosting", "embedded"): YES, ("operated_by", "you"): YES}
    made = {
        "heron": Invented({**HERON.facts, **inside}),
        "wren": Invented({**HERON.facts, **inside}, kind=Kind.MESSAGING_LIBRARY),
    }
    found = advice(made, answers={"intent": ["command"], "hosting": ["embedded"], "operations": "none"}).products
    assert [each.slug for each in found] == ["wren", "heron"]
    load = next(each for each in found[0].contributions if each.criterion == "operations_load")
    assert load.mid == 1.0


def _out(*statements: e.Statement, **answers: Any) -> str:
    product = e.Product("crow", "Crow", Kind.QUEUE_BROKER, "Nobody", "https://example.org", "https://example.org")
    made = build([*criteria(), product, *statements], revision=7)
    found = advise(parse({"answers": answers}, rules()), made, rules())
    return found.excluded[0].because[0].text


def test_a_licence_that_rules_out_is_told_by_its_name() -> None:
    criterion = next(each for each in criteria() if isinstance(each, e.Criterion) and each.slug == "licence")
    option = next(each for each in criterion.options if each.licence_class == "commercial")
    said = e.Statement("crow", "licence", ValueType.OPTIONS, criterion.scale, option=option.slug, support=Support.YES)
    assert _out(said, licence=["open-source"]) == f"Licence: open source: {option.label}"


def test_what_rules_out_is_told_with_the_first_sentence_of_its_note() -> None:
    criterion = next(each for each in criteria() if isinstance(each, e.Criterion) and each.slug == "operated_by")
    said = e.Statement(
        "crow",
        "operated_by",
        ValueType.OPTIONS,
        criterion.scale,
        option="vendor",
        support=Support.NO,
        note="Crow Cloud is ordered\n separately, e.g. In bulk. Something else.",
    )
    assert _out(said, service="managed") == "Operated by: Vendor: no. Crow Cloud is ordered separately, e.g. In bulk."


def test_a_version_does_not_end_a_sentence() -> None:
    assert first_sentence("Removed in 4.0 for good. Then more.") == "Removed in 4.0 for good."
    assert first_sentence("One only") == "One only"


def test_nothing_wins_by_what_nobody_knows() -> None:
    """The heron does not speak NATS, and of the mole nobody knows: that NATS were fixed is no reason for the mole."""
    heron = Invented({**HERON.facts, ("protocols", "nats"): NO})
    mole = Invented({**HERON.facts, ("protocols", "nats"): None, ("patterns", "ack-per-message"): NO})
    made = {"heron": heron, "mole": mole}
    assert not [each for each in advice(made, answers=JOBS).would_win_if if each.question == "protocols"]
    told = {**made, "mole": Invented({**mole.facts, ("protocols", "nats"): YES})}
    change = next(each for each in advice(told, answers=JOBS).would_win_if if each.sort == "answer")
    assert change.product == "mole"


def test_what_a_preference_brings_forth_is_not_told_by_a_fact_about_the_world() -> None:
    """The otter wins by another weight, so that no protocol need be fixed for it."""
    heron = Invented({**HERON.facts, ("protocols", "kafka"): NO, ("patterns", "fan-out"): Support.PARTIAL})
    otter = Invented({**HERON.facts, ("protocols", "kafka"): YES, ("patterns", "dead-letter"): Support.PARTIAL})
    found: tuple[Change, ...] = advice({"heron": heron, "otter": otter}, answers={"intent": ["command"]}).would_win_if
    weighed = {each.product for each in found if each.sort == "weight"}
    for each in found:
        if each.sort == "answer" and rules().questions[each.question].changeable == 3:
            assert each.product not in weighed


def test_a_list_without_a_confirmed_product_says_so() -> None:
    somewhere = Invented(
        {each: said for each, said in HERON.facts.items() if each[0] not in ("hosting", "operated_by")}
    )
    asked = {**JOBS, "service": "managed", "hosting": ["aws"]}
    found = advice({"mole": somewhere, "rook": somewhere}, answers=asked)
    assert (found.outlook, found.products_confirmed) == ("place-open", 0)
    assert found.notes[0] == found.outlook_text != ""
    assert found.products[0].status_text == "confirm first: where it runs, who operates it"
    assert found.products[0].badge in (None, "close")
    assert found.would_win_if == ()
    open_ = Invented({**HERON.facts, ("delivery", "at-least-once"): None})
    assert advice({"mole": open_}, answers=asked).outlook == "possible"
    assert advice({"heron": HERON}, answers=asked).outlook == "confirmed"


def test_an_open_place_stands_behind_any_other_open_must() -> None:
    """The zebra is worse than the mole in everything but that one knows where it runs."""
    mole = Invented(
        {**HERON.facts, ("hosting", "aws"): None, ("hosting", "self-hosted"): None, ("hosting", "kubernetes"): None}
    )
    weak: dict[tuple[str, str | None], Said] = {
        ("patterns", "ack-per-message"): NO,
        ("delivery", "at-least-once"): None,
    }
    found = advice({"mole": mole, "zebra": Invented({**HERON.facts, **weak})}, answers={**JOBS, "hosting": ["aws"]})
    assert [each.slug for each in found.products] == ["zebra", "mole"]
    assert found.products[0].score.mid < found.products[1].score.mid


def test_an_open_place_is_an_alert_only_where_half_of_the_musts_are_confirmed() -> None:
    weak = Invented({**HERON.facts, ("patterns", "ack-per-message"): NO, ("models", "queue"): NO})
    unplaced = {each: said for each, said in HERON.facts.items() if each[0] not in ("hosting", "operated_by")}
    asked = {**JOBS, "hosting": ["aws"], "service": "managed"}
    half = advice({"crane": weak, "mole": Invented(unplaced)}, answers=asked)
    assert half.upset == ("mole",)
    unknown = Invented({each: said for each, said in unplaced.items() if each[0] != "delivery"})
    assert advice({"crane": weak, "mole": unknown}, answers=asked).upset == ()


def test_two_products_are_named_where_no_single_one_does() -> None:
    """Devices speak MQTT to the one, and what they tell is kept for weeks in the other."""
    mqtt = Invented(
        {
            **{each: said for each, said in HERON.facts.items() if each[0] not in ("models", "retention_max")},
            ("models", "pubsub"): YES,
            ("protocols", "mqtt-5"): YES,
        },
        kind=Kind.MQTT_BROKER,
    )
    log = Invented({**OTTER.facts, ("hosting", "aws"): YES, ("protocols", "mqtt-5"): NO})
    asked = {
        "intent": ["command", "reading"],
        "devices": "yes",
        "history": "long",
        "protocols": ["mqtt-5"],
        "hosting": ["aws"],
    }
    found = advice({"gull": mqtt, "otter": log}, answers=asked)
    assert all(each.status != "confirmed" for each in found.products)
    assert found.pairs[0].products == ("gull", "otter")
    assert found.pairs[0].status == "confirmed"
    assert "these two together do" in found.pairs[0].text
    assert any("two together do" in note for note in found.notes)
