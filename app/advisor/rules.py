"""The rules of the advisor, read from `data/questionnaire.yaml` and checked: the questions, what each answer speaks
for, and what it asks of a product. Immutable; `app.state.rules` holds them, `landscape check` tells their problems."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from app.advisor.asked import Asked, NotAsked, Vocabulary, read_asked, vocabulary_of
from app.advisor.shapes import FileShape, GroupShape, OptionShape, QuestionShape, StepShape, TestShape
from app.problems import DataProblems, Problem
from app.yamls import Document, Path_, read

FILE = "questionnaire.yaml"
SERVICE = "service"
"""The question that decides whether what one runs oneself would do as well."""

Flow = Literal["message", "event", "shared", "platform"]
Side = Literal["event", "message"]


@dataclass(frozen=True, slots=True)
class Test:
    """What an answer asks of a product: the best of `any` counts. `or_self_run` joins it unless the answers ask for a
    managed service. `flow` says which flow must meet it."""

    any: tuple[Asked, ...]
    or_self_run: tuple[Asked, ...]
    must: bool
    never_must: bool
    importance: int
    flow: Flow
    unless: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Derived:
    """A wish that the approach adds; a `core` one is more than a wish: without it a product cannot carry the flow."""

    test: Test
    when: str | None
    core: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Option:
    """One answer, its weight for each side, its reason and its tests."""

    id: str
    label: str
    event: int
    message: int
    reason: str
    example: str | None
    flow_text: str | None
    names: tuple[str, ...]
    tests: tuple[Test, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `cap` is the largest sum per side where several options add up; elsewhere the largest counts."""

    id: str
    text: str
    help: str
    why: str
    multiple: bool
    combine: Literal["any", "all"] | None
    core: bool
    cap: int | None
    changeable: int
    relax: int
    options: Mapping[str, Option]


@dataclass(frozen=True, slots=True)
class Thresholds:
    """See `approach`."""

    decisive: int
    lean: float
    lean_against_strong: float
    firm: float
    likely: float


@dataclass(frozen=True, slots=True)
class Tension:
    """Answers that sit badly together, as (question, option) pairs, and what to say about them."""

    answers: tuple[tuple[str, str], ...]
    text: str


@dataclass(frozen=True)
class Rules:
    """The whole file."""

    version: str
    digest: str
    thresholds: Thresholds
    groups: tuple[GroupShape, ...]
    steps: tuple[StepShape, ...]
    questions: Mapping[str, Question]
    derived: Mapping[str, tuple[Derived, ...]]
    tensions: tuple[Tension, ...]

    @cached_property
    def weighed(self) -> dict[tuple[str, tuple[str, ...]], tuple[int, int]]:
        """What answers weigh for each side, kept by `approach` once it was worked out: many are tried again."""
        return {}

    @cached_property
    def conditions(self) -> dict[str, tuple[str, ...]]:
        """By question, the questions whose answers can make its tests pointless or join something to them; under no
        name, those of what the approach adds."""
        tests = {
            each.id: [t for option in each.options.values() for t in option.tests] for each in self.questions.values()
        }
        tests[""] = [each.test for side in self.derived.values() for each in side]
        return {
            name: tuple(
                dict.fromkeys(
                    question
                    for test in found
                    for question in (*(one for one, _ in test.unless), *((SERVICE,) if test.or_self_run else ()))
                )
            )
            for name, found in tests.items()
        }

    @cached_property
    def criteria(self) -> frozenset[str]:
        """Every criterion that an answer or the approach can ask about."""
        tests = [test for each in self.questions.values() for option in each.options.values() for test in option.tests]
        tests += [each.test for side in self.derived.values() for each in side]
        return frozenset(asked.criterion for test in tests for asked in (*test.any, *test.or_self_run))

    @cached_property
    def tested(self) -> frozenset[str]:
        """What a weight can be given to: each criterion, and each criterion:option."""
        tests = [test for each in self.questions.values() for option in each.options.values() for test in option.tests]
        tests += [each.test for side in self.derived.values() for each in side]
        return self.criteria | {
            f"{asked.criterion}:{asked.option}" for test in tests for asked in (*test.any, *test.or_self_run)
        }


class _Reader:
    """Makes plain values of a well-formed file, and collects what is wrong with them."""

    def __init__(self, document: Document, vocabulary: Vocabulary) -> None:
        self.document, self.vocabulary = document, vocabulary
        self.problems: list[Problem] = []
        self.answers: dict[str, list[str]] = {}

    def wrong(self, message: str, *path: str | int) -> None:
        self.problems.append(self.document.problem(path, message))

    def asked(self, text: str, languages: Mapping[str, tuple[str, ...]], path: Path_) -> Asked | None:
        try:
            return read_asked(text, self.vocabulary, languages)
        except NotAsked as error:
            self.wrong(f"{text!r}: {error}", *path)
            return None

    def test(self, shape: TestShape, scope: str, languages: Mapping[str, tuple[str, ...]], path: Path_) -> Test:
        found = {
            name: tuple(
                asked
                for position, text in enumerate(texts)
                if (asked := self.asked(text, languages, (*path, name, position)))
            )
            for name, texts in (("any", shape.any), ("or_self_run", shape.or_self_run))
        }
        flow: Flow = shape.flow or "platform"
        if (scope == "platform") != (flow == "platform"):
            self.wrong(f"a test of a {scope} question cannot be about {flow}", *path, "flow")
        return Test(
            found["any"],
            found["or_self_run"],
            shape.must,
            shape.never_must,
            shape.importance,
            flow,
            self.unless(shape, path),
        )

    def unless(self, shape: TestShape, path: Path_) -> tuple[tuple[str, str], ...]:
        return tuple(self.answer(text, (*path, "unless", position)) for position, text in enumerate(shape.unless))

    def answer(self, text: str, path: Path_) -> tuple[str, str]:
        question, _, option = text.partition(":")
        if option not in self.answers.get(question, ()):
            self.wrong(f"there is no answer {text!r}", *path)
        return question, option

    def question(self, shape: QuestionShape, path: Path_) -> Question:
        languages = {option.id: tuple(option.names) for option in shape.options if option.names}
        options: dict[str, Option] = {}
        for position, each in enumerate(shape.options):
            here = (*path, "options", position)
            if each.id in options:
                self.wrong(f"the option {each.id!r} stands here twice", *here, "id")
            options[each.id] = self.option(each, shape.scope, languages, here)
        if shape.multiple != (shape.combine is not None):
            self.wrong("combine goes with multiple, and only with it", *path, "combine")
        return Question(
            shape.id,
            shape.text,
            shape.help,
            shape.why,
            shape.multiple,
            shape.combine,
            shape.core,
            shape.cap,
            shape.changeable,
            shape.relax,
            options,
        )

    def option(self, shape: OptionShape, scope: str, languages: Mapping[str, tuple[str, ...]], path: Path_) -> Option:
        return Option(
            shape.id,
            shape.label,
            shape.event,
            shape.message,
            shape.reason,
            shape.example,
            shape.flow_text,
            tuple(shape.names),
            tuple(
                self.test(each, scope, languages, (*path, "tests", position))
                for position, each in enumerate(shape.tests)
            ),
        )

    def steps(self, shape: FileShape) -> None:
        """Every question stands in one step, every step in a group that there is."""
        groups = [group.id for group in shape.groups]
        asked = [question for step in shape.steps for question in step.questions]
        for name, ids in (
            ("groups", groups),
            ("steps", [step.id for step in shape.steps]),
            ("questions", [question.id for question in shape.questions]),
        ):
            for position, each in enumerate(ids):
                if each in ids[:position]:
                    self.wrong(f"{each!r} stands here twice", name, position, "id")
        for position, step in enumerate(shape.steps):
            if step.group not in groups:
                self.wrong(f"expected one of {', '.join(groups)}", "steps", position, "group")
            for question in step.questions:
                if question not in {each.id for each in shape.questions}:
                    self.wrong(f"there is no question {question!r}", "steps", position, "questions")
        for position, question_shape in enumerate(shape.questions):
            if asked.count(question_shape.id) != 1:
                self.wrong("a question stands in exactly one step", "questions", position, "id")

    def rules(self, shape: FileShape, digest: str) -> Rules:
        self.steps(shape)
        self.answers = {each.id: [option.id for option in each.options] for each in shape.questions}
        questions = {each.id: self.question(each, ("questions", p)) for p, each in enumerate(shape.questions)}
        derived: dict[str, tuple[Derived, ...]] = {}
        for side in ("always", "event", "message"):
            found: list[Derived] = []
            for position, each in enumerate(getattr(shape.derived, side)):
                scope = "platform" if each.flow == "platform" else "flow"
                test = self.test(each, scope, {}, ("derived", side, position))
                found.append(Derived(test, each.when, each.core, each.reason))
            derived[side] = tuple(found)
        tensions = tuple(
            Tension(
                tuple(self.answer(text, ("tensions", p, "answers", i)) for i, text in enumerate(each.answers)),
                each.text,
            )
            for p, each in enumerate(shape.tensions)
        )
        thresholds = Thresholds(**shape.approach.model_dump())
        return Rules(
            shape.version,
            digest,
            thresholds,
            tuple(shape.groups),
            tuple(shape.steps),
            questions,
            derived,
            tensions,
        )


def rules_of(root: Path) -> tuple[Rules | None, list[Problem]]:
    """The rules below the data folder, and what is wrong with them; None where the file cannot be understood.

    The criteria are read from `criteria.yaml` beside it, so that the rules can be checked without a database.
    """
    document, criteria = read(root / FILE, root), read(root / "criteria.yaml", root)
    if isinstance(document, Problem):
        return None, [document]
    vocabulary = vocabulary_of({} if isinstance(criteria, Problem) else criteria.data)
    try:
        shape = FileShape.model_validate(document.data)
    except ValidationError as error:
        return None, [document.problem(tuple(each["loc"]), each["msg"]) for each in error.errors()]
    reader = _Reader(document, vocabulary)
    digest = hashlib.sha256((root / FILE).read_bytes()).hexdigest()[:12]
    rules = reader.rules(shape, digest)
    return rules, sorted(set(reader.problems))


def problems_of(root: Path) -> list[Problem]:
    """What `landscape check` tells about the rules."""
    return rules_of(root)[1]


def read_rules(root: Path) -> Rules:
    """The rules below the data folder. Raises DataProblems when anything is wrong with them."""
    rules, problems = rules_of(root)
    if rules is None or problems:
        raise DataProblems(problems)
    return rules
