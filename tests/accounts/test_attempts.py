"""How often something may be tried: buckets that fill again, shared by every process."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, text
from sqlmodel import Session

from app.accounts import attempts
from app.accounts.attempts import KEPT, Limit, give_back, place, site_key, take
from app.db import write_session

AT = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
LIMIT = Limit("sign-in", "ada", 10, 900)


def test_so_many_and_then_one_every_so_often(session: Session) -> None:
    assert [take(session, [LIMIT], AT) for _ in range(11)] == [0] * 10 + [90]
    assert take(session, [LIMIT], AT + timedelta(seconds=45)) == 45
    assert take(session, [LIMIT], AT + timedelta(seconds=90)) == 0
    assert take(session, [LIMIT], AT + timedelta(seconds=91)) == 89
    assert take(session, [Limit("sign-in", "grace", 10, 900)], AT) == 0


def test_where_one_bucket_is_empty_nothing_is_taken_from_the_other(session: Session) -> None:
    address = Limit("address", "127.0.0.1", 11, 900)
    for _ in range(12):
        take(session, [LIMIT, address], AT)
    assert take(session, [address], AT) == 0
    assert take(session, [address], AT) > 0


def test_what_went_well_is_given_back(session: Session) -> None:
    for _ in range(50):
        assert take(session, [LIMIT], AT) == 0
        give_back(session, [LIMIT], AT)


def test_no_name_and_no_address_is_kept_and_old_buckets_go(session: Session) -> None:
    take(session, [Limit("sign-in", "a password typed as a name", 10, 900)], AT)
    rows = session.connection().execute(text("SELECT bucket FROM attempts")).all()
    assert "password" not in str(rows)
    take(session, [LIMIT], AT + KEPT + timedelta(seconds=1))
    assert session.connection().execute(text("SELECT count(*) FROM attempts")).scalar_one() == 1


def test_the_database_has_one_key(session: Session) -> None:
    assert site_key(session) == site_key(session)
    assert len(site_key(session)) == 32


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8::1", "2001:db8::2", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("192.0.2.1", "192.0.2.2", False),
        ("testclient", "testclient", True),
    ],
)
def test_a_place_is_an_address_or_the_network_of_a_household(one: str, other: str, same: bool) -> None:
    assert (place(one) == place(other)) is same


def test_many_at_once_take_no_more_than_there_is(engine: Engine) -> None:
    """Each in a transaction of its own, as processes do."""
    taken: list[int] = []

    def try_it() -> None:
        for _ in range(3):
            with write_session(engine) as session:
                taken.append(take(session, [LIMIT], AT))

    threads = [threading.Thread(target=try_it) for _ in range(6)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(taken).count(0) == LIMIT.most
    assert len(taken) == 18
    assert attempts.KEPT.total_seconds() >= LIMIT.seconds
