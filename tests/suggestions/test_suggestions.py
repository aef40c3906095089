"""Suggestions: what is kept of them, what is refused, and what becomes of them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import Session

from app import suggestions
from app.accounts import people
from app.accounts.words import Role
from app.errors import Conflict, InvalidInput, NotFound
from app.suggestions import Draft
from app.suggestions.making import is_address
from app.suggestions.subject import subject
from app.suggestions.trap import is_sprung, stamp
from app.suggestions.words import State
from tests.support.real import real_catalogue

AT = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
KEY = bytes(range(32))

DRAFT = Draft("rabbitmq", "message_size_max", None, "It is 16 MiB.", "https://www.rabbitmq.com/docs", "Limits", "Grace")


@pytest.fixture
def desk(session: Session) -> Session:
    """A session of the database in which somebody may decide."""
    people.add(session, "ada", "Ada", Role.REVIEWER, "a hash", AT)
    return session


def test_a_suggestion_is_kept_at_an_address_that_nobody_guesses(desk: Session) -> None:
    made = suggestions.make(desk, DRAFT, "128 MiB", AT)
    other = suggestions.make(desk, replace(DRAFT, place="", credit=""), None, AT + timedelta(hours=1))
    assert (made.state, made.said, made.credit, made.created) == (State.WAITING, "128 MiB", "Grace", AT)
    assert (other.place, other.credit, other.said) == (None, None, None)
    assert len(made.id) == 32
    assert suggestions.find(desk, made.id) == made
    assert suggestions.waiting(desk) == [made, other]
    assert suggestions.handled(desk) == []
    assert (suggestions.credit(made), suggestions.credit(other)) == ("Suggested by Grace", "Suggested by a reader")


def test_text_comes_to_one_line_without_marks_that_hide(desk: Session) -> None:
    made = suggestions.make(desk, replace(DRAFT, body="  It is\r\n\t16\u202e MiB.\0 =1+1 <b> "), "a\nb", AT)
    assert (made.body, made.said) == ("It is 16 MiB. =1+1 <b>", "a b")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("body", ""),
        ("body", " \n "),
        ("body", "x" * 2001),
        ("body", "buy https://a.example www.b.example and [url=c.example]"),
        ("url", ""),
        ("url", "rabbitmq.com/docs"),
        ("url", "javascript:alert(1)"),
        ("url", "ftp://rabbitmq.com"),
        ("url", "https://user:pass@rabbitmq.com/"),
        ("url", "https://rabbit mq.com/"),
        ("url", "https://rabbitmq"),
        ("url", "https://[/"),
        ("url", "https://rabbitmq.com/" + "x" * 2000),
        ("place", "x" * 301),
        ("credit", "x" * 81),
        ("credit", "cheap pills http://a.example"),
    ],
)
def test_what_does_not_fit_is_refused_at_its_field(desk: Session, field: str, value: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        suggestions.make(desk, replace(DRAFT, **{field: value}), None, AT)
    assert [each.field for each in refused.value.problems] == [field]
    assert suggestions.waiting(desk) == []


def test_addresses_of_pages() -> None:
    assert is_address("https://docs.example/a?b=c#d")
    assert is_address("http://docs.example:8080/ü")
    assert not is_address("HTTPS://docs.example/")


def test_it_is_accepted_by_a_change(desk: Session) -> None:
    made = suggestions.make(desk, DRAFT, None, AT)
    suggestions.accept(desk, made.id, 17, "ada", AT)
    found = suggestions.find(desk, made.id)
    assert (found.state, found.change_set, found.answered_by, found.answered) == (State.ACCEPTED, 17, "ada", AT)
    assert suggestions.handled(desk) == [found]
    assert suggestions.waiting(desk) == []


def test_it_is_amended(desk: Session) -> None:
    made = suggestions.make(desk, DRAFT, None, AT)
    suggestions.accept(desk, made.id, 17, "ada", AT, amended=True)
    assert suggestions.find(desk, made.id).state is State.AMENDED


def test_it_is_declined_with_a_reason(desk: Session) -> None:
    made = suggestions.make(desk, DRAFT, None, AT)
    for reason in ("", "  ", "x" * 1001):
        with pytest.raises(InvalidInput):
            suggestions.decline(desk, made.id, reason, "ada", AT)
    suggestions.decline(desk, made.id, "The page speaks of\nanother product.", "ada", AT)
    found = suggestions.find(desk, made.id)
    assert (found.state, found.answer) == (State.DECLINED, "The page speaks of another product.")


def test_nobody_decides_twice(desk: Session) -> None:
    made = suggestions.make(desk, DRAFT, None, AT)
    suggestions.decline(desk, made.id, "No.", "ada", AT)
    with pytest.raises(Conflict, match="declined meanwhile"):
        suggestions.accept(desk, made.id, 17, "ada", AT)
    with pytest.raises(Conflict):
        suggestions.decline(desk, made.id, "No.", "ada", AT)


@pytest.mark.parametrize("id_", ["", "0" * 32, "0" * 31, "\0" * 32, "'" * 32, "x" * 5000])
def test_a_strange_address_leads_nowhere(desk: Session, id_: str) -> None:
    with pytest.raises(NotFound):
        suggestions.find(desk, id_)


def test_what_it_is_about_in_words() -> None:
    catalogue, day = real_catalogue(), date(2026, 11, 23)
    cell = subject(catalogue, "rabbitmq", "protocols", "mqtt-5", day)
    assert (cell.product_name, cell.address) == ("RabbitMQ", "/products/rabbitmq/protocols/mqtt-5")
    assert cell.title.startswith("RabbitMQ: ")
    assert cell.said
    assert subject(catalogue, "rabbitmq", "protocols", None, day).said is None
    whole = subject(catalogue, "rabbitmq", None, None, day)
    assert (whole.title, whole.address, whole.said) == ("RabbitMQ", "/products/rabbitmq", None)
    for product, criterion, option in (
        ("rabitmq", None, None),
        ("rabbitmq", "colour", None),
        ("rabbitmq", "protocols", "telepathy"),
    ):
        with pytest.raises(NotFound):
            subject(catalogue, product, criterion, option, day)


@pytest.mark.parametrize(
    ("after", "taken"),
    [(0, False), (2, False), (3, True), (3600, True), (86400, True), (86402, False), (-60, False)],
)
def test_a_form_takes_some_time_and_not_for_ever(after: int, taken: bool) -> None:
    assert (is_sprung(KEY, stamp(KEY, AT), AT + timedelta(seconds=after)) == "") is taken


@pytest.mark.parametrize("given", ["", ".", "x", "1763899200", "1763899200.x", "9" * 400 + ".x", "\u0661.x"])
def test_a_stamp_is_not_made_up(given: str) -> None:
    assert is_sprung(KEY, given, AT)
    assert is_sprung(bytes(32), stamp(KEY, AT), AT + timedelta(minutes=1))
