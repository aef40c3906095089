"""Add client libraries, prices, measurements, and what explains the approaches.

Why: they come with a product (or, the approaches, with none) and are cited like statements, but are tables of their
own. Constraints stand here as they were on this day.
"""

from collections.abc import Iterator, Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "b84e29c1d7f0"
down_revision: str | Sequence[str] | None = "6d1f0b7a3c52"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

TABLES = (
    "client_library",
    "client_library_citation",
    "pricing_tier",
    "pricing_tier_edition",
    "pricing_tier_mode",
    "component",
    "bracket",
    "capacity",
    "pricing_tier_citation",
    "measurement",
    "measurement_citation",
    "aspect",
    "approach",
    "approach_text",
    "approach_point",
    "approach_word",
    "approach_citation",
)
"""In the order of their making; dropped the other way round."""


def upgrade() -> None:
    """Forwards."""
    create_clients()
    create_prices()
    create_measurements()
    create_approaches()


def downgrade() -> None:
    """Back; sources stay, also those that only these tables cite."""
    for table in reversed(TABLES):
        op.drop_table(table)


def primary_key(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    """Named like every other."""
    return sa.PrimaryKeyConstraint(*columns, name=op.f(f"pk_{table}"))


def unique(table: str, *columns: str) -> sa.UniqueConstraint:
    """These columns together name one row."""
    return sa.UniqueConstraint(*columns, name=op.f(f"uq_{table}_{'_'.join(columns)}"))


def foreign_key(table: str, columns: str, target: str) -> sa.ForeignKeyConstraint:
    """`foreign_key("mode_edition", "product mode", "mode.product mode.slug")`."""
    name = f"fk_{table}_{columns.replace(' ', '_')}_{target.partition('.')[0]}"
    return sa.ForeignKeyConstraint(columns.split(), target.split(), name=op.f(name))


def checks(table: str, **conditions: str) -> list[sa.CheckConstraint]:
    """What the table refuses, by name."""
    return [sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}")) for name, condition in conditions.items()]


def on(engine: str, name: str, condition: str) -> sa.CheckConstraint:
    """What only one engine needs, or each must put in its own words."""
    return sa.CheckConstraint(condition, name=op.f(name)).ddl_if(dialect=engine)


def slugs(table: str, *columns: str) -> list[sa.CheckConstraint]:
    """Names for addresses: nothing is left once their letters, digits and marks are trimmed away."""
    characters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._/+-"
    return [
        sa.CheckConstraint(
            f"length({column}) BETWEEN 1 AND 60 AND trim({column}, '{characters}') = '' "
            f"AND ltrim({column}, '._/+-') = {column}",
            name=op.f(f"ck_{table}_{column}_is_slug"),
        )
        for column in columns
    ]


def lines(table: str, *columns: str) -> Iterator[sa.CheckConstraint]:
    """Text without line breaks and other marks that steer."""
    for column in columns:
        name = f"ck_{table}_{column}_is_one_line"
        yield on("sqlite", name, f"{column} NOT GLOB '*[' || char(1) || '-' || char(31) || ']*'")
        yield on("postgresql", name, f"{column} !~ '[[:cntrl:]]'")


def flags(table: str, *columns: str) -> Iterator[sa.CheckConstraint]:
    """Booleans are integers on SQLite: 7 is none."""
    for column in columns:
        yield on("sqlite", f"ck_{table}_{column}_is_flag", f"{column} IN (0, 1)")


def days(table: str, *columns: str) -> Iterator[sa.CheckConstraint]:
    """Dates are text on SQLite, which must be a real one; PostgreSQL's go on for ever."""
    for column in columns:
        yield on("sqlite", f"ck_{table}_{column}_is_day", f"{column} IS date({column})")
        yield on("postgresql", f"ck_{table}_{column}_is_finite", f"{column} BETWEEN '0001-01-02' AND '9999-12-30'")


def create_citations(subject: str, *more: sa.Column[str] | sa.CheckConstraint, file: str | None = None) -> None:
    """Where a claim stands in a source, and when that was read: the citation table of `subject`.

    The source is one of the product's own, or of the `file` in which those stand that belong to no product.
    """
    table = f"{subject}_citation"
    op.create_table(
        table,
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("find", sa.String(), nullable=False),
        sa.Column("text_date", sa.Date()),
        sa.Column("checked", sa.Date(), nullable=False),
        sa.Column(subject, sa.String(), nullable=False),
        primary_key(table, subject, "position"),
        foreign_key(table, subject, f"{subject}.slug")
        if file
        else foreign_key(table, f"{subject} owner", f"{subject}.id {subject}.product"),
        foreign_key(table, "owner source", "source.owner source.key"),
        *checks(
            table,
            position_at_least_1="position >= 1",
            place_is_text="length(place) BETWEEN 1 AND 300 AND place = trim(place)",
            find_is_text="length(find) BETWEEN 1 AND 60 AND find = trim(find)",
            text_not_after_checked="text_date <= checked",
        ),
        *(checks(table, owner_is_its_file=f"owner = '{file}'") if file else ()),
        *lines(table, "place", "find"),
        *days(table, "text_date", "checked"),
        *more,
    )


def create_clients() -> None:
    """Libraries that programs use to talk to a product."""
    op.create_table(
        "client_library",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("product", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("official", sa.Boolean(), nullable=False),
        sa.Column("repository", sa.String()),
        sa.Column("package_system", sa.String()),
        sa.Column("package_name", sa.String()),
        sa.Column("licence", sa.String()),
        sa.Column("release_version", sa.String()),
        sa.Column("release_date", sa.Date()),
        sa.Column("note", sa.String()),
        sa.Column("version", sa.Integer(), nullable=False),
        primary_key("client_library", "id"),
        unique("client_library", "product", "language", "name"),
        unique("client_library", "id", "product"),
        foreign_key("client_library", "product", "product.slug"),
        *checks(
            "client_library",
            language_is_text="length(language) BETWEEN 1 AND 300 AND language = trim(language)",
            name_is_text="length(name) BETWEEN 1 AND 300 AND name = trim(name)",
            repository_is_address=(
                "(repository LIKE 'https://_%' OR repository LIKE 'http://_%') AND repository NOT LIKE '% %' "
                "AND length(repository) <= 2000"
            ),
            package_name_is_text="length(package_name) BETWEEN 1 AND 300 AND package_name = trim(package_name)",
            licence_is_text="length(licence) BETWEEN 1 AND 300 AND licence = trim(licence)",
            note_is_text="length(note) BETWEEN 1 AND 4000 AND note = trim(note)",
            package_is_whole="(package_system IS NULL) = (package_name IS NULL)",
            release_has_version="release_date IS NULL OR release_version IS NOT NULL",
            position_at_least_0="position >= 0",
            version_at_least_1="version >= 1",
        ),
        *slugs("client_library", "package_system", "release_version"),
        *lines("client_library", "language", "name", "package_name", "licence", "note"),
        *flags("client_library", "official"),
        *days("client_library", "release_date"),
    )
    create_citations("client_library")


def create_prices() -> None:
    """Ways to pay, with meters, brackets and what one unit carries.

    Prices are whole billionths of the currency, so both engines keep them exactly.
    """
    op.create_table(
        "pricing_tier",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("product", sa.String(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("model", sa.String(), nullable=False),
        sa.Column("currency", sa.String()),
        sa.Column("cloud", sa.String()),
        sa.Column("region", sa.String()),
        sa.Column("valid_from", sa.Date()),
        sa.Column("note", sa.String()),
        sa.Column("version", sa.Integer(), nullable=False),
        primary_key("pricing_tier", "id"),
        unique("pricing_tier", "product", "slug"),
        unique("pricing_tier", "id", "product"),
        foreign_key("pricing_tier", "product", "product.slug"),
        *checks(
            "pricing_tier",
            name_is_text="length(name) BETWEEN 1 AND 300 AND name = trim(name)",
            model_known="model IN ('free', 'subscription', 'pay-per-use', 'capacity', 'quote')",
            cloud_known="cloud IN ('aws', 'azure', 'gcp', 'other')",
            currency_is_iso4217="length(currency) = 3 AND trim(currency, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ') = ''",
            note_is_text="length(note) BETWEEN 1 AND 4000 AND note = trim(note)",
            position_at_least_0="position >= 0",
            version_at_least_1="version >= 1",
        ),
        *slugs("pricing_tier", "slug", "region"),
        *lines("pricing_tier", "name", "note"),
        *days("pricing_tier", "valid_from"),
    )
    op.create_table(
        "pricing_tier_edition",
        sa.Column("pricing_tier", sa.String(), nullable=False),
        sa.Column("edition", sa.String(), nullable=False),
        sa.Column("product", sa.String(), nullable=False),
        primary_key("pricing_tier_edition", "pricing_tier", "edition"),
        foreign_key("pricing_tier_edition", "pricing_tier product", "pricing_tier.id pricing_tier.product"),
        foreign_key("pricing_tier_edition", "product edition", "edition.product edition.slug"),
    )
    op.create_table(
        "pricing_tier_mode",
        sa.Column("pricing_tier", sa.String(), nullable=False),
        sa.Column("mode", sa.String(), nullable=False),
        sa.Column("product", sa.String(), nullable=False),
        primary_key("pricing_tier_mode", "pricing_tier", "mode"),
        foreign_key("pricing_tier_mode", "pricing_tier product", "pricing_tier.id pricing_tier.product"),
        foreign_key("pricing_tier_mode", "product mode", "mode.product mode.slug"),
    )
    op.create_table(
        "component",
        sa.Column("pricing_tier", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("meter", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("unit_size", sa.BigInteger(), nullable=False),
        sa.Column("step_bytes", sa.BigInteger()),
        sa.Column("per", sa.String()),
        sa.Column("allowance_amount", sa.BigInteger()),
        sa.Column("allowance_shared_by", sa.String()),
        sa.Column("included", sa.BigInteger()),
        sa.Column("minimum", sa.BigInteger()),
        sa.Column("note", sa.String()),
        primary_key("component", "pricing_tier", "position"),
        foreign_key("component", "pricing_tier", "pricing_tier.id"),
        *checks(
            "component",
            unit_is_text="length(unit) BETWEEN 1 AND 300 AND unit = trim(unit)",
            unit_size_at_least_1="unit_size >= 1",
            step_bytes_at_least_1="step_bytes >= 1",
            allowance_amount_at_least_1="allowance_amount >= 1",
            allowance_names_who_shares="(allowance_amount IS NULL) = (allowance_shared_by IS NULL)",
            included_at_least_0="included >= 0",
            minimum_at_least_0="minimum >= 0",
            note_is_text="length(note) BETWEEN 1 AND 4000 AND note = trim(note)",
            position_at_least_1="position >= 1",
        ),
        *slugs("component", "meter", "per", "allowance_shared_by"),
        *lines("component", "unit", "note"),
    )
    op.create_table(
        "bracket",
        sa.Column("pricing_tier", sa.String(), nullable=False),
        sa.Column("component", sa.Integer(), nullable=False),
        sa.Column("from_amount", sa.BigInteger(), nullable=False),
        sa.Column("to_amount", sa.BigInteger()),
        sa.Column("price_nano", sa.BigInteger(), nullable=False),
        primary_key("bracket", "pricing_tier", "component", "from_amount"),
        foreign_key("bracket", "pricing_tier component", "component.pricing_tier component.position"),
        *checks(
            "bracket",
            from_amount_at_least_0="from_amount >= 0",
            ends_after_it_begins="to_amount > from_amount",
            price_nano_at_least_0="price_nano >= 0",
        ),
    )
    op.create_table(
        "capacity",
        sa.Column("pricing_tier", sa.String(), nullable=False),
        sa.Column("component", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.String(), nullable=False),
        sa.Column("amount", sa.Float(), nullable=False),
        primary_key("capacity", "pricing_tier", "component", "quantity"),
        foreign_key("capacity", "pricing_tier component", "component.pricing_tier component.position"),
        *checks(
            "capacity",
            quantity_known=(
                "quantity IN ('mb_in', 'mb_out', 'events_in', 'events_out', 'requests', 'partitions', "
                "'connections', 'storage_gb')"
            ),
            amount_is_positive="amount > 0 AND amount < 1e18",
        ),
    )
    create_citations("pricing_tier")


def create_measurements() -> None:
    """Figures that somebody measured, with the set-up."""
    op.create_table(
        "measurement",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("product", sa.String(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("edition", sa.String()),
        sa.Column("mode", sa.String()),
        sa.Column("product_version", sa.String()),
        sa.Column("published", sa.Date()),
        sa.Column("setup", sa.String(), nullable=False),
        sa.Column("guarantee_class", sa.String(), nullable=False),
        sa.Column("message_bytes", sa.BigInteger()),
        sa.Column("messages_per_second", sa.Float()),
        sa.Column("megabytes_per_second", sa.Float()),
        sa.Column("latency_p50_ms", sa.Float()),
        sa.Column("latency_p99_ms", sa.Float()),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("note", sa.String()),
        sa.Column("version", sa.Integer(), nullable=False),
        primary_key("measurement", "id"),
        unique("measurement", "product", "slug"),
        unique("measurement", "id", "product"),
        foreign_key("measurement", "product", "product.slug"),
        foreign_key("measurement", "product edition", "edition.product edition.slug"),
        foreign_key("measurement", "product mode", "mode.product mode.slug"),
        *checks(
            "measurement",
            setup_is_text="length(setup) BETWEEN 1 AND 4000 AND setup = trim(setup)",
            guarantee_class_known="guarantee_class IN ('none', 'memory', 'disk', 'replicated', 'replicated-fsync')",
            method_known="method IN ('measured', 'vendor-claim', 'lab')",
            message_bytes_at_least_1="message_bytes >= 1",
            messages_per_second_is_positive="messages_per_second > 0 AND messages_per_second < 1e18",
            megabytes_per_second_is_positive="megabytes_per_second > 0 AND megabytes_per_second < 1e18",
            latency_p50_ms_is_positive="latency_p50_ms > 0 AND latency_p50_ms < 1e18",
            latency_p99_ms_is_positive="latency_p99_ms > 0 AND latency_p99_ms < 1e18",
            measures_something=(
                "messages_per_second IS NOT NULL OR megabytes_per_second IS NOT NULL OR latency_p50_ms IS NOT "
                "NULL OR latency_p99_ms IS NOT NULL"
            ),
            note_is_text="length(note) BETWEEN 1 AND 4000 AND note = trim(note)",
            position_at_least_0="position >= 0",
            version_at_least_1="version >= 1",
        ),
        *slugs("measurement", "slug", "product_version"),
        *lines("measurement", "setup", "note"),
        *days("measurement", "published"),
    )
    create_citations("measurement")


def create_approaches() -> None:
    """Event-driven, message-driven and both, explained."""
    op.create_table(
        "aspect",
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        primary_key("aspect", "slug"),
        *checks(
            "aspect",
            label_is_text="length(label) BETWEEN 1 AND 300 AND label = trim(label)",
            question_is_text="length(question) BETWEEN 1 AND 300 AND question = trim(question)",
            position_at_least_0="position >= 0",
        ),
        *slugs("aspect", "slug"),
        *lines("aspect", "label", "question"),
    )
    op.create_table(
        "approach",
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        primary_key("approach", "slug"),
        *checks(
            "approach",
            name_is_text="length(name) BETWEEN 1 AND 300 AND name = trim(name)",
            summary_is_text="length(summary) BETWEEN 1 AND 4000 AND summary = trim(summary)",
            position_at_least_0="position >= 0",
        ),
        *slugs("approach", "slug"),
        *lines("approach", "name", "summary"),
    )
    op.create_table(
        "approach_text",
        sa.Column("approach", sa.String(), nullable=False),
        sa.Column("aspect", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        primary_key("approach_text", "approach", "aspect"),
        foreign_key("approach_text", "approach", "approach.slug"),
        foreign_key("approach_text", "aspect", "aspect.slug"),
        *checks(
            "approach_text",
            body_is_text="length(body) BETWEEN 1 AND 4000 AND body = trim(body)",
        ),
        *lines("approach_text", "body"),
    )
    op.create_table(
        "approach_point",
        sa.Column("approach", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        primary_key("approach_point", "approach", "kind", "position"),
        foreign_key("approach_point", "approach", "approach.slug"),
        *checks(
            "approach_point",
            kind_known="kind IN ('choose-when', 'avoid-when', 'pitfall')",
            body_is_text="length(body) BETWEEN 1 AND 4000 AND body = trim(body)",
            position_at_least_1="position >= 1",
        ),
        *lines("approach_point", "body"),
    )
    op.create_table(
        "approach_word",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("word", sa.String(), nullable=False),
        sa.Column("ours", sa.String(), nullable=False),
        sa.Column("find", sa.String(), nullable=False),
        sa.Column("note", sa.String()),
        primary_key("approach_word", "position"),
        foreign_key("approach_word", "owner source", "source.owner source.key"),
        *checks(
            "approach_word",
            owner_is_its_file="owner = 'approaches'",
            word_is_text="length(word) BETWEEN 1 AND 300 AND word = trim(word)",
            ours_is_text="length(ours) BETWEEN 1 AND 300 AND ours = trim(ours)",
            find_is_text="length(find) BETWEEN 1 AND 60 AND find = trim(find)",
            note_is_text="length(note) BETWEEN 1 AND 4000 AND note = trim(note)",
            position_at_least_1="position >= 1",
        ),
        *lines("approach_word", "word", "ours", "find", "note"),
    )
    create_citations("approach", file="approaches")
