"""How certainly an address is a member's, and every id under which somebody was forgotten.

Revision 0011, after 0010.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

ID = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    with op.batch_alter_table("addresses") as table:
        table.add_column(sa.Column("tie", sa.String(), server_default="own", nullable=False))
    with op.batch_alter_table("forgotten") as table:
        table.add_column(sa.Column("stands_for", ID, server_default="", nullable=False))
    op.execute(sa.text("UPDATE forgotten SET stands_for = token"))
    with op.batch_alter_table("forgotten") as table:
        table.alter_column("stands_for", existing_type=ID, server_default=None)
        table.create_index(op.f("ix_forgotten_stands_for"), ["stands_for"])
