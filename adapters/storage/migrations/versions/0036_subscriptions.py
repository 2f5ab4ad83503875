"""What became public until it is told, subscriptions with their consent, the feed of news, and whom it was told."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "knowledge_public_changes",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("document_id", sa.String(length=120), nullable=False),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("before", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_knowledge_public_changes")),
    )
    op.create_table(
        "subscribers",
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("citizen", sa.LargeBinary(), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_to", sa.Integer(), nullable=False),
        sa.Column("cause", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_subscribers")),
    )
    op.create_index(op.f("ix_subscribers_next_at"), "subscribers", ["next_at"])
    op.create_table(
        "subscriptions",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("target", sa.String(length=120), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("consent", sa.String(length=20), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscriptions")),
        sa.UniqueConstraint("person", "kind", "target", name=op.f("uq_subscriptions_person")),
    )
    op.create_index("ix_subscriptions_kind_target", "subscriptions", ["kind", "target"])
    op.create_table(
        "subscription_news",
        sa.Column("serial", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("document_id", sa.String(length=120), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Boolean(), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recalled", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("serial", name=op.f("pk_subscription_news")),
    )
    op.create_index(op.f("ix_subscription_news_document_id"), "subscription_news", ["document_id"])
    op.create_index(op.f("ix_subscription_news_at"), "subscription_news", ["at"])
    op.create_index(
        "ix_subscription_news_recalled_withdrawn_at", "subscription_news", ["recalled", "withdrawn_at"]
    )
    op.create_table(
        "subscription_news_keys",
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "key", "serial", name=op.f("pk_subscription_news_keys")),
    )
    op.create_index(op.f("ix_subscription_news_keys_serial"), "subscription_news_keys", ["serial"])
    op.create_table(
        "subscription_told",
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("document_id", sa.String(length=120), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("cause", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("person", "document_id", "edition", name=op.f("pk_subscription_told")),
    )
    op.create_index(op.f("ix_subscription_told_serial"), "subscription_told", ["serial"])
    op.create_index(op.f("ix_subscription_told_cause"), "subscription_told", ["cause"])


def downgrade() -> None:
    for table in (
        "subscription_told",
        "subscription_news_keys",
        "subscription_news",
        "subscriptions",
        "subscribers",
        "knowledge_public_changes",
    ):
        op.drop_table(table)
