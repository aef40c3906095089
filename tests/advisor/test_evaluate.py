"""The evaluation, and the floors below which the advice must not fall on the published cases.

The floors are those of the issue, not of the day: no rule was fitted to the cases.
"""

import json
from pathlib import Path

import pytest

from app.advisor.evaluate import READERS, Rate, Result, lines, read_cases, results, summary
from app.catalogue.snapshot import Catalogue, build
from app.errors import InvalidInput
from app.ingest.files import read_tree
from tests.advisor.cast import CAST, DATA, catalogue, rules

CASES = Path(__file__).with_name("cases.json")


@pytest.fixture(scope="module")
def committed() -> Catalogue:
    return build(read_tree(DATA).to_load())


@pytest.fixture(scope="module", params=READERS)
def found(request: pytest.FixtureRequest, committed: Catalogue) -> list[Result]:
    return results(read_cases(CASES, rules()), request.param, committed, rules())


def test_the_approach_is_right_often_enough(found: list[Result]) -> None:
    rates = summary(found)
    assert rates["approach, clear cases"].share >= 0.92
    assert rates["approach, all cases"].share >= 0.88


def test_it_is_not_below_the_intent_alone(found: list[Result]) -> None:
    rates = summary(found)
    assert rates["approach, all cases"].hits >= rates["  by intent alone, all cases"].hits
    assert rates["approach, clear cases"].hits >= rates["  by intent alone, clear cases"].hits


def test_an_acceptable_product_is_among_the_first_three_often_enough(found: list[Result]) -> None:
    rates = summary(found)
    among = rates["acceptable product among three"]
    assert among.share >= 0.85
    assert among.hits > rates["  best fixed list of three for the cloud"].hits


def test_an_unsuitable_product_hardly_ever_comes_first(found: list[Result]) -> None:
    assert summary(found)["unsuitable product first"].hits <= 1


def test_no_must_is_ever_violated(found: list[Result]) -> None:
    assert [each.case.id for each in found if each.violations] == []


def test_both_is_no_way_out(found: list[Result]) -> None:
    """An engine that says "both" whenever it does not know would be right here too often to notice."""
    assert summary(found)["both, though it is not"].share <= 0.05


def test_a_rate_has_an_honest_interval() -> None:
    low, high = Rate(54, 60).interval
    assert (round(low, 2), round(high, 2)) == (0.80, 0.95)
    assert Rate(0, 60).interval[1] == pytest.approx(0.06, abs=0.001)
    assert Rate(0, 0).interval == (0.0, 1.0)


def test_the_report_tells_every_figure() -> None:
    text = "\n".join(lines(read_cases(CASES, rules()), catalogue(CAST), rules()))
    for words in ("55 cases", "Reader a", "Reader b", "by intent alone", "best fixed list", "same approach", "95 %"):
        assert words in text


@pytest.mark.parametrize("text", ["", "{}", "[1]", '[{"id": "a"}]', "[" * 2000])
def test_a_file_without_cases_is_refused_in_words(tmp_path: Path, text: str) -> None:
    path = tmp_path / "cases.json"
    path.write_text(text, "utf-8")
    with pytest.raises(InvalidInput):
        list(lines(read_cases(path, rules()), catalogue({}), rules()))


def test_an_unknown_answer_in_a_case_is_named(tmp_path: Path) -> None:
    case = json.loads(CASES.read_text("utf-8"))[0]
    case["answers_a"] = {"receivers": "all"}
    path = tmp_path / "cases.json"
    path.write_text(json.dumps([case]), "utf-8")
    with pytest.raises(InvalidInput, match="s001, answers_a"):
        read_cases(path, rules())
