"""Reading YAML: everything is text, and what could do harm or mislead is refused with its line."""

from itertools import pairwise
from pathlib import Path

import pytest

from app.problems import Problem
from app.yamls import LARGEST_FILE, Document, Flow, parse, read, write


def refused(content: bytes) -> Problem:
    found = parse("bird.yaml", content)
    assert isinstance(found, Problem)
    return found


def test_every_scalar_is_text() -> None:
    document = parse("bird.yaml", b"a: no\nb: 4.0\nc: 2026-03-02\nd: [yes, 1e3, null]\n")
    assert isinstance(document, Document)
    assert document.data == {"a": "no", "b": "4.0", "c": "2026-03-02", "d": ["yes", "1e3", "null"]}


def test_every_key_and_item_knows_its_line() -> None:
    document = parse("bird.yaml", b"a:\n  b:\n  - c: 1\n  - c: 2\n")
    assert isinstance(document, Document)
    assert document.lines["a", "b", 1, "c"] == 4
    assert document.problem(("a", "b", 1, "missing"), "no").line == 4


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        (b"a: 1\nb: 2\na: 3\n", 3, "twice"),
        (b"a: [1, 2\nb: 3\n", 2, "not YAML"),
        (b"ok: 1\nname: caf\xe9\n", 2, "UTF-8"),
        (b"a: &x [1]\nb: *x\n", 1, "anchors and aliases"),
        (b"? [a, b]\n: 1\n", 1, "plain text"),
        (b"a: " + b"[" * 60 + b"]" * 60 + b"\n", 1, "deep"),
        (b"a: \x00\n", 1, "not YAML"),
        (b"a: !!python/object:os.system {}\n--- \nb: 1\n", 2, "not YAML"),
    ],
)
def test_what_misleads_is_refused_with_its_line(content: bytes, line: int, message: str) -> None:
    problem = refused(content)
    assert (problem.file, problem.line) == ("bird.yaml", line)
    assert message in problem.message


def test_an_alias_bomb_is_refused_before_it_grows() -> None:
    bomb = b"a: &a [x, x, x, x, x, x, x, x, x]\n"
    names = b"abcdefghij"
    for before, after in pairwise(names):
        bomb += b"%c: &%c [%s]\n" % (after, after, b", ".join([b"*%c" % before] * 9))
    assert "anchors and aliases" in refused(bomb).message


def test_a_huge_file_is_refused_without_being_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.yaml"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    problem = read(path, tmp_path)
    assert isinstance(problem, Problem)
    assert problem.message == f"50,000,000 bytes; expected at most {LARGEST_FILE:,}"


def test_a_missing_file_is_a_problem_not_a_traceback(tmp_path: Path) -> None:
    problem = read(tmp_path / "gone.yaml", tmp_path)
    assert isinstance(problem, Problem)
    assert "cannot be read" in problem.message


def test_texts_that_look_like_numbers_are_quoted_and_words_are_not() -> None:
    data = {"a": "no", "b": "4.0", "c": "2026-03-02", "d": 5, "e": [Flow(find="true", place="x: y")]}
    text = write(data)
    assert text == "a: no\nb: '4.0'\nc: 2026-03-02\nd: 5\n\ne:\n- {find: 'true', place: 'x: y'}\n"
    document = parse("bird.yaml", text.encode())
    assert isinstance(document, Document)
    assert document.data["b"] == "4.0"
