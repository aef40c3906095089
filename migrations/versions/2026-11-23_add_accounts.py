"""Add accounts: people, signed-in sessions, API tokens, attempts, and the database's own key.

Why: whoever edits is somebody. No secret is kept: hashes of session ids and tokens, argon2 of passwords.
"""

from collections.abc import Iterator, Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "a41c7e05d9b3"
down_revision: str | Sequence[str] | None = "5c1f80d2ab37"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

SLUG_CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._/+-"
HEXADECIMAL = "0123456789abcdef"
PUBLIC_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"


def upgrade() -> None:
    """Forwards."""
    create_person()
    create_sign_in()
    create_api_token()
    op.create_table(
        "attempts",
        sa.Column("bucket", sa.String(), nullable=False),
        sa.Column("remaining", sa.Float(), nullable=False),
        sa.Column("filled", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("bucket", name=op.f("pk_attempts")),
        *texts("attempts", "bucket"),
        *moments("attempts", "filled"),
        check("attempts", "remaining_in_range", "remaining BETWEEN 0 AND 1000"),
    )
    op.create_table(
        "site_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site_key")),
        check("site_key", "one_row", "id = 1"),
        digits_256("site_key", "key"),
    )


def create_person() -> None:
    """Who may sign in."""
    op.create_table(
        "person",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("shown_name", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("disabled_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_person")),
        sa.UniqueConstraint("shown_name", name=op.f("uq_person_shown_name")),
        check(
            "person",
            "name_is_slug",
            f"length(name) BETWEEN 1 AND 60 AND trim(name, '{SLUG_CHARACTERS}') = '' AND ltrim(name, '._/+-') = name",
        ),
        check("person", "name_is_lower_case", "name = lower(name)"),
        check("person", "role_known", "role IN ('editor', 'reviewer', 'admin')"),
        *texts("person", "shown_name", "password_hash"),
        *moments("person", "created", "disabled_at"),
    )


def create_sign_in() -> None:
    """Signed-in sessions."""
    op.create_table(
        "sign_in",
        sa.Column("id_hash", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("agent", sa.String(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id_hash", name=op.f("pk_sign_in")),
        sa.ForeignKeyConstraint(["person"], ["person.name"], name=op.f("fk_sign_in_person_person")),
        digits_256("sign_in", "id_hash"),
        check("sign_in", "expires_later", "expires > created"),
        *texts("sign_in", "agent"),
        *moments("sign_in", "created", "last_seen", "expires", "ended"),
    )
    op.create_index("ix_sign_in_person", "sign_in", ["person"])


def create_api_token() -> None:
    """Tokens and what they are for."""
    op.create_table(
        "api_token",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("secret_hash", sa.String(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used", sa.Date()),
        sa.Column("revoked", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_token")),
        sa.ForeignKeyConstraint(["person"], ["person.name"], name=op.f("fk_api_token_person_person")),
        check("api_token", "id_is_public", f"length(id) = 8 AND trim(id, '{PUBLIC_LETTERS}') = ''"),
        digits_256("api_token", "secret_hash"),
        check("api_token", "expires_later", "expires > created"),
        on("sqlite", "ck_api_token_last_used_is_day", "last_used IS date(last_used)"),
        on("postgresql", "ck_api_token_last_used_is_finite", "last_used BETWEEN '0001-01-02' AND '9999-12-30'"),
        *texts("api_token", "name"),
        *moments("api_token", "created", "expires", "revoked"),
    )
    op.create_index("ix_api_token_person", "api_token", ["person"])
    op.create_table(
        "api_token_scope",
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("token", "scope", name=op.f("pk_api_token_scope")),
        sa.ForeignKeyConstraint(["token"], ["api_token.id"], name=op.f("fk_api_token_scope_token_api_token")),
        check("api_token_scope", "scope_known", "scope IN ('catalogue:write', 'suggestions:handle')"),
    )


def downgrade() -> None:
    """Back: nobody can sign in any more, the catalogue stays."""
    for table in ("site_key", "attempts", "api_token_scope", "api_token", "sign_in", "person"):
        op.drop_table(table)


def check(table: str, name: str, condition: str) -> sa.CheckConstraint:
    """What the table refuses, by name."""
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))


def on(engine: str, name: str, condition: str) -> sa.CheckConstraint:
    """What only one engine needs, or each must put in its own words."""
    return sa.CheckConstraint(condition, name=op.f(name)).ddl_if(dialect=engine)


def digits_256(table: str, column: str) -> sa.CheckConstraint:
    """256 bits."""
    return check(table, f"{column}_is_256_bits", f"length({column}) = 64 AND trim({column}, '{HEXADECIMAL}') = ''")


def texts(table: str, *columns: str) -> Iterator[sa.CheckConstraint]:
    """One line, neither empty nor padded nor too long."""
    for column in columns:
        yield check(table, f"{column}_is_text", f"length({column}) BETWEEN 1 AND 300 AND {column} = trim({column})")
        name = f"ck_{table}_{column}_is_one_line"
        yield on("sqlite", name, f"{column} NOT GLOB '*[' || char(1) || '-' || char(31) || ']*'")
        yield on("postgresql", name, f"{column} !~ '[[:cntrl:]]'")


def moments(table: str, *columns: str) -> Iterator[sa.CheckConstraint]:
    """Text on SQLite, always written as 2026-01-31 12:00:00.000000; on PostgreSQL they go on for ever."""
    for column in columns:
        yield on(
            "sqlite",
            f"ck_{table}_{column}_is_moment",
            f"{column} IS strftime('%Y-%m-%d %H:%M:%S', {column}) || substr({column}, 20)"
            f" AND ({column} IS NULL OR substr({column}, 20) GLOB '.[0-9][0-9][0-9][0-9][0-9][0-9]')",
        )
        yield on("postgresql", f"ck_{table}_{column}_is_finite", f"{column} BETWEEN '0001-01-02' AND '9999-12-30'")
