"""Forms as data: fields, groups and repeated groups that read what was sent into a fragment, and draw a fragment.

A field's name is its path in the fragment with dots, `cite.0.url`; the pointer of a problem, `#/cite/0/url`, is the
same path. So a problem finds its field whoever found it, and all other input stays where it was.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from app.errors import FieldProblem
from app.web.forms import Sent

Input = Literal["text", "long", "url", "date", "select", "checks", "lines", "amount", "pairs"]
Choice = tuple[str, str]
"""What is sent, and what people read."""

MOST_REPEATED = 60
"""Groups of one kind in a form; a pricing tier has some twenty."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A part of a form for the template. `kind` is an input, `group` or `repeat`; `parts` stand within it."""

    kind: str
    name: str
    label: str
    hint: str = ""
    value: Any = ""
    unit: str = ""
    choices: tuple[Choice, ...] = ()
    units: tuple[str, ...] = ()
    is_required: bool = False
    is_aside: bool = False
    is_first: bool = False
    listed: str = ""
    problem: str = ""
    parts: tuple["Drawn", ...] = ()

    @property
    def id(self) -> str:
        """For its label and its problem."""
        return "f-" + self.name.replace(".", "-")

    @property
    def has_value(self) -> bool:
        """Whether anything is filled in here or below: what is, is not folded away."""
        return bool(self.value) or bool(self.problem) or any(each.has_value for each in self.parts)


@dataclass(frozen=True, slots=True)
class Form:
    """What was sent, what is at fault, and where a blank group was asked for."""

    problems: Mapping[str, str] = field(default_factory=dict)
    more: str = ""

    @classmethod
    def of(cls, problems: Sequence[FieldProblem], more: str = "") -> "Form":
        """Problems by the names of their fields."""
        found: dict[str, str] = {}
        for each in problems:
            name = each.field.removeprefix("#").strip("/").replace("/", ".")
            said = f"expected {each.expected}" + (f", not “{each.value}”" if each.value else "")
            found[name] = f"{found[name]}; {said}" if name in found else said
        return cls(found, more)


@dataclass(frozen=True, slots=True)
class Field:
    """One answer. `units` are the units of an amount, the first of them the usual one."""

    name: str
    label: str
    input: Input = "text"
    hint: str = ""
    choices: tuple[Choice, ...] = ()
    units: tuple[str, ...] = ()
    required: bool = False
    usual: str = ""
    listed: str = ""

    def read(self, sent: Sent, prefix: str = "") -> Any:
        """The answer as a fragment has it; None where there is none."""
        name = prefix + self.name
        if self.input == "checks":
            return [each for each in sent.all(name) if each] or None
        text = sent.raw(name)
        if self.input == "lines":
            return [" ".join(line.split()) for line in text.splitlines() if line.strip()] or None
        if self.input == "pairs":
            return _pairs(text) or None
        if self.input == "amount":
            return f"{text.strip()} {sent.raw(f'{name}:unit')}".strip() if text.strip() else None
        return " ".join(text.split()) or None

    def draw(self, value: Any, form: Form, prefix: str = "") -> Drawn:
        """The field with its answer and its problem."""
        name = prefix + self.name
        shown, unit = ("" if value is None else value), ""
        if self.input == "lines":
            shown = "\n".join(map(str, value or ()))
        elif self.input == "pairs":
            shown = "\n".join(f"{key}: {each}" for key, each in (value or {}).items())
        elif self.input == "checks":
            shown = tuple(map(str, value or ()))
        elif self.input == "amount":
            shown, unit = _amount(str(shown), self.units)
        return Drawn(
            kind=self.input,
            name=name,
            label=self.label,
            hint=self.hint,
            value=shown or (self.usual if value is None else shown),
            unit=unit,
            choices=self.choices,
            units=self.units,
            is_required=self.required,
            listed=self.listed,
            problem=_problem(form, name),
        )


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that belong together; `name` is empty where the fragment has no such level. `aside`: seldom needed."""

    name: str
    label: str
    parts: tuple["Part", ...]
    aside: bool = False

    def read(self, sent: Sent, prefix: str = "") -> Any:
        """The answers, those that were given."""
        below = f"{prefix}{self.name}." if self.name else prefix
        return read(self.parts, sent, below) or None

    def draw(self, value: Any, form: Form, prefix: str = "") -> Drawn:
        """All of them."""
        below = f"{prefix}{self.name}." if self.name else prefix
        parts = draw(self.parts, value or {}, form, below)
        return Drawn("group", below, self.label, is_aside=self.aside, parts=parts)


@dataclass(frozen=True, slots=True)
class Repeat:
    """As many groups as are needed. One blank one stands at the end where there is none, or where it was asked for."""

    name: str
    label: str
    parts: tuple["Part", ...]
    hint: str = ""
    spare: bool = False

    def read(self, sent: Sent, prefix: str = "") -> Any:
        """Those groups in which anything is filled in."""
        name = prefix + self.name
        found = [
            _unless_usual(self.parts, read(self.parts, sent, f"{name}.{number}."))
            for number in sent.numbers(name)[:MOST_REPEATED]
        ]
        return [each for each in found if each] or None

    def draw(self, value: Any, form: Form, prefix: str = "") -> Drawn:
        """The groups with what is filled in."""
        name = prefix + self.name
        given = list(value or ())
        if form.more == name or (not given and self.spare):
            given.append({})
        groups = tuple(
            Drawn("group", f"{name}.{number}.", self.label, parts=draw(self.parts, each, form, f"{name}.{number}."))
            for number, each in enumerate(given)
        )
        return Drawn("repeat", name, self.label, self.hint, problem=_problem(form, name), parts=groups)


Part = Field | Group | Repeat


def read(parts: Sequence[Part], sent: Sent, prefix: str = "") -> dict[str, Any]:
    """What was sent as a fragment; what is empty is left out."""
    found: dict[str, Any] = {}
    for part in parts:
        value = part.read(sent, prefix)
        if isinstance(part, Group) and not part.name:
            found.update(value or {})
        elif value is not None:
            found[part.name] = value
    return found


def draw(parts: Sequence[Part], fragment: Mapping[str, Any], form: Form, prefix: str = "") -> tuple[Drawn, ...]:
    """A fragment in a form."""
    return tuple(
        part.draw(fragment if isinstance(part, Group) and not part.name else fragment.get(part.name), form, prefix)
        for part in parts
    )


def focused(parts: Sequence[Drawn], more: str = "") -> tuple[Drawn, ...]:
    """The same form, with the field marked where one begins: at what is at fault, in the group just asked for, or at
    the first of all.
    """
    leaves = list(_leaves(parts))
    faulty = [each.name for each in leaves if each.problem]
    fresh = [each.name for each in leaves if more and each.name.startswith(f"{more}.")]
    last = fresh[-1].removeprefix(f"{more}.").partition(".")[0] if fresh else ""
    fresh = [each for each in fresh if each.startswith(f"{more}.{last}.")]
    return _marked(parts, next(iter([*fresh, *faulty, *(each.name for each in leaves)]), ""))


def _leaves(parts: Sequence[Drawn]) -> Iterator[Drawn]:
    for part in parts:
        if part.kind in ("group", "repeat"):
            yield from _leaves(part.parts)
        else:
            yield part


def _marked(parts: Sequence[Drawn], name: str) -> tuple[Drawn, ...]:
    return tuple(
        replace(part, parts=_marked(part.parts, name))
        if part.kind in ("group", "repeat")
        else replace(part, is_first=part.name == name)
        for part in parts
    )


def names(parts: Sequence[Drawn]) -> Iterator[str]:
    """The places of a drawn form that show a problem; one that is at none of them stands above the form."""
    for part in parts:
        if part.kind != "group":
            yield part.name
        yield from names(part.parts)


def _unless_usual(parts: Sequence[Part], found: dict[str, Any]) -> dict[str, Any]:
    """Nothing where only that is filled in which was from the start."""
    usual = {part.name: part.usual for part in parts if isinstance(part, Field) and part.usual}
    return {} if all(usual.get(name) == value for name, value in found.items()) else found


def _problem(form: Form, name: str) -> str:
    return form.problems.get(name, "")


def _amount(text: str, units: tuple[str, ...]) -> tuple[str, str]:
    """`1 MiB` for a number and a list of units; what does not end with one of them stays whole."""
    number, _, unit = text.rpartition(" ")
    return (number, unit) if unit in units else (text, "")


def _pairs(text: str) -> dict[str, str]:
    """`name: amount` a line."""
    found = {}
    for line in text.splitlines():
        key, _, value = line.partition(":")
        if key.strip() or value.strip():
            found[key.strip()] = value.strip()
    return found
