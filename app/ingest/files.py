"""Reads `data/` into entities, remembering where each stands, and collecting every problem on the way.

What is read here is well formed; whether it is true to the rules is asked by `checks`.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from app.catalogue import entities as e
from app.catalogue.values import NotAValue
from app.catalogue.words import Scale, ValueType
from app.ingest import making
from app.ingest import shapes as s
from app.problems import Problem
from app.yamls import Document, Path_, read

T = TypeVar("T")

EXAMPLE = "example.yaml"
"""The commented example product: checked like the others, never loaded."""


@dataclass(slots=True)
class DataSet:
    """Everything that the files say, and what is wrong with them.

    `places` tells where an entity stands: its document and its path there. `examples` holds the owners (product
    slugs) that are checked but not loaded, `damaged` those whose file could be read in part only.
    """

    root: Path
    entities: list[e.Entity] = field(default_factory=list)
    places: dict[int, tuple[Document, Path_]] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)
    criteria: dict[str, e.Criterion] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    examples: set[str] = field(default_factory=set)
    damaged: set[str] = field(default_factory=set)

    def add(self, entity: e.Entity, document: Document, path: Path_) -> None:
        """Take in an entity that stands at this path."""
        self.entities.append(entity)
        self.places[id(entity)] = (document, path)

    def written(self, entity: e.Entity, key: str) -> Any:
        """What the file says at this key of the entity, read or not."""
        document, path = self.places[id(entity)]
        found = document.data
        for part in path:
            found = found[part]
        return found.get(key)

    def problem(self, entity: e.Entity, message: str, *path: str | int) -> Problem:
        """A problem with this entity, at a path below it."""
        document, at = self.places[id(entity)]
        return document.problem((*at, *path), message)

    def of(self, kind: type[T]) -> Iterator[T]:
        """The entities of one kind."""
        return (entity for entity in self.entities if isinstance(entity, kind))

    def to_load(self) -> list[e.Entity]:
        """Every entity but the example's."""
        return [entity for entity in self.entities if owner_of(entity) not in self.examples]


def owner_of(entity: e.Entity) -> str:
    """The product slug that an entity belongs to, or the name of the file it stands in."""
    match entity:
        case e.Product():
            return entity.slug
        case e.Source():
            return entity.owner
        case e.Protocol():
            return "protocols"
        case e.Aspect() | e.Approach() | e.ApproachWords():
            return "approaches"
        case e.Dimension() | e.Criterion():
            return "criteria"
        case _:
            return entity.product


def name_of(entity: e.Entity) -> str:
    """What an entity is called in a message, where no file and line can be named."""
    match entity:
        case e.Statement():
            option = f" {entity.option}" if entity.option else ""
            return f"the statement on {entity.criterion}{option} of {entity.product} ({entity.id})"
        case e.CompleteList():
            return f"the complete list of {entity.criterion} of {entity.product} ({entity.id})"
        case e.Relation():
            return f"the relation of {entity.product} to {entity.target}"
        case e.ClientLibrary():
            return f"the client library {entity.name} of {entity.product}"
        case _:
            return f"the {entity.kind.replace('-', ' ')} {entity.id}"


def read_tree(root: Path, progress: Callable[[str], None] = lambda _: None) -> DataSet:
    """Read every file below `root`. Never raises for what stands in them: see `problems`."""
    data = DataSet(root)
    if not (root / "criteria.yaml").is_file():
        data.problems.append(Problem(str(root), 1, "folder", "expected a folder of data files, with a criteria.yaml"))
        return data
    for name, take in (("criteria", _criteria), ("protocols", _protocols), ("approaches", _approaches)):
        progress(f"reading {name}.yaml")
        _read_file(data, root / f"{name}.yaml", take)
    for path in sorted((root / "products").glob("*")):
        if path.suffix != ".yaml":
            file = path.relative_to(root).as_posix()
            data.problems.append(Problem(file, 1, "file", "product files end in .yaml: rename it, or take it away"))
            continue
        progress(f"reading products/{path.name}")
        _read_file(data, path, take_product)
    if (root / EXAMPLE).exists():
        _read_file(data, root / EXAMPLE, take_product)
    return data


def _read_file(data: DataSet, path: Path, take: Callable[[DataSet, Document, str], None]) -> None:
    document = read(path, data.root)
    if isinstance(document, Problem):
        data.problems.append(document)
        return
    data.documents[document.file] = document
    if path.name == EXAMPLE:
        data.examples.add(path.stem)
    take(data, document, path.stem)


def _shape(data: DataSet, document: Document, shape: type[T], content: Any, path: Path_ = ()) -> T | None:
    try:
        return TypeAdapter(shape).validate_python(content)
    except ValidationError as error:
        data.problems.extend(document.problem((*path, *below), message) for below, message in s.problems_of(error))
        return None


def _criteria(data: DataSet, document: Document, _: str) -> None:
    file = _shape(data, document, s.CriteriaFile, document.data)
    if file is None:
        return
    for position, dimension in enumerate(file.dimensions):
        data.add(
            e.Dimension(dimension.slug, dimension.name, dimension.short, dimension.question, position),
            document,
            ("dimensions", position),
        )
    for position, each in enumerate(file.criteria):
        criterion = e.Criterion(
            slug=each.slug,
            dimension=each.dimension,
            position=position,
            label=each.label,
            definition=each.definition,
            how_to_read=each.how_to_read,
            type=each.type,
            fresh_days=each.fresh_days,
            scale=Scale(each.scale or Scale.NONE),
            open=each.open,
            keyed=each.keyed,
            better=each.better,
            inherits=each.inherits,
            not_applicable_kinds=tuple(sorted(each.not_applicable.kinds)),
            depends_on_operator=each.depends_on_operator,
            computed=each.computed,
            units=tuple(each.units),
            options=tuple(e.Option(o.slug, o.label, o.definition, o.group) for o in each.options),
            rubric=tuple(text for _, text in sorted(each.rubric.items())),
        )
        data.criteria[criterion.slug] = criterion
        data.add(criterion, document, ("criteria", position))


class _Sources:
    """The sources of one file, to fill in the dates of its citations."""

    def __init__(self, data: DataSet, document: Document, owner: str, sources: dict[str, s.SourceShape]) -> None:
        self.data, self.document, self.owner, self.sources = data, document, owner, sources
        for position, (key, each) in enumerate(sources.items()):
            data.add(
                e.Source(
                    owner,
                    key,
                    position,
                    each.url,
                    each.title,
                    each.publisher,
                    each.vendor,
                    each.text_date,
                    each.checked,
                ),
                document,
                ("sources", key),
            )

    def citations(self, cites: Iterable[s.CitationShape], path: Path_) -> tuple[e.Citation, ...]:
        """The citations with their dates; one whose source is not listed is a problem and is left out."""
        found = []
        for position, cite in enumerate(cites):
            source = self.sources.get(cite.source)
            if source is None:
                listed = ", ".join(self.sources) or "none"
                message = f"no source {cite.source!r} in this file; expected one of {listed}"
                self.data.problems.append(self.document.problem((*path, "cite", position, "source"), message))
                continue
            text_date = source.text_date if cite.text_date is None else cite.text_date
            found.append(
                e.Citation(
                    source=cite.source,
                    place=cite.place,
                    find=cite.find,
                    text_date=None if text_date == "unknown" else text_date,
                    checked=cite.checked or source.checked,
                    fields=tuple(cite.fields) if isinstance(cite, s.ProtocolCitationShape) else (),
                )
            )
        return tuple(found)


def _protocols(data: DataSet, document: Document, owner: str) -> None:
    file = _shape(data, document, s.ProtocolsFile, document.data)
    if file is None:
        return
    sources = _Sources(data, document, owner, file.sources)
    for position, each in enumerate(file.protocols):
        path = ("protocols", position)
        data.add(making.protocol(position, each, sources.citations(each.cite, path)), document, path)


def _approaches(data: DataSet, document: Document, owner: str) -> None:
    file = _shape(data, document, s.ApproachesFile, document.data)
    if file is None:
        return
    sources = _Sources(data, document, owner, file.sources)
    for position, aspect in enumerate(file.aspects):
        data.add(e.Aspect(aspect.slug, position, aspect.label, aspect.question), document, ("aspects", position))
    order = [aspect.slug for aspect in file.aspects]
    for position, each in enumerate(file.approaches):
        path = ("approaches", position)
        for unknown in set(each.texts) - set(order):
            data.problems.append(document.problem((*path, "texts", unknown), "is not one of the aspects above"))
        data.add(
            e.Approach(
                slug=each.slug,
                position=position,
                name=each.name,
                summary=each.summary,
                texts=tuple((aspect, each.texts[aspect]) for aspect in order if aspect in each.texts),
                choose_when=tuple(each.choose_when),
                avoid_when=tuple(each.avoid_when),
                pitfalls=tuple(each.pitfalls),
                citations=sources.citations(each.cite, path),
            ),
            document,
            path,
        )
    if file.words:
        words = []
        for position, word in enumerate(file.words):
            if word.source not in file.sources:
                message = f"no source {word.source!r} in this file"
                data.problems.append(document.problem(("words", position, "source"), message))
            words.append(e.ApproachWord(word.source, word.word, word.ours, word.find, word.note))
        data.add(e.ApproachWords(tuple(words)), document, ("words",))


STAND_IN = {"url": "https://example.com/", "title": "?", "publisher": "?", "checked": "2026-01-01"}
"""A source that is at fault is told once, not at each of its citations."""

REQUIRED = {
    "name": "?",
    "kind": "queue-broker",
    "vendor": "?",
    "homepage": "https://example.com/",
    "documentation": "https://example.com/",
}
"""Stands in for what a damaged product file lacks, so that the rest of it can be read for more problems."""


def take_product(data: DataSet, document: Document, slug: str) -> None:
    """Reads a product file that has been parsed."""
    file = _shape(data, document, s.ProductFile, document.data)
    if file is None:
        data.damaged.add(slug)
        file = _rest_of(document.data)
    if file is None:
        return
    data.add(making.product(slug, file), document, ())
    sources = _Sources(data, document, slug, file.sources)
    for position, relation in enumerate(file.relations):
        path: Path_ = ("relations", position)
        made = making.relation(slug, position, relation, sources.citations(relation.cite, path))
        data.add(made, document, path)
    for name, content in file.statements.items():
        _criterion_statements(data, document, sources, slug, name, content)
    _offers(data, document, sources, slug, file)


def _rest_of(content: Any) -> s.ProductFile | None:
    """A product file without the top-level keys that are at fault, to find what else is wrong in one go."""
    if not isinstance(content, dict):
        return None
    try:
        TypeAdapter(s.ProductFile).validate_python(content)
    except ValidationError as error:
        faulty = {str(each["loc"][0]) for each in error.errors()}
        sources = content.get("sources")
        rest = REQUIRED | {key: value for key, value in content.items() if key not in faulty}
        if "sources" in faulty and isinstance(sources, dict):
            bad = {
                str(each["loc"][1]) for each in error.errors() if each["loc"][0] == "sources" and len(each["loc"]) > 1
            }
            rest["sources"] = {key: STAND_IN if key in bad else value for key, value in sources.items()}
        try:
            return TypeAdapter(s.ProductFile).validate_python(rest)
        except ValidationError:
            return None
    return None


def _criterion_statements(
    data: DataSet, document: Document, sources: _Sources, product: str, name: str, content: Any
) -> None:
    path: Path_ = ("statements", name)
    criterion = data.criteria.get(name)
    if criterion is None:
        near = get_close_matches(name, data.criteria, 1)
        meant = f"; did you mean {near[0]}?" if near else ""
        data.problems.append(document.problem(path, f"there is no criterion {name!r} in criteria.yaml{meant}"))
        return
    if criterion.type is not ValueType.OPTIONS and not criterion.keyed:
        _statements(data, document, sources, product, criterion, None, content, path)
        return
    if not isinstance(content, dict):
        listed = ", ".join(option.slug for option in criterion.options)
        data.problems.append(document.problem(path, f"expected a mapping with the options {listed}"))
        return
    for option, below in content.items():
        if option == "complete" and not criterion.keyed:
            _complete(data, document, sources, product, criterion, below)
        elif criterion.option(option) is None:
            listed = ", ".join(each.slug for each in criterion.options)
            message = f"is not an option of {name}; expected one of {listed}"
            data.problems.append(document.problem((*path, option), message))
        else:
            _statements(data, document, sources, product, criterion, option, below, (*path, option))


def _complete(
    data: DataSet, document: Document, sources: _Sources, product: str, criterion: e.Criterion, content: Any
) -> None:
    path: Path_ = ("statements", criterion.slug, "complete")
    for position, each in enumerate(_shape(data, document, list[s.CompleteShape], content, path) or ()):
        here = (*path, position)
        made = making.complete_list(product, criterion, each, sources.citations(each.cite, here))
        data.add(made, document, here)


def _statements(
    data: DataSet,
    document: Document,
    sources: _Sources,
    product: str,
    criterion: e.Criterion,
    option: str | None,
    content: Any,
    path: Path_,
) -> None:
    _answers_of(data, document, criterion, content, path)
    for position, each in enumerate(_shape(data, document, list[s.StatementShape], content, path) or ()):
        here = (*path, position)
        try:
            made = making.statement(product, criterion, option, each, sources.citations(each.cite, here))
        except NotAValue:
            continue  # told by _answers_of
        data.add(made, document, here)


def _answers_of(data: DataSet, document: Document, criterion: e.Criterion, content: Any, path: Path_) -> None:
    """Tells of each value and support that cannot be read, also where the statement has other faults."""
    for position, raw in enumerate(content if isinstance(content, list) else ()):
        for key in ("value", "support"):
            given = raw.get(key) if isinstance(raw, dict) else None
            if isinstance(given, str):
                try:
                    making.answer(criterion, **{"value": None, "support": None, key: given})
                except NotAValue as error:
                    message = f"expected {error}, not {given!r}" if len(given) <= 80 else f"expected {error}"
                    data.problems.append(document.problem((*path, position, key), message))


def _offers(data: DataSet, document: Document, sources: _Sources, product: str, file: s.ProductFile) -> None:
    for position, library in enumerate(file.client_libraries):
        path: Path_ = ("client_libraries", position)
        cited = sources.citations(library.cite, path)
        data.add(making.client_library(product, position, library, cited), document, path)
    for position, tier in enumerate(file.pricing_tiers):
        path = ("pricing_tiers", position)
        data.add(making.pricing_tier(product, position, tier, sources.citations(tier.cite, path)), document, path)
    for position, each in enumerate(file.measurements):
        path = ("measurements", position)
        data.add(making.measurement(product, position, each, sources.citations(each.cite, path)), document, path)
