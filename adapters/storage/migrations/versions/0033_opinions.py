"""Drafts on which citizens are asked with their opinions and groups; questionnaires with their answers."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "opinion_drafts",
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("unit", sa.String(length=80), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("explanation", sa.Text(), nullable=False),
        sa.Column("contact", sa.String(length=300), nullable=False),
        sa.Column("allows_anonymous", sa.Boolean(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=True),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("result_due_on", sa.Date(), nullable=False),
        sa.Column("short_reason", sa.String(length=300), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("document", sa.String(length=120), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_opinion_drafts")),
    )
    op.create_index("ix_opinion_drafts_state_closes_on", "opinion_drafts", ["state", "closes_on"])
    op.create_table(
        "opinions",
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("form_id", sa.String(length=80), nullable=False),
        sa.Column("draft", sa.String(length=20), nullable=False),
        sa.Column("article", sa.String(length=20), nullable=False),
        sa.Column("said", sa.LargeBinary(), nullable=False),
        sa.Column("is_anonymous", sa.Boolean(), nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("citizen", sa.String(length=80), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_opinions")),
        sa.UniqueConstraint("form_id", name=op.f("uq_opinions_form_id")),
    )
    op.create_index("ix_opinions_draft_group", "opinions", ["draft", "group_id"])
    op.create_index("ix_opinions_draft_told", "opinions", ["draft", "told_at"])
    op.create_index("ix_opinions_mark", "opinions", ["mark"])
    op.create_index("ix_opinions_citizen", "opinions", ["citizen"])
    op.create_table(
        "opinion_groups",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("draft", sa.String(length=20), nullable=False),
        sa.Column("gist", sa.String(length=300), nullable=False),
        sa.Column("outcome", sa.String(length=12), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opinion_groups")),
    )
    op.create_index("ix_opinion_groups_draft", "opinion_groups", ["draft"])
    op.create_table(
        "questionnaires",
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("unit", sa.String(length=60), nullable=False),
        sa.Column("intro", sa.Text(), nullable=False),
        sa.Column("outline", sa.Text(), nullable=False),
        sa.Column("is_anonymous", sa.Boolean(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=True),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("totals", sa.JSON(), nullable=True),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_questionnaires")),
    )
    op.create_table(
        "questionnaire_replies",
        sa.Column("id", sa.String(length=100), nullable=False),
        sa.Column("questionnaire", sa.String(length=20), nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("citizen", sa.String(length=80), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("answers", sa.LargeBinary(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questionnaire_replies")),
    )
    op.create_index(
        "ix_questionnaire_replies_questionnaire_done", "questionnaire_replies", ["questionnaire", "done_at"]
    )
    op.create_index("ix_questionnaire_replies_mark", "questionnaire_replies", ["mark"])


def downgrade() -> None:
    for table in ("questionnaire_replies", "questionnaires", "opinion_groups", "opinions", "opinion_drafts"):
        op.drop_table(table)
