"""What a request to write says: the body, why, and which version its writer has seen."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import unquote

import orjson
from fastapi import Depends, Header, Request

from app.errors import FieldProblem, InvalidInput, LandscapeError

DEEPEST = 20
"""Levels of nesting of a body; the deepest that means something has nine."""

Body = dict[str, Any]


class VersionMissing(LandscapeError):
    """Nobody changes what they have not seen."""

    status = 428
    title = "Version missing"

    def __init__(self) -> None:
        super().__init__(
            'Say which version you have seen: If-Match: "v…" or "version" in the body. It stands in …/document.'
        )


class VersionOld(LandscapeError):
    """The thing is not the one that was seen. Raised where what was given cannot be a version at all."""

    status = 412
    title = "Changed meanwhile"

    def __init__(self) -> None:
        super().__init__('If-Match names no version: it is one strong tag such as "v12".')


async def body_of(request: Request) -> Body:
    """The body as an object; nothing at all is an empty one."""
    content = await request.body()
    try:
        raw = orjson.loads(content) if content.strip() else {}
    except orjson.JSONDecodeError:
        raise InvalidInput("The body is not JSON.", [FieldProblem("#", "", "a JSON object in UTF-8")]) from None
    if not isinstance(raw, dict):
        raise InvalidInput("The body does not fit.", [FieldProblem("#", type(raw).__name__, "an object")])
    if _deeper(raw, DEEPEST):
        raise InvalidInput("The body does not fit.", [FieldProblem("#", "", f"at most {DEEPEST} levels of nesting")])
    return raw


def _deeper(value: Any, levels: int) -> bool:
    if not isinstance(value, dict | list):
        return False
    below = value.values() if isinstance(value, dict) else value
    return levels == 0 or any(_deeper(each, levels - 1) for each in below)


def given(raw: Body, wanted: Mapping[str, type | tuple[type, ...]], required: Collection[str] = ()) -> None:
    """Refuses a body with other members than these, of other types, or without a required one."""
    problems = [
        FieldProblem(f"#/{name}", name[:80], "one of " + ", ".join(wanted)) for name in raw if name not in wanted
    ]
    for name, types in wanted.items():
        value = raw.get(name)
        if name in raw and (not isinstance(value, types) or (isinstance(value, bool) and types is int)):
            problems.append(FieldProblem(f"#/{name}", str(value)[:80], WORDS[types]))
        elif name in required and name not in raw:
            problems.append(FieldProblem(f"#/{name}", "", WORDS[types]))
    if problems:
        raise InvalidInput("The body does not fit.", problems)


WORDS: dict[type | tuple[type, ...], str] = {
    str: "text",
    int: "a whole number",
    dict: "an object",
    list: "a list",
    bool: "true or false",
}
"""The types of members in words."""

ReasonHeader = Annotated[
    str | None,
    Header(
        alias="Reason",
        description="Why, where the body does not say so: text in UTF-8, percent-encoded.",
        examples=["The%20page%20says%20so%20now"],
    ),
]
IfMatch = Annotated[
    str | None,
    Header(
        alias="If-Match",
        description="The version that was seen, as a strong tag; weak ones never match. `version` in the body serves "
        "where a proxy weakens tags.",
        examples=['"v12"'],
    ),
]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is wanted, why, and the version that was seen."""

    raw: Body
    if_match: str | None
    reason: str | None

    def why(self, otherwise: str | None = None) -> str:
        """Why something is changed: every change says it."""
        said = self.raw.get("reason")
        if isinstance(said, str):
            return said
        if self.reason is not None:
            return unquote(self.reason)
        if otherwise is not None:
            return otherwise
        expected = "why it is changed, here or in the header Reason"
        raise InvalidInput("Every change says why.", [FieldProblem("#/reason", "", expected)])

    def version(self) -> int:
        """The version that was seen. Raises VersionMissing, and VersionOld for what never was one."""
        if self.if_match is None:
            if isinstance(self.raw.get("version"), int):
                return int(self.raw["version"])
            raise VersionMissing
        found = re.fullmatch(r'\s*"v(\d{1,10})"\s*', self.if_match, re.ASCII)
        if found is None:
            raise VersionOld
        return int(found[1])


Raw = Annotated[Body, Depends(body_of)]


def of_new(raw: Raw, reason: ReasonHeader = None) -> Asked:
    """Something new, of which nobody has seen a version."""
    return Asked(raw, None, reason)


def of_seen(raw: Raw, if_match: IfMatch = None, reason: ReasonHeader = None) -> Asked:
    """Something of what is there."""
    return Asked(raw, if_match, reason)


OfNew = Annotated[Asked, Depends(of_new)]
OfSeen = Annotated[Asked, Depends(of_seen)]
