"""One place for each family, whose best member stands for it, and two products before one where they are ahead."""

from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, given, settings

from app.advisor.answer import Advice, advise, parse
from app.advisor.families import home_of, places
from app.advisor.fit import standings
from app.advisor.kin import roots
from app.catalogue.words import Kind
from tests.advisor.cast import HERON, NO, OTTER, QUEUE, TOPIC, WEAK, YES, Invented, Said, catalogue, rules
from tests.advisor.properties import scored
from tests.advisor.worlds import catalogues, requests

FACTS = {"intent": ["fact"], "receivers": "many-open"}


def advice(made: dict[str, Invented], **raw: Any) -> Advice:
    return advise(parse(raw, rules()), catalogue(made), rules())


def like(other: str, made: Invented, **more: Said) -> Invented:
    """The same as another product, whose clients it takes; `more` are patterns."""
    facts: dict[tuple[str, str | None], Said] = {**made.facts}
    facts |= {("patterns", name): said for name, said in more.items()}
    return replace(made, facts=facts, like=other)


def test_the_way_leads_to_the_engine() -> None:
    made = {"otter": OTTER, "stoat": like("otter", OTTER), "weasel": like("stoat", OTTER), "heron": HERON}
    found = roots(catalogue(made).products)
    assert found == {"otter": "otter", "stoat": "otter", "weasel": "otter", "heron": "heron"}


def test_another_kind_is_no_family_and_a_circle_is_one() -> None:
    made = {"otter": like("stoat", OTTER), "stoat": like("otter", OTTER), "heron": like("otter", HERON)}
    assert roots(catalogue(made).products) == {"otter": "otter", "stoat": "otter", "heron": "heron"}


def test_a_family_has_one_place_and_its_siblings_stand_beneath() -> None:
    other = replace(OTTER, kind=Kind.EVENT_ROUTER)
    made = {"otter": OTTER, "stoat": like("otter", OTTER, **{"fan-out": NO}), "crane": other}
    found = advice(made, answers=FACTS)
    assert [each.slug for each in found.products] == ["crane", "otter"]
    (stoat,) = found.products[1].siblings
    assert (stoat.slug, stoat.ahead, stoat.behind) == ("stoat", (), ("Patterns: Fan-out",))
    assert stoat.text == "Behind in: Patterns: Fan-out."
    assert stoat.who == "run by you"
    assert found.products_left == 3


def test_where_one_family_is_left_its_members_are_the_choice() -> None:
    found = advice({"otter": OTTER, "stoat": like("otter", OTTER)}, answers=FACTS)
    assert [(each.slug, each.rank, each.siblings) for each in found.products] == [("otter", 1, ()), ("stoat", 1, ())]


def test_who_fixes_the_protocol_of_a_family_chooses_among_its_members() -> None:
    speaks = replace(OTTER, facts={**OTTER.facts, ("protocols", "kafka"): YES})
    made = {"otter": speaks, "stoat": like("otter", speaks), "crane": speaks}
    assert len(advice(made, answers=FACTS).products) == 2
    assert len(advice(made, answers={**FACTS, "protocols": ["kafka"]}).products) == 3


CLOUD: dict[tuple[str, str | None], Said] = {
    ("hosting", "aws"): YES,
    ("operated_by", "vendor"): YES,
    ("authentication", "cloud-iam"): NO,
}


def test_the_chosen_clouds_own_member_stands_for_its_family() -> None:
    """The stoat is that cloud's own; the otter is better in what was asked, and stands beneath it all the same."""
    guest = replace(OTTER, facts={**OTTER.facts, **CLOUD})
    own = {**guest.facts, ("authentication", "cloud-iam"): YES, ("patterns", "fan-out"): NO}
    made = {"otter": guest, "stoat": replace(guest, facts=own, like="otter"), "crane": guest}
    asked = {**FACTS, "hosting": ["aws"], "service": "managed"}
    found = advice(made, answers=asked)
    assert [each.slug for each in found.products] == ["crane", "stoat"]
    assert found.products[1].siblings[0].slug == "otter"
    assert "Prefer it for: Patterns: Fan-out" in found.products[1].siblings[0].text
    assert [each.slug for each in advice(made, answers={**asked, "service": "either"}).products] == ["crane", "otter"]


@given(requests(), catalogues())
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), database=None, derandomize=True)
def test_nobody_is_lost_and_nobody_stands_twice(raw: dict[str, Any], made: dict[str, Invented]) -> None:
    """Whatever is asked: every product that is left stands in one place, and the places are in the order of scores."""
    scores = scored(raw, catalogue(made))
    found = advise(parse(raw, rules()), catalogue(made), rules())
    listed = [slug for each in found.products for slug in (each.slug, *(other.slug for other in each.siblings))]
    assert sorted(listed) == sorted(set(made) - {each.slug for each in found.excluded}) or not listed
    assert len(listed) == len(set(listed))
    left = [each for each in standings(scores) if each.status != "excluded"]
    shown = places(scores, left, home_of(parse(raw, rules()))) if left else []
    assert [each.best.order for each in shown] == sorted(each.best.order for each in shown)


BOTH = {"intent": ["command", "fact"], "receivers": "many-open", "hosting": ["aws"], "service": "managed"}


def test_two_that_are_ahead_of_every_single_product_are_advised_together() -> None:
    """The crow can do both, and each of them badly."""
    found = advice({"heron": QUEUE, "topical": TOPIC, "crow": WEAK}, answers=BOTH)
    assert [(each.slug, each.rank) for each in found.products] == [("heron", 1), ("topical", 1), ("crow", 3)]
    heron, topical = found.products[:2]
    assert heron.partner is not None
    assert topical.partner is not None
    assert (heron.partner.slug, heron.partner.carries, heron.status_text) == (
        "topical",
        "commands",
        "carries the commands",
    )
    assert (topical.partner.slug, topical.partner.carries) == ("heron", "facts")
    assert found.first_alone == "crow"
    assert found.pairs[0].leads_by > 0
    assert "Two go before one here" in " ".join(found.notes)


def test_one_that_does_both_well_stands_before_any_pair() -> None:
    able = Invented({**QUEUE.facts, ("models", "pubsub"): YES, ("patterns", "fan-out"): YES})
    found = advice({"heron": QUEUE, "topical": TOPIC, "crow": able}, answers=BOTH)
    assert found.products[0].slug == found.first_alone == "crow"
    assert all(each.partner is None for each in found.products)


def test_pairs_are_told_where_no_single_product_is_left() -> None:
    asked = {**BOTH, "features": ["dead-letter"], "history": "long"}
    keeps = {("patterns", "replay"): YES, ("retention_max", None): "unlimited"}
    queue = replace(QUEUE, facts={**QUEUE.facts, ("patterns", "replay"): NO})
    topic = replace(TOPIC, facts={**TOPIC.facts, **keeps})
    found = advice({"heron": queue, "topical": topic}, answers=asked, must=["features"])
    assert found.products == ()
    assert found.pairs[0].products == ("heron", "topical")
    assert any("two together do" in note for note in found.notes)
