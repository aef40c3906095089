"""Add suggestions: what readers without an account found wrong, and what became of it.

Why: whoever reads a wrong cell should need no account to say so, and see what became of it.
"""

from collections.abc import Iterator, Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "c93be1f4a7d2"
down_revision: str | Sequence[str] | None = "a41c7e05d9b3"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

SLUG_CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._/+-"


def upgrade() -> None:
    """Forwards."""
    op.create_table(
        "suggestion",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("product", sa.String(), nullable=False),
        sa.Column("criterion", sa.String()),
        sa.Column("option", sa.String()),
        sa.Column("said", sa.String()),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("place", sa.String()),
        sa.Column("credit", sa.String()),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("answered", sa.DateTime(timezone=True)),
        sa.Column("answered_by", sa.String()),
        sa.Column("answer", sa.String()),
        sa.Column("change_set", sa.Integer()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suggestion")),
        sa.ForeignKeyConstraint(["answered_by"], ["person.name"], name=op.f("fk_suggestion_answered_by_person")),
        check("id_is_128_bits", "length(id) = 32 AND trim(id, '0123456789abcdef') = ''"),
        check(
            "url_is_address",
            "(url LIKE 'https://_%' OR url LIKE 'http://_%') AND url NOT LIKE '% %' AND length(url) <= 2000",
        ),
        check("state_known", "state IN ('waiting', 'accepted', 'amended', 'declined')"),
        check("option_has_criterion", "option IS NULL OR criterion IS NOT NULL"),
        check("answered_unless_waiting", "(state = 'waiting') = (answered IS NULL)"),
        check("answered_by_somebody", "(answered IS NULL) = (answered_by IS NULL)"),
        check("declined_with_reason", "state <> 'declined' OR answer IS NOT NULL"),
        check("accepted_by_change", "(state IN ('accepted', 'amended')) = (change_set IS NOT NULL)"),
        check("change_set_at_least_1", "change_set >= 1"),
        *slugs("product", "criterion", "option"),
        *texts(said=2000, body=2000, place=300, credit=300, answer=1000),
        *moments("created", "answered"),
    )
    op.create_index("ix_suggestion_state_created", "suggestion", ["state", "created"])


def downgrade() -> None:
    """Back: what was suggested is lost, the changes that came of it stay."""
    op.drop_table("suggestion")


def check(name: str, condition: str) -> sa.CheckConstraint:
    """What the table refuses, by name."""
    return sa.CheckConstraint(condition, name=op.f(f"ck_suggestion_{name}"))


def on(engine: str, name: str, condition: str) -> sa.CheckConstraint:
    """What only one engine needs, or each must put in its own words."""
    return sa.CheckConstraint(condition, name=op.f(f"ck_suggestion_{name}")).ddl_if(dialect=engine)


def slugs(*columns: str) -> Iterator[sa.CheckConstraint]:
    """Names for addresses."""
    for column in columns:
        yield check(
            f"{column}_is_slug",
            f"length({column}) BETWEEN 1 AND 60 AND trim({column}, '{SLUG_CHARACTERS}') = '' "
            f"AND ltrim({column}, '._/+-') = {column}",
        )


def texts(**longest: int) -> Iterator[sa.CheckConstraint]:
    """One line, neither empty nor padded nor too long."""
    for column, most in longest.items():
        yield check(f"{column}_is_text", f"length({column}) BETWEEN 1 AND {most} AND {column} = trim({column})")
        yield on("sqlite", f"{column}_is_one_line", f"{column} NOT GLOB '*[' || char(1) || '-' || char(31) || ']*'")
        yield on("postgresql", f"{column}_is_one_line", f"{column} !~ '[[:cntrl:]]'")


def moments(*columns: str) -> Iterator[sa.CheckConstraint]:
    """Text on SQLite, always written as 2026-01-31 12:00:00.000000; on PostgreSQL they go on for ever."""
    for column in columns:
        yield on(
            "sqlite",
            f"{column}_is_moment",
            f"{column} IS strftime('%Y-%m-%d %H:%M:%S', {column}) || substr({column}, 20)"
            f" AND ({column} IS NULL OR substr({column}, 20) GLOB '.[0-9][0-9][0-9][0-9][0-9][0-9]')",
        )
        yield on("postgresql", f"{column}_is_finite", f"{column} BETWEEN '0001-01-02' AND '9999-12-30'")
