"""What the advisor's forms draw: every question from the rules, with the answers that an address holds."""

from dataclasses import dataclass
from typing import Any

from app.advisor.approach import ApproachAdvice, advise_approach
from app.advisor.rules import Option, Question, Rules
from app.web.advisor_read import NOT_SURE, Fault, Sent, numbers, query, step_of, without
from app.web.advisor_words import NAMES, headline

Drawn = tuple[str, dict[str, Any]]
"""A template and what it needs."""

CHECK = "check"


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer. `switch` is what it can be called besides the usual: `must`, `nice` or nothing."""

    id: str
    label: str
    example: str | None
    ticked: bool
    switch: str
    switched: bool


@dataclass(frozen=True, slots=True)
class Asking:
    """One question with its answers; "not sure" is the last of them."""

    id: str
    number: int
    text: str
    help: str
    why: str
    multiple: bool
    choices: tuple[Choice, ...]
    faults: tuple[str, ...]

    @property
    def said(self) -> list[tuple[str, str]]:
        """What is ticked, with `must` or `nice` where that was said, for the page where answers are checked."""
        return [(each.label, each.switch if each.switched else "") for each in self.choices if each.ticked]


@dataclass(frozen=True, slots=True)
class Screen:
    """One step."""

    number: int
    title: str
    group: str
    questions: tuple[Asking, ...]
    address: str

    @property
    def is_seen(self) -> bool:
        """Whether any of its questions has an answer."""
        return any(each.said for each in self.questions)


@dataclass(frozen=True, slots=True)
class Part:
    """A group of steps."""

    id: str
    name: str
    screens: tuple[Screen, ...]
    answered: int
    asked: int


@dataclass(frozen=True, slots=True)
class SoFar:
    """The provisional approach, from the first group alone or with what came later."""

    verdict: str
    headline: list[tuple[str, str]]
    approach: ApproachAdvice
    answered: int
    asked: int
    next: tuple[tuple[str, str], ...]


def switch(option: Option) -> str:
    """A must may be called nice to have, and a wish a must, unless nothing comparable is published about it."""
    if any(test.must for test in option.tests):
        return "nice"
    return "must" if any(not test.never_must and test.any[0].form != "better" for test in option.tests) else ""


def asking(question: Question, number: int, sent: Sent) -> Asking:
    """A question for the form."""
    choices = [
        Choice(
            option.id,
            option.label,
            option.example,
            sent.ticked(question.id, option.id),
            switch(option),
            bool(kind := switch(option)) and sent.strength(question.id, option.id) == kind,
        )
        for option in question.options.values()
    ]
    choices.append(Choice(NOT_SURE, "Not sure", None, sent.ticked(question.id, NOT_SURE), "", False))
    return Asking(
        question.id,
        number,
        question.text,
        question.help,
        question.why,
        question.multiple,
        tuple(choices),
        tuple(each.text for each in sent.faults if each.question == question.id),
    )


def screens(sent: Sent, rules: Rules) -> list[Screen]:
    """All steps."""
    number, names = numbers(rules), {group.id: group.name for group in rules.groups}
    return [
        Screen(
            place,
            step.title,
            names[step.group],
            tuple(asking(rules.questions[name], number[name], sent) for name in step.questions),
            f"/advisor?{query(sent.pairs, step=str(place))}",
        )
        for place, step in enumerate(rules.steps, 1)
    ]


def parts(sent: Sent, rules: Rules) -> list[Part]:
    """The steps by group, with counts."""
    found = screens(sent, rules)
    made: list[Part] = []
    for group in rules.groups:
        own = tuple(screen for screen, step in zip(found, rules.steps, strict=True) if step.group == group.id)
        questions = [each for screen in own for each in screen.questions]
        made.append(Part(group.id, group.name, own, sum(bool(each.said) for each in questions), len(questions)))
    return made


def so_far(sent: Sent, rules: Rules) -> SoFar:
    """What the answers say already."""
    approach = advise_approach(rules, sent.answers.chosen)
    core = [name for name, question in rules.questions.items() if question.core]
    asked = [name for name in approach.ask_next if name not in sent.unsure]
    return SoFar(
        NAMES[approach.verdict],
        headline(approach, sent.answers.chosen.get("intent", ())),
        approach,
        len(sent.seen & set(core)),
        len(core),
        tuple((rules.questions[name].text, address(sent, rules, name)) for name in asked[:2]),
    )


def address(sent: Sent, rules: Rules, question: str) -> str:
    """Where a question is asked, the answers kept."""
    return f"/advisor?{query(sent.pairs, step=str(step_of(rules, question)))}#q-{question}"


def _common(sent: Sent, rules: Rules) -> dict[str, Any]:
    groups = parts(sent, rules)
    return {
        "parts": groups,
        "so_far": so_far(sent, rules),
        "answered": sum(part.answered for part in groups),
        "asked": sum(part.asked for part in groups),
        "top_faults": [each.text for each in sent.faults if each.question is None],
        "rules_version": rules.version,
        "result": f"/advisor/result?{_result(sent)}",
        "one_page": f"/advisor?{query(sent.pairs)}" if sent.pairs else "/advisor",
        "steps_from": f"/advisor?{query(sent.pairs, step='1')}",
        "checking": f"/advisor?{query(sent.pairs, step=CHECK)}",
        "canonical": "/advisor",
    }


def _result(sent: Sent) -> str:
    return query([each for each in sent.pairs if each[1] != NOT_SURE and each[0] not in ("rules", "revision")])


def _kept(sent: Sent, asked: set[str]) -> list[tuple[str, str]]:
    """What travels in hidden fields: all but what the page itself asks, and not the versions of an old result."""
    return without(sent.pairs, asked | {"rules", "revision"})


def all_on_one(sent: Sent, rules: Rules) -> Drawn:
    """Every question on one page."""
    return "advisor/page.html", {**_common(sent, rules), "hidden": _kept(sent, set(rules.questions))}


def check(sent: Sent, rules: Rules) -> Drawn:
    """The answers for checking."""
    return "advisor/check/page.html", _common(sent, rules)


def one_step(sent: Sent, rules: Rules) -> Drawn:
    """One step; the first one, with a note, where there is no such step."""
    last = len(rules.steps)
    number = int(sent.step) if sent.step.isascii() and sent.step.isdigit() else 0
    values = _common(sent, rules)
    if not 1 <= number <= last:
        values["top_faults"] = [
            *values["top_faults"],
            Fault(None, f"There is no step “{sent.step}”: this is step 1.").text,
        ]
        number = 1
    found = [screen for part in values["parts"] for screen in part.screens]
    here: Screen = found[number - 1]
    names = {each.id for each in here.questions}
    first_group = [step.group for step in rules.steps].count(rules.steps[0].group)
    return "advisor/step/page.html", {
        **values,
        "top_faults": [
            *values["top_faults"],
            *(each.text for each in sent.faults if each.question is not None and each.question not in names),
        ],
        "here": here,
        "part": next(part for part in values["parts"] if here in part.screens),
        "last": last,
        "is_past_first_group": number > first_group,
        "hidden": _kept(sent, names),
    }
