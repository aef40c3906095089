"""What a test asks: one question to the catalogue, written as text in the rules.

`models:queue` an option, a member of a choice or the class of a licence · `retention_max >= 7 days` an amount or a
grade, with `<=` where less is better · `operations_load:better` a grade, the better the higher ·
`kind:mqtt-broker` · `clients:java`.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from app.catalogue.values import NotAValue, Value, parse
from app.catalogue.words import NUMERIC, Better, Kind, LicenceClass, ValueType

PLACED = frozenset({"hosting", "operated_by"})
"""Criteria about where a product runs and who operates it: while these are open, it may be no choice at all."""

OF_A_CLOUD = ("authentication", "cloud-iam")
"""Identities of a cloud are of use in that cloud."""

Form = Literal["option", "choice", "licence", "amount", "grade", "better", "kind", "clients"]


class NotAsked(ValueError):
    """A text that asks nothing the catalogue can answer; the message says why."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question to the catalogue. `option` is what stands after the colon, or the amount; `names` are the words
    that products use for a language. `run_by_you` asks for the load of the form that you run yourselves, where a vendor
    would run another."""

    form: Form
    criterion: str
    option: str
    need: Value | None = None
    names: frozenset[str] = frozenset()
    labels: tuple[str, str] = ("", "")
    lower_is_better: bool = False
    run_by_you: bool = False

    @property
    def is_place(self) -> bool:
        """Whether it asks where the product runs or who operates it."""
        return self.criterion in PLACED

    @property
    def bound_to_a_place(self) -> bool:
        """Whether what is stated under a condition may hold somewhere else than where it is wanted."""
        return self.is_place or (self.criterion, self.option) == OF_A_CLOUD

    @property
    def text(self) -> str:
        """As it stands in the rules."""
        own = " when run by you" if self.run_by_you else ""
        if self.form not in ("amount", "grade"):
            return f"{self.criterion}:{self.option}{own}"
        return f"{self.criterion} {'<=' if self.lower_is_better else '>='} {self.option}{own}"

    @property
    def words(self) -> str:
        """For people: `Patterns: Replay`."""
        label = f"{self.labels[0]}{' when run by you' if self.run_by_you else ''}"
        if self.form == "better":
            return label
        bound = "at most " if self.lower_is_better else "at least "
        return f"{label}: {bound if self.form in ('amount', 'grade') else ''}{self.labels[1]}"


def kind_words(kind: str) -> str:
    """A kind of product, for people: `MQTT broker`."""
    return kind.replace("-", " ").replace("mqtt", "MQTT")


def words_of(several: Iterable[Asked]) -> str:
    """What would do, for people: `Delivery: At least once or Exactly once`."""
    found: list[str] = []
    label = ""
    for words in dict.fromkeys(asked.words for asked in several):
        same = label and words.startswith(f"{label}: ")
        found.append(words.removeprefix(f"{label}: ") if same else words)
        label = words.partition(": ")[0]
    return " or ".join(found)


@dataclass(frozen=True, slots=True)
class Known:
    """A criterion as far as the rules must know it."""

    type: ValueType
    open: bool
    label: str
    options: Mapping[str, str]
    units: tuple[str, ...]
    better: str | None


Vocabulary = Mapping[str, Known]


def vocabulary_of(criteria: Mapping[str, Any]) -> Vocabulary:
    """The criteria of a parsed `criteria.yaml`; what is malformed there is told by its own check, and left out here."""
    found: dict[str, Known] = {}
    for each in criteria.get("criteria", ()):
        try:
            found[each["slug"]] = Known(
                ValueType(each["type"]),
                each.get("open") == "yes",
                each["label"],
                {option["slug"]: option["label"] for option in each.get("options", ())},
                tuple(each.get("units", ())),
                each.get("better"),
            )
        except (AttributeError, KeyError, TypeError, ValueError):
            continue
    return found


def read_asked(text: str, vocabulary: Vocabulary, languages: Mapping[str, tuple[str, ...]]) -> Asked:
    """Reads one question. `languages` are the options of the question about languages with their names."""
    if amount := re.fullmatch(r"([a-z_]+) ([<>]=) (.+)", text):
        return _amount(amount[1], amount[2], amount[3], vocabulary)
    criterion, _, option = text.partition(":")
    if criterion == "kind":
        if option not in list(Kind):
            raise NotAsked("expected one of " + ", ".join(Kind))
        return Asked("kind", criterion, option, labels=("Kind", kind_words(option)))
    if criterion == "clients":
        if option not in languages:
            raise NotAsked("a language needs the names that products call it by")
        names = frozenset(name.lower() for name in languages[option])
        return Asked("clients", criterion, option, names=names, labels=("Client library", languages[option][0]))
    known = vocabulary.get(criterion)
    if known is None:
        raise NotAsked(f"there is no criterion {criterion!r}")
    if known.type is ValueType.GRADE and option == "better":
        return Asked(
            "better", criterion, option, labels=(known.label, ""), lower_is_better=known.better == Better.LOWER
        )
    if known.open:
        if option not in list(LicenceClass):
            raise NotAsked("expected one of " + ", ".join(LicenceClass))
        return Asked("licence", criterion, option, labels=(known.label, option.replace("-", " ")))
    if option not in known.options:
        raise NotAsked("expected one of " + (", ".join(known.options) or f"{criterion} >= an amount"))
    form: Form = "option" if known.type is ValueType.OPTIONS else "choice"
    return Asked(form, criterion, option, labels=(known.label, known.options[option]))


def _amount(criterion: str, sign: str, text: str, vocabulary: Vocabulary) -> Asked:
    known = vocabulary.get(criterion)
    if known is None or known.type not in (*NUMERIC, ValueType.GRADE):
        raise NotAsked(f"there is no criterion {criterion!r} with amounts")
    try:
        need = parse(known.type, text, units=known.units)
    except NotAValue as error:
        raise NotAsked(f"expected {error}") from None
    lower = known.better == Better.LOWER
    if (sign == "<=") != lower:
        raise NotAsked(f"expected {criterion} {'<=' if lower else '>='} an amount")
    form: Form = "grade" if known.type is ValueType.GRADE else "amount"
    said = re.sub(r"\d{4,}", lambda number: f"{int(number[0]):,}", text)
    return Asked(form, criterion, text, need, labels=(known.label, said), lower_is_better=lower)
