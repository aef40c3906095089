"""The rules for readers: what the questionnaire asks, what each answer speaks for, and what it asks of a product.

The API's list of questions and the page about the method are made from it, so that they cannot differ from the rules.
"""

from dataclasses import dataclass

from app.advisor.asked import words_of
from app.advisor.rules import Option, Question, Rules, Test


@dataclass(frozen=True, slots=True)
class TestView:
    """What an answer asks of a product: one of `any` will do. Each answer in `unless` makes it pointless."""

    any: list[str]
    text: str
    must: bool
    importance: int
    flow: str
    unless: list[str]


@dataclass(frozen=True, slots=True)
class OptionView:
    """One answer with its weight for each side and the reason."""

    id: str
    label: str
    example: str | None
    event: int
    message: int
    reason: str
    tests: list[TestView]


@dataclass(frozen=True, slots=True)
class QuestionView:
    """One question; leaving it out means "not sure"."""

    id: str
    text: str
    help: str
    why: str
    multiple: bool
    options: list[OptionView]


@dataclass(frozen=True, slots=True)
class StepView:
    """One screen."""

    id: str
    title: str
    questions: list[QuestionView]


@dataclass(frozen=True, slots=True)
class GroupView:
    """A part of the questionnaire."""

    id: str
    name: str
    steps: list[StepView]


@dataclass(frozen=True, slots=True)
class DerivedView:
    """A wish that the approach adds by itself."""

    side: str
    when: str | None
    core: bool
    reason: str
    test: TestView


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """All of the rules. `weights` are what can be given a weight of 1, 3 or 5."""

    rules_version: str
    thresholds: dict[str, float]
    groups: list[GroupView]
    derived: list[DerivedView]
    tensions: list[str]
    weights: list[str]


def _test(test: Test, rules: Rules) -> TestView:
    asked = [*test.any, *test.or_self_run]
    labels = [rules.questions[name] for name, _ in test.unless]
    unless = [
        f"{asks.text} {asks.options[option].label}" for asks, (_, option) in zip(labels, test.unless, strict=True)
    ]
    return TestView([each.text for each in asked], words_of(asked), test.must, test.importance, test.flow, unless)


def _option(option: Option, rules: Rules) -> OptionView:
    tests = [_test(test, rules) for test in option.tests]
    return OptionView(option.id, option.label, option.example, option.event, option.message, option.reason, tests)


def _question(question: Question, rules: Rules) -> QuestionView:
    options = [_option(option, rules) for option in question.options.values()]
    return QuestionView(question.id, question.text, question.help, question.why, question.multiple, options)


def questionnaire(rules: Rules) -> Questionnaire:
    """The rules in the order in which they are asked."""
    groups = [
        GroupView(
            group.id,
            group.name,
            [
                StepView(step.id, step.title, [_question(rules.questions[name], rules) for name in step.questions])
                for step in rules.steps
                if step.group == group.id
            ],
        )
        for group in rules.groups
    ]
    limits = rules.thresholds
    return Questionnaire(
        rules.version,
        {
            "decisive": limits.decisive,
            "lean": limits.lean,
            "lean_against_strong": limits.lean_against_strong,
            "firm": limits.firm,
            "likely": limits.likely,
        },
        groups,
        [
            DerivedView(side, each.when, each.core, each.reason, _test(each.test, rules))
            for side, found in rules.derived.items()
            for each in found
        ],
        [tension.text for tension in rules.tensions],
        sorted(rules.tested),
    )
