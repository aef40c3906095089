"""What an advice says: all that a page, the API and the decision record need, in the shape of
`POST /api/v1/advisor/recommendations`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from app.advisor.approach import ApproachAdvice
from app.advisor.changes import Change
from app.advisor.explain import Because, Check, Contribution, Relaxation, Versus
from app.advisor.fit import Status
from app.advisor.robust import Badge
from app.advisor.rules import Flow

DIGITS = 9
"""Digits of a score in the answer: sums are exact, and only their quotient is rounded."""

Outlook = Literal["unasked", "confirmed", "possible", "place-open", "lacking", "none"]
"""How firm the list is: nothing was asked; something that carries the flows is confirmed; nothing is; nothing is, and
of all of it is open where it runs, who operates it or under which licence; nothing that is left carries the flows;
nothing is left."""


@dataclass(frozen=True, slots=True)
class VariantAdvice:
    """What a product is judged by. `mode` carries the commands and `event_mode` the facts, where they differ."""

    edition: str | None
    mode: str | None
    event_mode: str | None
    name: str


@dataclass(frozen=True, slots=True)
class Range:
    """A score from what is known to what could be."""

    low: float
    mid: float
    high: float


@dataclass(frozen=True, slots=True)
class Sibling:
    """Another member of a family. `who` says who operates it and where; `ahead` and `behind` are the wishes that it
    meets better and worse than the one that stands for the family, and `text` is why one might prefer it."""

    slug: str
    name: str
    variant: VariantAdvice
    status: Status
    status_text: str
    lacks: tuple[str, ...]
    score: Range
    who: str
    ahead: tuple[str, ...]
    behind: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Partner:
    """The other of the two products that are advised together, what this one carries and by which variant, and their
    score as a pair."""

    slug: str
    name: str
    carries: Literal["commands", "facts"]
    variant: VariantAdvice
    score: Range

    @property
    def flow(self) -> Flow:
        """The flow that this partner carries, and the product beside it need not."""
        return "event" if self.carries == "commands" else "message"


@dataclass(frozen=True, slots=True)
class ProductAdvice:
    """One product that fits, standing for its family. `share_first` is the share of plausible weights under which it
    leads, in percent; `status_text` says what its status means, `grounds` which of place, operator and licence are open
    musts, and `lacks` which flows it cannot carry. Two that are advised together share the first rank, and each names
    the other as its `partner`."""

    slug: str
    name: str
    rank: int
    variant: VariantAdvice
    status: Status
    status_text: str
    grounds: tuple[str, ...]
    lacks: tuple[str, ...]
    score: Range
    badge: Badge | None
    share_first: int | None
    share_top_three: int | None
    contributions: tuple[Contribution, ...]
    check_first: tuple[Check, ...]
    versus_first: Versus | None
    siblings: tuple[Sibling, ...]
    partner: Partner | None

    @property
    def by(self) -> str:
        """The name of the variant that is advised."""
        return self.partner.variant.name if self.partner else self.variant.name

    def concerns(self, flow: Flow) -> bool:
        """Whether what is asked of a flow is asked of this product: not where its partner carries that flow."""
        return self.partner is None or flow != self.partner.flow


@dataclass(frozen=True, slots=True)
class PairAdvice:
    """Two products, the queue first. `leads_by` is how far they are ahead of the best single product, penalty paid."""

    products: tuple[str, str]
    variants: tuple[VariantAdvice, VariantAdvice]
    status: Status
    score: Range
    penalty: float
    leads_by: float
    text: str


@dataclass(frozen=True, slots=True)
class Excluded:
    """A product that fails a must."""

    slug: str
    name: str
    because: tuple[Because, ...]


@dataclass(frozen=True, slots=True)
class DemandAdvice:
    """What the answers ask of a product, for the page and the record. `weight` is 0 for a must; `id` takes a weight."""

    id: str
    question: str
    option: str
    must: bool
    weight: int
    text: str


@dataclass(frozen=True, slots=True)
class Advice:
    """The whole answer. `first_alone` is the product that comes first where one is to carry everything, and the claims
    of `would_win_if` are about it; two that are advised together may stand before it. `upset` names possible products
    that would lead if their open facts were confirmed; `outlook` says how firm the list is, and `outlook_text` in
    words, for the head of a page."""

    approach: ApproachAdvice
    products: tuple[ProductAdvice, ...]
    first_alone: str | None
    products_left: int
    products_confirmed: int
    outlook: Outlook
    outlook_text: str
    pairs: tuple[PairAdvice, ...]
    excluded: tuple[Excluded, ...]
    upset: tuple[str, ...]
    would_win_if: tuple[Change, ...]
    relaxations: tuple[Relaxation, ...]
    conflicts: tuple[str, ...]
    demands: tuple[DemandAdvice, ...]
    notes: tuple[str, ...]
    answers: Mapping[str, tuple[str, ...]]
    context: str
    permalink: str
    catalogue_revision: int
    rules_version: str
