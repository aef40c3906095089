"""What the screen leaves out of a comparison, for paper."""

import pytest

from app.compare import compare
from app.web.cells import grouped
from app.web.clock import today
from app.web.paper import CUT, OTHERWISE, endings
from tests.support.real import real_catalogue

CATALOGUE = real_catalogue()


@pytest.mark.parametrize("baseline", [None, "rabbitmq"])
def test_every_shortened_line_has_its_end(baseline: str | None) -> None:
    """Nothing that is cut, counted or only named on a screen stays so on paper, with or without a baseline."""
    slugs = ("rabbitmq", "apache-kafka", "nats", "eclipse-mosquitto", "azure-service-bus", "redis")
    grid = compare(CATALOGUE, slugs, today(), baseline=baseline)
    for band in grid.bands:
        groups = grouped(band.rows, 0 if baseline else None)
        found = endings(band.rows, groups)
        cells = [cell for group in groups for row in group.rows for cell in row.cells]
        for cell in cells:
            for line in (cell.text, *cell.remarks):
                if line.endswith(CUT) or line.startswith(OTHERWISE) or line.startswith("and "):
                    kept, rest = found[cell.address][line]
                    assert line.startswith(kept)
                    assert rest
                    assert CUT not in rest
                    assert "▲" not in rest
                else:
                    assert line not in found.get(cell.address, {})


def test_what_follows_is_the_rest_of_the_text() -> None:
    """Joined with what stays, it is what the catalogue says."""
    grid = compare(CATALOGUE, ("rabbitmq", "apache-kafka"), today(), dimension="basic-usage")
    (band,) = grid.bands
    groups = grouped(band.rows)
    found = endings(band.rows, groups)
    text = next(row for row in band.rows if row.criterion.slug == "avoid_when").cells[1].shown.text
    short = next(group for group in groups if group.criterion.slug == "avoid_when").rows[0].cells[1]
    assert short.text.endswith(CUT)
    assert "".join(found[short.address][short.text]) == text
