"""The first tables: members, programmes, rounds, introductions, and the outbox.

Revision 0001, after nothing.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ID = sa.String().with_variant(sa.String(collation="C"), "postgresql")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "events",
        sa.Column("id", ID, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_events")),
    )
    op.create_index(op.f("ix_events_seen_at"), "events", ["seen_at"], unique=False)
    op.create_table(
        "members",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("given_name", sa.String(), nullable=False),
        sa.Column("sought", ID, nullable=False),
        sa.Column("timezone", sa.String(), nullable=False),
        sa.Column("department", sa.String(), nullable=False),
        sa.Column("profession", sa.String(), nullable=False),
        sa.Column("site", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("career_stage", sa.String(), nullable=False),
        sa.Column("shift", sa.String(), nullable=False),
        sa.Column("on_call", sa.String(), nullable=False),
        sa.Column("languages", sa.String(), nullable=False),
        sa.Column("formats", sa.String(), nullable=False),
        sa.Column("manager", ID, nullable=False),
        sa.Column("standing", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_members")),
    )
    op.create_table(
        "never_pairs",
        sa.Column("one", ID, nullable=False),
        sa.Column("other", ID, nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.CheckConstraint("one < other", name=op.f("ck_never_pairs_ordered")),
        sa.PrimaryKeyConstraint("one", "other", name=op.f("pk_never_pairs")),
    )
    op.create_table(
        "places",
        sa.Column("id", ID, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("per_minute", sa.Integer(), nullable=False),
        sa.Column("looks_up", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_places")),
    )
    op.create_table(
        "programmes",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("timezone", sa.String(), nullable=False),
        sa.Column("every_weeks", sa.Integer(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("at", sa.Time(), nullable=False),
        sa.Column("consent", sa.String(), nullable=False),
        sa.Column("odd_one", sa.String(), nullable=False),
        sa.Column("gap_weeks", sa.Integer(), nullable=False),
        sa.Column("retry_weeks", sa.Integer(), nullable=False),
        sa.Column("answer_days", sa.Integer(), nullable=False),
        sa.Column("waves", sa.Integer(), nullable=False),
        sa.Column("window_hours", sa.Integer(), nullable=False),
        sa.Column("holidays", sa.JSON(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programmes")),
    )
    op.create_table(
        "settings",
        sa.Column("name", ID, nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_settings")),
    )
    op.create_table(
        "addresses",
        sa.Column("place", ID, nullable=False),
        sa.Column("user", ID, nullable=False),
        sa.Column("member", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["member"], ["members.id"], name=op.f("fk_addresses_member_members")
        ),
        sa.ForeignKeyConstraint(["place"], ["places.id"], name=op.f("fk_addresses_place_places")),
        sa.PrimaryKeyConstraint("place", "user", name=op.f("pk_addresses")),
    )
    op.create_index(op.f("ix_addresses_member"), "addresses", ["member"], unique=False)
    op.create_table(
        "choices",
        sa.Column("member", ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("interest", ID, nullable=False),
        sa.Column("side", sa.String(), nullable=False),
        sa.Column("shown", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["member"], ["members.id"], name=op.f("fk_choices_member_members")),
        sa.PrimaryKeyConstraint("member", "position", name=op.f("pk_choices")),
        sa.UniqueConstraint(
            "interest", "side", "member", name=op.f("uq_choices_interest_side_member")
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "lanes",
        sa.Column("place", ID, nullable=False),
        sa.Column("next_at", MOMENT, nullable=True),
        sa.Column("rests_until", MOMENT, nullable=True),
        sa.Column("rests_for", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["place"], ["places.id"], name=op.f("fk_lanes_place_places")),
        sa.PrimaryKeyConstraint("place", name=op.f("pk_lanes")),
    )
    op.create_table(
        "memberships",
        sa.Column("programme", ID, nullable=False),
        sa.Column("member", ID, nullable=False),
        sa.Column("taking", sa.String(), nullable=False),
        sa.Column("paused_until", sa.Date(), nullable=True),
        sa.Column("every_weeks", sa.Integer(), nullable=False),
        sa.Column("budget", sa.Integer(), nullable=False),
        sa.Column("joined_at", MOMENT, nullable=True),
        sa.Column("recent_average", sa.Float(), nullable=True),
        sa.Column("left_out_last", sa.Boolean(), nullable=False),
        sa.Column("last_due", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["member"], ["members.id"], name=op.f("fk_memberships_member_members")
        ),
        sa.ForeignKeyConstraint(
            ["programme"], ["programmes.id"], name=op.f("fk_memberships_programme_programmes")
        ),
        sa.PrimaryKeyConstraint("programme", "member", name=op.f("pk_memberships")),
    )
    op.create_index(op.f("ix_memberships_member"), "memberships", ["member"], unique=False)
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", ID, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("recipient", ID, nullable=False),
        sa.Column("about", ID, nullable=False),
        sa.Column("due", MOMENT, nullable=False),
        sa.Column("place", ID, nullable=True),
        sa.Column("user", ID, nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("try_at", MOMENT, nullable=False),
        sa.Column("shuffle", sa.BigInteger(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("looked_for", sa.Boolean(), nullable=False),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("fence", sa.String(), nullable=True),
        sa.Column("lease_until", MOMENT, nullable=True),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["place"], ["places.id"], name=op.f("fk_outbox_place_places")),
        sa.ForeignKeyConstraint(
            ["recipient"], ["members.id"], name=op.f("fk_outbox_recipient_members")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("key", name=op.f("uq_outbox_key")),
    )
    op.create_index(op.f("ix_outbox_recipient"), "outbox", ["recipient"], unique=False)
    op.create_index(
        op.f("ix_outbox_state_place_try_at_shuffle"),
        "outbox",
        ["state", "place", "try_at", "shuffle"],
        unique=False,
    )
    op.create_table(
        "rounds",
        sa.Column("id", ID, nullable=False),
        sa.Column("programme", ID, nullable=False),
        sa.Column("slot", sa.Date(), nullable=False),
        sa.Column("wave", sa.Integer(), nullable=False),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("answer_by", MOMENT, nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme"], ["programmes.id"], name=op.f("fk_rounds_programme_programmes")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rounds")),
        sa.UniqueConstraint(
            "programme", "slot", "wave", name=op.f("uq_rounds_programme_slot_wave")
        ),
    )
    op.create_index(
        op.f("ix_rounds_closed_answer_by"), "rounds", ["closed", "answer_by"], unique=False
    )
    op.create_table(
        "unsettled",
        sa.Column("member", ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member"], ["members.id"], name=op.f("fk_unsettled_member_members")
        ),
        sa.PrimaryKeyConstraint("member", "position", name=op.f("pk_unsettled")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "introductions",
        sa.Column("id", ID, nullable=False),
        sa.Column("programme", ID, nullable=False),
        sa.Column("round", ID, nullable=True),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("proposed_at", MOMENT, nullable=False),
        sa.Column("answer_by", MOMENT, nullable=False),
        sa.Column("opened_at", MOMENT, nullable=True),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["programme"], ["programmes.id"], name=op.f("fk_introductions_programme_programmes")
        ),
        sa.ForeignKeyConstraint(
            ["round"], ["rounds.id"], name=op.f("fk_introductions_round_rounds")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_introductions")),
    )
    op.create_index(
        op.f("ix_introductions_opened_at"), "introductions", ["opened_at"], unique=False
    )
    op.create_index(
        op.f("ix_introductions_programme_proposed_at"),
        "introductions",
        ["programme", "proposed_at"],
        unique=False,
    )
    op.create_index(op.f("ix_introductions_round"), "introductions", ["round"], unique=False)
    op.create_index(op.f("ix_introductions_state"), "introductions", ["state"], unique=False)
    op.create_table(
        "left_out",
        sa.Column("round", ID, nullable=False),
        sa.Column("member", ID, nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member"], ["members.id"], name=op.f("fk_left_out_member_members")
        ),
        sa.ForeignKeyConstraint(["round"], ["rounds.id"], name=op.f("fk_left_out_round_rounds")),
        sa.PrimaryKeyConstraint("round", "member", name=op.f("pk_left_out")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_left_out_member"), "left_out", ["member"], unique=False)
    op.create_table(
        "parts",
        sa.Column("introduction", ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("member", ID, nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("opening", sa.String(), nullable=False),
        sa.Column("meeting", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["introduction"], ["introductions.id"], name=op.f("fk_parts_introduction_introductions")
        ),
        sa.ForeignKeyConstraint(["member"], ["members.id"], name=op.f("fk_parts_member_members")),
        sa.PrimaryKeyConstraint("introduction", "position", name=op.f("pk_parts")),
        sa.UniqueConstraint("member", "introduction", name=op.f("uq_parts_member_introduction")),
        sqlite_with_rowid=False,
    )
