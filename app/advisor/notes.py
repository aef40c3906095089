"""What is said beside the result: how firm it is, what sits badly together, what was given and has no effect. Nothing
here is an error."""

from app.advisor.advice import Outlook, PairAdvice
from app.advisor.answers import Answers
from app.advisor.approach import ApproachAdvice
from app.advisor.asked import Asked
from app.advisor.demands import Demand
from app.advisor.explain import first_sentence, thin
from app.advisor.fit import Scores, Standing, failed
from app.advisor.rules import Rules
from app.catalogue.snapshot import Catalogue
from app.catalogue.words import RelationType

OFFERS = 3
"""Places that a product must be good enough for, to be told that only its operator rules it out; and how many are."""

GROUNDS = {"hosting": "where it runs", "operated_by": "who operates it", "licence": "its licence"}
"""Musts without which nobody can tell whether a product is a choice at all."""


OUTLOOKS: dict[Outlook, str] = {
    "unasked": "",
    "confirmed": "",
    "possible": "No product that carries what you send is known to meet every must: those that lead may, once their"
    " open facts are checked.",
    "place-open": "No product that carries what you send is known to meet every must: of those that lead it is not"
    " even known where they run, who operates them or under which licence. Take this as a list of questions, not of"
    " products.",
    "lacking": "No product in this catalogue that meets the musts is known to carry what you send.",
    "none": "No product in this catalogue meets every must.",
}


def grounds_of(scores: Scores, each: Standing) -> tuple[str, ...]:
    """Which of place, operator and licence are open musts."""
    board = scores.board
    asked = [must.any[0].criterion for must in scores.demands.musts if board.column(must).open[each.candidate]]
    return tuple(words for criterion, words in GROUNDS.items() if criterion in asked)


def open_musts(scores: Scores, each: Standing) -> tuple[str, ...]:
    """What is open before a product may be chosen, in words: place, operator and licence first, then other musts."""
    board = scores.board
    asked = [must for must in scores.demands.musts if board.column(must).open[each.candidate]]
    others = [must.words for must in asked if must.any[0].criterion not in GROUNDS]
    return tuple(dict.fromkeys((*grounds_of(scores, each), *others)))


def outlook_of(scores: Scores, left: list[Standing], asked: bool) -> Outlook:
    """How firm the list is."""
    if not left:
        return "none" if asked and scores.board.candidates else "unasked"
    if left[0].status == "confirmed" and not left[0].lacks:
        return "confirmed"
    if left[0].lacks:
        return "lacking"
    carrying = [each for each in left if not each.lacks]
    return "place-open" if all(grounds_of(scores, each) for each in carrying) else "possible"


FLOWS = {"message": "commands", "event": "facts"}


def lacks_of(scores: Scores, each: Standing) -> tuple[str, ...]:
    """The flows that a product is known not to carry."""
    board = scores.board
    return tuple(FLOWS[need.flow] for need in scores.demands.core if board.column(need).no[each.candidate])


OPEN_TOLD = 2
"""Open musts that a status names; all of them stand under "check these first"."""


def status_text(each: Standing, still_open: tuple[str, ...], lacks: tuple[str, ...]) -> str:
    """What a status means, in words."""
    if lacks:
        return f"cannot carry {' or '.join(lacks)}"
    if each.status == "confirmed":
        return "meets every must"
    further = f" and {len(still_open) - OPEN_TOLD} more" if len(still_open) > OPEN_TOLD else ""
    return f"confirm first: {', '.join(still_open[:OPEN_TOLD])}{further}"


def pair_notes(
    outlook: Outlook, found: tuple[PairAdvice, ...], pair: PairAdvice | None, catalogue: Catalogue
) -> list[str]:
    """What two products do together that no single one does, or does as well."""

    def names(each: PairAdvice, word: str = " with ") -> str:
        return word.join(catalogue.products[slug].product.name for slug in each.products)

    if pair is not None:
        ahead = f"by {100 * pair.leads_by:.0f} of 100 points" if pair.leads_by >= 0.01 else "by a hair"
        return [
            f"Two go before one here: {names(pair, ' for the commands and ')} for the facts are ahead {ahead} of the"
            " best single product, although running two costs points."
        ]
    together = [each for each in found if each.status == "confirmed"]
    if outlook in ("unasked", "confirmed") or not together:
        return []
    named = "; ".join(names(each) for each in together)
    return [f"No single product is known to meet every must, but two together do: {named}."]


def run_by_you_alone(scores: Scores, catalogue: Catalogue, ranked: list[Standing]) -> list[str]:
    """Products that would be among the first three if only somebody ran them: somebody may, under another name.

    Where the catalogue has a service that runs one of them, that is the answer; elsewhere its statement may know one.
    """
    left = [each for each in ranked if each.status != "excluded" and not each.lacks]
    least = left[min(len(left), OFFERS) - 1].mid if left else 0.0
    engines = {
        relation.target
        for entry in catalogue.products.values()
        for relation in entry.relations
        if relation.type is RelationType.BASED_ON
    }
    told: list[str] = []
    for each in ranked:
        if each.status != "excluded" or each.lacks or each.mid < least or each.slug in engines:
            continue
        lost = failed(scores, each.candidate)
        if any((must.any[0].criterion, must.any[0].option) != ("operated_by", "vendor") for must in lost):
            continue
        facts = (catalogue.facts.get(fact) for fact in scores.board.evidence(lost[0], each.candidate).facts)
        note = next((fact.statement.note for fact in facts if fact and fact.statement.note), None)
        if note:
            told.append(f"{catalogue.products[each.slug].product.name} (“{first_sentence(note)}”)")
    if not told:
        return []
    return [
        "Well met but for a vendor to run it, and what is known of one beside the product in this catalogue:"
        f" {'; '.join(told[:OFFERS])}."
    ]


DATABASE = Demand((Asked("choice", "runs_with", "database"),), "platform", True, 0, ())


def _table(scores: Scores, catalogue: Catalogue, left: list[Standing]) -> str:
    """What to do about a job queue that is small; products that live in a database are named."""
    column = scores.board.column(DATABASE)
    inside = [each for each in left if not column.no[each.candidate] and not column.open[each.candidate]]
    names = " or ".join(
        catalogue.products[each.slug].product.name for each in inside if each.status == "confirmed" and not each.lacks
    )
    said = "For a job queue this small, a table in a database that you already run would do as well"
    return f"{said}{f', such as {names} makes' if names else ''}."


REPEATED = (
    "No broker makes an effect outside itself happen only once: a receiver that fails between its work and its"
    " acknowledgement gets the item again, and a repeated send is recognised within the broker's own window at most."
    " So the receiver must bear a repetition: give each item a key, record the key in the transaction that does the"
    " work (an inbox), and publish what follows from an outbox."
)
"""What "neither lost nor acted on twice" asks of the visitor's own code; the record tells it among the consequences."""


def notes_of(
    rules: Rules,
    catalogue: Catalogue,
    answers: Answers,
    approach: ApproachAdvice,
    scores: Scores,
    left: list[Standing],
    asked: bool,
) -> list[str]:
    """What must be said beside the result: nothing here is an error."""
    notes = [tension.text for tension in rules.tensions if all(answers.has(*each) for each in tension.answers)]
    if not answers.chosen:
        notes.append("Nothing has been answered yet, so there is nothing to advise: browse the products instead.")
    elif asked and not scores.demands.total:
        notes.append("No wishes were given: the products that remain are listed by name.")
    elif len(left) == 1:
        notes.append("Only one product is left, so there is nothing to compare it with.")
    elif asked and not left and catalogue.products:
        notes.append("No product in this catalogue meets every must.")
    if approach.verdict == "no-broker":
        notes.append("A direct request with its answer does this; a broker would be one more thing to run.")
    elif approach.verdict == "message-driven" and answers.has("peak_rate", "lt-100"):
        notes.append(_table(scores, catalogue, left))
    if answers.has("delivery", "no-loss-no-duplicate"):
        notes.append(REPEATED)
    if answers.has("order", "total"):
        notes.append("Order over everything means one item after another: ask whether order for each key is enough.")
        notes.append("What keeps order for each key alone does it here only if everything goes under one key.")
    if answers.has("item_size", "gt-10mb") or answers.has("item_size", "le-10mb"):
        notes.append("Large items can be stored elsewhere and passed on by reference, which brings back more products.")
    notes += thin(scores) if asked else ()
    for name in sorted(answers.must | answers.nice):
        question, _, option = name.partition(":")
        if question not in answers.chosen or (option and not answers.has(question, option)):
            notes.append(f"{name!r} was called a must or nice to have, and was not answered: it changes nothing.")
    if answers.rules_version and answers.rules_version != rules.version:
        notes.append(f"The address was made under rules {answers.rules_version}; these are rules {rules.version}.")
    if answers.catalogue_revision is not None and answers.catalogue_revision != catalogue.revision:
        moved = f"revision {answers.catalogue_revision} of the catalogue; this is revision {catalogue.revision}"
        notes.append(f"The address was made at {moved}.")
    return notes
