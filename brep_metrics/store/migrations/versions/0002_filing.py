"""Filing: what is being written, what was handed in and what became of it, and which attachments were erased."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables of drafts, and the projections of filings."""
    _drafts()
    _filings()


def _drafts() -> None:
    op.create_table(
        "filing_draft",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("organization_id", sa.Text),
        sa.Column("group_id", sa.Text),
        sa.Column("table_name", sa.Text, nullable=False),
        sa.Column("key", sa.Text),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("base", sa.Text, nullable=False),
        sa.Column("old", sa.Text, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("is_open", sa.Boolean, nullable=False),
    )
    op.create_index("filing_draft_open", "filing_draft", ["organization_id", "is_open"])
    op.create_table(
        "filing_field",
        _of_draft(),
        sa.Column("field", sa.Text, primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
    )
    op.create_table(
        "filing_attachment",
        _of_draft(),
        sa.Column("sha256", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("media_type", sa.Text, nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
    )


def _filings() -> None:
    op.create_table(
        "filing",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("organization_id", sa.Text),
        sa.Column("group_id", sa.Text),
        sa.Column("table_name", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("submitted_on", sa.Text, nullable=False),
        sa.Column("returned_on", sa.Text),
        sa.Column("comment", sa.Text),
        sa.Column("generation", sa.Text),
        sa.Column("confirmed", sa.Text, nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        _of_event(),
    )
    op.create_index("filing_by_state", "filing", ["state", "group_id"])
    op.create_index("filing_by_record", "filing", ["table_name", "key"])
    op.create_table(
        "filing_line", sa.Column("filing", sa.Integer, primary_key=True, autoincrement=False), _of_event(primary=True)
    )
    op.create_table(
        "attachment", sa.Column("sha256", sa.Text, primary_key=True), sa.Column("erased", _seq()), _of_event()
    )


def _of_draft() -> sa.Column[int]:
    return sa.Column("draft", sa.Integer, sa.ForeignKey("filing_draft.id"), primary_key=True, autoincrement=False)


def _seq() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer, "sqlite")


def _of_event(*, primary: bool = False) -> sa.Column[int]:
    return sa.Column(
        "seq", _seq(), sa.ForeignKey("event.seq"), primary_key=primary, autoincrement=False, nullable=False
    )
