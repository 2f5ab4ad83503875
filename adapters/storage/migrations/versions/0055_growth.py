"""Indexes for what was found by reading whole tables that grow with what citizens do."""

import sqlalchemy as sa
from alembic import op

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None

INDEXES = {
    "ix_activities_day": ("activities", ["day"]),
    "ix_activity_signups_state_activity": ("activity_signups", ["state", "activity"]),
    "ix_citizen_pictures_sent_at": ("citizen_pictures", ["sent_at"]),
    "ix_complaint_alerts_kind_given_at": ("complaint_alerts", ["kind", "given_at"]),
    "ix_complaint_exclusions_approved_id": ("complaint_exclusions", ["approved", "id"]),
    "ix_complaints_listed": ("complaints", ["warn_on", sa.text("submitted_at DESC"), sa.text("number DESC")]),
    "ix_disclosure_requests_listed": (
        "disclosure_requests",
        ["agency", "warn_on", sa.text("submitted_at DESC"), sa.text("number DESC")],
    ),
    "ix_disclosure_requests_receipt_on": ("disclosure_requests", ["receipt_on"]),
    "ix_home_visits_day": ("home_visits", ["day"]),
    "ix_knowledge_questions_channel_id": ("knowledge_questions", ["channel", "id"]),
    "ix_knowledge_questions_document_id_id": ("knowledge_questions", ["document_id", "id"]),
    "ix_knowledge_waiting_asked_at": ("knowledge_waiting", ["asked_at"]),
    "ix_knowledge_waiting_told_at": ("knowledge_waiting", ["told_at"]),
    "ix_matter_bindings_ends_on": ("matter_bindings", ["ends_on"]),
    "ix_matters_delivered_at": ("matters", ["delivered_at"]),
}
PARTIAL = {
    "ix_disclosure_events_remedies": ("disclosure_events", ["number"], "kind = 'remedy_opened'"),
    "ix_outbox_sent": ("outbox", ["sent_at"], "state IN ('sent', 'failed')"),
}


def upgrade() -> None:
    for name, (table, columns) in INDEXES.items():
        op.create_index(name, table, columns)
    for name, (table, columns, which) in PARTIAL.items():
        where = sa.text(which)
        op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    for name, (table, *_) in {**INDEXES, **PARTIAL}.items():
        op.drop_index(name, table_name=table)
