"""Reads an address of the advisor as its forms write it, and never refuses it: what cannot be used is named.

The forms write more than `query_of` does: "not sure" as an answer, a step, weights that are as usual.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from app.advisor.answers import LONGEST_CONTEXT, NOT_SURE, Answers, parse, parse_query
from app.advisor.rules import Question, Rules
from app.errors import InvalidInput
from app.web.wording import brief

Pairs = list[tuple[str, str]]

MOST_PAIRS = 400
"""Values of one address that are looked at. Every answer with every switch and weight comes to fewer."""

MOST_TOLD = 8
"""Problems that are told one by one; the others are counted."""

STEP = "step"
WEIGHTS = ("1", "3", "5")
SINGLE = ("limit", "context", "rules", "revision")


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in the address that was left out. `question` is where the form tells it; none stands at the top."""

    question: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Sent:
    """What an address says. `unsure` are the questions answered with "not sure"; `pairs` all that could be used."""

    answers: Answers
    unsure: frozenset[str]
    pairs: tuple[tuple[str, str], ...]
    faults: tuple[Fault, ...]
    step: str

    @property
    def seen(self) -> frozenset[str]:
        """The questions that have been answered, "not sure" among the answers."""
        return self.unsure | set(self.answers.chosen)

    def ticked(self, question: str, option: str) -> bool:
        """Whether the form shows this option as chosen."""
        return question in self.unsure if option == NOT_SURE else self.answers.has(question, option)

    def strength(self, question: str, option: str) -> str:
        """`must` or `nice` where the visitor said so, of the option or of the whole question."""
        names = {f"{question}:{option}", question}
        return "must" if names & self.answers.must else "nice" if names & self.answers.nice else ""


class _Reader:
    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.kept: Pairs = []
        self.faults: list[Fault] = []
        self.step = ""

    def fault(self, text: str, question: str | None = None) -> None:
        found = Fault(question, text)
        if found not in self.faults:
            self.faults.append(found)

    def pair(self, name: str, value: str) -> None:
        """One parameter: kept, left out because it says nothing, or told."""
        if name == STEP:
            self.step = value[:20]
        elif not value.strip():
            return
        elif name in ("must", "nice"):
            self.strength(name, value)
        elif name == "weight":
            self.weight(value)
        elif name in SINGLE:
            self.single(name, value)
        elif name not in self.rules.questions:
            self.fault(f"There is no question “{brief(name, 60)}” in rules {self.rules.version}: it was left out.")
        else:
            self.answer(self.rules.questions[name], value)

    def answer(self, question: Question, value: str) -> None:
        if value != NOT_SURE and value not in question.options:
            said = f"“{brief(value, 60)}” is no answer to “{question.text}” in rules {self.rules.version}"
            self.fault(f"{said}: it was left out.", question.id)
        elif (question.id, value) not in self.kept:
            self.kept.append((question.id, value))

    def strength(self, name: str, value: str) -> None:
        question, _, option = value.partition(":")
        known = self.rules.questions.get(question)
        if known is None or (":" in value and option not in known.options):
            self.fault(
                f"“{brief(value, 60)}” was called a {_called(name)}, and there is no such answer: it was left out."
            )
        elif ("nice" if name == "must" else "must", value) in self.kept:
            self.kept = [each for each in self.kept if each[1] != value or each[0] not in ("must", "nice")]
            self.fault("One answer was called both a must and nice to have: it counts as usual.", question)
        elif (name, value) not in self.kept:
            self.kept.append((name, value))

    def weight(self, value: str) -> None:
        name, _, weight = value.rpartition("~")
        if name not in self.rules.tested:
            self.fault(f"“{brief(name or value, 60)}” is nothing that a weight could be given to: it was left out.")
        elif weight not in WEIGHTS:
            self.fault(f"“{brief(weight, 20)}” is no weight; it is 1, 3 or 5. What the rules give counts instead.")
        elif any(key == "weight" and other.rpartition("~")[0] == name for key, other in self.kept):
            self.fault(f"Two weights were given to “{name}”: the first counts.")
        else:
            self.kept.append(("weight", value))

    def single(self, name: str, value: str) -> None:
        if any(key == name for key, _ in self.kept):
            self.fault(f"“{name}” stands twice in the address: the first counts.")
            return
        try:
            parse_query([(name, value)], self.rules)
        except InvalidInput as error:
            self.fault(f"“{name}” was left out: expected {error.problems[0].expected}.")
        else:
            self.kept.append((name, value))

    def settle(self) -> frozenset[str]:
        """Two answers to a single choice count as none, and "not sure" beside others does not count."""
        unsure = {name for name, value in self.kept if value == NOT_SURE and name in self.rules.questions}
        for question in self.rules.questions.values():
            chosen = [value for name, value in self.kept if name == question.id]
            real = [value for value in chosen if value != NOT_SURE]
            if question.id in unsure and real:
                unsure.discard(question.id)
                self.kept.remove((question.id, NOT_SURE))
                self.fault(
                    f"“Not sure” stood beside other answers to “{question.text}”: the others count.", question.id
                )
            if len(real) > 1 and not question.multiple:
                self.kept = [each for each in self.kept if each[0] != question.id]
                self.fault(
                    f"“{question.text}” takes one answer, and got {len(real)}: none of them counts.", question.id
                )
        return frozenset(unsure)


def _called(name: str) -> str:
    return "must" if name == "must" else "wish"


def read(pairs: Iterable[tuple[str, str]], rules: Rules) -> Sent:
    """What can be used of these parameters, and what was left out."""
    given = list(pairs)
    reader = _Reader(rules)
    for name, value in given[:MOST_PAIRS]:
        reader.pair(name, value)
    if len(given) > MOST_PAIRS:
        reader.fault(f"The address holds {len(given):,} values: only the first {MOST_PAIRS} were looked at.")
    unsure = reader.settle()
    if not any(name == "rules" for name, _ in reader.kept):
        reader.kept = [each for each in reader.kept if not _idle(each, reader.kept)]
    try:
        answers = parse_query([each for each in reader.kept if each[1] != NOT_SURE], rules)
    except InvalidInput as error:  # nothing that was kept should lead here; if it does, it is told
        reader.faults += [Fault(None, str(problem)) for problem in error.problems]
        answers = parse({}, rules)
    return Sent(answers, unsure, tuple(reader.kept), tuple(_few(reader.faults)), reader.step)


def _idle(pair: tuple[str, str], kept: Pairs) -> bool:
    """A switch that a form sends along with an option that is not ticked."""
    if pair[0] not in ("must", "nice"):
        return False
    question, _, option = pair[1].partition(":")
    return not any(name == question and option in ("", value) for name, value in kept)


def _few(faults: list[Fault]) -> list[Fault]:
    if len(faults) <= MOST_TOLD:
        return faults
    return [*faults[:MOST_TOLD], Fault(None, f"{len(faults) - MOST_TOLD} more of this kind were left out.")]


def query(pairs: Iterable[tuple[str, str]], **more: str) -> str:
    """An address's query of these parameters, with more at its end; an empty one takes a parameter away."""
    kept = [each for each in pairs if each[0] not in more]
    return urlencode([*kept, *((name, value) for name, value in more.items() if value)], safe=":~")


def without(pairs: Iterable[tuple[str, str]], names: Iterable[str]) -> Pairs:
    """The parameters but for some, for the hidden fields of a form: switches of the named questions go with them."""
    gone = set(names)
    return [
        (name, value)
        for name, value in pairs
        if name not in gone and not (name in ("must", "nice") and value.partition(":")[0] in gone)
    ]


def numbers(rules: Rules) -> Mapping[str, int]:
    """The number of each question, in the order in which they are asked."""
    return {name: place for place, name in enumerate((each for step in rules.steps for each in step.questions), 1)}


def step_of(rules: Rules, question: str) -> int:
    """The number of the step in which a question stands."""
    return next(place for place, step in enumerate(rules.steps, 1) if question in step.questions)


__all__ = ["LONGEST_CONTEXT", "NOT_SURE", "Fault", "Sent", "numbers", "query", "read", "step_of", "without"]
