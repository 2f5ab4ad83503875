"""One-time passwords, rounds of sessions, second factors with recovery codes; failed guesses are counted in Redis now."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("accounts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("password_until", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("session_round", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("factor_sealed", sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column("factor_since", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("factor_step", sa.Integer(), nullable=False, server_default="0"))
        batch_op.drop_column("failures")
        batch_op.drop_column("locked_until")
    op.create_table(
        "account_recovery_codes",
        sa.Column("login", sa.String(length=40), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["login"], ["accounts.login"], name=op.f("fk_account_recovery_codes_login_accounts")
        ),
        sa.PrimaryKeyConstraint("login", "fingerprint", name=op.f("pk_account_recovery_codes")),
    )


def downgrade() -> None:
    op.drop_table("account_recovery_codes")
    with op.batch_alter_table("accounts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("failures", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True))
        for name in ("password_until", "session_round", "factor_sealed", "factor_since", "factor_step"):
            batch_op.drop_column(name)
