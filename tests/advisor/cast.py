"""A small invented catalogue for the advisor's tests: five memorable products, and a way to make others.

The criteria are the real ones, since the rules ask about them; every product and every fact is invented.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from app.advisor.rules import Rules, read_rules
from app.catalogue import entities as e
from app.catalogue.snapshot import Catalogue, build
from app.catalogue.values import parse
from app.catalogue.words import Bound, Kind, RelationType, Scale, Support, ValueType
from app.ingest.files import read_tree

DATA = Path(__file__).resolve().parents[2] / "data"

Said = Support | str | None
"""What is said in a cell: a support, a value as text, `unlimited` or `none-stated` for a bound; None is unknown."""


@dataclass(frozen=True)
class Invented:
    """A product: what is said of it in general, and for single modes. `like` is one that its clients can speak to."""

    facts: Mapping[tuple[str, str | None], Said]
    modes: Mapping[str, Mapping[tuple[str, str | None], Said]] = field(default_factory=dict)
    kind: Kind = Kind.QUEUE_BROKER
    languages: tuple[str, ...] = ()
    like: str | None = None


@cache
def rules() -> Rules:
    """The rules as they are."""
    return read_rules(DATA)


@cache
def criteria() -> tuple[e.Entity, ...]:
    """The real dimensions and criteria."""
    found = read_tree(DATA).entities
    return tuple(each for each in found if isinstance(each, e.Dimension | e.Criterion))


def _statement(
    product: str, question: tuple[str, str | None], said: Said, modes: tuple[str, ...]
) -> e.Statement | None:
    slug, option = question
    criterion = next(each for each in criteria() if isinstance(each, e.Criterion) and each.slug == slug)
    if said is None:
        return None
    if isinstance(said, Support):
        if criterion.scale is Scale.PLAIN:
            said = Support.NO if said is Support.NO else Support.YES
        return e.Statement(product, slug, ValueType.OPTIONS, criterion.scale, option=option, support=said, modes=modes)
    if said in (Bound.UNLIMITED, Bound.NONE_STATED):
        return e.Statement(product, slug, criterion.type, bound=Bound(said), modes=modes)
    options = [each.slug for each in criterion.options]
    value = parse(criterion.type, said, units=criterion.units, options=options)
    return e.Statement(
        product, slug, criterion.type, value=value, unit=value.unit, modes=modes, bound=_bound(criterion)
    )


def _bound(criterion: e.Criterion) -> Bound | None:
    return Bound.CEILING if criterion.slug == "throughput_limit" else None


def entities_of(slug: str, made: Invented) -> list[e.Entity]:
    """The product with its statements."""
    modes = tuple(e.Mode(name, name.title(), default=not at) for at, name in enumerate(made.modes))
    address = "https://example.org/"
    product = e.Product(slug, slug.title(), made.kind, "Nobody", address, address, modes=modes)
    found: list[e.Entity] = [product]
    said = [(made.facts, ()), *((facts, (mode,)) for mode, facts in made.modes.items())]
    for facts, limit in said:
        found += [each for question, text in facts.items() if (each := _statement(slug, question, text, limit))]
    if made.like:
        found.append(e.Relation(slug, RelationType.COMPATIBLE_WITH, made.like, 0))
    found += [e.ClientLibrary(slug, at, name, f"{slug}-{name}", True) for at, name in enumerate(made.languages)]
    return found


def catalogue(products: Mapping[str, Invented], *, backwards: bool = False) -> Catalogue:
    """The catalogue that these products make, in whatever order."""
    found = [*criteria(), *(each for slug, made in products.items() for each in entities_of(slug, made))]
    return build(reversed(found) if backwards else found, revision=7)


YES, NO = Support.BUILT_IN, Support.NO

HERON = Invented(
    {
        ("models", "queue"): YES,
        ("models", "pubsub"): NO,
        ("models", "log"): NO,
        ("patterns", "competing-consumers"): YES,
        ("patterns", "ack-per-message"): YES,
        ("patterns", "dead-letter"): YES,
        ("patterns", "fan-out"): NO,
        ("patterns", "replay"): NO,
        ("delivery", "at-least-once"): YES,
        ("persistence", None): "replicated",
        ("hosting", "aws"): YES,
        ("hosting", "self-hosted"): NO,
        ("hosting", "kubernetes"): NO,
        ("operated_by", "vendor"): YES,
        ("operated_by", "you"): NO,
        ("scaling", None): "automatic",
        ("status", None): "active",
        ("message_size_max", None): "256 KB",
    },
    languages=("Java", "Python"),
)
"""A managed queue and nothing else."""

OTTER = Invented(
    {
        ("models", "queue"): NO,
        ("models", "pubsub"): YES,
        ("models", "log"): YES,
        ("models", "stream-processing"): Support.PLUGIN,
        ("patterns", "fan-out"): YES,
        ("patterns", "replay"): YES,
        ("patterns", "ack-per-message"): NO,
        ("patterns", "dead-letter"): NO,
        ("delivery", "at-least-once"): YES,
        ("persistence", None): "replicated",
        ("retention_max", None): "unlimited",
        ("hosting", "aws"): NO,
        ("hosting", "self-hosted"): YES,
        ("operated_by", "vendor"): NO,
        ("operated_by", "you"): YES,
        ("runs_with", None): "built-in-consensus",
        ("status", None): "active",
        ("message_size_max", None): "none-stated",
        ("throughput_class", None): "5",
    },
    kind=Kind.EVENT_LOG,
    languages=("Java", "Go"),
)
"""A log that one runs oneself."""

MAGPIE = Invented(
    {
        ("delivery", "at-least-once"): YES,
        ("persistence", None): "disk",
        ("hosting", "self-hosted"): YES,
        ("operated_by", "you"): YES,
        ("status", None): "active",
    },
    modes={
        "nest": {("models", "queue"): YES, ("patterns", "dead-letter"): YES, ("models", "log"): NO},
        "perch": {
            ("models", "queue"): NO,
            ("models", "log"): YES,
            ("models", "pubsub"): YES,
            ("patterns", "replay"): YES,
        },
    },
)
"""Two modes: one for commands, one for facts, and neither can do the other's work."""

MOLE = Invented({})
"""Nothing is known of it."""

DODO = Invented({**HERON.facts, ("status", None): "end-of-life"})
"""As good as the heron, and given up."""

_QUEUE = {**HERON.facts, ("models", "event-routing"): NO}

QUEUE = Invented(_QUEUE)
TOPIC = Invented(
    {
        **_QUEUE,
        ("models", "queue"): NO,
        ("models", "pubsub"): YES,
        ("patterns", "fan-out"): YES,
        ("patterns", "competing-consumers"): NO,
        ("patterns", "ack-per-message"): NO,
        ("patterns", "dead-letter"): NO,
    },
    kind=Kind.EVENT_ROUTER,
)
WEAK = Invented(
    {
        **_QUEUE,
        ("models", "pubsub"): YES,
        **{("patterns", name): NO for name in ("ack-per-message", "dead-letter", "fan-out")},
    }
)
"""A queue and a topic that go well together, and one that can do both, and each of them badly."""

CAST = {"heron": HERON, "otter": OTTER, "magpie": MAGPIE, "mole": MOLE, "dodo": DODO}
