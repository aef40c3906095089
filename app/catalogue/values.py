"""Typed values: read them from text, write them in one normal form, show them to people.

A criterion's type decides how its text is read. Files, forms and the API all come through `parse`, so that they accept
the same things and refuse with the same words.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from urllib.parse import urlsplit

from app.catalogue.words import DatePrecision, ValueType

BYTE_UNITS = {
    "B": 1,
    "KB": 1000,
    "MB": 1000**2,
    "GB": 1000**3,
    "TB": 1000**4,
    "KiB": 1024,
    "MiB": 1024**2,
    "GiB": 1024**3,
    "TiB": 1024**4,
}
"""Bytes in one unit: decimal as in the SI, binary as in IEC 80000-13."""

DURATION_UNITS = {
    "ms": 1,
    "second": 1000,
    "minute": 60_000,
    "hour": 3_600_000,
    "day": 86_400_000,
}
"""Milliseconds in one unit; written in the plural except after 1, `ms` always alike."""

LARGEST_INTEGER = 2**63 - 1
"""What a BIGINT column holds on both engines."""

LONGEST_TEXT = 4000
"""Characters in a text value or a note: some 600 words, far beyond what a table cell can carry."""


class NotAValue(ValueError):
    """A text that a criterion's type cannot read; the message says what was expected."""


@dataclass(frozen=True, slots=True)
class Value:
    """One typed answer.

    `raw` is a bool, an int (integer, bytes in B, duration in ms, grade), a float (number, percent), a date, or a str
    (choice's option slug, version, URL, text). `unit` belongs to a number; `precision` to a date.
    """

    type: ValueType
    raw: bool | int | float | str | date
    unit: str | None = None
    precision: DatePrecision | None = None

    @property
    def magnitude(self) -> float | None:
        """The value as a number to compare with another of the same criterion (bytes in B, durations in ms)."""
        if isinstance(self.raw, bool | str | date):
            return None
        return float(self.raw)


def _number(text: str, expected: str) -> Fraction:
    if not re.fullmatch(r"\d{1,19}(\.\d{1,9})?", text):
        raise NotAValue(expected)
    return Fraction(text)


def _amount(text: str, units: dict[str, int], expected: str) -> int:
    """`256 KiB` as a whole number of the smallest unit."""
    match = re.fullmatch(r"(\S+) ?([A-Za-z]+)", text)
    if not match or match[2] not in units:
        raise NotAValue(expected)
    amount = _number(match[1], expected) * units[match[2]]
    if amount.denominator != 1 or amount > LARGEST_INTEGER:
        raise NotAValue(expected)
    return int(amount)


def _boolean(text: str) -> bool:
    if text not in ("yes", "no"):
        raise NotAValue("yes or no")
    return text == "yes"


def parse_integer(text: str) -> int:
    """A whole number without sign or separators."""
    if not re.fullmatch(r"\d{1,19}", text) or int(text) > LARGEST_INTEGER:
        raise NotAValue("a whole number without separators, such as 120000")
    return int(text)


def parse_bytes(text: str) -> int:
    """`1 MiB`, `256 KB` or `1048588 B` as bytes."""
    return _amount(
        text, BYTE_UNITS, "a size with its unit, such as 256 KB (1 KB = 1,000 B), 1 MiB (1,048,576 B) or 1048588 B"
    )


def parse_duration(text: str) -> int:
    """`14 days` or `500 ms` as milliseconds."""
    units = DURATION_UNITS | {f"{unit}s": size for unit, size in DURATION_UNITS.items() if unit != "ms"}
    return _amount(text, units, "a duration such as 14 days, 12 hours, 15 minutes, 30 seconds or 500 ms")


def parse_date(text: str) -> tuple[date, DatePrecision]:
    """`2011`, `2011-01` or `2011-01-31` with how much of it is known."""
    match = re.fullmatch(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", text)
    try:
        if not match:
            raise ValueError
        day = date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    except ValueError:
        raise NotAValue("a date such as 2011-01-31, 2011-01 or 2011") from None
    precision = DatePrecision.DAY if match[3] else DatePrecision.MONTH if match[2] else DatePrecision.YEAR
    return day, precision


def parse_day(text: str) -> date:
    """A full date, `2011-01-31`."""
    try:
        day, precision = parse_date(text)
    except NotAValue:
        day, precision = date.min, DatePrecision.YEAR
    if precision is not DatePrecision.DAY:
        raise NotAValue("a full date such as 2026-01-31")
    return day


def parse_url(text: str) -> str:
    """An absolute http(s) address."""
    expected = "an address that begins with https:// or http:// and holds no spaces"
    try:
        parts = urlsplit(text)
    except ValueError:
        raise NotAValue(expected) from None
    if parts.scheme not in ("http", "https") or "." not in parts.netloc or not re.fullmatch(r"[!-~]{1,2000}", text):
        raise NotAValue(expected)
    return text


def parse_text(text: str, longest: int = LONGEST_TEXT) -> str:
    """One paragraph of text: trimmed, no control characters, not too long."""
    if text and not text.isprintable():
        raise NotAValue("text on one line, without tabs or other control characters")
    if not text or text != text.strip() or len(text) > longest:
        raise NotAValue(f"text of 1 to {longest} characters, without space around it")
    return text


def parse_version(text: str) -> str:
    """A version as its makers write it, such as `4.3.5` or `2026.5`."""
    if not re.fullmatch(r"[0-9A-Za-z][0-9A-Za-z.+_-]{0,39}", text):
        raise NotAValue("a version such as 4.3.5")
    return text


def parse(type_: ValueType, text: str, *, units: Collection[str] = (), options: Collection[str] = ()) -> Value:
    """Read the answer to a criterion of this type.

    `units` are those of a number criterion, `options` the slugs of a choice.
    Raises NotAValue, whose message says what was expected.
    """
    match type_:
        case ValueType.BOOLEAN:
            return Value(type_, _boolean(text))
        case ValueType.CHOICE:
            if text not in options:
                raise NotAValue("one of " + ", ".join(options))
            return Value(type_, text)
        case ValueType.INTEGER:
            return Value(type_, parse_integer(text))
        case ValueType.GRADE:
            if text not in ("1", "2", "3", "4", "5"):
                raise NotAValue("a grade from 1 to 5")
            return Value(type_, int(text))
        case ValueType.NUMBER:
            expected = "a number with its unit, one of " + ", ".join(units)
            amount, _, unit = text.partition(" ")
            if unit not in units:
                raise NotAValue(expected)
            return Value(type_, float(_number(amount, expected)), unit=unit)
        case ValueType.BYTES:
            return Value(type_, parse_bytes(text))
        case ValueType.DURATION:
            return Value(type_, parse_duration(text))
        case ValueType.PERCENT:
            expected = "a percentage such as 99.95 %"
            percent = _number(text.removesuffix("%").rstrip(" "), expected)
            if not text.endswith("%") or percent > 100:
                raise NotAValue(expected)
            return Value(type_, float(percent))
        case ValueType.DATE:
            day, precision = parse_date(text)
            return Value(type_, day, precision=precision)
        case ValueType.VERSION:
            return Value(type_, parse_version(text))
        case ValueType.URL:
            return Value(type_, parse_url(text))
        case ValueType.TEXT:
            return Value(type_, parse_text(text))
        case ValueType.OPTIONS:
            raise NotAValue("a support for each option, not a value")


def _trim(number: float) -> str:
    return f"{number:.9f}".rstrip("0").rstrip(".")


def write_bytes(amount: int) -> str:
    """The shortest exact form: `1 MiB`, `256 KB` (rather than 250 KiB), `1048588 B`."""
    exact = (f"{amount // size} {unit}" for unit, size in BYTE_UNITS.items() if amount % size == 0)
    return min(exact, key=len) if amount else "0 B"


def write_duration(amount: int) -> str:
    """The largest unit that divides: `14 days`, `36 hours`, `500 ms`."""
    for unit, size in sorted(DURATION_UNITS.items(), key=lambda pair: -pair[1]):
        if amount and amount % size == 0 and unit != "ms":
            count = amount // size
            return f"{count} {unit}" if count == 1 else f"{count} {unit}s"
    return f"{amount} ms"


def write_date(day: date, precision: DatePrecision) -> str:
    """As much of the date as is known."""
    return day.isoformat()[: {DatePrecision.YEAR: 4, DatePrecision.MONTH: 7, DatePrecision.DAY: 10}[precision]]


def write(value: Value) -> str:
    """The one normal form of a value in files and the API's text; `parse` reads it back to the same value."""
    raw = value.raw
    if isinstance(raw, bool):
        return "yes" if raw else "no"
    if isinstance(raw, date):
        return write_date(raw, value.precision or DatePrecision.DAY)
    if isinstance(raw, str):
        return raw
    match value.type:
        case ValueType.BYTES:
            return write_bytes(int(raw))
        case ValueType.DURATION:
            return write_duration(int(raw))
        case ValueType.PERCENT:
            return f"{_trim(raw)} %"
        case ValueType.NUMBER:
            return f"{_trim(raw)} {value.unit}"
        case _:
            return str(raw)


def show(value: Value) -> str:
    """The value for people: as written, with separators between thousands."""
    text = write(value)
    if isinstance(value.raw, int | float) and not isinstance(value.raw, bool):
        return re.sub(r"^\d{5,}", lambda digits: f"{int(digits[0]):,}", text)
    return text


def version_key(version: str) -> tuple[tuple[int, int, str], ...]:
    """Orders versions and dates as people do: numbers by size, so that 3.10 follows 3.9."""
    parts = re.findall(r"\d+|[A-Za-z]+", version)
    return tuple((1, int(part), "") if part.isdigit() else (0, 0, part.lower()) for part in parts)
