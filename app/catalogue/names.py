"""What people call a product in an address, to its slug: `RabbitMQ`, `kafka`, `Amazon_SQS`."""

from collections.abc import Iterable

from app.catalogue.snapshot import Catalogue
from app.errors import NotFound


def slug_of(catalogue: Catalogue, name: str) -> str | None:
    """The product of this slug, whatever its case, or of exactly this name or alias; None where two have it."""
    if name in catalogue.products:
        return name
    wanted = _plain(name)
    if wanted in catalogue.products:
        return wanted
    found = [
        slug
        for slug, entry in catalogue.products.items()
        if wanted in {_plain(each) for each in (entry.product.name, *entry.product.aliases)}
    ]
    return found[0] if len(found) == 1 else None


def slugs_of(catalogue: Catalogue, names: Iterable[str]) -> list[str]:
    """The slugs of names that are one product's; a strange name stays as it is."""
    return [slug_of(catalogue, name) or name for name in names]


def no_product(catalogue: Catalogue, name: str) -> NotFound:
    """What to raise where no product has this slug; a name by which one is known says which."""
    known = slug_of(catalogue, name)
    hint = f"; its short name here is {known!r}" if known else ""
    return NotFound(f"There is no product {name[:60]!r} in the catalogue{hint}.")


def _plain(name: str) -> str:
    return "-".join(name.casefold().replace("_", " ").replace("-", " ").split())
