"""What members wanted after they met.

Revision 0005, after 0004.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ID = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "afterwards",
        sa.Column("introduction", ID, nullable=False),
        sa.Column("member", ID, nullable=False),
        sa.Column("keep_in_touch", sa.Boolean(), nullable=False),
        sa.Column("thanks", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["introduction"],
            ["introductions.id"],
            name=op.f("fk_afterwards_introduction_introductions"),
        ),
        sa.ForeignKeyConstraint(
            ["member"], ["members.id"], name=op.f("fk_afterwards_member_members")
        ),
        sa.PrimaryKeyConstraint("introduction", "member", name=op.f("pk_afterwards")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_afterwards_member"), "afterwards", ["member"], unique=False)
