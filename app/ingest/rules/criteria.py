"""Rules about what is asked: dimensions, criteria, options, protocols, approaches."""

from collections.abc import Iterator
from datetime import date

from app.catalogue import entities as e
from app.catalogue.words import Scale, ValueType
from app.ingest.files import DataSet
from app.problems import Problem


def slugs_stand_once(data: DataSet, _: date) -> Iterator[Problem]:
    """Two things with one slug could not be told apart in an address."""
    seen: set[e.Key] = set()
    for entity in data.entities:
        if isinstance(entity, e.Dimension | e.Criterion | e.Protocol | e.Aspect | e.Approach):
            if e.key(entity) in seen:
                yield data.problem(entity, f"{entity.kind} {entity.slug!r} stands here twice", "slug")
            seen.add(e.key(entity))


def criterion_has_a_dimension(data: DataSet, _: date) -> Iterator[Problem]:
    """A criterion belongs to one of the six questions."""
    dimensions = [dimension.slug for dimension in data.of(e.Dimension)]
    for criterion in data.of(e.Criterion):
        if criterion.dimension not in dimensions:
            yield data.problem(criterion, f"expected one of {', '.join(dimensions)}", "dimension")


def criterion_has_what_its_type_needs(data: DataSet, _: date) -> Iterator[Problem]:
    """Options, units, a scale and a rubric go with some types and not with others."""
    for criterion in data.of(e.Criterion):
        needs = {
            "options": (bool(criterion.options), criterion.type in (ValueType.CHOICE, ValueType.OPTIONS)),
            "units": (bool(criterion.units), criterion.type is ValueType.NUMBER),
            "scale": (criterion.scale is not Scale.NONE, criterion.type is ValueType.OPTIONS),
            "rubric": (len(criterion.rubric) == 5, criterion.type is ValueType.GRADE),
        }
        for key, (has, should) in needs.items():
            if key == "options" and criterion.keyed:
                should = True
            if has != should:
                verb = "needs" if should else "takes no"
                yield data.problem(criterion, f"a criterion of type {criterion.type} {verb} {key}", key)
        if criterion.keyed and criterion.type is not ValueType.TEXT:
            yield data.problem(criterion, "only a text can be keyed", "keyed")
        if criterion.open and criterion.type is not ValueType.OPTIONS:
            yield data.problem(criterion, "only a list of options can be open", "open")


def option_stands_once(data: DataSet, _: date) -> Iterator[Problem]:
    """An option is the member of a set; `complete` is a key of the files and cannot be one."""
    for criterion in data.of(e.Criterion):
        seen: set[str] = set()
        for position, option in enumerate(criterion.options):
            if option.slug in seen or option.slug == "complete":
                message = f"the option {option.slug!r} is taken"
                yield data.problem(criterion, message, "options", position, "slug")
            seen.add(option.slug)


def protocol_has_a_page(data: DataSet, _: date) -> Iterator[Problem]:
    """Each protocol that can be compared has an entry in protocols.yaml, and the other way round."""
    criterion = data.criteria.get("protocols")
    pages = {protocol.slug: protocol for protocol in data.of(e.Protocol)}
    if criterion is None or not pages:
        return
    options = {option.slug for option in criterion.options} - {"proprietary"}
    for slug in sorted(options - set(pages)):
        yield data.problem(criterion, f"the option {slug!r} has no entry in protocols.yaml", "options")
    for slug in sorted(set(pages) - options):
        yield data.problem(pages[slug], f"{slug!r} is not an option of the criterion protocols", "slug")


def protocol_is_cited_throughout(data: DataSet, _: date) -> Iterator[Problem]:
    """Every fact of a protocol's entry is covered by a citation; what it is good at may be a judgement."""
    fields = {"body", "status", "specification", "transport", "versions", "security", "good_at", "not_good_at"}
    for protocol in data.of(e.Protocol):
        cited = {name for citation in protocol.citations for name in citation.fields}
        for position, citation in enumerate(protocol.citations):
            for name in sorted(set(citation.fields) - fields):
                message = f"{name!r} is not a field of a protocol"
                yield data.problem(protocol, message, "cite", position, "fields")
        needed = {"body", "transport", "security"} | ({"versions"} if protocol.versions else set())
        for name in sorted(needed - cited):
            yield data.problem(protocol, f"no citation covers {name}", name)


def approach_speaks_of_every_aspect(data: DataSet, _: date) -> Iterator[Problem]:
    """The approaches are set side by side: none may be silent where the others speak."""
    aspects = [aspect.slug for aspect in data.of(e.Aspect)]
    for approach in data.of(e.Approach):
        missing = [slug for slug in aspects if slug not in dict(approach.texts)]
        for slug in missing:
            yield data.problem(approach, f"says nothing about the aspect {slug!r}", "texts", slug)


RULES = (
    slugs_stand_once,
    criterion_has_a_dimension,
    criterion_has_what_its_type_needs,
    option_stands_once,
    protocol_has_a_page,
    protocol_is_cited_throughout,
    approach_speaks_of_every_aspect,
)
