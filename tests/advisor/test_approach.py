"""The approach: the sender's expectation decides, circumstances only where it is silent, and silence is no doubt."""

from typing import Any

import pytest

from app.advisor.answers import parse
from app.advisor.approach import ApproachAdvice, advise_approach
from tests.advisor.cast import rules


def approach(**answers: Any) -> ApproachAdvice:
    return advise_approach(rules(), parse({"answers": answers}, rules()).chosen)


CASES: list[tuple[dict[str, Any], str]] = [
    ({}, "not-enough"),
    ({"intent": ["command"]}, "message-driven"),
    ({"intent": ["fact"]}, "event-driven"),
    ({"intent": ["reading"]}, "event-driven"),
    ({"intent": ["document"]}, "not-enough"),
    ({"intent": ["command", "fact"]}, "both"),
    # Circumstances pile up on the other side and outvote nobody.
    (
        {
            "intent": ["fact"],
            "receivers": "few-known",
            "outcome": "stored",
            "history": "none",
            "work": ["slow"],
            "delivery": "no-loss",
            "features": ["dead-letter"],
        },
        "event-driven",
    ),
    ({"intent": ["command"], "receivers": "many-open"}, "message-driven"),
    # Both kinds are named, however the rest leans.
    (
        {
            "intent": ["command", "fact"],
            "receivers": "many-open",
            "outcome": "none",
            "history": "long",
            "work": ["windowed"],
        },
        "both",
    ),
    # One kind is named, and the rest describes a flow of the other kind.
    ({"intent": ["command"], "receivers": "many-open", "history": "long", "work": ["windowed"]}, "both"),
    ({"intent": ["fact"], "receivers": "one-kind", "outcome": "result", "work": ["slow"]}, "both"),
    # Nothing is named: the circumstances decide where they can.
    ({"work": ["windowed"]}, "event-driven"),
    ({"receivers": "one-kind"}, "message-driven"),
    ({"history": "none", "delivery": "no-loss"}, "not-enough"),
    ({"history": "days", "delivery": "no-loss", "latency": "minutes"}, "not-enough"),
    ({"receivers": "one-kind", "work": ["windowed"]}, "both"),
    ({"receivers": "one-kind", "outcome": "result", "coordination": "single-step", "peak_rate": "lt-100"}, "no-broker"),
    (
        {
            "receivers": "one-kind",
            "outcome": "result",
            "coordination": "single-step",
            "peak_rate": "lt-100",
            "delivery": "no-loss",
        },
        "message-driven",
    ),
]


@pytest.mark.parametrize(
    ("answers", "verdict"), CASES, ids=lambda each: each if isinstance(each, str) else "-".join(each)
)
def test_the_verdict_follows_the_reasoning(answers: dict[str, Any], verdict: str) -> None:
    assert approach(**answers).verdict == verdict


def test_a_verdict_that_hangs_on_one_answer_is_open() -> None:
    assert approach(intent=["command"]).strength == "open"
    assert approach(intent=["command"], receivers="one-kind", delivery="no-loss").strength == "firm"


def test_both_says_which_flow_goes_which_way() -> None:
    named = approach(intent=["command", "fact"])
    assert [(flow.intent, flow.side) for flow in named.flows] == [("command", "message"), ("fact", "event")]
    concluded = approach(receivers="one-kind", work=["windowed"])
    assert {flow.side for flow in concluded.flows} == {"message", "event"}


def test_reasons_and_what_speaks_against_add_up_to_the_scores() -> None:
    found = approach(intent=["fact"], work=["slow"], features=["dead-letter", "delay", "priority"], history="days")
    weights = {side: sum(each.weight for each in found.balance if each.side == side) for side in ("event", "message")}
    assert weights == {"event": found.event_score, "message": found.message_score}
    assert {each.side for each in found.reasons} == {"event"}
    assert {each.side for each in found.against} == {"message"}
    assert found.message_score == 4  # slow 2, and features together no more than 2


def test_without_a_decision_it_says_where_it_leans_and_what_to_answer() -> None:
    found = approach(history="none", delivery="no-loss")
    assert (found.lean, found.ask_next[0]) == ("message", "intent")


@pytest.mark.parametrize(
    ("answers", "kind", "axis"),
    [
        ({"intent": ["fact"]}, "notification", "either"),
        ({"intent": ["fact", "document"]}, "state-transfer", "either"),
        ({"intent": ["reading"], "history": "days"}, "stream", "retained"),
        ({"intent": ["fact"], "history": "long", "order": "per-key"}, "event-sourcing", "retained"),
        ({"intent": ["command"], "history": "none"}, None, "transient"),
        ({"intent": ["fact"], "work": ["windowed"]}, "stream", "retained"),
        ({"intent": ["fact"], "work": ["windowed"], "history": "none"}, "stream", "either"),
    ],
)
def test_the_kind_of_events_and_the_second_axis(answers: dict[str, Any], kind: str | None, axis: str) -> None:
    found = approach(**answers)
    assert (found.sub_kind, found.axis) == (kind, axis)
