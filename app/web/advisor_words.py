"""What the advisor's verdicts are called on its pages. Of the method alone: no product is named and no fact is told."""

from app.advisor.approach import ApproachAdvice, Axis, Strength, Verdict
from app.advisor.robust import Badge

Part = tuple[str, str]
"""Words, and the hue they stand in: `e` for events, `m` for messages, none for the rest."""

LEADS: dict[Strength, tuple[str, str, str]] = {
    "firm": ("Your answers say, ", "firmly", ":"),
    "likely": ("Your answers say, quite ", "likely", ":"),
    "open": ("Much is still ", "open", ", but your answers point here:"),
}

NAMES: dict[Verdict, str] = {
    "event-driven": "event-driven",
    "message-driven": "message-driven",
    "both": "both",
    "no-broker": "no broker",
    "not-enough": "not enough to tell",
}

EVENT_WORDS = {"fact": "facts", "reading": "readings"}
MESSAGE_WORDS = {"command": "commands", "document": "documents"}

MEANINGS: dict[str, str] = {
    "both": "Some items ask one receiver to act; others tell whoever listens what happened. Keep the two flows apart,"
    " and publish the fact from the same transaction that does the work.",
    "message-driven": "Each item asks somebody to act. One handler takes it, confirms it when the work is done, and"
    " gets it again after a failure; workers are added as the load grows.",
    "no-broker": "One kind of receiver answers at once, rarely and in one step, and nothing has to be kept.",
    "not-enough": "Nothing that was answered decides what the sender expects, and that is what tells the two apart.",
    "notification": "Each item tells what happened and obliges nobody. Receivers subscribe without a change of the"
    " sender, and each works at its own pace.",
    "state-transfer": "Each item carries what its receivers need to know, so that none of them has to ask back; new"
    " ones join without a change of the sender.",
    "stream": "The value lies in the series. Items are appended to a log, and each reader goes through them at its own"
    " pace, and again if it must.",
    "event-sourcing": "What happened is kept in order and is the truth; any state can be built again by reading it from"
    " the beginning.",
}

AXES: dict[Axis, str] = {
    "transient": "Items may go once they were handled (transient).",
    "retained": "Items are kept, to be read again (retained).",
    "either": "Whether items are kept to be read again is still open.",
}

BADGES: dict[Badge, str] = {
    "any-weights": "First under any plausible weights",
    "most-weights": "First under most plausible weights",
    "close": "Close",
}

STATUSES = {"confirmed": "met", "possible": "open"}
"""How the pill of a status looks; the advice has its words."""

PLAIN = ("Patterns", "Models", "Delivery", "Ordering", "Protocols")
"""Labels of criteria whose options speak for themselves."""

UNSETTLED = {
    "unknown": "nobody has found out",
    "disputed": "sources contradict each other",
    "conditional": "under a condition",
    "depends-on-operator": "yours to do",
    "not-applicable": "does not apply",
    "inherited": "taken from the engine it runs",
    "partial": "in part",
}


def _named(words: dict[str, str], intents: set[str], otherwise: str) -> str:
    return next((word for intent, word in words.items() if intent in intents), otherwise)


def headline(approach: ApproachAdvice, intents: tuple[str, ...]) -> list[Part]:
    """The verdict as one sentence, the two sides in their hues."""
    event = (_named(EVENT_WORDS, set(intents), "events"), "e")
    message = (_named(MESSAGE_WORDS, set(intents), "jobs"), "m")
    place = "log" if approach.sub_kind in ("stream", "event-sourcing") else "topic"
    match approach.verdict:
        case "both":
            return [("Both: ", ""), message, (" on a queue, ", ""), event, (f" on a {place}.", "")]
        case "message-driven":
            return [("Message-driven: ", ""), message, (" on a queue.", "")]
        case "event-driven":
            return [("Event-driven: ", ""), event, (f" on a {place}.", "")]
        case "no-broker":
            return [("No broker yet: a direct ", ""), ("request", "m"), (" does it.", "")]
        case "not-enough":
            tell = [("Not enough to tell ", ""), ("event-driven", "e"), (" from ", ""), ("message-driven", "m")]
            return [*tell, (".", "")]


def meaning(approach: ApproachAdvice) -> str:
    """Two lines: what it means, and whether items are kept."""
    kind = approach.sub_kind if approach.verdict == "event-driven" else None
    if approach.verdict in ("no-broker", "not-enough"):
        return MEANINGS[approach.verdict]
    return f"{MEANINGS[kind or approach.verdict]} {AXES[approach.axis]}"


def lead(approach: ApproachAdvice) -> tuple[str, str, str]:
    """The line above the verdict, its strength word in the middle."""
    match approach.verdict:
        case "not-enough":
            return ("Still ", "open", ":")
        case "no-broker":
            return ("Your answers say, ", "taken together", ":")
        case _:
            return LEADS[approach.strength]


def short(asked: str) -> str:
    """What was asked without its criterion's label, if that is short enough to be understood alone."""
    label, _, rest = asked.partition(": ")
    first, _, others = (rest if label in PLAIN and rest else asked).partition(" or ")
    return f"{first} or the like" if others else first
