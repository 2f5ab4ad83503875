"""What is kept of an account: who may log in as what, and by what besides a password."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.database import Base, Instant


class AccountRecord(Base):
    """One person who may log in; `roles` is a sorted list of the values of `Role`, `unit` where the person works.

    `password_until` ends a one-time password that an administrator gave; None is a password of the person's own. A
    session counts as long as it bears the account's `session_round`. A second factor without `factor_since` is still
    to be confirmed; `factor_step` is the last step of time whose code was used, so that none is used twice.
    """

    __tablename__ = "accounts"

    login: Mapped[str] = mapped_column(String(40), primary_key=True)
    display_name: Mapped[str] = mapped_column(String(40))
    unit: Mapped[str] = mapped_column(String(80), default="")
    roles: Mapped[list[str]] = mapped_column(JSON)
    password_hash: Mapped[str] = mapped_column(String(200))
    password_until: Mapped[datetime | None] = mapped_column(Instant, default=None)
    disabled: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(Instant)
    last_login_at: Mapped[datetime | None] = mapped_column(Instant)
    session_round: Mapped[int] = mapped_column(default=0)
    factor_sealed: Mapped[bytes | None] = mapped_column(LargeBinary, default=None)
    factor_since: Mapped[datetime | None] = mapped_column(Instant, default=None)
    factor_step: Mapped[int] = mapped_column(default=0)


class RecoveryCodeRecord(Base):
    """A code that stands in once for a lost device, kept as a keyed hash."""

    __tablename__ = "account_recovery_codes"

    login: Mapped[str] = mapped_column(String(40), ForeignKey(AccountRecord.login), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64), primary_key=True)
    used_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
