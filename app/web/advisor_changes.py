"""What would change the result, each with the address where it is so: answers, weights, musts that are given up."""

from dataclasses import dataclass, replace

from app.advisor.advice import Advice
from app.advisor.answers import Answers, query_of
from app.advisor.approach import decide
from app.advisor.changes import Change, changed_answers, variations
from app.advisor.demands import demands_of
from app.advisor.explain import Relaxation
from app.advisor.rules import Rules
from app.catalogue.snapshot import Catalogue
from app.web.advisor_words import NAMES
from app.web.wording import listed, plural


@dataclass(frozen=True, slots=True)
class Flip:
    """What the verdict would be without one of these answers."""

    questions: list[str]
    verdict: str


@dataclass(frozen=True, slots=True)
class Way:
    """Something that would change the answer, with the address where it is so."""

    name: str
    text: str
    address: str | None


@dataclass(frozen=True, slots=True)
class Give:
    """Musts to give up, and who comes back."""

    asked: str
    names: str
    address: str


@dataclass(frozen=True, slots=True)
class Wish:
    """What a weight can be given to."""

    id: str
    text: str
    usual: str
    given: int | None


class Changes:
    """Draws the ways from one advice to another."""

    def __init__(self, advice: Advice, answers: Answers, catalogue: Catalogue, rules: Rules) -> None:
        self.advice, self.answers, self.catalogue, self.rules = advice, answers, catalogue, rules
        self.names = {slug: entry.product.name for slug, entry in catalogue.products.items()}

    def flips(self) -> list[Flip]:
        """The answers without which the verdict would be another."""
        chosen, found = self.answers.chosen, dict[str, Flip]()
        for name in chosen:
            verdict = decide(self.rules, {key: options for key, options in chosen.items() if key != name})
            if verdict != self.advice.approach.verdict:
                found.setdefault(verdict, Flip([], NAMES[verdict])).questions.append(name)
        return list(found.values())

    def way(self, change: Change) -> Way:
        """A change with the address where it was made."""
        text = change.text
        if change.sort == "answer":
            asked = self.rules.questions[change.question]
            label = asked.options[change.to.lstrip("+-")].label if change.to else ""
            said = {"+": f"also answered “{label}”", "-": f"without “{label}”", "": "left open"}
            text = f"“{asked.text}” " + said.get(change.to[:1], f"answered “{label}”")
        return Way(self.names[change.product], text, self.changed(change))

    def changed(self, change: Change) -> str | None:
        """The result with this weight or this answer; none for a fact, which nobody can choose."""
        if change.sort == "weight":
            return self.address(
                replace(self.answers, weights={**self.answers.weights, change.criterion: int(change.to)})
            )
        if change.sort == "fact":
            return f"/statements/{change.statement}" if change.statement else f"/products/{change.of}"
        question = self.rules.questions[change.question]
        options = dict(variations(question, self.answers.chosen.get(question.id, ()))).get(change.to)
        return (
            self.address(changed_answers(self.answers, question, options, self.rules)) if options is not None else None
        )

    def give(self, relaxation: Relaxation) -> Give:
        """Musts called nice to have."""
        names = {f"{question}:{option}" for question, option, _ in relaxation.give_up}
        relaxed = replace(self.answers, must=self.answers.must - names, nice=self.answers.nice | names)
        asked = [
            each.text for each in self.advice.demands if each.must and (each.question, each.option) in _pairs(names)
        ]
        return Give(
            listed(asked or sorted(names)),
            listed([self.names[slug] for slug in relaxation.products][:6])
            + (f" and {plural(len(relaxation.products) - 6, 'other')}" if len(relaxation.products) > 6 else ""),
            self.address(relaxed),
        )

    def wishes(self) -> list[Wish]:
        """One for each thing that a weight can be given to, with what the rules give it."""
        usual = demands_of(self.rules, replace(self.answers, weights={}), self.advice.approach.verdict).wishes
        found: dict[str, list[tuple[str, int]]] = {}
        for each in sorted(usual, key=lambda wish: (-wish.weight, wish.key)):
            found.setdefault(each.id, []).append((each.words, each.weight))
        return [
            Wish(
                name,
                min((words for words, _ in texts), key=len),
                listed(list(dict.fromkeys(str(weight) for _, weight in texts))),
                self.answers.weights.get(name),
            )
            for name, texts in found.items()
        ]

    def address(self, answers: Answers) -> str:
        """The result of other answers under the same rules and catalogue."""
        versions = {"rules_version": self.rules.version, "catalogue_revision": self.catalogue.revision}
        return "/advisor/result?" + query_of(answers, **versions)  # type: ignore[arg-type]


def _pairs(names: set[str]) -> set[tuple[str, str]]:
    return {(name.partition(":")[0], name.partition(":")[2]) for name in names}
