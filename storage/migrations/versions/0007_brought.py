"""Who brought two others together, and why.

Revision 0007, after 0006.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

ID = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "brought",
        sa.Column("introduction", ID, nullable=False),
        sa.Column("introducer", ID, nullable=False),
        sa.Column("because", sa.String(), nullable=False),
        sa.Column("tell", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["introduction"],
            ["introductions.id"],
            name=op.f("fk_brought_introduction_introductions"),
        ),
        sa.ForeignKeyConstraint(
            ["introducer"], ["members.id"], name=op.f("fk_brought_introducer_members")
        ),
        sa.PrimaryKeyConstraint("introduction", name=op.f("pk_brought")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_brought_introducer"), "brought", ["introducer"])
