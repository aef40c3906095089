"""Signed-in sessions: begun at sign-in with a new id each time, over after 12 idle hours, after 14 days, or by hand.

The browser holds 256 bits of chance; the database holds their hash, by which a session is named to its owner too.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, insert, select, update
from sqlmodel import Session

from app.accounts import tables
from app.db.constraints import table_of

IDLE = timedelta(hours=12)
LONGEST = timedelta(days=14)

SEEN_AFTER = timedelta(minutes=5)
"""How exactly the last use is known: reading a page should not write."""

KEPT = timedelta(days=30)
"""How long one that is over stays in the table."""

SIGN_IN = table_of(tables.SignIn)

BROWSERS = {"Edg": "Edge", "OPR": "Opera", "Firefox": "Firefox", "Chrome": "Chrome", "Safari": "Safari"}
SYSTEMS = {"iPhone": "iPhone", "iPad": "iPad", "Android": "Android", "Windows": "Windows", "Mac OS": "macOS"}
SYSTEMS |= {"CrOS": "ChromeOS", "Linux": "Linux"}
"""Words of a User-Agent, the telling ones first, since most of them say that they are all the others too."""


@dataclass(frozen=True, slots=True)
class SignIn:
    """One session as its owner sees it."""

    id_hash: str
    person: str
    agent: str
    created: datetime
    last_seen: datetime
    expires: datetime


COLUMNS = tuple(SIGN_IN.c[name] for name in SignIn.__dataclass_fields__)


def hash_of(secret: str) -> str:
    """What stands in the database for a session's id or a token's secret."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def in_words(user_agent: str) -> str:
    """`Firefox on Linux`: enough to know one's own."""
    browser = next((name for mark, name in BROWSERS.items() if mark in user_agent), "a program")
    system = next((name for mark, name in SYSTEMS.items() if mark in user_agent), "an unknown system")
    return f"{browser} on {system}"


def begin(session: Session, person: str, user_agent: str, at: datetime) -> str:
    """A new session; its id for the cookie. Those of this person that were over long ago go."""
    gone = SIGN_IN.c.person == person, SIGN_IN.c.expires < at - KEPT
    session.connection().execute(delete(SIGN_IN).where(*gone))
    secret = secrets.token_urlsafe(32)
    row = {
        "id_hash": hash_of(secret),
        "person": person,
        "agent": in_words(user_agent),
        "created": at,
        "last_seen": at,
        "expires": at + LONGEST,
    }
    session.connection().execute(insert(SIGN_IN).values(**row))
    return secret


def is_open(at: datetime) -> ColumnElement[bool]:
    """The condition that a session holds at this moment."""
    return and_(SIGN_IN.c.ended.is_(None), SIGN_IN.c.expires > at, SIGN_IN.c.last_seen > at - IDLE)


def find(session: Session, secret: str, at: datetime) -> SignIn | None:
    """The session with this id, while it holds."""
    query = select(*COLUMNS).where(SIGN_IN.c.id_hash == hash_of(secret), is_open(at))
    row = session.connection().execute(query).one_or_none()
    return SignIn(*row) if row else None


def seen(session: Session, id_hash: str, at: datetime) -> None:
    """It was used now."""
    session.connection().execute(update(SIGN_IN).where(SIGN_IN.c.id_hash == id_hash).values(last_seen=at))


def of(session: Session, person: str, at: datetime) -> list[SignIn]:
    """The sessions of a person that hold, the last used first."""
    query = select(*COLUMNS).where(SIGN_IN.c.person == person, is_open(at)).order_by(SIGN_IN.c.last_seen.desc())
    return [SignIn(*row) for row in session.connection().execute(query)]


def end(session: Session, person: str, id_hash: str, at: datetime) -> None:
    """Ends one of a person's sessions; one that is over stays as it is."""
    one = SIGN_IN.c.person == person, SIGN_IN.c.id_hash == id_hash, SIGN_IN.c.ended.is_(None)
    session.connection().execute(update(SIGN_IN).where(*one).values(ended=at))


def end_everything(session: Session, at: datetime) -> None:
    """Ends every session of everybody."""
    session.connection().execute(update(SIGN_IN).where(SIGN_IN.c.ended.is_(None)).values(ended=at))


def end_all(session: Session, person: str, at: datetime, but: str | None = None) -> None:
    """Ends a person's sessions, `but` the one with this hash."""
    theirs = SIGN_IN.c.person == person, SIGN_IN.c.ended.is_(None), SIGN_IN.c.id_hash != (but or "")
    session.connection().execute(update(SIGN_IN).where(*theirs).values(ended=at))
