"""Create the catalogue: what is asked, what is compared, what is claimed.

Why: every claim about a product is a statement within the type of its criterion, with a citation. The tables refuse
what does not fit, whoever writes. Constraints stand here as they were on this day: nothing is imported from the
program, which moves on.
"""

from collections.abc import Iterator, Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "6d1f0b7a3c52"
down_revision: str | Sequence[str] | None = None
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

TABLES = (
    "dimension",
    "criterion",
    "criterion_not_applicable_kind",
    "criterion_unit",
    "option",
    "rubric_grade",
    "product",
    "product_alias",
    "edition",
    "mode",
    "mode_edition",
    "source",
    "relation",
    "relation_edition",
    "relation_citation",
    "protocol",
    "protocol_version",
    "protocol_alias",
    "protocol_citation",
    "statement",
    "statement_edition",
    "statement_mode",
    "statement_region",
    "statement_citation",
    "complete_list",
    "complete_list_edition",
    "complete_list_mode",
    "complete_list_exception",
    "complete_list_citation",
)
"""In the order of their making; dropped the other way round."""


def upgrade() -> None:
    """Forwards."""
    create_questions()
    create_products()
    create_sources_and_relations()
    create_protocols()
    create_statements()
    create_complete_lists()
    if op.get_bind().dialect.name != "sqlite":
        cite("statement")
        cite("complete_list")


def downgrade() -> None:
    """Back to an empty database."""
    if op.get_bind().dialect.name != "sqlite":
        op.drop_constraint("fk_complete_list_is_cited", "complete_list")
        op.drop_constraint("fk_statement_is_cited", "statement")
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


def is_cited(subject: str) -> sa.ForeignKeyConstraint:
    """A claim points at its own first citation, which points back: the commit looks, when both are written.

    SQLite takes this key with the table, though the citations' table is not there yet; PostgreSQL gets it by `cite`.
    """
    return sa.ForeignKeyConstraint(
        ["id", "first_citation"],
        [f"{subject}_citation.{subject}", f"{subject}_citation.position"],
        name=op.f(f"fk_{subject}_is_cited"),
        deferrable=True,
        initially="DEFERRED",
    ).ddl_if(dialect="sqlite")


def cite(subject: str) -> None:
    """The same key, once both tables are there."""
    op.create_foreign_key(
        op.f(f"fk_{subject}_is_cited"),
        subject,
        f"{subject}_citation",
        ["id", "first_citation"],
        [subject, "position"],
        deferrable=True,
        initially="DEFERRED",
    )


def create_questions() -> None:
    """Dimensions and their criteria, with the options, units and grades that an answer can have."""
    op.create_table(
        "dimension",
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("short", sa.String(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        primary_key("dimension", "slug"),
        *checks(
            "dimension",
            name_is_text="length(name) BETWEEN 1 AND 300 AND name = trim(name)",
            short_is_text="length(short) BETWEEN 1 AND 300 AND short = trim(short)",
            question_is_text="length(question) BETWEEN 1 AND 300 AND question = trim(question)",
            position_at_least_0="position >= 0",
        ),
        *slugs("dimension", "slug"),
        *lines("dimension", "name", "short", "question"),
    )
    op.create_table(
        "criterion",
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("dimension", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("definition", sa.String(), nullable=False),
        sa.Column("how_to_read", sa.String(), nullable=False),
        sa.Column("value_type", sa.String(), nullable=False),
        sa.Column("scale", sa.String(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("keyed", sa.Boolean(), nullable=False),
        sa.Column("better", sa.String()),
        sa.Column("fresh_days", sa.Integer(), nullable=False),
        sa.Column("inherits", sa.Boolean(), nullable=False),
        sa.Column("depends_on_operator", sa.Boolean(), nullable=False),
        sa.Column("computed", sa.Boolean(), nullable=False),
        primary_key("criterion", "slug"),
        unique("criterion", "slug", "value_type", "scale", "keyed"),
        foreign_key("criterion", "dimension", "dimension.slug"),
        *checks(
            "criterion",
            label_is_text="length(label) BETWEEN 1 AND 300 AND label = trim(label)",
            definition_is_text="length(definition) BETWEEN 1 AND 4000 AND definition = trim(definition)",
            how_to_read_is_text="length(how_to_read) BETWEEN 1 AND 4000 AND how_to_read = trim(how_to_read)",
            value_type_known=(
                "value_type IN ('boolean', 'choice', 'options', 'integer', 'number', 'bytes', 'duration', "
                "'percent', 'date', 'version', 'url', 'text', 'grade')"
            ),
            scale_known="scale IN ('feature', 'plain', 'none')",
            better_known="better IN ('higher', 'lower')",
            fresh_days_at_least_1="fresh_days >= 1",
            position_at_least_0="position >= 0",
            scale_belongs_to_options="(value_type = 'options') = (scale <> 'none')",
            keyed_belongs_to_text="value_type = 'text' OR NOT keyed",
            open_belongs_to_options="value_type = 'options' OR NOT is_open",
        ),
        *slugs("criterion", "slug"),
        *lines("criterion", "label", "definition", "how_to_read"),
        *flags("criterion", "is_open", "keyed", "inherits", "depends_on_operator", "computed"),
    )
    op.create_table(
        "criterion_not_applicable_kind",
        sa.Column("criterion", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        primary_key("criterion_not_applicable_kind", "criterion", "kind"),
        foreign_key("criterion_not_applicable_kind", "criterion", "criterion.slug"),
        *checks(
            "criterion_not_applicable_kind",
            kind_known=(
                "kind IN ('queue-broker', 'event-log', 'event-router', 'mqtt-broker', 'messaging-library', "
                "'realtime-push', 'task-queue', 'abstraction-layer')"
            ),
        ),
    )
    op.create_table(
        "criterion_unit",
        sa.Column("criterion", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        primary_key("criterion_unit", "criterion", "unit"),
        foreign_key("criterion_unit", "criterion", "criterion.slug"),
        *checks(
            "criterion_unit",
            position_at_least_0="position >= 0",
        ),
        *slugs("criterion_unit", "unit"),
    )
    op.create_table(
        "option",
        sa.Column("criterion", sa.String(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("definition", sa.String(), nullable=False),
        sa.Column("licence_class", sa.String()),
        primary_key("option", "criterion", "slug"),
        foreign_key("option", "criterion", "criterion.slug"),
        *checks(
            "option",
            label_is_text="length(label) BETWEEN 1 AND 300 AND label = trim(label)",
            definition_is_text="length(definition) BETWEEN 1 AND 4000 AND definition = trim(definition)",
            licence_class_known="licence_class IN ('open-source', 'source-available', 'commercial')",
            position_at_least_0="position >= 0",
        ),
        *slugs("option", "slug"),
        *lines("option", "label", "definition"),
    )
    op.create_table(
        "rubric_grade",
        sa.Column("criterion", sa.String(), nullable=False),
        sa.Column("grade", sa.Integer(), nullable=False),
        sa.Column("meaning", sa.String(), nullable=False),
        primary_key("rubric_grade", "criterion", "grade"),
        foreign_key("rubric_grade", "criterion", "criterion.slug"),
        *checks(
            "rubric_grade",
            grade_in_range="grade BETWEEN 1 AND 5",
            meaning_is_text="length(meaning) BETWEEN 1 AND 4000 AND meaning = trim(meaning)",
        ),
        *lines("rubric_grade", "meaning"),
    )


def create_products() -> None:
    """Products with their other names, editions and modes; at most one edition and one mode is the default."""
    op.create_table(
        "product",
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("vendor", sa.String(), nullable=False),
        sa.Column("homepage", sa.String(), nullable=False),
        sa.Column("documentation", sa.String(), nullable=False),
        sa.Column("repository", sa.String()),
        sa.Column("version", sa.Integer(), nullable=False),
        primary_key("product", "slug"),
        *checks(
            "product",
            name_is_text="length(name) BETWEEN 1 AND 300 AND name = trim(name)",
            kind_known=(
                "kind IN ('queue-broker', 'event-log', 'event-router', 'mqtt-broker', 'messaging-library', "
                "'realtime-push', 'task-queue', 'abstraction-layer')"
            ),
            vendor_is_text="length(vendor) BETWEEN 1 AND 300 AND vendor = trim(vendor)",
            homepage_is_address=(
                "(homepage LIKE 'https://_%' OR homepage LIKE 'http://_%') AND homepage NOT LIKE '% %' AND "
                "length(homepage) <= 2000"
            ),
            documentation_is_address=(
                "(documentation LIKE 'https://_%' OR documentation LIKE 'http://_%') AND documentation NOT "
                "LIKE '% %' AND length(documentation) <= 2000"
            ),
            repository_is_address=(
                "(repository LIKE 'https://_%' OR repository LIKE 'http://_%') AND repository NOT LIKE '% %' "
                "AND length(repository) <= 2000"
            ),
            version_at_least_1="version >= 1",
        ),
        *slugs("product", "slug"),
        *lines("product", "name", "vendor"),
    )
    op.create_table(
        "product_alias",
        sa.Column("product", sa.String(), nullable=False),
        sa.Column("alias", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        primary_key("product_alias", "product", "alias"),
        foreign_key("product_alias", "product", "product.slug"),
        *checks(
            "product_alias",
            alias_is_text="length(alias) BETWEEN 1 AND 300 AND alias = trim(alias)",
            position_at_least_0="position >= 0",
        ),
        *lines("product_alias", "alias"),
    )
    op.create_table(
        "edition",
        sa.Column("product", sa.String(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String()),
        primary_key("edition", "product", "slug"),
        foreign_key("edition", "product", "product.slug"),
        *checks(
            "edition",
            name_is_text="length(name) BETWEEN 1 AND 300 AND name = trim(name)",
            note_is_text="length(note) BETWEEN 1 AND 4000 AND note = trim(note)",
            position_at_least_0="position >= 0",
        ),
        *slugs("edition", "slug"),
        *lines("edition", "name", "note"),
        *flags("edition", "is_default"),
    )
    op.create_index(
        op.f("uq_edition_default"),
        "edition",
        ["product"],
        unique=True,
        sqlite_where=sa.text("is_default"),
        postgresql_where=sa.text("is_default"),
    )
    op.create_table(
        "mode",
        sa.Column("product", sa.String(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String()),
        primary_key("mode", "product", "slug"),
        foreign_key("mode", "product", "product.slug"),
        *checks(
            "mode",
            name_is_text="length(name) BETWEEN 1 AND 300 AND name = trim(name)",
            note_is_text="length(note) BETWEEN 1 AND 4000 AND note = trim(note)",
            position_at_least_0="position >= 0",
        ),
        *slugs("mode", "slug"),
        *lines("mode", "name", "note"),
        *flags("mode", "is_default"),
    )
    op.create_index(
        op.f("uq_mode_default"),
        "mode",
        ["product"],
        unique=True,
        sqlite_where=sa.text("is_default"),
        postgresql_where=sa.text("is_default"),
    )
    op.create_table(
        "mode_edition",
        sa.Column("product", sa.String(), nullable=False),
        sa.Column("mode", sa.String(), nullable=False),
        sa.Column("edition", sa.String(), nullable=False),
        primary_key("mode_edition", "product", "mode", "edition"),
        foreign_key("mode_edition", "product mode", "mode.product mode.slug"),
        foreign_key("mode_edition", "product edition", "edition.product edition.slug"),
    )


def create_sources_and_relations() -> None:
    """The pages that citations point to, and how products relate."""
    op.create_table(
        "source",
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("publisher", sa.String(), nullable=False),
        sa.Column("is_vendor", sa.Boolean(), nullable=False),
        sa.Column("text_date", sa.Date()),
        sa.Column("checked", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        primary_key("source", "owner", "key"),
        *checks(
            "source",
            url_is_address=(
                "(url LIKE 'https://_%' OR url LIKE 'http://_%') AND url NOT LIKE '% %' AND length(url) <= 2000"
            ),
            title_is_text="length(title) BETWEEN 1 AND 300 AND title = trim(title)",
            publisher_is_text="length(publisher) BETWEEN 1 AND 300 AND publisher = trim(publisher)",
            text_not_after_checked="text_date <= checked",
            position_at_least_0="position >= 0",
            version_at_least_1="version >= 1",
        ),
        *slugs("source", "owner", "key"),
        *lines("source", "title", "publisher"),
        *flags("source", "is_vendor"),
        *days("source", "text_date", "checked"),
    )
    op.create_table(
        "relation",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("product", sa.String(), nullable=False),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("engine_edition", sa.String()),
        sa.Column("versions_from", sa.String()),
        sa.Column("versions_to", sa.String()),
        sa.Column("note", sa.String()),
        sa.Column("version", sa.Integer(), nullable=False),
        primary_key("relation", "id"),
        unique("relation", "id", "product"),
        foreign_key("relation", "product", "product.slug"),
        foreign_key("relation", "target", "product.slug"),
        foreign_key("relation", "target engine_edition", "edition.product edition.slug"),
        *checks(
            "relation",
            type_known="type IN ('based_on', 'compatible_with', 'successor_of')",
            note_is_text="length(note) BETWEEN 1 AND 4000 AND note = trim(note)",
            position_at_least_0="position >= 0",
            version_at_least_1="version >= 1",
            not_itself="product <> target",
            engine_belongs_to_based_on=(
                "type = 'based_on' OR (engine_edition IS NULL AND versions_from IS NULL AND versions_to IS NULL)"
            ),
        ),
        *lines("relation", "note"),
    )
    op.create_table(
        "relation_edition",
        sa.Column("relation", sa.String(), nullable=False),
        sa.Column("product", sa.String(), nullable=False),
        sa.Column("edition", sa.String(), nullable=False),
        primary_key("relation_edition", "relation", "product", "edition"),
        foreign_key("relation_edition", "relation product", "relation.id relation.product"),
        foreign_key("relation_edition", "product edition", "edition.product edition.slug"),
    )
    create_citations("relation")


def create_protocols() -> None:
    """Wire protocols with their own pages."""
    op.create_table(
        "protocol",
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("specification", sa.String(), nullable=False),
        sa.Column("transport", sa.String(), nullable=False),
        sa.Column("security", sa.String(), nullable=False),
        sa.Column("good_at", sa.String(), nullable=False),
        sa.Column("not_good_at", sa.String(), nullable=False),
        primary_key("protocol", "slug"),
        *checks(
            "protocol",
            name_is_text="length(name) BETWEEN 1 AND 300 AND name = trim(name)",
            body_is_text="length(body) BETWEEN 1 AND 300 AND body = trim(body)",
            status_known="status IN ('standard', 'open-specification', 'vendor-published', 'deprecated')",
            specification_is_address=(
                "(specification LIKE 'https://_%' OR specification LIKE 'http://_%') AND specification NOT "
                "LIKE '% %' AND length(specification) <= 2000"
            ),
            transport_is_text="length(transport) BETWEEN 1 AND 300 AND transport = trim(transport)",
            security_is_text="length(security) BETWEEN 1 AND 4000 AND security = trim(security)",
            good_at_is_text="length(good_at) BETWEEN 1 AND 4000 AND good_at = trim(good_at)",
            not_good_at_is_text="length(not_good_at) BETWEEN 1 AND 4000 AND not_good_at = trim(not_good_at)",
            position_at_least_0="position >= 0",
        ),
        *slugs("protocol", "slug"),
        *lines("protocol", "name", "body", "transport", "security", "good_at", "not_good_at"),
    )
    op.create_table(
        "protocol_version",
        sa.Column("protocol", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("published", sa.Date()),
        sa.Column("date_precision", sa.String()),
        sa.Column("position", sa.Integer(), nullable=False),
        primary_key("protocol_version", "protocol", "version"),
        foreign_key("protocol_version", "protocol", "protocol.slug"),
        *checks(
            "protocol_version",
            version_is_slug=(
                "length(version) BETWEEN 1 AND 60 AND trim(version, "
                "'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._/+-') = '' AND "
                "ltrim(version, '._/+-') = version"
            ),
            date_precision_known="date_precision IN ('day', 'month', 'year')",
            precision_belongs_to_date="(published IS NULL) = (date_precision IS NULL)",
            position_at_least_0="position >= 0",
        ),
        *days("protocol_version", "published"),
    )
    op.create_table(
        "protocol_alias",
        sa.Column("protocol", sa.String(), nullable=False),
        sa.Column("alias", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        primary_key("protocol_alias", "protocol", "alias"),
        foreign_key("protocol_alias", "protocol", "protocol.slug"),
        *checks(
            "protocol_alias",
            alias_is_text="length(alias) BETWEEN 1 AND 300 AND alias = trim(alias)",
            position_at_least_0="position >= 0",
        ),
        *lines("protocol_alias", "alias"),
    )
    create_citations(
        "protocol",
        sa.Column("fields", sa.String(), nullable=False),
        *checks("protocol_citation", fields_is_text="length(fields) BETWEEN 1 AND 300 AND fields = trim(fields)"),
        *lines("protocol_citation", "fields"),
        file="protocols",
    )


def create_statements() -> None:
    """Claims with what they are limited to, and the citations they rest on."""
    op.create_table(
        "statement",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("product", sa.String(), nullable=False),
        sa.Column("criterion", sa.String(), nullable=False),
        sa.Column("value_type", sa.String(), nullable=False),
        sa.Column("scale", sa.String(), nullable=False),
        sa.Column("keyed", sa.Boolean(), nullable=False),
        sa.Column("option", sa.String()),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("value_boolean", sa.Boolean()),
        sa.Column("value_option", sa.String()),
        sa.Column("value_integer", sa.BigInteger()),
        sa.Column("value_number", sa.Float()),
        sa.Column("unit", sa.String()),
        sa.Column("value_date", sa.Date()),
        sa.Column("date_precision", sa.String()),
        sa.Column("value_text", sa.String()),
        sa.Column("support", sa.String()),
        sa.Column("since", sa.String()),
        sa.Column("until", sa.String()),
        sa.Column("condition", sa.String()),
        sa.Column("per", sa.String()),
        sa.Column("bound", sa.String()),
        sa.Column("changeable", sa.String()),
        sa.Column("claim", sa.Integer(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("note", sa.String()),
        sa.Column("first_citation", sa.Integer()),
        sa.Column("version", sa.Integer(), nullable=False),
        primary_key("statement", "id"),
        unique("statement", "id", "product"),
        foreign_key("statement", "product", "product.slug"),
        foreign_key(
            "statement",
            "criterion value_type scale keyed",
            "criterion.slug criterion.value_type criterion.scale criterion.keyed",
        ),
        foreign_key("statement", "criterion option", "option.criterion option.slug"),
        foreign_key("statement", "criterion value_option", "option.criterion option.slug"),
        foreign_key("statement", "criterion unit", "criterion_unit.criterion criterion_unit.unit"),
        is_cited("statement"),
        *checks(
            "statement",
            value_type_known=(
                "value_type IN ('boolean', 'choice', 'options', 'integer', 'number', 'bytes', 'duration', "
                "'percent', 'date', 'version', 'url', 'text', 'grade')"
            ),
            scale_known="scale IN ('feature', 'plain', 'none')",
            state_known="state IN ('known', 'unknown')",
            support_known="support IN ('built-in', 'off-by-default', 'plugin', 'third-party', 'partial', 'yes', 'no')",
            per_known=(
                "per IN ('message', 'call', 'queue', 'topic', 'partition', 'subscription', 'consumer-group', "
                "'message-group', 'connection', 'channel', 'client', 'broker', 'cluster', 'namespace', "
                "'account', 'region', 'capacity-unit')"
            ),
            bound_known="bound IN ('exact', 'ceiling', 'unlimited', 'none-stated')",
            changeable_known="changeable IN ('no', 'setting', 'on-request')",
            method_known="method IN ('documentation', 'vendor-claim', 'measured', 'lab', 'judgement')",
            date_precision_known="date_precision IN ('day', 'month', 'year')",
            value_boolean_fits_type="value_boolean IS NULL OR value_type IN ('boolean')",
            value_option_fits_type="value_option IS NULL OR value_type IN ('choice')",
            value_integer_fits_type="value_integer IS NULL OR value_type IN ('bytes', 'duration', 'grade', 'integer')",
            value_number_fits_type="value_number IS NULL OR value_type IN ('number', 'percent')",
            value_date_fits_type="value_date IS NULL OR value_type IN ('date')",
            value_text_fits_type="value_text IS NULL OR value_type IN ('text', 'url', 'version')",
            support_fits_type="support IS NULL OR value_type IN ('options')",
            value_iff_known=(
                "(state = 'known' AND (bound IS NULL OR bound NOT IN ('none-stated', 'unlimited'))) = "
                "(value_boolean IS NOT NULL OR value_option IS NOT NULL OR value_integer IS NOT NULL OR "
                "value_number IS NOT NULL OR value_date IS NOT NULL OR value_text IS NOT NULL OR support IS "
                "NOT NULL)"
            ),
            bound_is_known="state = 'known' OR bound IS NULL",
            option_iff_asked="(option IS NOT NULL) = (value_type = 'options' OR keyed)",
            support_fits_scale=(
                "support IS NULL OR (scale = 'feature' AND support IN ('built-in', 'no', 'off-by-default', "
                "'partial', 'plugin', 'third-party')) OR (scale = 'plain' AND support IN ('no', 'yes'))"
            ),
            partial_has_note="support <> 'partial' OR note IS NOT NULL",
            bound_belongs_to_number=(
                "(per IS NULL AND bound IS NULL AND changeable IS NULL) OR value_type IN ('bytes', 'duration', "
                "'integer', 'number', 'percent')"
            ),
            unit_belongs_to_number="unit IS NULL OR value_type = 'number'",
            number_has_unit="value_number IS NULL OR value_type <> 'number' OR unit IS NOT NULL",
            value_integer_not_negative="value_integer >= 0",
            value_number_in_range="value_number >= 0 AND value_number < 1e18",
            percent_in_range="value_type <> 'percent' OR value_number <= 100",
            grade_in_range="value_type <> 'grade' OR value_integer BETWEEN 1 AND 5",
            url_is_address=(
                "value_type <> 'url' OR ((value_text LIKE 'https://_%' OR value_text LIKE 'http://_%') AND "
                "value_text NOT LIKE '% %')"
            ),
            version_is_slug=(
                "value_type <> 'version' OR (length(value_text) <= 40 AND trim(value_text, "
                "'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._/+-') = '')"
            ),
            precision_belongs_to_date="(value_date IS NULL) = (date_precision IS NULL)",
            known_is_cited="first_citation = 1 OR (first_citation IS NULL AND state = 'unknown')",
            known_has_first_citation="state = 'unknown' OR first_citation IS NOT NULL",
            value_text_is_text="length(value_text) BETWEEN 1 AND 4000 AND value_text = trim(value_text)",
            note_is_text="length(note) BETWEEN 1 AND 4000 AND note = trim(note)",
            condition_is_text="length(condition) BETWEEN 1 AND 300 AND condition = trim(condition)",
            claim_at_least_1="claim >= 1",
            version_at_least_1="version >= 1",
        ),
        *slugs("statement", "since", "until"),
        *lines("statement", "value_text", "note", "condition"),
        *flags("statement", "keyed", "value_boolean"),
        *days("statement", "value_date"),
    )
    op.create_index(op.f("ix_statement_product"), "statement", ["product"])
    op.create_table(
        "statement_edition",
        sa.Column("statement", sa.String(), nullable=False),
        sa.Column("edition", sa.String(), nullable=False),
        sa.Column("product", sa.String(), nullable=False),
        primary_key("statement_edition", "statement", "edition"),
        foreign_key("statement_edition", "statement product", "statement.id statement.product"),
        foreign_key("statement_edition", "product edition", "edition.product edition.slug"),
    )
    op.create_table(
        "statement_mode",
        sa.Column("statement", sa.String(), nullable=False),
        sa.Column("mode", sa.String(), nullable=False),
        sa.Column("product", sa.String(), nullable=False),
        primary_key("statement_mode", "statement", "mode"),
        foreign_key("statement_mode", "statement product", "statement.id statement.product"),
        foreign_key("statement_mode", "product mode", "mode.product mode.slug"),
    )
    op.create_table(
        "statement_region",
        sa.Column("statement", sa.String(), nullable=False),
        sa.Column("region", sa.String(), nullable=False),
        primary_key("statement_region", "statement", "region"),
        foreign_key("statement_region", "statement", "statement.id"),
        *slugs("statement_region", "region"),
    )
    create_citations("statement")


def create_complete_lists() -> None:
    """Where a source enumerates: what it leaves out is no."""
    op.create_table(
        "complete_list",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("product", sa.String(), nullable=False),
        sa.Column("criterion", sa.String(), nullable=False),
        sa.Column("value_type", sa.String(), nullable=False),
        sa.Column("scale", sa.String(), nullable=False),
        sa.Column("keyed", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String()),
        sa.Column("first_citation", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        primary_key("complete_list", "id"),
        unique("complete_list", "id", "product"),
        unique("complete_list", "id", "criterion"),
        foreign_key("complete_list", "product", "product.slug"),
        foreign_key(
            "complete_list",
            "criterion value_type scale keyed",
            "criterion.slug criterion.value_type criterion.scale criterion.keyed",
        ),
        is_cited("complete_list"),
        *checks(
            "complete_list",
            only_options_enumerate="value_type = 'options'",
            is_cited="first_citation = 1",
            note_is_text="length(note) BETWEEN 1 AND 4000 AND note = trim(note)",
            version_at_least_1="version >= 1",
        ),
        *lines("complete_list", "note"),
        *flags("complete_list", "keyed"),
    )
    op.create_table(
        "complete_list_edition",
        sa.Column("complete_list", sa.String(), nullable=False),
        sa.Column("edition", sa.String(), nullable=False),
        sa.Column("product", sa.String(), nullable=False),
        primary_key("complete_list_edition", "complete_list", "edition"),
        foreign_key("complete_list_edition", "complete_list product", "complete_list.id complete_list.product"),
        foreign_key("complete_list_edition", "product edition", "edition.product edition.slug"),
    )
    op.create_table(
        "complete_list_mode",
        sa.Column("complete_list", sa.String(), nullable=False),
        sa.Column("mode", sa.String(), nullable=False),
        sa.Column("product", sa.String(), nullable=False),
        primary_key("complete_list_mode", "complete_list", "mode"),
        foreign_key("complete_list_mode", "complete_list product", "complete_list.id complete_list.product"),
        foreign_key("complete_list_mode", "product mode", "mode.product mode.slug"),
    )
    op.create_table(
        "complete_list_exception",
        sa.Column("complete_list", sa.String(), nullable=False),
        sa.Column("option", sa.String(), nullable=False),
        sa.Column("criterion", sa.String(), nullable=False),
        primary_key("complete_list_exception", "complete_list", "option"),
        foreign_key("complete_list_exception", "complete_list criterion", "complete_list.id complete_list.criterion"),
        foreign_key("complete_list_exception", "criterion option", "option.criterion option.slug"),
    )
    create_citations("complete_list")
