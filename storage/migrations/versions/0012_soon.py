"""Answering one member reads no more in a large hospital than in a small one.

Words to find people by, and the indexes that were missing. Revision 0012, after 0011.
"""

import unicodedata
from itertools import islice

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

ID = sa.String().with_variant(sa.String(collation="C"), "postgresql")
AT_ONCE = 10_000


def upgrade() -> None:
    findable = op.create_table(
        "findable",
        sa.Column("member", ID, nullable=False),
        sa.Column("word", ID, nullable=False),
        sa.ForeignKeyConstraint(["member"], ["members.id"], name="fk_findable_member_members"),
        sa.PrimaryKeyConstraint("member", "word", name="pk_findable"),
        sqlite_with_rowid=False,
    )
    members = sa.table("members", sa.column("id"), sa.column("sought"))
    connection = op.get_bind()
    everyone = connection.execute(sa.select(members.c.id, members.c.sought)).all()
    rows = (
        {"member": id_, "word": word} for id_, text in everyone for word in sorted(beginnings(text))
    )
    while some := list(islice(rows, AT_ONCE)):
        connection.execute(findable.insert(), some)
    op.create_index("ix_findable_word_member", "findable", ["word", "member"])
    op.create_index("ix_members_sought_id", "members", ["sought", "id"])
    op.create_index("ix_asks_interest_started_at", "asks", ["interest", "started_at"])
    op.create_index("ix_members_manager", "members", ["manager"])
    op.create_index("ix_never_pairs_other", "never_pairs", ["other"])


def beginnings(text: str) -> set[str]:
    found: set[str] = set()
    for word in text.split():
        for at, letter in enumerate(word):
            after_a_mark = letter.isalnum() and not word[at - 1].isalnum()
            if at == 0 or after_a_mark or unicodedata.category(letter) == "Lo":
                found.add(word[at:])
    return found
