"""Index revisions: by change set, by person, and by the product they are about.

Why: the history of a product is read without looking at every revision there is.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "5c1f80d2ab37"
down_revision: str | Sequence[str] | None = "e3950ac47f16"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

PRODUCT = (
    "(CASE entity_kind WHEN 'product' THEN entity_id WHEN 'source' THEN coalesce(after, before) ->> 'owner' "
    "ELSE coalesce(after, before) ->> 'product' END)"
)


def upgrade() -> None:
    """Forwards."""
    op.create_index("ix_revision_change_set", "revision", ["change_set"])
    op.create_index("ix_revision_actor", "revision", ["actor", "change_set"])
    op.create_index("ix_revision_product", "revision", [sa.text(PRODUCT), "change_set"])


def downgrade() -> None:
    """Back."""
    for name in ("ix_revision_product", "ix_revision_actor", "ix_revision_change_set"):
        op.drop_index(name, "revision")
