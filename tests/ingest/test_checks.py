"""The rules of the data files: each bad input is told with file, line and key, all at once, and changes nothing."""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from app.ingest import checks
from app.ingest.checks import problems
from app.ingest.files import read_tree
from app.problems import Problem
from app.yamls import told
from tests.support.cast import CAST, CITE, TODAY, data_set, folder, product

GOOD = f"""\
statements:
  message_size_max:
  - value: 1 MiB
    {CITE}
  patterns:
    replay:
    - support: built-in
      {CITE}
"""
MODES = "modes: [{slug: log, name: Log, default: yes}, {slug: queue, name: Queue}]\n"
EDITIONS = "editions: [{slug: basic, name: Basic, default: yes}, {slug: plus, name: Plus}]\n"
TIER = """\
pricing_tiers:
- slug: calls
  name: Calls
  model: pay-per-use
  currency: USD
  components:
  - meter: requests
    unit: request
    brackets: [{from: 0, to: 10, price: 2}, {from: 10, price: 1}]
  cite: [{source: docs, place: Prices, find: price}]
"""


def found_in(root: Path, text: str) -> list[Problem]:
    return problems(data_set(root / "data", {"bird": text, "heron": CAST["heron"], "finch": CAST["finch"]}), TODAY)


def bird(body: str, before: str = "") -> str:
    return product("bird", body, before=before)


def with_statement(statement: str) -> str:
    return bird(f"statements:\n  message_size_max:\n  - {statement}\n")


def with_pattern(statement: str) -> str:
    return bird(f"statements:\n  patterns:\n    replay:\n    - {statement}\n")


def replaced(old: str, new: str, text: str = GOOD, before: str = "") -> str:
    whole = bird(text, before)
    assert old in whole
    return whole.replace(old, new)


BAD: dict[str, tuple[str, str, str]] = {
    # what is wrong: (the file, the key that is named, what the message says)
    "an edition's statement that only repeats": (
        bird(
            f"statements:\n  message_size_max:\n  - {{value: 1 MiB, {CITE}}}\n"
            f"  - {{value: 1 MiB, editions: [plus], {CITE}}}\n",
            before=EDITIONS,
        ),
        "message_size_max.1",
        "says the same as the statement of the whole product",
    ),
    "a list that settles nothing": (
        bird(
            f"statements:\n  zones:\n    complete: [{{except: [multi-az], {CITE}}}]\n"
            f"    single-zone: [{{support: built-in, {CITE}}}]\n"
        ),
        "zones.complete.0",
        "settles nothing",
    ),
    "two engines of one product": (
        bird(
            GOOD,
            before=f"relations:\n- {{type: based_on, product: heron, {CITE}}}\n"
            f"- {{type: based_on, product: finch, {CITE}}}\n",
        ),
        "relations.1.product",
        "is based on heron already",
    ),
    "a page of somebody else called the vendor's": (
        replaced("https://docs.example/'", "https://blog.example/'"),
        "sources.docs.vendor",
        "blog.example is not known as a site of the vendor",
    ),
    "a preview as the latest release": (
        bird(f"statements:\n  latest_release: [{{value: 2.0.0-rc1, {CITE}}}]\n"),
        "latest_release.0.value",
        "expected a stable version, not 2.0.0-rc1",
    ),
    "a term with marks of Markdown": (
        with_statement("{value: 1 MiB, cite: [{source: docs, place: Limits, find: at most **1 MiB**}]}"),
        "message_size_max.0.cite.0.find",
        "without marks of Markdown",
    ),
    "wrong type": (with_statement(f"{{value: big, {CITE}}}"), "message_size_max.0.value", "size with its unit"),
    "missing citation": (with_statement("{value: 1 MiB}"), "message_size_max.0.cite", "at least one citation"),
    "no value": (with_statement(f"{{per: queue, {CITE}}}"), "message_size_max.0.value", "needs a value"),
    "value though unlimited": (
        with_statement(f"{{value: 1 MiB, bound: unlimited, {CITE}}}"),
        "message_size_max.0.value",
        "no value beside bound",
    ),
    "value though unknown": (
        with_statement(f"{{value: 1 MiB, state: unknown, {CITE}}}"),
        "message_size_max.0.state",
        "without value",
    ),
    "support on a number": (
        with_statement(f"{{support: built-in, {CITE}}}"),
        "message_size_max.0.support",
        "takes a value",
    ),
    "value on an option": (
        with_pattern(f"{{value: x, support: no, {CITE}}}"),
        "replay.0.value",
        "a support for each option",
    ),
    "plain support on a feature": (with_pattern(f"{{support: yes, {CITE}}}"), "replay.0.support", "built-in"),
    "unknown support": (with_pattern(f"{{support: maybe, {CITE}}}"), "replay.0.support", "one of built-in"),
    "partial without note": (with_pattern(f"{{support: partial, {CITE}}}"), "replay.0.note", "which part"),
    "bound on an option": (with_pattern(f"{{support: no, bound: exact, {CITE}}}"), "replay.0.bound", "only numbers"),
    "find of a whole sentence": (
        replaced("find: max}]\n  patterns", "find: The maximum size is one mebibyte here.}]\n  patterns"),
        "message_size_max.0.cite.0.find",
        "not a sentence",
    ),
    "find too long": (
        replaced("find: max}]\n  patterns", f"find: {'x' * 61}}}]\n  patterns"),
        "message_size_max.0.cite.0.find",
        "61 stand here",
    ),
    "citation of an unlisted source": (
        with_statement("{value: 1 MiB, cite: [{source: gone, place: a, find: b}]}"),
        "message_size_max.0.cite.0.source",
        "no source 'gone'",
    ),
    "unknown option": (
        bird(f"statements:\n  patterns:\n    teleport:\n    - {{support: no, {CITE}}}\n"),
        "patterns.teleport",
        "point-to-point",
    ),
    "unknown criterion": (bird("statements:\n  colour: []\n"), "statements.colour", "no criterion"),
    "computed criterion": (
        bird(f"statements:\n  operations_load:\n  - {{value: 3, {CITE}}}\n"),
        "operations_load.0",
        "computed",
    ),
    "duplicate identity": (
        bird(f"statements:\n  message_size_max:\n  - {{value: 1 MiB, {CITE}}}\n  - {{value: 2 MiB, {CITE}}}\n"),
        "message_size_max.1",
        "same claim stands in line",
    ),
    "claim 2 without claim 1": (
        with_statement(f"{{value: 1 MiB, claim: 2, {CITE}}}"),
        "message_size_max.0.claim",
        "needs a claim 1",
    ),
    "claim 2 that agrees": (
        bird(
            f"statements:\n  message_size_max:\n  - {{value: 1 MiB, {CITE}}}\n  - {{value: 1 MiB, claim: 2, {CITE}}}\n"
        ),
        "message_size_max.1.claim",
        "not a contradiction",
    ),
    "until before since": (
        with_statement(f"{{value: 1 MiB, since: '3.10', until: '3.9', {CITE}}}"),
        "message_size_max.0.until",
        "before since",
    ),
    "placeholder": (
        bird(f"statements:\n  durability:\n  - {{value: Unknown, {CITE}}}\n"),
        "durability.0.value",
        "state: unknown",
    ),
    "two defaults": (
        bird(GOOD, before=MODES.replace("name: Queue", "name: Queue, default: yes")),
        "modes",
        "exactly one",
    ),
    "no default": (bird(GOOD, before=MODES.replace(", default: yes", "")), "modes", "exactly one"),
    "edition twice": (bird(GOOD, before=EDITIONS.replace("plus", "basic")), "editions.1", "twice"),
    "unknown edition": (
        bird(f"statements:\n  message_size_max:\n  - {{value: 1 MiB, editions: [gold], {CITE}}}\n", before=EDITIONS),
        "message_size_max.0.editions",
        "'gold'",
    ),
    "edition without that mode": (
        bird(
            f"statements:\n  message_size_max:\n  - {{value: 1 MiB, editions: [plus], modes: [queue], {CITE}}}\n",
            before=EDITIONS + MODES.replace("name: Queue", "name: Queue, editions: [basic]"),
        ),
        "message_size_max.0.editions",
        "has no mode",
    ),
    "mode of an unknown edition": (
        bird(GOOD, before=MODES.replace("name: Queue", "name: Queue, editions: [gold]")),
        "modes.1.editions",
        "'gold'",
    ),
    "complete list of an unknown option": (
        bird(f"statements:\n  patterns:\n    complete:\n    - {{except: [teleport], {CITE}}}\n"),
        "patterns.complete.0.except",
        "'teleport'",
    ),
    "exception that is stated": (
        replaced("    replay:", f"    complete:\n    - {{except: [replay], {CITE}}}\n    replay:"),
        "patterns.complete.0.except",
        "stated as well",
    ),
    "date in the future": (
        replaced("checked: 2026-11-20", "checked: 2026-11-24"),
        "sources.docs.checked",
        "in the future",
    ),
    "text newer than the day it was read": (
        replaced("text_date: 2026-10-01", "text_date: 2026-11-21"),
        "sources.docs.text_date",
        "newer",
    ),
    "address that is none": (replaced("https://docs.example/", "docs.example"), "sources.docs.url", "https://"),
    "source that nothing cites": (
        replaced(
            "  docs:", "  more: {url: 'https://a.example/', title: A, publisher: B, checked: 2026-01-01}\n  docs:"
        ),
        "sources.more",
        "nothing cites",
    ),
    "unknown key": (replaced("kind:", "colour: red\nkind:"), "colour", "not a key"),
    "missing key": (replaced("vendor: Bird Foundation\n", ""), "vendor", "missing"),
    "unknown kind": (replaced("queue-broker", "teapot"), "kind", "'queue-broker'"),
    "list where a mapping belongs": (bird("statements:\n  patterns: [a]\n"), "statements.patterns", "mapping"),
    "mapping where a list belongs": (
        bird("statements:\n  message_size_max: {value: 1 MiB}\n"),
        "statements.message_size_max",
        "list",
    ),
    "relation to nowhere": (
        bird(GOOD, before=f"relations:\n- {{type: based_on, product: gone, {CITE}}}\n"),
        "relations.0.product",
        "no product 'gone'",
    ),
    "engine edition that is none": (
        bird(GOOD, before=f"relations:\n- {{type: based_on, product: heron, engine_edition: gold, {CITE}}}\n"),
        "relations.0.engine_edition",
        "not an edition of heron",
    ),
    "overlapping brackets": (
        replaced("{from: 10,", "{from: 9,", GOOD + TIER),
        "pricing_tiers.0.components.0.brackets",
        "overlap",
    ),
    "last bracket that ends": (
        replaced("{from: 10, price: 1}", "{from: 10, to: 20, price: 1}", GOOD + TIER),
        "pricing_tiers.0.components.0.brackets",
        "take out to: 20",
    ),
    "comma without quotes": (
        replaced("find: max}]\n  patterns", "find: 1,048}]\n  patterns"),
        "message_size_max.0.cite.0.048",
        "needs quotes",
    ),
    "misspelt key": (with_statement(f"{{value: 1 MiB, bounds: exact, {CITE}}}"), "message_size_max.0.bounds", "bound?"),
    "misspelt criterion": (
        bird(f"statements:\n  mesage_size_max:\n  - {{value: 1 MiB, {CITE}}}\n"),
        "statements.mesage_size_max",
        "did you mean message_size_max?",
    ),
    "grade without judgement": (
        bird(f"statements:\n  latency_class:\n  - {{value: 3, note: a, {CITE}}}\n"),
        "latency_class.0.method",
        "method: judgement",
    ),
    "judgement without reasons": (
        bird(f"statements:\n  latency_class:\n  - {{value: 3, method: judgement, {CITE}}}\n"),
        "latency_class.0.note",
        "what was observed",
    ),
    "edition where there is none": (
        with_statement(f"{{value: 1 MiB, editions: [gold], {CITE}}}"),
        "message_size_max.0.editions",
        "lists no editions",
    ),
    "tab in a text": (
        bird('statements:\n  durability:\n  - {value: "a\\tb", ' + CITE + "}\n"),
        "durability.0.value",
        "control characters",
    ),
    "unknown language": (
        bird(GOOD + "client_libraries:\n- {language: Klingon, name: a, official: no, " + CITE + "}\n"),
        "client_libraries.0.language",
        "Java",
    ),
    "gap between brackets": (
        replaced("{from: 10,", "{from: 11,", GOOD + TIER),
        "pricing_tiers.0.components.0.brackets",
        "between 10 and 11",
    ),
    "price without currency": (replaced("  currency: USD\n", "", GOOD + TIER), "pricing_tiers.0.currency", "currency"),
    "price with a sign": (
        replaced("price: 2", "price: $2", GOOD + TIER),
        "pricing_tiers.0.components.0.brackets.0.price",
        "without a currency sign",
    ),
    "tier twice": (bird(GOOD + TIER + TIER.split("\n", 1)[1]), "pricing_tiers.1", "twice"),
    "measurement without set-up": (
        bird(GOOD + "measurements:\n- {slug: a, guarantee_class: disk, method: measured, " + CITE + "}\n"),
        "measurements.0.setup",
        "missing",
    ),
}


def mark_of(what: str, key: str) -> str:
    """A word that stands in the line that is named: the last key of the path that the file has, or what holds it."""
    words = [part for part in key.split(".") if not part.isdigit() or part == "048"]
    return ELSEWHERE.get(what, words[-1])


ELSEWHERE = {
    # what is missing is told where it should stand: at the statement, or at the top of the file
    "missing citation": "value: 1 MiB",
    "no value": "per: queue",
    "partial without note": "support: partial",
    "duplicate identity": "value: 2 MiB",
    "computed criterion": "value: 3",
    "claim 2 that agrees": "claim: 2",
    "missing key": "name: Bird",
    "price without currency": "slug: calls",
    "tier twice": "slug: calls",
    "measurement without set-up": "slug: a",
    "grade without judgement": "value: 3",
    "judgement without reasons": "value: 3",
    "edition twice": "slug: basic",
    "gap between brackets": "brackets",
    "an edition's statement that only repeats": "editions: [plus]",
    "a list that settles nothing": "except: [multi-az]",
    "two engines of one product": "product: finch",
}


def test_the_good_files_that_the_bad_ones_are_made_from_meet_every_rule(tmp_path: Path) -> None:
    assert found_in(tmp_path, bird(GOOD + TIER, before=EDITIONS + MODES)) == []


@pytest.mark.parametrize("what", BAD)
def test_bad_input_is_told_with_file_line_and_key(what: str, tmp_path: Path) -> None:
    text, key, message = BAD[what]
    found = found_in(tmp_path, text)
    words = told(tuple(int(part) if part.isdigit() and part != "048" else part for part in key.split(".")))
    named = [problem for problem in found if problem.key.endswith(words) and message in problem.message]
    assert named, "\n".join(map(str, found)) or "no problem was found"
    assert all(problem.file == "products/bird.yaml" for problem in found)
    line = named[0].line
    assert mark_of(what, key) in text.splitlines()[line - 1]


def test_every_rule_has_a_sentence_that_says_why() -> None:
    assert all((rule.__doc__ or "").endswith(".") for rule in checks.RULES)
    assert len({rule.__name__ for rule in checks.RULES}) == len(checks.RULES)


def test_a_file_name_is_an_address(tmp_path: Path) -> None:
    found = problems(data_set(tmp_path / "data", {"Grey Heron": bird(GOOD)}), TODAY)
    assert ["lower-case" in problem.message for problem in found] == [True]


def test_one_fault_does_not_hide_another_in_the_same_file(tmp_path: Path) -> None:
    text = replaced("kind: queue-broker", "kind: teapot").replace("value: 1 MiB", "value: big\n    per: messages")
    keys = {problem.key for problem in found_in(tmp_path, text)}
    assert keys == {
        "kind",
        "statements › message_size_max › no. 1 › value",
        "statements › message_size_max › no. 1 › per",
    }


def test_a_faulty_source_is_told_once_and_not_at_each_of_its_citations(tmp_path: Path) -> None:
    found = found_in(tmp_path, replaced("url: 'https://docs.example/'", "url: docs.example"))
    assert [problem.key for problem in found] == ["sources › docs › url"]


def test_a_file_that_would_be_overlooked_is_told(tmp_path: Path) -> None:
    root = folder(tmp_path / "data", {"bird": bird(GOOD)})
    (root / "products" / "wren.yml").write_text(bird(GOOD), "utf-8")
    assert [str(problem) for problem in checks.check(root)] == [
        "products/wren.yml:1: file: product files end in .yaml: rename it, or take it away"
    ]


def test_a_folder_without_data_files_is_told_as_one(tmp_path: Path) -> None:
    assert ["with a criteria.yaml" in problem.message for problem in checks.check(tmp_path)] == [True]


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    bad = {f"bird-{number}": text for number, (text, _, _) in enumerate(BAD.values())}
    root = folder(tmp_path / "data", {**bad, "heron": CAST["heron"]})
    assert {problem.file for problem in checks.check(root)} == {f"products/{slug}.yaml" for slug in bad}


def test_today_is_not_in_the_future_but_tomorrow_is(tmp_path: Path) -> None:
    data = read_tree(folder(tmp_path / "data", {"bird": bird(GOOD)}))
    told = [
        {problem.key for problem in problems(data, date(2026, 11, day)) if problem.file == "products/bird.yaml"}
        for day in (20, 19)
    ]
    assert told == [set(), {"sources › docs › checked"}]


@pytest.fixture
def command(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """`landscape` as a person runs it, on a database of its own."""

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [Path(sys.executable).with_name("landscape"), *words],
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
            env={**os.environ, "LANDSCAPE_DATABASE_URL": f"sqlite:///{tmp_path / 'own.db'}"},
        )

    return run


def test_check_ends_with_1_and_a_line_for_each_problem(
    command: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    root = folder(tmp_path / "data", {"bird": BAD["wrong type"][0]})
    done = command("check", str(root))
    assert done.returncode == 1
    line = next(n for n, text in enumerate(BAD["wrong type"][0].splitlines(), 1) if "value: big" in text)
    assert f"products/bird.yaml:{line}: statements › message_size_max › no. 1 › value: expected a size" in done.stderr
    assert "Traceback" not in done.stderr


def test_check_is_silent_about_good_files_and_ends_with_0(
    command: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    done = command("check", str(folder(tmp_path / "data", {"bird": bird(GOOD)})))
    assert (done.returncode, done.stderr) == (0, "")
