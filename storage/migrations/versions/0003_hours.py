"""Members' own hours: working and quiet hours, dates, and what a calendar held.

Revision 0003, after 0002.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ID = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "hours",
        sa.Column("member", ID, nullable=False),
        sa.Column("working", sa.String(), nullable=False),
        sa.Column("quiet", sa.String(), nullable=False),
        sa.Column("dates", sa.String(), nullable=False),
        sa.Column("read", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["member"], ["members.id"], name=op.f("fk_hours_member_members")),
        sa.PrimaryKeyConstraint("member", name=op.f("pk_hours")),
        sqlite_with_rowid=False,
    )
