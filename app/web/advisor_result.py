"""What the result page draws: the advice, with names for slugs, numbers for questions, and addresses one step away."""

from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup

from app.advisor.advice import Advice
from app.advisor.answer import advise
from app.advisor.demands import APPROACH
from app.advisor.diagrams import diagram_of, mermaid
from app.advisor.rules import Rules, Side
from app.catalogue.snapshot import Catalogue
from app.web.advisor_bars import LETTERS, balance_bar
from app.web.advisor_changes import Changes
from app.web.advisor_drawing import drawings
from app.web.advisor_read import LONGEST_CONTEXT, Sent, numbers, query, step_of
from app.web.advisor_shortlist import Shortlist
from app.web.advisor_words import UNSETTLED, headline, lead, meaning

MORE = 20
"""Products on a longer list."""

RULED_OUT = 4
"""Reasons for which products are ruled out, before the others fold away."""

TRAP = "A trap."
"""How the note of a word begins that means something else elsewhere."""


@dataclass(frozen=True, slots=True)
class Out:
    """A must with the products that fail it: name, slug, what the catalogue says, its statement."""

    asked: str
    question: str
    products: list[tuple[str, str, str, str | None]]


class Page:
    """Draws one advice."""

    def __init__(self, sent: Sent, catalogue: Catalogue, rules: Rules) -> None:
        self.sent, self.catalogue, self.rules = sent, catalogue, rules
        self.answers = replace(sent.answers, rules_version=None, catalogue_revision=None)
        self.advice = advise(self.answers, catalogue, rules)
        self.names = {slug: entry.product.name for slug, entry in catalogue.products.items()}
        self.numbers = numbers(rules)
        self.shortlist = Shortlist(self.advice, catalogue, rules)
        self.changes = Changes(self.advice, self.answers, catalogue, rules)

    def values(self) -> dict[str, Any]:
        """What the template needs."""
        advice, approach = self.advice, self.advice.approach
        diagram = diagram_of(approach.verdict, advice.answers)
        return {
            "advice": advice,
            "approach": approach,
            "faults": self.sent.faults,
            "moved": self.moved(),
            "lead": lead(approach),
            "headline": headline(approach, advice.answers.get("intent", ())),
            "meaning": meaning(approach),
            "balances": [(words, balance_bar(approach, side, words), count) for side, words, count in self.sides()],
            "letters": LETTERS,
            "flips": self.changes.flips(),
            "drawings": [
                (width, Markup(text))  # noqa: S704 - drawn here
                for width, text in (drawings(approach.verdict, diagram) if diagram else ())
            ],
            "mermaid": mermaid(diagram) if diagram else None,
            "description": diagram.description if diagram else "",
            "rows": [self.shortlist.row(each) for each in advice.products],
            "alternatives": list(self.shortlist.alternatives()),
            "pairs_lead": self.shortlist.pairs_lead,
            "together": self.shortlist.together(),
            "notes": [each for each in advice.notes if each != advice.outlook_text],
            "beneath": sum(len(each.siblings) for each in advice.products),
            "compare": self.shortlist.comparison(),
            "more": self.changes.address(replace(self.answers, limit=MORE)) if self.has_more else None,
            "outs": self.ruled_out(),
            "outs_shown": RULED_OUT,
            "most": min(MORE, advice.products_left),
            "ways": [self.changes.way(each) for each in advice.would_win_if],
            "upset": [self.names[slug] for slug in advice.upset],
            "relaxations": [self.changes.give(each) for each in advice.relaxations],
            "wishes": self.changes.wishes(),
            "hidden": [each for each in self.sent.pairs if each[0] not in ("weight", "rules", "revision", "context")],
            "numbers": self.numbers,
            "question": self.question,
            "text_of": self.text_of,
            "known": lambda ids: [each for each in ids if each in self.catalogue.facts],
            "unsettled": UNSETTLED,
            "traps": [
                (word, self.catalogue.sources["approaches", word.source])
                for word in self.catalogue.words
                if (word.note or "").startswith(TRAP)
            ],
            "form": f"/advisor?{query(self.kept)}",
            "permalink": f"/advisor/result?{advice.permalink}",
            "canonical": f"/advisor/result?{advice.permalink}",
            "record": f"/advisor/record.md?{advice.permalink}",
            "longest": LONGEST_CONTEXT,
            "advice_weights": list(self.answers.weights.items()),
        }

    def sides(self) -> list[tuple[Side, str, int]]:
        """Both sides with their sums."""
        approach = self.advice.approach
        return [("event", "event-driven", approach.event_score), ("message", "message-driven", approach.message_score)]

    @property
    def kept(self) -> list[tuple[str, str]]:
        """The parameters of the form: without the versions of the result."""
        return [each for each in self.sent.pairs if each[0] not in ("rules", "revision")]

    @property
    def has_more(self) -> bool:
        return self.advice.products_left > len(self.advice.products) and self.answers.limit < MORE

    def question(self, name: str) -> str:
        """Where a question can be answered anew, the other answers kept."""
        if name == APPROACH:
            return "/advisor/method#added"
        return f"/advisor?{query(self.kept, step=str(step_of(self.rules, name)))}#q-{name}"

    def text_of(self, name: str) -> str:
        """A question as it is asked."""
        return "The approach" if name == APPROACH else self.rules.questions[name].text

    def moved(self) -> list[str]:
        """Whether rules or catalogue are others than when the address was made."""
        given, found = self.sent.answers, []
        if given.rules_version and given.rules_version != self.rules.version:
            found.append(f"rules {given.rules_version}; these are rules {self.rules.version}")
        if given.catalogue_revision is not None and given.catalogue_revision != self.catalogue.revision:
            now = f"this is revision {self.catalogue.revision:,}"
            found.append(f"revision {given.catalogue_revision:,} of the catalogue; {now}")
        return found

    def ruled_out(self) -> list[Out]:
        """Reasons, those first that rule out most, with the products that fail them."""
        musts = [each.text for each in self.advice.demands if each.must]
        found: dict[str, Out] = {}
        for product in self.advice.excluded:
            for reason in product.because:
                asked = next((text for text in musts if reason.text.startswith(f"{text}: ")), reason.text)
                group = found.setdefault(asked, Out(asked, reason.question, []))
                said = reason.text.removeprefix(asked).removeprefix(": ")
                known = reason.statement if reason.statement in self.catalogue.facts else None
                # The word alone: the note behind it stands where the word leads.
                said = self.member(known) or said.partition(". ")[0].rstrip(".")
                group.products.append((product.name, product.slug, said, known))
        return sorted(found.values(), key=lambda group: -len(group.products))

    def member(self, statement: str | None) -> str | None:
        """Of an open list, such as licences, its member: that it has one says nothing."""
        fact = self.catalogue.facts[statement].statement if statement else None
        criterion = self.catalogue.criteria[fact.criterion] if fact else None
        if fact is None or criterion is None or not criterion.open or not fact.option:
            return None
        option = criterion.option(fact.option)
        return option.label if option else fact.option


def advice_of(sent: Sent, catalogue: Catalogue, rules: Rules) -> Advice:
    """The advice alone, for the record."""
    return advise(sent.answers, catalogue, rules)
