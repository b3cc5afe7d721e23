"""The first register: journal, head, settings, and the projections of generations, results, sign-ins and accounts."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

START = "0" * 64
_SEQ = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Create every table, and the head of an empty journal."""
    _journal()
    _data()
    _people()


def _of_event(*, primary: bool = False) -> sa.Column[int]:
    """The line of the journal from which a row follows."""
    return sa.Column("seq", _SEQ, sa.ForeignKey("event.seq"), primary_key=primary, autoincrement=False, nullable=False)


def _journal() -> None:
    op.create_table(
        "event",
        sa.Column("seq", _SEQ, primary_key=True, autoincrement=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("event", sa.Text, nullable=False),
        sa.Column("who", sa.Text),
        sa.Column("details", sa.Text, nullable=False),
        sa.Column("previous", sa.Text, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
    )
    op.create_index("event_by_name", "event", ["event", "seq"])
    head = op.create_table(
        "head",
        sa.Column("id", sa.Integer, sa.CheckConstraint("id = 1"), primary_key=True, autoincrement=False),
        sa.Column("seq", _SEQ, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
    )
    op.create_table(
        "setting", sa.Column("name", sa.Text, primary_key=True), sa.Column("value", sa.Text, nullable=False)
    )
    op.bulk_insert(head, [{"id": 1, "seq": 0, "sha256": START}])


def _data() -> None:
    op.create_table(
        "generation",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("date", sa.Text, nullable=False),
        sa.Column("parent", sa.Integer),
        sa.Column("pruned", _SEQ),
        _of_event(),
    )
    op.create_table(
        "publication",
        _of_event(primary=True),
        sa.Column("period", sa.Text, nullable=False),
        sa.Column("methodology_id", sa.Text, nullable=False),
        sa.Column("generation", sa.Text, nullable=False),
    )
    op.create_index("publication_by_period", "publication", ["period", "methodology_id", "seq"])
    op.create_table("snapshot", _of_event(primary=True), sa.Column("generation", sa.Text, nullable=False))


def _people() -> None:
    op.create_table("ended_sign_in", sa.Column("sign_in", sa.Text, primary_key=True), _of_event())
    op.create_table(
        "account",
        sa.Column("email", sa.Text, primary_key=True),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("organization", sa.Text),
        _of_event(),
    )
    op.create_table("once", sa.Column("key", sa.Text, primary_key=True), _of_event())
