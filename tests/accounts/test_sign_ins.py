"""Signed-in sessions: how long they hold, and that the database knows none of their ids."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlmodel import Session

from app.accounts import people, sign_ins
from app.accounts.sign_ins import IDLE, KEPT, LONGEST, hash_of, in_words
from app.accounts.words import Role

AT = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.fixture
def ada(session: Session) -> Session:
    """A session of the database in which there is ada."""
    people.add(session, "ada", "Ada", Role.ADMIN, "a hash", AT)
    people.add(session, "grace", "Grace", Role.EDITOR, "a hash", AT)
    return session


def test_an_id_is_256_bits_of_chance_and_only_its_hash_is_kept(ada: Session) -> None:
    first, second = (sign_ins.begin(ada, "ada", "", AT) for _ in range(2))
    assert first != second
    assert len(first) == 43
    kept = {row[0] for row in ada.connection().execute(text("SELECT id_hash FROM sign_in"))}
    assert kept == {hash_of(first), hash_of(second)}
    assert sign_ins.find(ada, hash_of(first), AT) is None


def test_a_session_ends_after_idle_hours(ada: Session) -> None:
    secret = sign_ins.begin(ada, "ada", "", AT)
    assert sign_ins.find(ada, secret, AT + IDLE - SECOND) is not None
    assert sign_ins.find(ada, secret, AT + IDLE) is None
    sign_ins.seen(ada, hash_of(secret), AT + IDLE - SECOND)
    assert sign_ins.find(ada, secret, AT + IDLE) is not None


def test_a_session_ends_in_any_case(ada: Session) -> None:
    secret = sign_ins.begin(ada, "ada", "", AT)
    sign_ins.seen(ada, hash_of(secret), AT + LONGEST - SECOND)
    assert sign_ins.find(ada, secret, AT + LONGEST - SECOND) is not None
    assert sign_ins.find(ada, secret, AT + LONGEST) is None


def test_one_is_ended_and_all_others_are(ada: Session) -> None:
    here, there, elsewhere = (sign_ins.begin(ada, "ada", "", AT + n * SECOND) for n in range(3))
    graces = sign_ins.begin(ada, "grace", "", AT)
    sign_ins.end(ada, "ada", hash_of(there), AT)
    assert [each.id_hash for each in sign_ins.of(ada, "ada", AT)] == [hash_of(elsewhere), hash_of(here)]
    sign_ins.end(ada, "ada", hash_of(graces), AT)
    sign_ins.end_all(ada, "ada", AT, but=hash_of(here))
    assert [each.id_hash for each in sign_ins.of(ada, "ada", AT)] == [hash_of(here)]
    assert sign_ins.find(ada, graces, AT) is not None


def test_what_was_over_long_ago_goes(ada: Session) -> None:
    for _ in range(2):
        sign_ins.begin(ada, "ada", "", AT)
    sign_ins.begin(ada, "ada", "", AT + LONGEST + KEPT + SECOND)
    assert ada.connection().execute(text("SELECT count(*) FROM sign_in")).scalar_one() == 1


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0", "Firefox on Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Safari/604.1", "Safari on iPhone"),
        ("curl/8.5", "a program on an unknown system"),
        ("<script>\n", "a program on an unknown system"),
        ("", "a program on an unknown system"),
    ],
)
def test_where_it_is_in_words(agent: str, words: str) -> None:
    assert in_words(agent) == words
