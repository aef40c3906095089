"""Comparison: the same questions over 2 to 6 products, differences, a baseline, and clear refusals."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.catalogue.showing import Mark
from app.catalogue.snapshot import Catalogue
from app.compare import Grid, Row, compare
from app.errors import InvalidQuery, NotFound
from tests.support.cast import CAST, CITE, TODAY, catalogue, product


def bird(slug: str, size: str, load: str = "") -> str:
    return product(slug, f"statements:\n  message_size_max:\n  - {{value: {size}, {CITE}}}\n{load}")


@pytest.fixture(scope="module")
def birds(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    more = {"robin": bird("robin", "1 MiB"), "tit": bird("tit", "2 MiB"), "owl": bird("owl", "512 KiB")}
    return catalogue(tmp_path_factory.mktemp("cast") / "data", {**CAST, **more})


def rows(grid: Grid) -> Iterator[Row]:
    return (row for band in grid.bands for row in band.rows)


def row(grid: Grid, slug: str, option: str | None = None) -> Row:
    return next(row for row in rows(grid) if row.criterion.slug == slug and (row.option and row.option.slug) == option)


def test_every_criterion_is_asked_of_every_product(birds: Catalogue) -> None:
    grid = compare(birds, ["robin", "heron"], TODAY)
    assert {row.criterion.slug for row in rows(grid)} == set(birds.criteria)
    assert all(len(row.cells) == 2 for row in rows(grid))
    assert [entry.slug for entry in grid.products] == ["robin", "heron"]
    assert [band.dimension.slug for band in grid.bands] == list(birds.dimensions)


def test_differences_only_leaves_out_what_is_the_same_and_says_how_much(birds: Catalogue) -> None:
    everything = compare(birds, ["robin", "tit"], TODAY)
    differing = compare(birds, ["robin", "tit"], TODAY, differences=True)
    assert [row.criterion.slug for row in rows(differing)] == ["message_size_max"]
    assert (everything.rows, everything.differing) == (differing.rows, 1)


def test_known_against_unknown_is_a_difference(birds: Catalogue) -> None:
    assert row(compare(birds, ["robin", "stork"], TODAY), "message_size_max").differs
    assert not row(compare(birds, ["robin", "finch"], TODAY), "persistence").differs


def test_one_dimension_alone(birds: Catalogue) -> None:
    grid = compare(birds, ["robin", "tit"], TODAY, dimension="security")
    assert [band.dimension.slug for band in grid.bands] == ["security"]


def test_the_baseline_tells_better_from_worse_only_where_the_criterion_says_which_is_better(birds: Catalogue) -> None:
    grid = compare(birds, ["robin", "tit", "owl", "stork"], TODAY, baseline="robin")
    verdicts = [cell.verdict for cell in row(grid, "message_size_max").cells]
    assert verdicts == ["equal", "better", "worse", None]
    assert {cell.verdict for cell in row(grid, "durability").cells} == {None}


def test_a_short_set_of_options_is_one_row_and_a_long_one_a_row_for_each(birds: Catalogue) -> None:
    grid = compare(birds, ["heron", "stork"], TODAY)
    assert row(grid, "delivery").option is None
    assert row(grid, "patterns", "replay").label == birds.criteria["patterns"].option("replay").label  # type: ignore[union-attr]


def test_a_set_of_which_nothing_is_known_is_unknown_and_not_none(birds: Catalogue) -> None:
    cell = row(compare(birds, ["heron", "stork"], TODAY), "delivery").cells[1].shown
    assert (cell.mark, cell.text) == (Mark.UNKNOWN, "unknown")


@pytest.mark.parametrize(
    ("slugs", "sentence"),
    [
        (["heron"], "2 to 6 products, not 1"),
        (["heron", "stork", "wren", "finch", "robin", "tit", "owl"], "2 to 6 products, not 7"),
        (["heron", "stork", "heron"], "Heron stands there twice"),
    ],
)
def test_too_few_too_many_or_twice_is_refused_with_the_field(birds: Catalogue, slugs: list[str], sentence: str) -> None:
    with pytest.raises(InvalidQuery, match=sentence) as refused:
        compare(birds, slugs, TODAY)
    assert refused.value.problems[0].field == "products"


def test_an_unknown_product_dimension_or_baseline_is_named(birds: Catalogue) -> None:
    with pytest.raises(NotFound, match="'dodo'"):
        compare(birds, ["heron", "dodo"], TODAY)
    with pytest.raises(InvalidQuery, match="'colour'"):
        compare(birds, ["heron", "wren"], TODAY, dimension="colour")
    with pytest.raises(InvalidQuery, match="baseline"):
        compare(birds, ["heron", "wren"], TODAY, baseline="robin")


def statements(slug: str, body: str) -> str:
    return product(slug, f"statements:\n{body}")


def test_prose_and_the_manner_of_having_it_are_no_differences(tmp_path: Path) -> None:
    found = catalogue(
        tmp_path / "data",
        {
            "a": statements(
                "a",
                f"  durability:\n  - {{value: One way., {CITE}}}\n"
                f"  patterns:\n    ttl: [{{support: built-in, since: '2.0', {CITE}}}]\n"
                f"    priority: [{{support: built-in, {CITE}}}]\n",
            ),
            "b": statements(
                "b",
                f"  durability:\n  - {{value: Another way., {CITE}}}\n"
                f"  patterns:\n    ttl: [{{support: built-in, {CITE}}}]\n"
                f"    priority: [{{support: plugin, {CITE}}}]\n",
            ),
        },
    )
    grid = compare(found, ["a", "b"], TODAY, differences=True)
    assert [row.option.slug for row in rows(grid) if row.option] == ["priority"]


def test_numbers_that_count_per_different_things_are_neither_better_nor_worse(tmp_path: Path) -> None:
    def bird(slug: str, limit: str) -> str:
        return statements(slug, f"  connections_max:\n  - {{{limit}, {CITE}}}\n")

    found = catalogue(
        tmp_path / "data",
        {
            "a": bird("a", "value: 2000, per: broker"),
            "b": bird("b", "value: 5000, per: namespace"),
            "c": bird("c", "value: 3000, per: broker"),
            "d": bird("d", "bound: unlimited, per: broker"),
        },
    )
    grid = compare(found, ["a", "b", "c", "d"], TODAY, baseline="a")
    assert [cell.verdict for cell in row(grid, "connections_max").cells] == ["equal", None, "better", "better"]


def test_a_set_is_none_only_if_every_option_is_no(tmp_path: Path) -> None:
    refused = f"    provider-keys: [{{support: no, {CITE}}}]\n    customer-keys: [{{support: no, {CITE}}}]\n"
    operated = f"  operated_by:\n    you: [{{support: yes, {CITE}}}]\n    vendor: [{{support: no, {CITE}}}]\n"
    rest = f"    operator-disk: [{{support: no, {CITE}}}]\n"
    found = catalogue(
        tmp_path / "data",
        {
            "a": statements("a", f"{operated}  encryption_at_rest:\n{refused}"),
            "b": statements("b", f"{operated}  encryption_at_rest:\n{refused}{rest}"),
        },
    )
    some, none = (cell.shown for cell in row(compare(found, ["a", "b"], TODAY), "encryption_at_rest").cells)
    assert (some.mark, some.text) == (Mark.OPERATOR, "depends on the operator")
    assert some.details[-1].startswith("no: ")
    assert (none.mark, none.text) == (Mark.NO, "none")
