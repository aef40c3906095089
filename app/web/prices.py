"""Prices in words: what a component charges for, its brackets, what is free, and what one unit carries."""

from collections.abc import Iterator
from decimal import Decimal

from app.catalogue import entities as e
from app.catalogue.values import write_bytes
from app.catalogue.words import Cloud, PricingModel
from app.web.wording import thousands

MODELS = {
    PricingModel.FREE: "free",
    PricingModel.SUBSCRIPTION: "subscription",
    PricingModel.PAY_PER_USE: "pay per use",
    PricingModel.CAPACITY: "by capacity",
    PricingModel.QUOTE: "on request",
}

CLOUDS = {Cloud.AWS: "AWS", Cloud.AZURE: "Azure", Cloud.GCP: "Google Cloud", Cloud.OTHER: "another cloud"}

CARRIES = {
    "mb_in": "{} MB/s in",
    "mb_out": "{} MB/s out",
    "events_in": "{} events/s in",
    "events_out": "{} events/s out",
    "requests": "{} requests/s",
    "connections": "{} connections",
    "partitions": "{} partitions",
    "storage_gb": "{} GB stored",
}

OF_TIME = frozenset({"hour", "day", "month", "year", "second", "minute"})
"""A `per` that is a span of time belongs to the price; any other says what is counted."""


def money(amount: Decimal, currency: str | None) -> str:
    """`0.40 USD`: at least two decimals, no more than are needed."""
    text = f"{amount.normalize():f}"
    whole, _, decimals = text.partition(".")
    return f"{int(whole):,}.{decimals.ljust(2, '0')} {currency or ''}".strip()


def _unit(component: e.Component) -> str:
    size = component.unit_size
    counted = component.unit if size == 1 else f"{_amount(size).removeprefix('1 ')} {component.unit}s"
    return f"{counted} and {component.per}" if component.per in OF_TIME else counted


def _amount(number: int) -> str:
    """Round millions and billions in words, anything else with separators."""
    for size, word in ((10**9, "billion"), (10**6, "million")):
        if number and number % size == 0:
            return f"{number // size:,} {word}"
    return f"{number:,}"


def price_lines(component: e.Component, currency: str | None) -> Iterator[str]:
    """One line per bracket; a line of its own where there is no price."""
    if not component.brackets:
        yield "price on request"
    for bracket in component.brackets:
        line = f"{money(bracket.price, currency)} per {_unit(component)}"
        if bracket.from_amount and bracket.to_amount is None:
            line += f", beyond {_amount(bracket.from_amount)}"
        elif bracket.to_amount is not None:
            line += (
                f", {_amount(bracket.from_amount)} to {_amount(bracket.to_amount)}"
                if bracket.from_amount
                else (f", up to {_amount(bracket.to_amount)}")
            )
        yield line


def remark_lines(component: e.Component) -> Iterator[str]:
    """What is free, how amounts are rounded, what is bought at least, what one unit carries."""
    if component.allowance:
        shared = f", shared by the {component.allowance_shared_by}" if component.allowance_shared_by else ""
        yield f"{_amount(component.allowance)} {component.unit}s a month free{shared}"
    if component.included:
        yield f"{_amount(component.included)} {component.unit}{'s' if component.included > 1 else ''} included"
    if component.minimum:
        yield f"at least {_amount(component.minimum)}"
    if component.step:
        counted = component.per if component.per and component.per not in OF_TIME else component.unit
        yield f"each {counted} counted in steps of {write_bytes(component.step)}"
    if component.carries:
        carried = [
            CARRIES.get(name, "{} " + name.replace("_", " ")).format(thousands(v)) for name, v in component.carries
        ]
        yield f"one {component.unit} carries " + ", ".join(carried)


def meter_words(component: e.Component) -> str:
    """`Ingress events`."""
    words = component.meter.replace("-", " ").replace("_", " ")
    return words[:1].upper() + words[1:]
