"""How often something may be tried from one place: buckets that fill up again by themselves, one for all processes.

A bucket is named by a hash with the database's own key, so that no address and no misspelt name is kept.
"""

import hashlib
import hmac
import ipaddress
import math
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select, update
from sqlmodel import Session

from app.accounts import tables
from app.db.constraints import table_of

KEPT = timedelta(hours=1)
"""After the longest time in which a bucket fills: an old one is full, and need not be kept."""

WHOLE = 0.999
"""As good as one attempt: whoever waited as long as they were told must not fail by a rounding."""

ATTEMPTS, SITE_KEY = table_of(tables.Attempts), table_of(tables.SiteKey)


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so many attempts at `what` in so many seconds (an hour at most) by `whom`."""

    what: str
    whom: str
    most: int
    seconds: int


def site_key(session: Session) -> bytes:
    """The database's own key, made when it is first asked for."""
    known = known_key(session)
    if known is None:
        known = secrets.token_bytes(32)
        session.connection().execute(insert(SITE_KEY).values(id=1, key=known.hex()))
    return known


def known_key(session: Session) -> bytes | None:
    """The same, if it is there already."""
    known = session.connection().execute(select(SITE_KEY.c.key)).scalar_one_or_none()
    return bytes.fromhex(known) if known else None


def place(address: str) -> str:
    """What counts as one place: an address, of IPv6 the network that one household has."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((found, 64), strict=False)) if found.version == 6 else address


def take(session: Session, limits: Sequence[Limit], at: datetime) -> int:
    """Takes one attempt from each bucket, or none from any: then the seconds to wait, else 0."""
    levels = {_bucket(session, limit): (_level(session, limit, at), limit) for limit in limits}
    waits = [(1 - level) * limit.seconds / limit.most for level, limit in levels.values() if level < WHOLE]
    if waits:
        return math.ceil(max(waits))
    session.connection().execute(delete(ATTEMPTS).where(ATTEMPTS.c.filled < at - KEPT))
    for bucket, (level, _) in levels.items():
        _put(session, bucket, max(0.0, level - 1), at)
    return 0


def give_back(session: Session, limits: Sequence[Limit], at: datetime) -> None:
    """What went well was no attempt."""
    for limit in limits:
        _put(session, _bucket(session, limit), min(limit.most, _level(session, limit, at) + 1), at)


def _bucket(session: Session, limit: Limit) -> str:
    named = f"{limit.what}\0{limit.whom}".encode("utf-8", "surrogatepass")
    return f"{limit.what} {hmac.new(site_key(session), named, hashlib.sha256).hexdigest()[:32]}"


def _level(session: Session, limit: Limit, at: datetime) -> float:
    """How many attempts are left now."""
    query = select(ATTEMPTS.c.remaining, ATTEMPTS.c.filled).where(ATTEMPTS.c.bucket == _bucket(session, limit))
    row = session.connection().execute(query).one_or_none()
    if row is None:
        return limit.most
    seconds = max(0.0, (at - row.filled).total_seconds())
    return float(min(limit.most, row.remaining + seconds * limit.most / limit.seconds))


def _put(session: Session, bucket: str, level: float, at: datetime) -> None:
    connection, values = session.connection(), {"remaining": level, "filled": at}
    if connection.execute(update(ATTEMPTS).where(ATTEMPTS.c.bucket == bucket).values(**values)).rowcount == 0:
        connection.execute(insert(ATTEMPTS).values(bucket=bucket, **values))
