"""The work list: what is disputed, due, undated or unknown, and how far everything is."""

from datetime import timedelta
from pathlib import Path

import pytest

from app.catalogue.due import Progress, Why, due
from app.catalogue.snapshot import Catalogue, build
from tests.support.cast import TODAY, WREN, catalogue, product
from tests.support.real import real_catalogue


@pytest.fixture(scope="module")
def birds(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    return catalogue(Path(tmp_path_factory.mktemp("due")) / "data")


def test_each_cell_is_on_the_list_for_its_most_pressing_reason(birds: Catalogue) -> None:
    found = {(each.criterion, each.option): each for each in due(birds, TODAY).of("wren")}
    disputed = found["patterns", "priority"]
    assert (disputed.why, len(disputed.rests_on)) == (Why.DISPUTED, 2)
    size = found["message_size_max", None]
    assert (size.why, str(size.since)) == (Why.DUE, "2020-01-01")
    (basis,) = size.rests_on
    assert basis == ("statement", birds.cell("wren", "message_size_max").facts[0].id)
    looked = found["retention_max", None]
    assert (looked.why, len(looked.rests_on)) == (Why.UNKNOWN, 1)  # somebody looked, and where is told
    assert found["patterns", "replay"].rests_on == ()


def test_an_enumerated_no_is_read_again_at_its_list(birds: Catalogue) -> None:
    later = due(birds, TODAY + timedelta(days=3000))
    (task,) = (each for each in later.of("heron", why=Why.DUE) if each.option == "fan-out")
    assert [kind for kind, _ in task.rests_on] == ["complete-list"]


def test_what_is_fresh_inherited_or_computed_is_nobodys_work(birds: Catalogue) -> None:
    tasks = due(birds, TODAY).tasks
    assert ("heron", "message_size_max") not in {(each.product, each.criterion) for each in tasks}
    assert ("heron-cloud", "replay") not in {(each.product, each.option) for each in tasks}
    assert not {each.criterion for each in tasks} & {"operations_load", "languages_official"}


def test_progress_adds_up(birds: Catalogue) -> None:
    work = due(birds, TODAY)
    assert work.total.total - work.total.done == len(work.tasks)
    for parts in (work.by_product, work.by_dimension):
        assert sum(each.done for each in parts.values()) == work.total.done
        assert sum(each.total for each in parts.values()) == work.total.total
    assert work.of("wren", "basic-usage", Why.DUE) == tuple(
        each for each in work.tasks if (each.product, each.why) == ("wren", Why.DUE)
    )
    assert [each.why for each in work.tasks] == sorted((each.why for each in work.tasks), key=list(Why).index)


def test_reading_again_sends_a_cell_to_the_end(tmp_path: Path) -> None:
    """A text stays old however often it is read."""
    robin = product(
        "robin", "statements:\n  message_size_max: [{value: 1 MB, cite: [{source: old, place: A, find: b}]}]\n"
    )
    read = robin.replace("checked: 2026-11-20", "checked: 2026-11-22")
    for text, order in ((robin, ["robin", "wren"]), (read, ["wren", "robin"])):
        found = catalogue(tmp_path / order[0] / "data", {"robin": text, "wren": WREN})
        assert [each.product for each in due(found, TODAY).of(why=Why.DUE)] == order


def test_an_empty_catalogue_has_no_work() -> None:
    assert due(build(()), TODAY).total == Progress(0, 0)
    assert due(build(()), TODAY).total.share == 1.0


def test_the_real_catalogue_has_work() -> None:
    work = due(real_catalogue(), TODAY)
    assert 0 < work.total.share < 1
