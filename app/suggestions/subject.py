"""What a suggestion is about, in words, and what the catalogue says of it now."""

from dataclasses import dataclass
from datetime import date

from app.catalogue.showing import shown
from app.catalogue.snapshot import Catalogue
from app.errors import NotFound


@dataclass(frozen=True, slots=True)
class Subject:
    """A product, or a cell of it. `said` is the cell's answer today; None where there is no single one."""

    product: str
    criterion: str | None
    option: str | None
    product_name: str
    label: str
    said: str | None

    @property
    def title(self) -> str:
        """`RabbitMQ: Largest message`."""
        return f"{self.product_name}: {self.label}" if self.label else self.product_name

    @property
    def address(self) -> str:
        """The page of the cell, or of the product."""
        parts = [part for part in (self.product, self.criterion, self.option) if part]
        return "/products/" + "/".join(parts)


def subject(catalogue: Catalogue, product: str, criterion: str | None, option: str | None, day: date) -> Subject:
    """Raises NotFound for what is not in the catalogue."""
    entry = catalogue.products.get(product)
    if entry is None:
        raise NotFound(f"There is no product “{product[:80]}” in the catalogue.")
    name = entry.product.name
    if not criterion:
        return Subject(product, None, None, name, "", None)
    found = catalogue.criteria.get(criterion)
    if found is None:
        raise NotFound(f"There is no criterion “{criterion[:80]}” in the catalogue.")
    member = found.option(option) if option else None
    if option and member is None:
        raise NotFound(f"The criterion “{found.label}” has no option “{option[:80]}”.")
    cell = entry.cells.get((criterion, option or None)) or entry.cells.get((criterion, None))
    label = f"{found.label}, {member.label}" if member else found.label
    said = shown(cell, entry.product, day).text if cell else None
    return Subject(product, criterion, option or None, name, label, said)
