"""What changed between two documents of an entity, field by field and word by word."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

LARGEST = 4_000_000
"""Words of one text times words of the other: above it they are shown whole, one after the other."""

Kept = Literal["same", "gone", "new"]


@dataclass(frozen=True, slots=True)
class Part:
    """Words that stayed, went or came."""

    kept: Kept
    text: str


@dataclass(frozen=True, slots=True)
class FieldDiff:
    """One field of a document that differs."""

    name: str
    parts: tuple[Part, ...]


def changed_fields(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> list[str]:
    """The names of the fields that differ, in the documents' own order."""
    old, new = before or {}, after or {}
    return [name for name in dict.fromkeys((*new, *old)) if old.get(name) != new.get(name)]


def field_diffs(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> tuple[FieldDiff, ...]:
    """Every field that differs, its words marked."""
    old, new = before or {}, after or {}
    return tuple(
        FieldDiff(name.replace("_", " "), word_diff(as_text(old.get(name)), as_text(new.get(name))))
        for name in changed_fields(old, new)
    )


def as_text(value: Any) -> str:
    """A field as people read it: a line for each part of a list."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        if set(value) == {"type", "text"}:  # a typed value; its type goes without saying
            return str(value["text"])
        there = {name.replace("_", " "): each for name, each in value.items() if each not in (None, [], {})}
        return ", ".join(f"{name}: {as_text(each)}" for name, each in there.items())
    if isinstance(value, list | tuple):
        simple = all(not isinstance(each, Mapping | list | tuple) for each in value)
        return (", " if simple else "\n").join(as_text(each) for each in value)
    return str(value)


def word_diff(old: str, new: str) -> tuple[Part, ...]:
    """Two texts as runs of words that stayed, went or came; neighbours of one sort are one part."""
    one, other = _words(old), _words(new)
    if len(one) * len(other) > LARGEST:
        return (Part("gone", old), Part("new", new))
    return tuple(_parts(one, other))


def _words(text: str) -> list[str]:
    return re.findall(r"\s+|\w+(?:[.,:/-]\w+)*|[^\w\s]", text)


def _parts(one: list[str], other: list[str]) -> Iterator[Part]:
    for tag, first, last, start, end in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Part("same", "".join(one[first:last]))
            continue
        if first < last:
            yield Part("gone", "".join(one[first:last]))
        if start < end:
            yield Part("new", "".join(other[start:end]))
