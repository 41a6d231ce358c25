"""What members may ask for: never to meet someone, to be forgotten, to raise a concern.

Parts no longer refer to members: an opaque token stands for whoever was erased.

Revision 0004, after 0003.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ID = sa.String().with_variant(sa.String(collation="C"), "postgresql")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "avoided",
        sa.Column("asker", ID, nullable=False),
        sa.Column("other", ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("asker", "other", name=op.f("pk_avoided")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_avoided_other"), "avoided", ["other"], unique=False)
    op.create_table(
        "forgotten",
        sa.Column("token", ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("face", sa.String(), nullable=False),
        sa.Column("face_until", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_forgotten")),
    )
    op.create_table(
        "concerns",
        sa.Column("id", ID, nullable=False),
        sa.Column("author", ID, nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concerns")),
    )
    op.create_index(op.f("ix_concerns_author"), "concerns", ["author"], unique=False)
    with op.batch_alter_table("parts", table_kwargs={"sqlite_with_rowid": False}) as parts:
        parts.drop_constraint(op.f("fk_parts_member_members"), type_="foreignkey")
