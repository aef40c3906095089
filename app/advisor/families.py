"""One place for each family: an engine, the services that run it, and what its clients can speak to instead.

Three services of one engine are one choice before they are three: what a visitor weighs first is the engine against
others, then who runs it where. So the best member stands for its family, and its siblings stand beneath it with their
own scores. Scores and order know nothing of families: no product gains or loses by having relatives.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from app.advisor.answers import Answers
from app.advisor.asked import Asked
from app.advisor.board import Evidences
from app.advisor.demands import Demand
from app.advisor.fit import Scores, Standing

CLOUDS = ("aws", "azure", "gcp")
"""Places with identities of their own, by which a service can be known to belong there."""

PROTOCOLS = "protocols"
"""The question about fixed protocols."""

IDENTITY = Demand((Asked("option", "authentication", "cloud-iam"),), "platform", True, 0, ())


@dataclass(frozen=True, slots=True)
class Place:
    """One family's place in the list: who stands for it, and the others, the best first."""

    best: Standing
    siblings: tuple[Standing, ...] = ()


def home_of(answers: Answers) -> Demand | None:
    """Where a managed service is wanted in a cloud: to run there. None elsewhere, since then no member is nearer."""
    clouds = [cloud for cloud in CLOUDS if answers.has("hosting", cloud)]
    if not clouds or not answers.has("service", "managed"):
        return None
    return Demand(tuple(Asked("option", "hosting", cloud) for cloud in clouds), "platform", True, 0, ())


def _met(evidences: Evidences, must: Demand, product: int) -> bool:
    begin, end = evidences.single.spans[product]
    column = evidences.single.column(must)
    return any(not column.no[at] and not column.open[at] for at in range(begin, end))


def at_home(evidences: Evidences, home: Demand | None, product: int) -> bool:
    """Whether a product is one of the chosen cloud's own: it runs there and knows that cloud's identities."""
    return home is not None and _met(evidences, home, product) and _met(evidences, IDENTITY, product)


def stands_alone(evidences: Evidences, home: Demand | None, product: int) -> bool:
    """Whether a product that leads also stands for its family: no relative of the chosen cloud can be preferred."""
    alone = evidences.families.count(evidences.families[product]) == 1
    return home is None or alone or at_home(evidences, home, product)


def _chosen(scores: Scores, firm: list[str]) -> str | None:
    """The family that a fixed protocol has chosen: that of most products that are firm, each of which speaks it."""
    fixed = any(PROTOCOLS in (question for question, _ in must.origins) for must in scores.demands.musts)
    family, count = Counter(firm).most_common(1)[0]
    return family if fixed and 2 * count > len(firm) else None


def places(scores: Scores, left: Iterable[Standing], home: Demand | None, kept: Collection[str] = ()) -> list[Place]:
    """The families in the order of those who stand for them.

    The best member does, save that a `kept` one, or else one of the chosen cloud's own, goes before equally firm
    relatives. Where all that is firm belongs to one family, or most of what speaks a fixed protocol, that family is
    chosen already, and its members are the choice.
    """
    evidences = scores.board.catalogue
    standing = list(left)
    firm = [evidences.families[each.product] for each in standing if each.tier == standing[0].tier]
    if len(set(firm)) < 2:
        return [Place(each) for each in standing]
    chosen = _chosen(scores, firm)
    families: dict[str, list[Standing]] = {}
    for each in standing:
        family = evidences.families[each.product]
        families.setdefault(each.slug if family == chosen else family, []).append(each)
    found: list[Place] = []
    for members in families.values():
        firmest = [each for each in members if each.tier == members[0].tier]
        near = (each for each in firmest if at_home(evidences, home, each.product))
        best = next((each for each in members if each.slug in kept), None) or next(near, members[0])
        found.append(Place(best, tuple(each for each in members if each is not best)))
    return sorted(found, key=lambda place: (place.best.order, place.best.slug))
