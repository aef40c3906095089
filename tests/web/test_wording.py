"""How pages shorten, count and price in words."""

from datetime import date
from decimal import Decimal

import pytest

from app.catalogue.entities import Bracket, Component
from app.web.prices import money, price_lines, remark_lines
from app.web.wording import brief, clause, day, listed, percent, plural, thousands


def test_a_short_text_stays_as_it_is() -> None:
    """And a long one ends with a sentence, or with a word that can stand at the end."""
    assert brief("All of it.", 20) == "All of it."
    assert brief("One sentence stands here. Another is cut off.", 40) == "One sentence stands here …"
    assert brief("It is sent to the receivers of the topic at once", 30) == "It is sent to the receivers …"
    assert len(brief("word " * 100, 60)) <= 62


def test_the_first_clause_of_a_note_is_told() -> None:
    """Unless it is too long."""
    assert clause("By plugin; the plugin ships with it.") == "By plugin"
    assert clause("Up to 15 minutes. Longer ones need a timer.") == "Up to 15 minutes"
    assert clause("x" * 20 + " " + "y" * 80).endswith("…")


@pytest.mark.parametrize(
    ("share", "words"), [(0, "0 %"), (0.001, "< 1 %"), (0.5, "50 %"), (0.999, "> 99 %"), (1, "100 %")]
)
def test_a_share_is_never_rounded_to_all_or_nothing(share: float, words: str) -> None:
    """Not quite all is not all."""
    assert percent(share) == words


def test_numbers_dates_and_lists() -> None:
    """As people write them."""
    assert (thousands(1234.5), thousands(12), plural(1, "cell"), plural(1200, "cell")) == (
        "1,234.5",
        "12",
        "1 cell",
        "1,200 cells",
    )
    assert (day(date(2026, 11, 3)), day(None)) == ("3 Nov 2026", "undated")
    assert (listed(["a"]), listed(["a", "b", "c"])) == ("a", "a, b and c")


def test_brackets_allowances_and_steps_are_told() -> None:
    """A price per million with a free part, in two steps."""
    component = Component(
        meter="requests",
        unit="request",
        unit_size=1_000_000,
        step=65_536,
        per="call",
        allowance=1_000_000,
        allowance_shared_by="account",
        brackets=(Bracket(0, 100_000_000_000, Decimal("0.4")), Bracket(100_000_000_000, None, Decimal("0.3"))),
    )
    assert list(price_lines(component, "USD")) == [
        "0.40 USD per million requests, up to 100 billion",
        "0.30 USD per million requests, beyond 100 billion",
    ]
    assert list(remark_lines(component)) == [
        "1 million requests a month free, shared by the account",
        "each call counted in steps of 64 KiB",
    ]


def test_a_price_keeps_its_decimals() -> None:
    """At least two, and no more than are needed."""
    assert (money(Decimal("0.4"), "USD"), money(Decimal("0.0015"), "USD"), money(Decimal("1200"), None)) == (
        "0.40 USD",
        "0.0015 USD",
        "1,200.00",
    )
