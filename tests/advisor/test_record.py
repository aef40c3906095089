"""The record and its diagrams: complete, harmless, and coloured by the site alone."""

import re
from typing import Any
from xml.etree import ElementTree

import pytest

from app.advisor.answer import advise, parse
from app.advisor.diagrams import COORDINATED, DIAGRAMS, HANDED_OVER, Diagram, diagram_of, mermaid, svg
from app.advisor.notes import REPEATED
from app.advisor.record import SECTIONS, record
from tests.advisor.cast import CAST, catalogue, rules

DRAWN: dict[str, Diagram] = {**{str(verdict): each for verdict, each in DIAGRAMS.items()}, **COORDINATED, **HANDED_OVER}


def made(**raw: Any) -> str:
    built = catalogue(CAST)
    advice = advise(parse(raw, rules()), built, rules())
    return record(advice, built, rules(), site="https://example.org", day="2028-02-29")


@pytest.mark.parametrize(
    "answers",
    [
        {},
        {"intent": ["command"]},
        {"intent": ["fact"]},
        {"intent": ["command", "fact"]},
        {"receivers": "one-kind", "outcome": "result", "coordination": "single-step", "peak_rate": "lt-100"},
        {"protocols": ["coap"], "hosting": ["embedded"]},
    ],
    ids=["nothing", "message", "event", "both", "no broker", "hardly anything"],
)
def test_every_record_has_every_section(answers: dict[str, Any]) -> None:
    text = made(answers=answers)
    assert all(re.search(rf"^#+ {title}$", text, re.MULTILINE) for title in SECTIONS.values())
    assert text.startswith("---\nstatus: proposed\ndate: 2028-02-29\ndecision-makers:\n---\n\n# Use ")
    assert "* Review after 2029-02-28" in text
    assert "https://example.org/advisor/result?" in text


def test_the_visitors_words_are_quoted_and_harmless() -> None:
    text = made(answers={"intent": ["fact"]}, context="Shop\n# Heading\n<script>x</script> [a](b) `c`\n\n---")
    quoted = [line for line in text.splitlines() if line.startswith(">")]
    assert quoted == [
        "> Shop",
        r"> \# Heading",
        r"> \<script\>x\</script\> \[a\]\(b\) \`c\`",
        ">",
        r"> \-\-\-",
    ]


def test_that_receivers_must_bear_repetition_is_told_once_among_the_consequences() -> None:
    text = made(answers={"intent": ["command"], "delivery": "no-loss-no-duplicate"})
    assert text.count(REPEATED) == 1
    assert f"* Bad, unless heeded: {REPEATED}" in text
    assert REPEATED not in made(answers={"intent": ["command"], "delivery": "no-loss"})


def test_what_speaks_against_is_told() -> None:
    assert "What speaks most against it: " in made(answers={"intent": ["fact"], "work": ["slow"]})


@pytest.mark.parametrize("diagram", DRAWN.values(), ids=DRAWN)
def test_a_diagram_is_drawn_with_classes_and_told_in_words(diagram: Diagram) -> None:
    text = svg(diagram, "one")
    root = ElementTree.fromstring(text)  # noqa: S314 - made by our own code a line before
    assert root.get("aria-labelledby") == "one-title one-desc"
    assert "style=" not in text
    assert "fill=" not in text
    assert {"d-box", "d-line", "d-label"} <= set(re.findall(r'class="([\w-]+)', text))
    width, height = map(int, (root.get("viewBox") or "").split()[2:])
    for box in root.iter("{http://www.w3.org/2000/svg}rect"):
        assert int(box.get("x", "")) + int(box.get("width", "")) < width
        assert int(box.get("y", "")) + int(box.get("height", "")) < height


def test_results_return_only_where_the_sender_waits_for_them() -> None:
    def parts(**answers: tuple[str, ...]) -> set[str]:
        drawn = diagram_of("message-driven", answers)
        assert drawn
        assert min(box.row for box in drawn.boxes) == 0  # no empty row above
        return {box.id for box in drawn.boxes}

    assert "replies" in parts() & parts(outcome=("result",))
    assert "replies" not in parts(outcome=("none",)) | parts(outcome=("stored",))
    assert {"queue", "dead", "people"} <= parts(outcome=("none",))


@pytest.mark.parametrize("diagram", DRAWN.values(), ids=DRAWN)
def test_mermaid_says_the_same(diagram: Diagram) -> None:
    lines = mermaid(diagram).splitlines()
    assert lines[0] == "flowchart LR"
    assert len(lines) == 1 + len(diagram.boxes) + len(diagram.arrows)
    ids = {box.id for box in diagram.boxes}
    assert all({arrow.start, arrow.end} <= ids for arrow in diagram.arrows)
