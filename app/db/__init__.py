"""The database, without a word about products: engines and sessions, types and checks, the state of the schema."""

from app.db.engines import make_engine, read_session, reading, write_session, writing
from app.db.schema import downgrade, require_current, schema_state, upgrade
from app.db.types import SQLITE_STRICT, UtcDateTime, moment_check

__all__ = [
    "SQLITE_STRICT",
    "UtcDateTime",
    "downgrade",
    "make_engine",
    "moment_check",
    "read_session",
    "reading",
    "require_current",
    "schema_state",
    "upgrade",
    "write_session",
    "writing",
]
