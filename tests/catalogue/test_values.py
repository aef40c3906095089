"""Typed values: what is written is read back the same; what does not fit is refused with what was expected."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.catalogue.values import NotAValue, Value, parse, show, version_key, write
from app.catalogue.words import DatePrecision, ValueType

UNITS, OPTIONS = ("messages/s", "MB/s"), ("memory", "disk")


def read(type_: ValueType, text: str) -> Value:
    return parse(type_, text, units=UNITS, options=OPTIONS)


@pytest.mark.parametrize(
    ("type_", "text", "raw"),
    [
        (ValueType.BOOLEAN, "no", False),
        (ValueType.CHOICE, "disk", "disk"),
        (ValueType.INTEGER, "120000", 120_000),
        (ValueType.NUMBER, "0.5 MB/s", 0.5),
        (ValueType.BYTES, "256 KB", 256_000),
        (ValueType.BYTES, "256 KiB", 262_144),
        (ValueType.BYTES, "1.5 MiB", 1_572_864),
        (ValueType.BYTES, "1048588 B", 1_048_588),
        (ValueType.DURATION, "1 day", 86_400_000),
        (ValueType.DURATION, "500 ms", 500),
        (ValueType.PERCENT, "99.95 %", 99.95),
        (ValueType.DATE, "2011-01", date(2011, 1, 1)),
        (ValueType.VERSION, "4.3.5", "4.3.5"),
        (ValueType.URL, "https://example.com/a", "https://example.com/a"),
        (ValueType.TEXT, "Yes: it is.", "Yes: it is."),
        (ValueType.GRADE, "5", 5),
    ],
)
def test_a_value_is_read_by_its_type(type_: ValueType, text: str, raw: object) -> None:
    assert read(type_, text).raw == raw


@pytest.mark.parametrize(
    ("type_", "text", "expected"),
    [
        (ValueType.BOOLEAN, "true", "yes or no"),
        (ValueType.CHOICE, "tape", "memory, disk"),
        (ValueType.INTEGER, "120,000", "without separators"),
        (ValueType.INTEGER, "-1", "whole number"),
        (ValueType.INTEGER, "9223372036854775808", "whole number"),
        (ValueType.NUMBER, "5", "messages/s"),
        (ValueType.NUMBER, "5 apples", "messages/s"),
        (ValueType.BYTES, "1 Mb", "1 MiB"),
        (ValueType.BYTES, "1.0001 KB", "size with its unit"),
        (ValueType.DURATION, "2 weeks", "14 days"),
        (ValueType.PERCENT, "99.95", "99.95 %"),
        (ValueType.PERCENT, "101 %", "percentage"),
        (ValueType.DATE, "2026-02-30", "date"),
        (ValueType.DATE, "26-01-01", "date"),
        (ValueType.VERSION, "version 4", "4.3.5"),
        (ValueType.URL, "ftp://example.com", "https://"),
        (ValueType.URL, "https://example.com/a b", "https://"),
        (ValueType.TEXT, " padded", "without space around"),
        (ValueType.TEXT, "two\nlines", "one line"),
        (ValueType.TEXT, "x" * 4001, "4000"),
        (ValueType.GRADE, "6", "1 to 5"),
        (ValueType.OPTIONS, "yes", "support"),
    ],
)
def test_a_value_that_does_not_fit_says_what_was_expected(type_: ValueType, text: str, expected: str) -> None:
    with pytest.raises(NotAValue, match=expected):
        read(type_, text)


WHOLE = st.integers(min_value=0, max_value=2**63 - 1)


@given(
    st.one_of(
        st.builds(Value, st.sampled_from([ValueType.BYTES, ValueType.DURATION, ValueType.INTEGER]), WHOLE),
        st.builds(Value, st.just(ValueType.BOOLEAN), st.booleans()),
        st.builds(Value, st.just(ValueType.PERCENT), st.integers(0, 10**6).map(lambda n: n / 10**4)),
        st.builds(
            Value, st.just(ValueType.NUMBER), st.integers(0, 10**9).map(lambda n: n / 1000), st.sampled_from(UNITS)
        ),
        st.builds(
            lambda day, precision: parse(ValueType.DATE, day.isoformat()[:precision]),
            st.dates(min_value=date(1000, 1, 1)),
            st.sampled_from([4, 7, 10]),
        ),
    )
)
def test_what_is_written_is_read_back_the_same(value: Value) -> None:
    assert read(value.type, write(value)) == value


def test_a_size_is_written_in_its_shortest_exact_form() -> None:
    sizes = {1_048_576: "1 MiB", 256_000: "256 KB", 1_048_588: "1048588 B", 1_000_000: "1 MB", 0: "0 B"}
    assert {size: write(Value(ValueType.BYTES, size)) for size in sizes} == sizes


def test_people_see_separators_in_large_numbers_only() -> None:
    assert show(Value(ValueType.INTEGER, 120_000)) == "120,000"
    assert show(Value(ValueType.INTEGER, 1000)) == "1000"
    assert show(Value(ValueType.DATE, date(2011, 1, 1), precision=DatePrecision.YEAR)) == "2011"


def test_versions_and_dates_are_ordered_by_their_numbers() -> None:
    assert version_key("3.9") < version_key("3.10.1") < version_key("4")
    assert version_key("2025-08-04") < version_key("2025-10-01")
