"""When those who were introduced meet.

Revision 0002, after 0001.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ID = sa.String().with_variant(sa.String(collation="C"), "postgresql")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "appointments",
        sa.Column("introduction", ID, nullable=False),
        sa.Column("offered", sa.JSON(), nullable=False),
        sa.Column("suggested", MOMENT, nullable=True),
        sa.Column("wanted_by", sa.String(), nullable=False),
        sa.Column("agreed", MOMENT, nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("refused", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["introduction"],
            ["introductions.id"],
            name=op.f("fk_appointments_introduction_introductions"),
        ),
        sa.PrimaryKeyConstraint("introduction", name=op.f("pk_appointments")),
        sqlite_with_rowid=False,
    )
