"""`Filter`: a question about the list of products, its normal form as a query string, and its summary in words."""

from dataclasses import dataclass, replace
from urllib.parse import quote, urlencode

from app.catalogue import entities as e
from app.catalogue.search.conditions import UNKNOWN, Condition
from app.catalogue.search.parameters import COLUMNS, LIMIT, Pairs, Reader, Sort, kind_words
from app.catalogue.search.refusing import bounded, refused
from app.catalogue.snapshot import Catalogue
from app.catalogue.words import Kind


@dataclass(frozen=True, slots=True)
class Filter:
    """One question about the list of products. All of its conditions must hold in one variant of a product.

    `columns` is empty where the usual ones are meant; `sort` is None for the usual order: by name, or by how well a
    search fits.
    """

    kinds: tuple[Kind, ...] = ()
    text: str = ""
    conditions: tuple[Condition, ...] = ()
    sort: Sort | None = None
    columns: tuple[str, ...] = ()
    limit: int = LIMIT
    cursor: str | None = None

    @classmethod
    def parse(cls, catalogue: Catalogue, pairs: Pairs, *, forgiving: bool = False) -> "Filter":
        """Reads query parameters. Raises InvalidQuery with a problem for each that is unknown or does not fit.

        `forgiving` leaves out unknown parameters and takes amounts without a comparison: for pages, which redirect
        to the canonical address. An empty value counts as absent: forms send those.
        """
        given: dict[str, list[str]] = {}
        asked = list(pairs)
        bounded(len(asked))
        for name, value in asked:
            given.setdefault(name, []).append(value)
        reader = Reader(catalogue, given, forgiving)
        found = cls(
            kinds=reader.kinds(),
            text=reader.text(),
            conditions=reader.conditions(),
            sort=reader.sort(),
            columns=reader.columns(),
            limit=reader.limit(),
            cursor=reader.cursor(),
        )
        reader.unknown_names()
        if reader.problems:
            raise refused(reader.problems)
        return found

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The parameters in normal form and order; what is as usual is left out."""
        found = [("kind", kind.value) for kind in self.kinds]
        found += [("q", self.text)] if self.text else []
        found += [(each.slug, text) for each in self.conditions for text in each.texts]
        found += [("sort", self.sort.text)] if self.sort else []
        found += [("columns", ",".join(self.columns))] if self.columns else []
        found += [("limit", str(self.limit))] if self.limit != LIMIT else []
        return found + ([("cursor", self.cursor)] if self.cursor else [])

    @property
    def query(self) -> str:
        """The canonical query string, without a question mark; empty where nothing is asked."""
        return urlencode(self.pairs, quote_via=quote, safe=":,")

    def address(self, path: str, further: Pairs = ()) -> str:
        """Where the question is answered; `further` parameters say how."""
        pairs = [*self.pairs, *further]
        return f"{path}?{urlencode(pairs, quote_via=quote, safe=':,')}" if pairs else path

    @property
    def summary(self) -> str:
        """The question in words: `queue broker; Protocols: MQTT 5; “rabbit”`, or `all products`."""
        kinds = " or ".join(map(kind_words, self.kinds))
        told = [kinds] if kinds else []
        told += [condition.words for condition in self.conditions]
        told += [f"“{self.text}”"] if self.text else []
        return "; ".join(told) or "all products"

    @property
    def is_empty(self) -> bool:
        """Whether it lets every product through."""
        return not (self.kinds or self.text or self.conditions)

    def columns_of(self, catalogue: Catalogue) -> tuple[e.Criterion, ...]:
        """The criteria that the table shows."""
        wanted = self.columns or COLUMNS
        return tuple(catalogue.criteria[slug] for slug in wanted if slug in catalogue.criteria)

    def condition(self, slug: str) -> Condition | None:
        """What is asked of a criterion."""
        return next((each for each in self.conditions if each.slug == slug), None)

    def without(self, slug: str) -> "Filter":
        """The same question but for this criterion, or for `kind`, from the first page on."""
        if slug == "kind":
            return replace(self, kinds=(), cursor=None)
        kept = tuple(each for each in self.conditions if each.slug != slug)
        return replace(self, conditions=kept, cursor=None)

    def toggled(self, catalogue: Catalogue, slug: str, option: str) -> "Filter":
        """The same question with one option more, or less where it was asked for: a facet's link.

        `option` may also be `unknown`, or `unknown:a` for what is not known of one option.
        """
        if slug == "kind":
            kind = Kind(option)
            kinds = {*self.kinds} ^ {kind}
            return replace(self, kinds=tuple(each for each in Kind if each in kinds), cursor=None)
        old = self.condition(slug) or Condition(catalogue.criteria[slug])
        if option == UNKNOWN:
            unknown = tuple(each for each in old.unknown if each) if None in old.unknown else (*old.unknown, None)
            return self._with(catalogue, replace(old, unknown=unknown))
        head, _, of_option = option.partition(":")
        if head == UNKNOWN and of_option:
            without = tuple(each for each in old.unknown if each != of_option)
            unknown = without if of_option in old.unknown else (*old.unknown, of_option)
            return self._with(catalogue, replace(old, unknown=unknown))
        if old.chosen(option):
            groups = tuple(tuple(each for each in group if each != option) for group in old.groups)
            return self._with(catalogue, replace(old, groups=tuple(group for group in groups if group)))
        if old.asks_for_all:
            return self._with(catalogue, replace(old, groups=((*old.groups[0], option),)))
        return self._with(catalogue, replace(old, groups=(*old.groups, (option,))))

    def or_unknown(self, catalogue: Catalogue) -> "Filter":
        """The same question that also lets through what would answer it if something unknown turned out well."""
        found = self
        for each in self.conditions:
            wanted: set[str | None] = {None}
            if each.groups and each.criterion.has_option_cells and not each.asks_for_all:
                wanted = {option for group in each.groups if len(group) == 1 for option in group}
            if each.groups or each.limits or each.bounds:
                found = found._with(catalogue, replace(each, unknown=(*each.unknown, *wanted)))
        return replace(found, cursor=None)

    def joined(self, catalogue: Catalogue, slug: str, *, together: bool) -> "Filter":
        """The same options of a criterion, asked for all together, or any of them."""
        old = self.condition(slug)
        if old is None:
            return self
        options = tuple(option for group in old.groups for option in group)
        groups = (options,) if together and options else tuple((option,) for option in options)
        return self._with(catalogue, replace(old, groups=groups))

    def _with(self, catalogue: Catalogue, condition: Condition) -> "Filter":
        """With this condition at the place of its criterion; one that asks for nothing goes."""
        found = {each.slug: each for each in self.conditions} | {condition.slug: condition.normal()}
        kept = tuple(found[slug] for slug in catalogue.criteria if slug in found and found[slug].texts)
        return replace(self, conditions=kept, cursor=None)
