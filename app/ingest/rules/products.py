"""Rules about products: names, editions, modes, relations, client libraries, prices, measurements."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from app.catalogue import entities as e
from app.catalogue.words import PricingModel, RelationType
from app.ingest.files import DataSet
from app.problems import Problem


def names_stand_once(data: DataSet, _: date) -> Iterator[Problem]:
    """An edition, a mode, an alias, a library, a tier or a measurement is named once within its product."""
    for product in data.of(e.Product):
        lists = {
            "editions": [edition.slug for edition in product.editions],
            "modes": [mode.slug for mode in product.modes],
            "aliases": [alias.lower() for alias in product.aliases],
        }
        for name, slugs in lists.items():
            for position, slug in enumerate(slugs):
                if slug in slugs[:position]:
                    yield data.problem(product, f"{slug!r} stands here twice", name, position)
    seen: set[e.Key] = set()
    for entity in data.entities:
        if isinstance(entity, e.ClientLibrary | e.PricingTier | e.Measurement | e.Relation):
            if e.key(entity) in seen:
                yield data.problem(entity, f"this {entity.kind.replace('-', ' ')} stands here twice")
            seen.add(e.key(entity))


def one_default(data: DataSet, _: date) -> Iterator[Problem]:
    """A table shows the variant of somebody who does not choose: there is exactly one, and it exists."""
    for product in data.of(e.Product):
        for name, members in (("editions", product.editions), ("modes", product.modes)):
            defaults = sum(member.default for member in members)
            if members and defaults != 1:
                message = f"expected exactly one with default: yes, found {defaults}"
                yield data.problem(product, message, name)
        edition = next((each.slug for each in product.editions if each.default), None)
        mode = next((each for each in product.modes if each.default), None)
        if edition and mode and mode.editions and edition not in mode.editions:
            message = f"the default mode {mode.slug!r} does not exist in the default edition {edition!r}"
            yield data.problem(product, message, "modes")


def mode_has_editions_that_exist(data: DataSet, _: date) -> Iterator[Problem]:
    """A mode is limited to the product's own editions."""
    for product in data.of(e.Product):
        own = {edition.slug for edition in product.editions}
        for position, mode in enumerate(product.modes):
            for slug in sorted(set(mode.editions) - own):
                message = f"{slug!r} is not an edition of this product"
                yield data.problem(product, message, "modes", position, "editions")


def slug_is_an_address(data: DataSet, _: date) -> Iterator[Problem]:
    """A product's file name is its address."""
    for product in data.of(e.Product):
        if product.slug != product.slug.lower() or not product.slug.replace("-", "").isalnum():
            yield data.problem(product, f"the file name {product.slug!r} must be lower-case words joined by '-'")


def relation_leads_to_a_product(data: DataSet, _: date) -> Iterator[Problem]:
    """The other product is in the catalogue, and has the edition that is named."""
    products = {product.slug: product for product in data.of(e.Product)}
    for relation in data.of(e.Relation):
        target = products.get(relation.target)
        if target is None or target.slug in data.examples:
            yield data.problem(relation, f"there is no product {relation.target!r} in products/", "product")
            continue
        if relation.target == relation.product:
            yield data.problem(relation, "a product does not relate to itself", "product")
        own = [edition.slug for edition in target.editions]
        if relation.engine_edition and relation.engine_edition not in own:
            message = f"{relation.engine_edition!r} is not an edition of {target.slug} ({', '.join(own) or 'none'})"
            yield data.problem(relation, message, "engine_edition")
        engine = (relation.engine_edition, relation.versions_from, relation.versions_to)
        if relation.type is not RelationType.BASED_ON and any(engine):
            yield data.problem(relation, "engine editions and versions belong to based_on")


def engines_do_not_circle(data: DataSet, _: date) -> Iterator[Problem]:
    """Inheritance goes one step: an engine runs no engine of its own."""
    based = {relation.product for relation in data.of(e.Relation) if relation.type is RelationType.BASED_ON}
    for relation in data.of(e.Relation):
        if relation.type is RelationType.BASED_ON and relation.target in based:
            yield data.problem(relation, f"{relation.target!r} is itself based on another product", "product")


def variant_has_one_engine(data: DataSet, _: date) -> Iterator[Problem]:
    """What is inherited would contradict itself if one edition ran two engines."""
    taken: dict[tuple[str, str | None], str] = {}
    for product in data.of(e.Product):
        every: list[str | None] = [each.slug for each in product.editions] or [None]
        for relation in data.of(e.Relation):
            if relation.product != product.slug or relation.type is not RelationType.BASED_ON:
                continue
            for edition in relation.editions or every:
                first = taken.setdefault((product.slug, edition), relation.target)
                if first != relation.target:
                    what = f"edition {edition!r}" if edition else "the product"
                    yield data.problem(relation, f"{what} is based on {first} already", "product")


def priced_tier_is_whole(data: DataSet, _: date) -> Iterator[Problem]:
    """A price has a currency and something that is counted; free and quoted tiers have no price."""
    for tier in data.of(e.PricingTier):
        prices = [bracket for component in tier.components for bracket in component.brackets]
        if tier.model in (PricingModel.FREE, PricingModel.QUOTE):
            if any(bracket.price for bracket in prices):
                yield data.problem(tier, f"a {tier.model} tier has no price", "components")
        elif not prices:
            yield data.problem(tier, f"a {tier.model} tier needs at least one component with brackets", "components")
        if prices and not tier.currency:
            yield data.problem(tier, "a price needs a currency, such as USD", "currency")


def brackets_join(data: DataSet, _: date) -> Iterator[Problem]:
    """Each amount has exactly one price: brackets begin at 0, follow one another, and only the last is open."""
    for tier in data.of(e.PricingTier):
        for position, component in enumerate(tier.components):
            at = ("components", position, "brackets")
            brackets = component.brackets
            if brackets and brackets[0].from_amount != 0:
                yield data.problem(tier, "the first bracket begins at 0", *at)
            if brackets and brackets[-1].to_amount is not None:
                yield data.problem(tier, f"the last bracket must be open: take out to: {brackets[-1].to_amount}", *at)
            for before, after in pairwise(brackets):
                if before.to_amount is None or before.to_amount > after.from_amount:
                    message = f"the brackets from {before.from_amount} and from {after.from_amount} overlap"
                    yield data.problem(tier, message, *at)
                elif before.to_amount < after.from_amount:
                    message = f"nothing is said between {before.to_amount} and {after.from_amount}"
                    yield data.problem(tier, message, *at)


def measurement_has_a_variant(data: DataSet, _: date) -> Iterator[Problem]:
    """A measurement names an edition and a mode of its product, and measures something."""
    products = {product.slug: product for product in data.of(e.Product)}
    for each in data.of(e.Measurement):
        product = products[each.product]
        for name, given, own in (
            ("edition", each.edition, [edition.slug for edition in product.editions]),
            ("mode", each.mode, [mode.slug for mode in product.modes]),
        ):
            if given and given not in own:
                yield data.problem(each, f"{given!r} is not one of {', '.join(own) or 'none'}", name)
        figures = (each.messages_per_second, each.megabytes_per_second, each.latency_p50_ms, each.latency_p99_ms)
        if not any(figures):
            yield data.problem(each, "needs at least one figure above 0")


def product_name_stands_once(data: DataSet, _: date) -> Iterator[Problem]:
    """Two products of one name could not be told apart."""
    seen: dict[str, str] = {}
    for product in data.of(e.Product):
        first = seen.setdefault(product.name.lower(), product.slug)
        if first != product.slug:
            yield data.problem(product, f"the product {first!r} has the same name", "name")


RULES = (
    names_stand_once,
    product_name_stands_once,
    one_default,
    mode_has_editions_that_exist,
    slug_is_an_address,
    relation_leads_to_a_product,
    engines_do_not_circle,
    variant_has_one_engine,
    priced_tier_is_whole,
    brackets_join,
    measurement_has_a_variant,
)
