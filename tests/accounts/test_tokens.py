"""API tokens: shown once, for some things and some time, and no more than their owner may."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlmodel import Session

from app.accounts import people, tokens
from app.accounts.tokens import MOST_DAYS
from app.accounts.words import Role, Scope
from app.errors import InvalidInput, NotFound

AT = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture
def ada(session: Session) -> Session:
    """A session of the database in which there are ada, an admin, and grace, an editor."""
    people.add(session, "ada", "Ada", Role.ADMIN, "a hash", AT)
    people.add(session, "grace", "Grace", Role.EDITOR, "a hash", AT)
    return session


def issue(session: Session, name: str = "ada", *scopes: Scope, days: int = 30) -> str:
    return tokens.issue(session, people.find(session, name), "nightly", scopes, days, AT)


def test_a_token_says_whose_it_is_and_is_kept_as_a_hash(ada: Session) -> None:
    token = issue(ada, "ada", *Scope)
    _, public, secret = token.split("_", 2)
    found = tokens.bearer(ada, token, AT)
    assert found is not None
    assert (found.person.name, found.scopes, found.token.id) == ("ada", frozenset(Scope), public)
    row = str(ada.connection().execute(text("SELECT * FROM api_token")).one())
    assert secret not in row


def test_it_holds_for_its_time(ada: Session) -> None:
    token = issue(ada, days=7)
    assert tokens.bearer(ada, token, AT + timedelta(days=7, seconds=-1)) is not None
    assert tokens.bearer(ada, token, AT + timedelta(days=7)) is None


@pytest.mark.parametrize("days", [0, -1, MOST_DAYS + 1])
def test_it_has_an_end_within_a_year(ada: Session, days: int) -> None:
    with pytest.raises(InvalidInput) as refused:
        issue(ada, days=days)
    assert [each.field for each in refused.value.problems] == ["days"]


@pytest.mark.parametrize("name", ["", " x", "a\nb", "x" * 81])
def test_it_has_a_name(ada: Session, name: str) -> None:
    with pytest.raises(InvalidInput):
        tokens.issue(ada, people.find(ada, "ada"), name, (), 1, AT)


def test_nobody_gives_what_they_may_not(ada: Session) -> None:
    with pytest.raises(InvalidInput) as refused:
        issue(ada, "grace", *Scope)
    assert [each.field for each in refused.value.problems] == ["scope"]


def test_it_loses_what_its_owner_loses(ada: Session) -> None:
    people.change_role(ada, "grace", Role.REVIEWER)
    token = issue(ada, "grace", *Scope)
    people.change_role(ada, "grace", Role.EDITOR)
    found = tokens.bearer(ada, token, AT)
    assert found is not None
    assert found.scopes == {Scope.CATALOGUE_WRITE}
    people.disable(ada, "grace", AT)
    assert tokens.bearer(ada, token, AT) is None
    people.enable(ada, "grace")
    assert tokens.bearer(ada, token, AT) is not None


def test_revoked_is_for_good_and_by_its_owner(ada: Session) -> None:
    token = issue(ada, "grace")
    public = token.split("_")[1]
    with pytest.raises(NotFound):
        tokens.revoke(ada, public, AT, "ada")
    tokens.revoke(ada, public, AT, "grace")
    assert tokens.bearer(ada, token, AT) is None
    assert [each.revoked for each in tokens.of(ada, "grace")] == [AT]
    other = issue(ada, "grace")
    tokens.revoke_all(ada, "grace", AT)
    assert tokens.bearer(ada, other, AT) is None


@pytest.mark.parametrize(
    "given", ["", "ml_", "ml__", "ml_abcdefgh", "ml_abcdefgh_", "ml_abcdefgh_x", "ml_\0bcdefgh_x", "ml_Ä_x", "x" * 9000]
)
def test_what_is_no_token_is_nobody(ada: Session, given: str) -> None:
    assert tokens.bearer(ada, given, AT) is None


def test_a_changed_secret_is_nobody(ada: Session) -> None:
    token = issue(ada)
    assert tokens.bearer(ada, token + "x", AT) is None
    assert tokens.bearer(ada, token[:-1], AT) is None
    assert tokens.bearer(ada, token.replace("ml_", "", 1), AT) is None


@pytest.mark.parametrize("id_", ["", "nobodys8", "\0", "x'y"])
def test_a_strange_id_is_not_revoked(ada: Session, id_: str) -> None:
    with pytest.raises(NotFound):
        tokens.revoke(ada, id_, AT)


def test_the_day_of_its_last_use_is_known(ada: Session) -> None:
    token = issue(ada)
    assert tokens.of(ada)[0].last_used is None
    tokens.used(ada, token.split("_")[1], AT.date())
    assert tokens.of(ada)[0].last_used == AT.date()
