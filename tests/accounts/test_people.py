"""People: names that fit, roles, and the last admin."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session

from app.accounts import people, sign_ins
from app.accounts.words import Role, Scope, scopes_of
from app.errors import Conflict, InvalidInput, NotFound

AT = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def add(session: Session, name: str, role: Role = Role.EDITOR, shown: str = "") -> None:
    people.add(session, name, shown or name.title(), role, "a hash", AT)


def test_roles_include_those_before_them() -> None:
    assert [[role.includes(least) for least in Role] for role in Role] == [
        [True, False, False],
        [True, True, False],
        [True, True, True],
    ]
    assert scopes_of(Role.EDITOR) == (Scope.CATALOGUE_WRITE,)
    assert scopes_of(Role.ADMIN) == tuple(Scope)


def test_somebody_is_added_and_found(session: Session) -> None:
    add(session, "ada", Role.ADMIN, "Ada Lovelace")
    assert people.find(session, "ada") == people.Person("ada", "Ada Lovelace", Role.ADMIN, AT, None)
    assert people.everybody(session) == [people.find(session, "ada")]
    assert people.password_hash(session, "ada") == "a hash"


@pytest.mark.parametrize("name", ["", "Ada", "ada lovelace", "ada/2", "-ada", "a" * 61, "ada\0", "ädä", "files"])
def test_a_login_that_does_not_fit_is_refused(session: Session, name: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        people.add(session, name, "Somebody", Role.EDITOR, "a hash", AT)
    assert [each.field for each in refused.value.problems] == ["name"]


@pytest.mark.parametrize("shown", ["", " Ada", "Ada\nLovelace", "A" * 81, "Files"])
def test_a_shown_name_that_does_not_fit_is_refused(session: Session, shown: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        people.add(session, "ada", shown, Role.EDITOR, "a hash", AT)
    assert [each.field for each in refused.value.problems] == ["shown_name"]


def test_no_two_people_have_one_name(session: Session) -> None:
    add(session, "ada", shown="Ada Lovelace")
    for name, shown in (("ada", "Another"), ("lovelace", "ada lovelace")):
        with pytest.raises(Conflict):
            people.add(session, name, shown, Role.EDITOR, "a hash", AT)


@pytest.mark.parametrize("name", ["nobody", "", "\0", "a'b", "x" * 5000])
def test_a_stranger_is_not_found(session: Session, name: str) -> None:
    with pytest.raises(NotFound):
        people.find(session, name)
    assert people.password_hash(session, name) is None


def test_the_last_admin_neither_goes_nor_steps_down(session: Session) -> None:
    add(session, "ada", Role.ADMIN)
    add(session, "grace", Role.ADMIN)
    people.disable(session, "grace", AT)
    with pytest.raises(Conflict, match="last admin"):
        people.change_role(session, "ada", Role.REVIEWER)
    with pytest.raises(Conflict, match="last admin"):
        people.disable(session, "ada", AT)
    people.enable(session, "grace")
    people.change_role(session, "ada", Role.EDITOR)
    assert people.find(session, "ada").role is Role.EDITOR


def test_who_is_disabled_has_no_session_and_no_password_until_enabled(session: Session) -> None:
    add(session, "ada", Role.ADMIN)
    add(session, "grace")
    secret = sign_ins.begin(session, "grace", "", AT)
    people.disable(session, "grace", AT)
    assert people.password_hash(session, "grace") is None
    assert sign_ins.find(session, secret, AT) is None
    people.disable(session, "grace", AT + timedelta(days=1))
    assert people.find(session, "grace").disabled_at == AT
    people.enable(session, "grace")
    assert people.password_hash(session, "grace") == "a hash"
    assert sign_ins.find(session, secret, AT) is None


def test_another_password_ends_all_sessions_but_this_one(session: Session) -> None:
    add(session, "ada", Role.ADMIN)
    here, there = (sign_ins.begin(session, "ada", "", AT) for _ in range(2))
    people.change_password(session, "ada", "another hash", AT, but=sign_ins.hash_of(here))
    assert people.password_hash(session, "ada") == "another hash"
    assert sign_ins.find(session, here, AT) is not None
    assert sign_ins.find(session, there, AT) is None
