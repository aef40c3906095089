"""Answers to event-driven, message-driven or both, with the reasons for and against.

How it reasons, and where a plain balance of weights goes wrong
---------------------------------------------------------------
The sources split the approaches by one thing: what the sender expects (Azure's messaging guide, Vasters, Google's
Pub/Sub or Tasks, the Reactive glossary). The other questions ask about circumstances that usually go with it. Adding
all weights into two sums and asking which is larger makes three errors:

1. *Silence counts as doubt.* A minimum number of answers, or a minimum total, rejects "we hand over jobs" although
   it decides. How little an answer rests on is what the strength is for; a second penalty says the same thing twice.
2. *A pile of circumstances outvotes the definition.* Somebody who announces facts, and also wants them stored, retried
   and put aside on failure, collects more points for queues than for topics, and yet nothing asks anybody for anything.
3. *"Both" is taken for a draw.* It is no mean of two sums: it says that flows of both kinds exist. Somebody who ticks
   "please do this" and "this happened" has named two flows, however the other answers lean.

So the intent decides first, since it names flows:

- both kinds named: **both**, and it is known which flow goes which way;
- one kind named: that side. Circumstances turn it into *both* only when they describe a flow of the other kind: one of
  them is decisive (weight 3) and together they outweigh the named side by at least one decisive answer;
- no kind named (not answered, or only documents, which lean a little): the circumstances decide by their balance
  g = (E - M) / (E + M), if together they weigh at least one decisive answer and more than one weak answer makes the
  difference. |g| must exceed 0.2, or 0.5 where the other side has a decisive answer too; decisive answers on both
  sides within that range are *both*. Otherwise nothing decides, and the answer is **not-enough** with the lean and
  what to answer next.

The strength is the share of single answers that can be dropped without changing the verdict, or the share of shifted
thresholds that keep it, whichever is smaller: an honest "open" for a verdict that hangs on one answer.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from app.advisor.rules import Question, Rules, Side, Thresholds

Verdict = Literal["event-driven", "message-driven", "both", "no-broker", "not-enough"]
SubKind = Literal["notification", "state-transfer", "stream", "event-sourcing"]
Axis = Literal["transient", "retained", "either"]
Strength = Literal["firm", "likely", "open"]
Chosen = Mapping[str, tuple[str, ...]]

INTENT = "intent"
MOST_WEIGHED = 10_000
"""Answers whose weights are kept: far more than one request tries, and a bound for what many can fill."""

SHIFTS = ((0.15, 0.5), (0.25, 0.5), (0.2, 0.4), (0.2, 0.6))
"""The thresholds with which the verdict is tried again: each a quarter up and down, or a fifth for the second."""

WEAK = 1
"""The weight of an answer that either side could get: alone it makes no difference where nothing else decides."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One answer and what it speaks for. `side` is none where it speaks for neither."""

    question: str
    option: str
    side: Side | None
    weight: int
    text: str


@dataclass(frozen=True, slots=True)
class FlowAdvice:
    """Which way one flow goes. `intent` is the answer that names it, or the circumstance from which it is concluded."""

    intent: str
    side: Side
    text: str


@dataclass(frozen=True, slots=True)
class ApproachAdvice:
    """The verdict with everything that explains it. `balance` lists every answer with its weight for each side."""

    verdict: Verdict
    sub_kind: SubKind | None
    axis: Axis
    strength: Strength
    agreement: float
    lean: Side | None
    flows: tuple[FlowAdvice, ...]
    event_score: int
    message_score: int
    reasons: tuple[Reason, ...]
    against: tuple[Reason, ...]
    balance: tuple[Reason, ...]
    ask_next: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Sums:
    """The evidence for each side: all of it, that of the strongest circumstance, and the flows that are named."""

    event: int
    message: int
    strongest_event: int
    strongest_message: int
    names_event: bool
    names_message: bool


def weights_of(question: Question, options: tuple[str, ...]) -> tuple[int, int]:
    """What the answer to one question weighs for (event, message).

    The largest weight of each side counts, so that ticking more boxes cannot pile up; with a cap they add up to it.
    """
    event = [question.options[each].event for each in options]
    message = [question.options[each].message for each in options]
    if question.cap is not None:
        return min(sum(event), question.cap), min(sum(message), question.cap)
    return max(event, default=0), max(message, default=0)


def _sums(rules: Rules, chosen: Chosen, decisive: int) -> _Sums:
    event = message = strongest_event = strongest_message = 0
    names_event = names_message = False
    weighed = rules.weighed
    for name, options in chosen.items():
        found = weighed.get((name, options))
        if found is None:
            if len(weighed) > MOST_WEIGHED:
                weighed.clear()
            found = weighed[name, options] = weights_of(rules.questions[name], options)
        for_event, for_message = found
        event += for_event
        message += for_message
        if name == INTENT:
            names_event, names_message = for_event >= decisive, for_message >= decisive
        else:
            strongest_event = max(strongest_event, for_event)
            strongest_message = max(strongest_message, for_message)
    return _Sums(event, message, strongest_event, strongest_message, names_event, names_message)


def _one_named(own: int, other: int, strongest_other: int, decisive: int) -> bool:
    """Whether circumstances describe a flow of the other kind beside the one that is named."""
    return strongest_other >= decisive and other - own >= decisive


def decide(rules: Rules, chosen: Chosen, shift: tuple[float, float] | None = None) -> Verdict:
    """The verdict alone. See the module's text."""
    limits = rules.thresholds
    if needs_no_broker(chosen):
        return "no-broker"
    sums = _sums(rules, chosen, limits.decisive)
    if sums.names_event and sums.names_message:
        return "both"
    if sums.names_event:
        beside = _one_named(sums.event, sums.message, sums.strongest_message, limits.decisive)
        return "both" if beside else "event-driven"
    if sums.names_message:
        beside = _one_named(sums.message, sums.event, sums.strongest_event, limits.decisive)
        return "both" if beside else "message-driven"
    return _by_circumstances(sums, limits, *(shift or (limits.lean, limits.lean_against_strong)))


def _by_circumstances(sums: _Sums, limits: Thresholds, lean: float, lean_against_strong: float) -> Verdict:
    total = sums.event + sums.message
    if total < limits.decisive:
        return "not-enough"
    balance = (sums.event - sums.message) / total
    if abs(sums.event - sums.message) == WEAK:
        balance = 0.0
    strong_event = sums.strongest_event >= limits.decisive
    strong_message = sums.strongest_message >= limits.decisive
    if balance > (lean_against_strong if strong_message else lean):
        return "event-driven"
    if -balance > (lean_against_strong if strong_event else lean):
        return "message-driven"
    return "both" if strong_event and strong_message else "not-enough"


def needs_no_broker(chosen: Chosen) -> bool:
    """A request with a result to one kind of receiver, rarely, in one step, with nothing to store, keep or treat
    specially: a call does it. All four must be answered; elsewhere even a small queue keeps its verdict."""
    asked = {"receivers": "one-kind", "outcome": "result", "coordination": "single-step", "peak_rate": "lt-100"}
    if any(chosen.get(question) != (option,) for question, option in asked.items()):
        return False
    keeps = (
        chosen.get("history", ("none",)) != ("none",)
        or "windowed" in chosen.get("work", ())
        or chosen.get("delivery", ("loss-ok",)) != ("loss-ok",)
        or bool(chosen.get("features"))
    )
    return not keeps


def advise_approach(rules: Rules, chosen: Chosen) -> ApproachAdvice:
    """The verdict with strength, reasons, flows and what to answer next."""
    verdict = decide(rules, chosen)
    sums = _sums(rules, chosen, rules.thresholds.decisive)
    balance = tuple(_balance(rules, chosen))
    agreement = _agreement(rules, chosen, verdict)
    strength: Strength = (
        "firm" if agreement >= rules.thresholds.firm else "likely" if agreement >= rules.thresholds.likely else "open"
    )
    sides = _sides(verdict, sums)
    reasons = [each for each in balance if each.side in sides and each.weight]
    against = [each for each in balance if each.side is not None and each.side not in sides and each.weight]
    lean: Side | None = "event" if sums.event > sums.message else "message" if sums.message > sums.event else None
    return ApproachAdvice(
        verdict=verdict,
        sub_kind=sub_kind_of(chosen) if verdict in ("event-driven", "both") else None,
        axis=_axis(chosen),
        strength="open" if verdict == "not-enough" else strength,
        agreement=agreement,
        lean=lean,
        flows=tuple(_flows(rules, chosen, verdict)),
        event_score=sums.event,
        message_score=sums.message,
        reasons=tuple(sorted(reasons, key=lambda each: -each.weight)),
        against=tuple(sorted(against, key=lambda each: -each.weight)),
        balance=balance,
        ask_next=tuple(_ask_next(rules, chosen)),
    )


def _sides(verdict: Verdict, sums: _Sums) -> tuple[Side, ...]:
    """Whose answers are reasons: those of the verdict's side, or of the side that leads where nothing decides."""
    match verdict:
        case "event-driven":
            return ("event",)
        case "message-driven" | "no-broker":
            return ("message",)
        case "both":
            return ("event", "message")
        case "not-enough":
            return () if sums.event == sums.message else ("event",) if sums.event > sums.message else ("message",)


def _balance(rules: Rules, chosen: Chosen) -> list[Reason]:
    """Every answer that counts, with its weight: of a multiple choice, those options that reach the largest weight."""
    found: list[Reason] = []
    for name, options in chosen.items():
        question = rules.questions[name]
        limits = dict(zip(("event", "message"), weights_of(question, options), strict=True))
        left = dict(limits)
        for option in options:
            each = question.options[option]
            sides: tuple[Side, ...] = ("event", "message")
            counted = False
            for side in sides:
                weight: int = getattr(each, side)
                counts = min(weight, left[side]) if question.cap is not None or weight == limits[side] else 0
                if counts:
                    left[side] -= counts
                    found.append(Reason(name, option, side, counts, each.reason))
                    counted = True
            if not counted and not (each.event or each.message) and question.core:
                found.append(Reason(name, option, None, 0, each.reason))
    return found


def _agreement(rules: Rules, chosen: Chosen, verdict: Verdict) -> float:
    """See the module's text."""
    weighing = [name for name, options in chosen.items() if any(weights_of(rules.questions[name], options))]
    kept = [
        decide(rules, {name: options for name, options in chosen.items() if name != dropped}) == verdict
        for dropped in weighing
    ]
    shifted = [decide(rules, chosen, shift) == verdict for shift in SHIFTS]
    return min(sum(kept) / len(kept) if kept else 0.0, sum(shifted) / len(shifted))


def _flows(rules: Rules, chosen: Chosen, verdict: Verdict) -> list[FlowAdvice]:
    """Which flow goes which way; never "both" without it."""
    question = rules.questions[INTENT]
    side: Side
    found: list[FlowAdvice] = []
    for option in chosen.get(INTENT, ()):
        each = question.options[option]
        side = "event" if each.event > each.message else "message"
        if each.flow_text:
            found.append(FlowAdvice(option, side, each.flow_text))
    if verdict == "both":
        named = {flow.side for flow in found}
        for reason in _balance(rules, chosen):
            if reason.side and reason.side not in named and reason.question != INTENT:
                if reason.weight >= rules.thresholds.decisive:
                    found.append(FlowAdvice(f"{reason.question}:{reason.option}", reason.side, reason.text))
    return found


def sub_kind_of(chosen: Chosen) -> SubKind:
    """What kind of events: they lead to different products (a router, a log)."""
    intent = chosen.get(INTENT, ())
    history = chosen.get("history", ())
    ordered = chosen.get("order", ()) in (("per-key",), ("total",))
    if "reading" in intent or "windowed" in chosen.get("work", ()):
        return "stream"
    if _axis(chosen) == "transient":  # what nobody reads again needs no log, however much of it comes
        return "state-transfer" if "document" in intent else "notification"
    if history == ("long",) and ordered:
        return "event-sourcing"
    if history in (("days",), ("long",)) or chosen.get("peak_rate") == ("gte-100k",):
        return "stream"
    return "state-transfer" if "document" in intent else "notification"


def _axis(chosen: Chosen) -> Axis:
    """Whether items are gone once handled, or kept to be read again."""
    history, windowed = chosen.get("history"), "windowed" in chosen.get("work", ())
    if history in (("days",), ("long",)) or (windowed and history is None):
        return "retained"
    return "transient" if history == ("none",) and not windowed else "either"


def _ask_next(rules: Rules, chosen: Chosen) -> list[str]:
    """The unanswered questions of the first group, those first that can move the balance most."""
    swings = {
        name: max(each.event for each in question.options.values())
        + max(each.message for each in question.options.values())
        for name, question in rules.questions.items()
        if question.core and name not in chosen
    }
    return sorted(swings, key=lambda name: (-swings[name], list(rules.questions).index(name)))
