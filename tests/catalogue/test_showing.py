"""What a cell says to people: one deciding answer, what limits it, how other variants differ, never a wrong no."""

from pathlib import Path

import pytest

from app.catalogue.cells import Freshness
from app.catalogue.facts import Variant
from app.catalogue.showing import Mark, Shown, shown, told
from app.catalogue.snapshot import Catalogue
from tests.support.cast import CITE, TODAY, catalogue, product


@pytest.fixture(scope="module")
def birds(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    return catalogue(tmp_path_factory.mktemp("cast") / "data")


def show(birds: Catalogue, slug: str, criterion: str, option: str | None = None) -> Shown:
    return shown(birds.cell(slug, criterion, option), birds.products[slug].product, TODAY)


def test_the_default_variant_speaks_first_and_the_others_stand_below(birds: Catalogue) -> None:
    cell = show(birds, "heron", "message_size_max")
    assert (cell.mark, cell.text) == (Mark.VALUE, "1 MiB")
    assert cell.details == ("Plus: 4 MiB; 16 MiB with AMQP",)


def test_an_option_that_only_another_variant_has_is_no_with_a_word_about_it(birds: Catalogue) -> None:
    cell = show(birds, "heron", "patterns", "dedup")
    assert (cell.mark, cell.text, cell.details) == (Mark.NO, "no", ("Queue: built in",))


def test_unknown_is_shown_as_unknown(birds: Catalogue) -> None:
    cell = show(birds, "stork", "patterns", "replay")
    assert (cell.mark, cell.text, cell.statement, cell.sources) == (Mark.UNKNOWN, "unknown", None, 0)


def test_a_dispute_shows_both_sides(birds: Catalogue) -> None:
    cell = show(birds, "wren", "patterns", "priority")
    assert (cell.mark, cell.text) == (Mark.DISPUTED, "built in or no")
    assert cell.sources == 2


def test_what_depends_on_the_operator_and_what_does_not_apply_have_words_of_their_own(birds: Catalogue) -> None:
    assert show(birds, "heron", "sla_percent").mark is Mark.OPERATOR
    assert show(birds, "stork", "sla_percent").mark is Mark.NOT_APPLICABLE


def test_an_old_text_asks_for_a_re_check_and_an_inherited_one_says_so(birds: Catalogue) -> None:
    old = show(birds, "wren", "message_size_max")
    assert (old.age, old.due) == (Freshness.DUE, True)
    inherited = show(birds, "heron-cloud", "patterns", "replay")
    assert inherited.inherited
    assert not inherited.due


def test_conditions_are_told_up_to_two_and_then_counted(tmp_path: Path) -> None:
    sizes = "".join(f"  - {{value: {n} MiB, when: protocol {n}, {CITE}}}\n" for n in range(2, 7))
    text = product("bird", f"statements:\n  message_size_max:\n  - {{value: 1 MiB, {CITE}}}\n{sizes}")
    found = catalogue(tmp_path / "data", {"bird": text})
    assert show(found, "bird", "message_size_max").details == (
        "2 MiB when protocol 2",
        "3 MiB when protocol 3",
        "and 3 more conditions",
    )
    assert told(found.cell("bird", "message_size_max"), Variant(None, None)).startswith("1 MiB; 2 MiB when")


def test_a_bound_without_a_number_is_told_in_words(tmp_path: Path) -> None:
    text = product(
        "bird",
        f"statements:\n  message_size_max:\n  - {{bound: none-stated, changeable: setting, {CITE}}}\n"
        f"  queues_max:\n  - {{bound: unlimited, per: account, {CITE}}}\n",
    )
    found = catalogue(tmp_path / "data", {"bird": text})
    assert show(found, "bird", "message_size_max").text == "no limit stated, can be set"
    assert show(found, "bird", "queues_max").text == "unlimited per account"
