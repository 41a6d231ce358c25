"""Asks, and whose turn each is.

Revision 0006, after 0005.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

ID = sa.String().with_variant(sa.String(collation="C"), "postgresql")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "asks",
        sa.Column("id", ID, nullable=False),
        sa.Column("programme", ID, nullable=False),
        sa.Column("asker", ID, nullable=False),
        sa.Column("interest", ID, nullable=False),
        sa.Column("opening", sa.String(), nullable=False),
        sa.Column("unnamed", sa.Boolean(), nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("next_at", MOMENT, nullable=False),
        sa.Column("hears_by", MOMENT, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["asker"], ["members.id"], name=op.f("fk_asks_asker_members")),
        sa.ForeignKeyConstraint(
            ["programme"], ["programmes.id"], name=op.f("fk_asks_programme_programmes")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asks")),
    )
    op.create_index(op.f("ix_asks_asker_started_at"), "asks", ["asker", "started_at"])
    op.create_index(op.f("ix_asks_state_next_at"), "asks", ["state", "next_at"])
    op.create_table(
        "turns",
        sa.Column("ask", ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("expert", ID, nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("answer_by", MOMENT, nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["ask"], ["asks.id"], name=op.f("fk_turns_ask_asks"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["expert"], ["members.id"], name=op.f("fk_turns_expert_members")),
        sa.PrimaryKeyConstraint("ask", "number", name=op.f("pk_turns")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_turns_expert_asked_at"), "turns", ["expert", "asked_at"])
