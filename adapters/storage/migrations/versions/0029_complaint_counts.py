"""Complaints: counts that are kept, who calls back, where words were told of, when an event is looked at."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

STAGES = ("accept", "dispatch", "handle", "review")
COUNTS = (
    *("registered", "excluded", "running", "ended", "late", "solved", "unsolved"),
    *("answered", "redirected", "rated", "satisfied", "repeated"),
    *(f"{what}_{stage}" for stage in STAGES for what in ("hours", "cases")),
)
DIMENSIONS = ("kind", "area", "matter")
TALLIES = "complaint_tallies"
# What a complaint adds to each count, as SQL; whatever is left out of the rates is in no other count.
COUNTED = {
    "registered": "1",
    "excluded": "CASE WHEN excluded <> '' THEN 1 ELSE 0 END",
    **{
        figure: f"CASE WHEN excluded = '' AND figure = '{figure}' THEN 1 ELSE 0 END"
        for figure in ("running", "solved", "unsolved", "answered", "redirected")
    },
    "ended": "CASE WHEN excluded = '' AND figure <> 'running' THEN 1 ELSE 0 END",
    "repeated": "CASE WHEN excluded = '' AND repeated THEN 1 ELSE 0 END",
    "late": "CASE WHEN excluded = '' AND figure <> 'running' AND late THEN 1 ELSE 0 END",
    "rated": "CASE WHEN excluded = '' AND figure <> 'running' AND rated THEN 1 ELSE 0 END",
    "satisfied": "CASE WHEN excluded = '' AND figure <> 'running' AND rated AND satisfied THEN 1 ELSE 0 END",
    **{f"hours_{stage}": f"COALESCE(hours_{stage}, 0)" for stage in STAGES},
    **{f"cases_{stage}": f"CASE WHEN hours_{stage} IS NULL THEN 0 ELSE 1 END" for stage in STAGES},
}


def upgrade() -> None:
    _create_tallies()
    _count_what_is_there()
    op.create_index("ix_complaint_facts_figure_due_on", "complaint_facts", ["figure", "due_on"])
    op.add_column("complaints", sa.Column("caller", sa.String(length=40), server_default="", nullable=False))
    op.create_index("ix_complaints_caller_state", "complaints", ["caller", "state"])
    _place_words()
    op.add_column("complaint_incidents", sa.Column("look_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_complaint_incidents_look_at", "complaint_incidents", ["look_at"])
    # Whatever is open is looked at once.
    op.execute("UPDATE complaint_incidents SET look_at = last_at WHERE closed_at IS NULL")


def downgrade() -> None:
    op.drop_index("ix_complaint_incidents_look_at", "complaint_incidents")
    with op.batch_alter_table("complaint_incidents") as table:
        table.drop_column("look_at")
    op.drop_index("ix_complaint_terms_term_area_at", "complaint_terms")
    op.drop_index("ix_complaint_terms_term_at", "complaint_terms")
    op.create_index("ix_complaint_terms_term_id", "complaint_terms", ["term", "id"])
    with op.batch_alter_table("complaint_terms") as table:
        table.drop_column("area")
    op.drop_index("ix_complaints_caller_state", "complaints")
    with op.batch_alter_table("complaints") as table:
        table.drop_column("caller")
    op.drop_index("ix_complaint_facts_figure_due_on", "complaint_facts")
    op.drop_table(TALLIES)


def _create_tallies() -> None:
    op.create_table(
        TALLIES,
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        *(
            sa.Column(name, sa.String(length=length), nullable=False)
            for name, length in (("month", 7), ("unit", 80), ("dimension", 8), ("value", 60))
        ),
        sa.Column("fresh", sa.Boolean(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in COUNTS),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_tallies")),
    )
    op.create_index("ix_complaint_tallies_counted", TALLIES, ["month", "unit", "dimension", "value"])
    op.create_index("ix_complaint_tallies_unit_month", TALLIES, ["unit", "month"])
    op.create_index("ix_complaint_tallies_fresh_id", TALLIES, ["fresh", "id"])


def _count_what_is_there() -> None:
    sums = ", ".join(f"SUM({COUNTED[name]})" for name in COUNTS)
    for dimension in DIMENSIONS:
        op.execute(
            f"INSERT INTO {TALLIES} (month, unit, dimension, value, fresh, {', '.join(COUNTS)}) "  # noqa: S608 - our own names
            f"SELECT month, unit, '{dimension}', {dimension}, FALSE, {sums} "
            f"FROM complaint_facts GROUP BY month, unit, {dimension}"
        )


def _place_words() -> None:
    table = "complaint_terms"
    op.add_column(table, sa.Column("area", sa.String(length=40), server_default="", nullable=False))
    op.execute(
        "UPDATE complaint_terms SET area = COALESCE("
        "(SELECT area FROM complaint_signs WHERE complaint_signs.number = complaint_terms.number), '')"
    )
    op.drop_index("ix_complaint_terms_term_id", table)
    op.create_index("ix_complaint_terms_term_at", table, ["term", "at"])
    op.create_index("ix_complaint_terms_term_area_at", table, ["term", "area", "at"])
