"""What chat platforms need: an inbox, sealed credentials, how to write to someone, verified e-mail.

Revision 0008, after 0007.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

ID = sa.String().with_variant(sa.String(collation="C"), "postgresql")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    with op.batch_alter_table("places") as table:
        table.add_column(sa.Column("groups", sa.Boolean(), nullable=False, server_default="0"))
    with op.batch_alter_table("addresses") as table:
        table.add_column(sa.Column("active", sa.Boolean(), nullable=False, server_default="1"))
        table.add_column(sa.Column("preferred", sa.Boolean(), nullable=False, server_default="0"))
    op.create_table(
        "inbox",
        sa.Column("id", ID, nullable=False),
        sa.Column("place", ID, nullable=False),
        sa.Column("user", ID, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox")),
    )
    op.create_index(op.f("ix_inbox_at"), "inbox", ["at"])
    op.create_index(op.f("ix_inbox_done_at"), "inbox", ["done", "at"])
    op.create_index(op.f("ix_inbox_place_user"), "inbox", ["place", "user"])
    op.create_table(
        "credentials",
        sa.Column("name", ID, nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("until", MOMENT, nullable=True),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("lease_until", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_credentials")),
    )
    op.create_table(
        "conversations",
        sa.Column("place", ID, nullable=False),
        sa.Column("user", ID, nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("place", "user", name=op.f("pk_conversations")),
    )
    op.create_table(
        "emails",
        sa.Column("member", ID, nullable=False),
        sa.Column("digest", ID, nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["member"], ["members.id"], name=op.f("fk_emails_member_members")),
        sa.PrimaryKeyConstraint("member", name=op.f("pk_emails")),
        sa.UniqueConstraint("digest", name=op.f("uq_emails_digest")),
    )
