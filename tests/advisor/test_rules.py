"""The rules file: what stands in it holds, and what is wrong is told with file, line and key."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from app.advisor.rules import problems_of, read_rules, rules_of
from app.problems import DataProblems
from tests.advisor.cast import DATA, rules

CONTRACT = {
    "intent": "command fact reading document",
    "receivers": "one-kind few-known many-open",
    "outcome": "result stored none",
    "coordination": "orchestrated choreographed single-step",
    "history": "none days long",
    "work": "slow quick windowed",
    "delivery": "loss-ok no-loss no-loss-no-duplicate",
    "features": "dead-letter delay priority expiry filter",
    "order": "none per-key total",
    "peak_rate": "lt-100 lt-10k lt-100k gte-100k",
    "item_size": "le-64kb le-256kb le-1mb le-10mb gt-10mb",
    "latency": "minutes sub-second ten-ms",
    "hosting": "aws azure gcp other-cloud kubernetes self-hosted air-gapped edge embedded",
    "service": "managed self-run either",
    "operations": "none some team",
    "licence": "open-source source-available commercial",
    "payment": "pay-per-use fixed free-tier",
    "devices": "yes no",
    "security": "tls mtls at-rest own-keys topic-rights sso audit-log private-network soc2 iso-27001 pci-dss hipaa"
    " fedramp data-residency",
    "regions": "single standby active-active",
    "zone_failure": "yes no",
}
"""The identifiers of the public interface: they may grow, and never change."""

MULTIPLE = {"intent", "work", "features", "hosting", "licence", "payment", "protocols", "languages", "security"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data folder with the rules and the criteria alone."""
    for name in ("questionnaire.yaml", "criteria.yaml"):
        shutil.copy(DATA / name, tmp_path / name)
    return tmp_path


def test_the_rules_are_in_order() -> None:
    assert problems_of(DATA) == []


@pytest.mark.parametrize("question", CONTRACT)
def test_the_identifiers_are_kept(question: str) -> None:
    assert list(rules().questions[question].options) == CONTRACT[question].split()


def test_there_are_23_questions_in_18_steps_of_4_groups() -> None:
    made = rules()
    assert (len(made.questions), len(made.steps), len(made.groups)) == (23, 18, 4)
    assert {question.id for question in made.questions.values() if question.multiple} == MULTIPLE


def test_every_protocol_of_the_catalogue_can_be_asked_for() -> None:
    asked = set(rules().questions["protocols"].options) - {"jms"}
    text = (DATA / "criteria.yaml").read_text("utf-8")
    block = text.split("- slug: protocols\n")[1].split("\n- slug:")[0]
    assert asked == {line.split()[-1] for line in block.splitlines() if line.startswith("  - slug:")}


def test_each_side_has_the_same_examples() -> None:
    """One example for each meaning of sending; neither approach is given more of them."""
    assert all(option.example for option in rules().questions["intent"].options.values())


BREAKS: dict[str, tuple[str, str, str]] = {
    "unknown criterion": ("['models:queue']", "['model:queue']", "no criterion 'model'"),
    "unknown option": ("['models:queue']", "['models:queues']", "expected one of queue"),
    "weight too large": ("    message: 3\n", "    message: 4\n", "less than or equal to 3"),
    "importance between": ("importance: 5, unless", "importance: 4, unless", "5 (high), 3 (normal) or 1 (low)"),
    "no reason": (
        "    reason: The sender asks for an action and relies on somebody carrying it out.\n",
        "",
        "required",
    ),
    "option twice": ("  - id: fact\n", "  - id: command\n", "stands here twice"),
    "question twice": ("- id: receivers\n  core", "- id: outcome\n  core", "stands here twice"),
    "question in no step": ("questions: [latency]", "questions: [intent]", "exactly one step"),
    "unknown key": ("    example: Resize this image.\n", "    exmaple: Resize.\n", "not permitted"),
    "unknown answer": ("unless: ['devices:yes']", "unless: ['devices:maybe']", "no answer 'devices:maybe'"),
    "wrong amount": ("retention_max >= 7 days", "retention_max >= 7 dogs", "expected a duration"),
    "wrong direction": ("operations_load <= 1", "operations_load >= 1", "operations_load <= an amount"),
    "kind that is none": ("kind:mqtt-broker", "kind:mqtt", "expected one of queue-broker"),
}


@pytest.mark.parametrize("name", BREAKS)
def test_a_broken_rule_is_told_with_its_place(folder: Path, name: str) -> None:
    old, new, expected = BREAKS[name]
    path = folder / "questionnaire.yaml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    found = problems_of(folder)
    assert any(expected in problem.message for problem in found), found
    assert all(problem.file == "questionnaire.yaml" and problem.line > 1 for problem in found)
    with pytest.raises(DataProblems):
        read_rules(folder)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: path.unlink(),
        lambda path: path.write_bytes(b"\xff"),
        lambda path: path.write_text("a: [", "utf-8"),
        lambda path: path.write_text("", "utf-8"),
    ],
    ids=["missing", "not UTF-8", "not YAML", "empty"],
)
def test_a_file_that_cannot_be_read_is_a_problem_not_a_crash(folder: Path, spoil: Callable[[Path], None]) -> None:
    spoil(folder / "questionnaire.yaml")
    made, problems = rules_of(folder)
    assert made is None
    assert problems
