"""What citizens asked: the log and its figures, the gaps, who waits for an answer, the saved questions."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "knowledge_saved_questions",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("question", sa.String(length=500), nullable=False),
        sa.Column("document_id", sa.String(length=120), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("passage", sa.Text(), nullable=False),
        sa.Column("watched", sa.Boolean(), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("saved_by", sa.String(length=120), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=True),
        sa.Column("cited", sa.String(length=120), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("generation", sa.String(length=120), nullable=False),
        sa.Column("run_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted_by", sa.String(length=120), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_knowledge_saved_questions")),
        sa.UniqueConstraint("question", name=op.f("uq_knowledge_saved_questions_question")),
    )
    op.create_index(
        op.f("ix_knowledge_saved_questions_document_id"), "knowledge_saved_questions", ["document_id"]
    )
    op.create_table(
        "knowledge_gaps",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("question", sa.String(length=500), nullable=False),
        sa.Column("theme", sa.String(length=500), nullable=False),
        sa.Column("unit", sa.String(length=500), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("document_id", sa.String(length=120), nullable=False),
        sa.Column("saved_id", sa.Integer(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.String(length=120), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["saved_id"],
            ["knowledge_saved_questions.id"],
            name=op.f("fk_knowledge_gaps_saved_id_knowledge_saved_questions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_knowledge_gaps")),
    )
    op.create_index("ix_knowledge_gaps_state_total", "knowledge_gaps", ["state", "total"])
    op.create_index(op.f("ix_knowledge_gaps_saved_id"), "knowledge_gaps", ["saved_id"])
    op.create_table(
        "knowledge_questions",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("week_on", sa.Date(), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("citizen", sa.String(length=64), nullable=False),
        sa.Column("question", sa.String(length=500), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("theme", sa.String(length=500), nullable=False),
        sa.Column("unit", sa.String(length=500), nullable=False),
        sa.Column("document_id", sa.String(length=120), nullable=False),
        sa.Column("passage", sa.Integer(), nullable=True),
        sa.Column("score", sa.Float(), nullable=True),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("threshold", sa.Float(), nullable=False),
        sa.Column("generation", sa.String(length=120), nullable=False),
        sa.Column("ms", sa.Float(), nullable=False),
        sa.Column("gap_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["gap_id"], ["knowledge_gaps.id"], name=op.f("fk_knowledge_questions_gap_id_knowledge_gaps")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_knowledge_questions")),
        sa.UniqueConstraint("key", name=op.f("uq_knowledge_questions_key")),
    )
    op.create_index(op.f("ix_knowledge_questions_asked_at"), "knowledge_questions", ["asked_at"])
    op.create_index(op.f("ix_knowledge_questions_gap_id"), "knowledge_questions", ["gap_id"])
    op.create_index("ix_knowledge_questions_outcome_id", "knowledge_questions", ["outcome", "id"])
    op.create_index("ix_knowledge_questions_theme_id", "knowledge_questions", ["theme", "id"])
    op.create_index("ix_knowledge_questions_week_on_id", "knowledge_questions", ["week_on", "id"])
    op.create_table(
        "knowledge_question_tallies",
        sa.Column("week_on", sa.Date(), nullable=False),
        sa.Column("theme", sa.String(length=500), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("week_on", "theme", "outcome", name=op.f("pk_knowledge_question_tallies")),
    )
    op.create_table(
        "knowledge_waiting",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("gap_id", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("citizen", sa.LargeBinary(), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["gap_id"], ["knowledge_gaps.id"], name=op.f("fk_knowledge_waiting_gap_id_knowledge_gaps")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_knowledge_waiting")),
        sa.UniqueConstraint("gap_id", "person", name=op.f("uq_knowledge_waiting_gap_id")),
    )
    op.create_index(op.f("ix_knowledge_waiting_person"), "knowledge_waiting", ["person"])


def downgrade() -> None:
    for name in (
        "knowledge_waiting",
        "knowledge_question_tallies",
        "knowledge_questions",
        "knowledge_gaps",
        "knowledge_saved_questions",
    ):
        op.drop_table(name)
