"""How two meet, how far their questions go, and whom a member would rather meet.

Revision 0009, after 0008.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("appointments") as table:
        table.add_column(sa.Column("way", sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("parts") as table:
        table.add_column(sa.Column("depth", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("memberships") as table:
        table.add_column(
            sa.Column("drawn_to", sa.String(), nullable=False, server_default="anyone")
        )
