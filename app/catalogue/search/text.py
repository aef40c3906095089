"""A search that forgives typos: over products, protocols and criteria, by every name that people may know them by.

Each word asked for must be found in some name; typing errors are considered only for a word that nothing begins with.
"""

import re
import unicodedata
import weakref
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz import process
from rapidfuzz.distance import OSA

from app.catalogue.snapshot import Catalogue, Entry
from app.catalogue.words import StatementState, Support

WEIGHTS = {"name": 100, "alias": 90, "variant": 60, "vendor": 50, "kind": 45, "protocol": 40, "option": 20}
"""What a word found in a field counts, in percent of one found in the name."""

EXACT, PREFIX = 1.0, 0.9
ONE_ERROR, TWO_ERRORS = 0.75, 0.6
"""What is left of a match when the word goes on, or when one or two letters are wrong."""

STOP_WORDS = frozenset("a an and for in of on or the to with".split())
SHORTEST_WITH_ERROR, SHORTEST_WITH_TWO = 4, 8
"""Letters: below these, another word is one error away too often (SQS, SNS)."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found. `kind` is product, protocol or criterion; `score` goes up to 100, and
    beyond it where the words are the whole of a name; `field` says which sort of name was found."""

    kind: str
    slug: str
    name: str
    score: float
    field: str


Field = tuple[str, str]
"""What sort of name it is (a key of WEIGHTS) and the name."""


@dataclass(frozen=True, slots=True)
class _Text:
    """One findable thing: the best weight of each of its words, and of each of its names as a whole."""

    kind: str
    slug: str
    name: str
    words: Mapping[str, tuple[int, str]]
    phrases: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class _Texts:
    texts: tuple[_Text, ...]
    words: tuple[str, ...]
    places: Mapping[str, tuple[int, ...]]


def words_of(text: str) -> list[str]:
    """Lower-case words without accents or punctuation; dots and hyphens between letters and digits divide."""
    plain = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    return re.findall(r"[a-z]+\d*|\d+", plain)


def search(catalogue: Catalogue, text: str) -> tuple[Hit, ...]:
    """What the words find, best first; the order is the same for everybody who asks of this revision.

    Where nothing has all the words, those that have most of them, at least half.
    """
    asked = words_of(text)
    asked = [word for word in asked if word not in STOP_WORDS] or asked
    if not asked:
        return ()
    texts = texts_of(catalogue)
    found = _scores(texts, asked)
    most = max((matched for matched, _, _ in found.values()), default=0)
    if most * 2 < len(asked):
        return ()
    phrase = "".join(words_of(text))
    hits = []
    for position, (matched, total, field) in found.items():
        if matched < most:
            continue
        each = texts.texts[position]
        score = total / len(asked)
        if phrase in each.phrases:  # the whole of a name comes before names that only contain the words
            score = 100.0 + each.phrases[phrase]
        hits.append(Hit(each.kind, each.slug, each.name, round(score, 2), field))
    order = {"product": 0, "protocol": 1, "criterion": 2}
    # Of equal hits the shorter name is nearer to what was typed: Apache Kafka before Aiven for Apache Kafka.
    return tuple(
        sorted(
            hits, key=lambda hit: (-hit.score, order[hit.kind], len(hit.name.split()), hit.name.casefold(), hit.slug)
        )
    )


def corrected(catalogue: Catalogue, text: str) -> str | None:
    """The words as the best hit has them, where typing errors were seen through; None where there were none."""
    hits = search(catalogue, text)
    if not hits:
        return None
    texts = texts_of(catalogue)
    best = next(each for each in texts.texts if (each.kind, each.slug) == (hits[0].kind, hits[0].slug))
    asked = words_of(text)
    beside = {word for pair in pairwise(asked) if _literal(texts, "".join(pair)) for word in pair}
    told = []
    for word in asked:
        near = {} if word in beside or word in STOP_WORDS or _literal(texts, word) else _with_errors(texts, word)
        fitting = [each for each in near if each in best.words]
        told.append(min(fitting, key=lambda each: (-near[each], -best.words[each][0], each)) if fitting else word)
    return " ".join(told) if told != asked else None


def _scores(texts: _Texts, asked: list[str]) -> dict[int, tuple[int, float, str]]:
    """For each text that has a word: how many of them, the sum of what they count, and the field of the best."""
    singles = [_candidates(texts, word) for word in asked]
    pairs = [_literal(texts, first + second) for first, second in pairwise(asked)]
    matched: dict[int, int] = defaultdict(int)
    total: dict[int, float] = defaultdict(float)
    best: dict[int, tuple[float, str]] = {}
    for number in range(len(asked)):
        # `rabbit mq` finds RabbitMQ: two words that stand side by side may be one
        beside = [pairs[other] for other in (number - 1, number) if 0 <= other < len(pairs)]
        scores: dict[int, tuple[float, str]] = {}
        for candidates in (singles[number], *beside):
            for word, similarity in candidates.items():
                for position in texts.places[word]:
                    weight, field = texts.texts[position].words[word]
                    if weight * similarity > scores.get(position, (0.0, ""))[0]:
                        scores[position] = (weight * similarity, field)
        for position, (score, field) in scores.items():
            matched[position] += 1
            total[position] += score
            best[position] = max(best.get(position, (0.0, "")), (score, field))
    return {position: (matched[position], total[position], best[position][1]) for position in sorted(matched)}


def _candidates(texts: _Texts, word: str) -> dict[str, float]:
    """The catalogue's words that this one may mean, and how surely."""
    return _literal(texts, word) or _with_errors(texts, word)


def _literal(texts: _Texts, word: str) -> dict[str, float]:
    found = {word: EXACT} if word in texts.places else {}
    if len(word) > 1:
        found.update({each: PREFIX for each in texts.words if each.startswith(word) and each != word})
    return found


def _with_errors(texts: _Texts, word: str) -> dict[str, float]:
    errors = 0 if len(word) < SHORTEST_WITH_ERROR else 1 if len(word) < SHORTEST_WITH_TWO else 2
    if not errors:
        return {}
    near = process.extract(word, texts.words, scorer=OSA.distance, score_cutoff=errors, limit=None)
    return {each: ONE_ERROR if distance == 1 else TWO_ERRORS for each, distance, _ in near}


_TEXTS: dict[int, _Texts] = {}


def texts_of(catalogue: Catalogue, old: Catalogue | None = None) -> _Texts:
    """The texts of a catalogue, made at the first search and gone with the catalogue.

    Of an `old` catalogue's texts it keeps those of the products that are the same in both.
    """
    found = _TEXTS.get(id(catalogue))
    if found is None:
        found = _TEXTS[id(catalogue)] = _build(catalogue, _kept(catalogue, old))
        weakref.finalize(catalogue, _TEXTS.pop, id(catalogue), None)
    return found


def _kept(catalogue: Catalogue, old: Catalogue | None) -> dict[str, _Text]:
    """Texts of products that have not changed; a product's text names the protocols that it speaks."""
    known = _TEXTS.get(id(old)) if old is not None else None
    if old is None or known is None or old.protocols is not catalogue.protocols:
        return {}
    texts = {each.slug: each for each in known.texts if each.kind == "product"}
    return {slug: texts[slug] for slug, entry in catalogue.products.items() if old.products.get(slug) is entry}


def _build(catalogue: Catalogue, kept: Mapping[str, _Text]) -> _Texts:
    protocols = {slug: (each.name, slug, *each.aliases) for slug, each in catalogue.protocols.items()}
    texts = [
        kept.get(entry.slug) or _text("product", entry.slug, entry.product.name, _product(entry, protocols))
        for entry in catalogue.products.values()
    ]
    texts += [
        _text("protocol", slug, names[0], (("name", names[0]), *(("alias", name) for name in names[1:])))
        for slug, names in protocols.items()
    ]
    texts += [
        _text(
            "criterion",
            slug,
            each.label,
            (("name", each.label), ("alias", slug), *(("option", option.label) for option in each.options)),
        )
        for slug, each in catalogue.criteria.items()
    ]
    places: dict[str, list[int]] = defaultdict(list)
    for position, text in enumerate(texts):
        for word in text.words:
            places[word].append(position)
    return _Texts(tuple(texts), tuple(sorted(places)), {word: tuple(found) for word, found in places.items()})


def _text(kind: str, slug: str, name: str, fields: Iterable[Field]) -> _Text:
    words: dict[str, tuple[int, str]] = {}
    phrases: dict[str, int] = {}
    for field, text in fields:
        parts = words_of(text)
        whole = "".join(parts)
        phrases[whole] = max(phrases.get(whole, 0), WEIGHTS[field])
        joined = [first + second for first, second in pairwise(parts)]
        for word in (*parts, *joined, whole):
            words[word] = max(words.get(word, (0, "")), (WEIGHTS[field], field))
    return _Text(kind, slug, name, words, phrases)


def _product(entry: Entry, protocols: Mapping[str, tuple[str, ...]]) -> Iterator[Field]:
    product = entry.product
    yield "name", product.name
    yield "alias", product.slug
    yield from (("alias", alias) for alias in product.aliases)
    for part in (product.editions, product.modes):
        for each in part:
            yield "variant", each.name
            yield "variant", each.slug
    yield "vendor", product.vendor
    yield "kind", product.product_kind.value
    for criterion, option in entry.cells:
        cell = entry.cells[criterion, option]
        if option is None or not any(
            fact.statement.state is StatementState.KNOWN and fact.statement.support not in (None, Support.NO)
            for fact in cell.facts
        ):
            continue
        if criterion == "protocols" and option in protocols:
            yield from (("protocol", name) for name in protocols[option])
        elif (found := cell.criterion.option(option)) is not None:
            yield "option", found.label
