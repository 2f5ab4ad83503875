"""Binding an account to a person: claimed in the talk, proven by a code, ended by either side at any time.

Nothing that is answered tells whether a person, a phone or a matter is known here: the same is written, asked and said in
every case. How often somebody may try is counted by the account and by the person, a leaving of the account does not begin
the count anew.
"""

from datetime import datetime, time, timedelta
from typing import Self

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.clock import SHANGHAI, Clock, local_date
from bot.database import Database
from bot.privacy import Vault
from handlers.departed import departed_mark
from handlers.matters.binding import store
from handlers.matters.binding.binding import (
    Binding,
    BindingAccount,
    BindingAnswer,
    BindingKind,
    BindingOutcome,
    ClaimOpened,
    ConfirmedWith,
    OwnBindings,
    PersonClaim,
)
from handlers.matters.binding.codes import is_sent_code, new_code, shown_mark
from handlers.matters.binding.known_phone import KnownPhone
from handlers.matters.binding.records import BindingClaimRecord, BindingRecord
from handlers.matters.delivery.matter import MatterHolder, identity_mark

CLAIMS_A_DAY, WRONG_A_CLAIM, GRANTS_A_DAY = 5, 5, 5
MESSAGES_A_DAY, MESSAGES_TO_PERSON_A_DAY = 2, 20
"""How many codes go out for one account's claims on a person, and for those of all accounts together.

The first is low and each account's own, so that no stranger uses up what the person's own account needs; the second keeps a
phone from being flooded by many accounts at once. At the counter a claim is confirmed without any message.
"""
GOOD_FOR = timedelta(minutes=30)
AGENT_DAYS = 365
REFUSED_GRANT = "binding:grant-refused"
CITIZEN = "citizen"
_NAMED_BY_LETTERS = 16


def binding_purpose(mark: str) -> str:
    """Give the purpose under which the person of a binding or a claim is sealed."""
    return f"matter-binding:{mark}"


class BindingService:
    """Opens claims, takes codes, and ends bindings; each is one transaction."""

    def __init__(self, database: Database, *, vault: Vault, clock: Clock, sends: bool) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock
        self._sends = sends
        self._phones = KnownPhone(vault)

    def on(self, database: Database) -> Self:
        """Give the same on another database."""
        return type(self)(database, vault=self._vault, clock=self._clock, sends=self._sends)

    async def claim(self, claim: PersonClaim, account: BindingAccount) -> ClaimOpened | None:
        """Open a claim, instead of one that was open; None where the account has claimed enough for a day."""
        now, mark = self._clock.now(), identity_mark(self._vault, claim.holder.identity)
        today = _midnight(now)
        async with self._database.transaction() as tx:
            if await self._claims_since(tx, account, today) >= CLAIMS_A_DAY:
                return None
            phone = await self._phones.of(tx, claim.holder, mark)
            is_free = await self._may_go_out(tx, account, mark, today)
            wanted = self._sends and claim.kind is BindingKind.SELF
            goes_out = wanted and bool(phone) and is_free
            await _end_claims(tx, account, now)
            shown = new_code()
            tx.add(self._claimed(claim, account, shown=shown, goes_out=goes_out, now=now))
            detail = {"kind": claim.kind.value}
            await audit.record(
                tx, "binding:claim", actor=CITIZEN, subject=_person(mark), now=now, detail=detail
            )
        return ClaimOpened(shown, now + GOOD_FOR, wanted)

    def _claimed(
        self,
        claim: PersonClaim,
        account: BindingAccount,
        *,
        shown: str,
        goes_out: bool,
        now: datetime,
    ) -> BindingClaimRecord:
        mark = identity_mark(self._vault, claim.holder.identity)
        return BindingClaimRecord(
            citizen=account.citizen,
            channel=account.channel,
            mark=mark,
            person=claim.holder.sealed(self._vault, purpose=binding_purpose(mark)),
            kind=claim.kind.value,
            shown_mark=shown_mark(self._vault, shown),
            sms_state="due" if goes_out else "",
            made_at=now,
            expires_at=now + GOOD_FOR,
        )

    async def awaits_code(self, account: BindingAccount) -> bool:
        """Whether six figures from this account may be the code of a message."""
        async with self._database.reading() as tx:
            found = await store.open_claim(tx, account.citizen, now=self._clock.now())
        return self._sends and found is not None and found.kind == BindingKind.SELF

    async def enter(self, code: str, account: BindingAccount) -> BindingAnswer:
        """Take the code of a message; a wrong one, one without a claim and one that never went out are refused alike."""
        now = self._clock.now()
        async with self._database.transaction() as tx:
            claim = await store.open_claim(tx, account.citizen, now=now)
            shown, out = (claim.shown_mark, bool(claim.sms_state)) if claim is not None else ("", False)
            right = is_sent_code(self._vault, shown, code, went_out=out)
            if claim is None:
                return BindingAnswer(BindingOutcome.REFUSED)
            if right and claim.wrong < WRONG_A_CLAIM:
                return await self.bind(tx, claim, ConfirmedWith.PHONE, now=now)
            claim.wrong += 1
            left = max(WRONG_A_CLAIM - claim.wrong, 0)
            if not left:
                _close(claim, now)
            await audit.record(tx, "binding:refused", actor=CITIZEN, subject=_person(claim.mark), now=now)
        return BindingAnswer(BindingOutcome.REFUSED if left else BindingOutcome.EXHAUSTED, left)

    async def grant(self, code: str, account: BindingAccount) -> BindingAnswer:
        """Let the account that was shown a code see the matters of the person this account itself is bound to.

        An unknown code, one of another person's claim and one that is over are refused alike, a few times a day.
        """
        now = self._clock.now()
        subject = f"account {self._account_mark(account)[:_NAMED_BY_LETTERS]}"
        async with self._database.transaction() as tx:
            tried = await store.acts_since(tx, REFUSED_GRANT, subject, _midnight(now))
            own = {
                row.mark
                for row in await store.bound(tx, account.citizen, today=local_date(now))
                if row.kind == BindingKind.SELF
            }
            claim = await store.claim_shown(tx, shown_mark(self._vault, code), now=now)
            if tried >= GRANTS_A_DAY:
                return BindingAnswer(BindingOutcome.EXHAUSTED)
            fits = claim is not None and claim.mark in own and claim.kind == BindingKind.AGENT
            if claim is not None and fits and claim.citizen != account.citizen:
                return await self.bind(
                    tx, claim, ConfirmedWith.HOLDER, now=now, grantor=self._account_mark(account)
                )
            await audit.record(tx, REFUSED_GRANT, actor=CITIZEN, subject=subject, now=now)
        return BindingAnswer(BindingOutcome.REFUSED, GRANTS_A_DAY - tried - 1)

    async def bind(
        self,
        tx: AsyncSession,
        claim: BindingClaimRecord,
        confirmed: ConfirmedWith,
        *,
        now: datetime,
        grantor: str = "",
        clerk: str = "",
    ) -> BindingAnswer:
        """Bind what a claim says, in the caller's transaction; whoever calls has the proof."""
        holder = MatterHolder.opened(self._vault, claim.person, purpose=binding_purpose(claim.mark))
        today = local_date(now)
        # Whoever binds the same person again has one binding, the new one.
        for row in await store.bound(tx, claim.citizen, today=today):
            if row.mark == claim.mark and row.kind == claim.kind:
                _end(row, "again", now)
        tx.add(
            BindingRecord(
                citizen=claim.citizen,
                channel=claim.channel,
                mark=claim.mark,
                person=claim.person,
                kind=claim.kind,
                confirmed_by=confirmed.value,
                clerk=clerk,
                grantor=grantor,
                made_at=now,
                ends_on=today + timedelta(days=AGENT_DAYS) if claim.kind == BindingKind.AGENT else None,
                ended_by="",
            )
        )
        detail = {"kind": claim.kind, "by": confirmed.value}
        _close(claim, now)
        actor = clerk or CITIZEN
        await audit.record(
            tx, "binding:bind", actor=actor, subject=_person(claim.mark), now=now, detail=detail
        )
        return BindingAnswer(BindingOutcome.BOUND, whom=holder.masked)

    async def sees(self, citizen: str) -> int:
        """Give how many persons' matters an account sees; that it asked for all of them stands in the audit."""
        now = self._clock.now()
        async with self._database.reading() as tx:
            rows = await store.bound(tx, citizen, today=local_date(now))
            marks = sorted({row.mark for row in rows})
        if marks:
            async with self._database.transaction() as tx:
                for mark in marks:
                    await audit.record(tx, "binding:look", actor=CITIZEN, subject=_person(mark), now=now)
        return len(marks)

    async def own_marks(self, citizen: str) -> frozenset[str]:
        """Give the keyed hashes of the numbers that an account proved to be its own person's or company's."""
        async with self._database.reading() as tx:
            rows = await store.bound(tx, citizen, today=local_date(self._clock.now()))
        return frozenset(row.mark for row in rows if row.kind == BindingKind.SELF)

    async def own_accounts(self, citizen: str) -> tuple[str, ...]:
        """Give the other accounts that proved to be the same natural person's as this one; a company has people, and is none."""
        today = local_date(self._clock.now())
        async with self._database.reading() as tx:
            rows = await store.bound(tx, citizen, today=today)
            own = {row.mark for row in rows if row.kind == BindingKind.SELF and not self._is_company(row)}
            others = await store.on_marks(tx, own, today=today)
        found = (row.citizen for row in others if row.kind == BindingKind.SELF)
        return tuple(dict.fromkeys(other for other in found if other and other != citizen))

    def _is_company(self, row: BindingRecord) -> bool:
        return MatterHolder.opened(self._vault, row.person, purpose=binding_purpose(row.mark)).is_company

    async def bindings(self, account: BindingAccount) -> OwnBindings:
        """Give what an account sees, and which others see what its own person has."""
        today = local_date(self._clock.now())
        async with self._database.reading() as tx:
            mine = await store.bound(tx, account.citizen, today=today)
            own = {row.mark for row in mine if row.kind == BindingKind.SELF}
            others = await store.on_marks(tx, own, today=today)
        return OwnBindings(
            tuple(map(self.shown, mine)),
            tuple(self.shown(row) for row in others if row.citizen != account.citizen),
        )

    async def end(self, binding: int, account: BindingAccount) -> bool:
        """End a binding of this account, or one on this account's own person; False where it is neither."""
        now = self._clock.now()
        today = local_date(now)
        async with self._database.transaction() as tx:
            mine = await store.bound(tx, account.citizen, today=today)
            own = {row.mark for row in mine if row.kind == BindingKind.SELF}
            ending = [*mine, *await store.on_marks(tx, own, today=today)]
            row = next((one for one in ending if one.id == binding), None)
            if row is None:
                return False
            by = "account" if row.citizen == account.citizen else "holder"
            await self.ended(tx, row, by, now=now)
        return True

    @staticmethod
    async def ended(
        tx: AsyncSession, row: BindingRecord, by: str, *, now: datetime, actor: str = CITIZEN
    ) -> None:
        """End a binding, in the caller's transaction."""
        _end(row, by, now)
        await audit.record(
            tx, "binding:end", actor=actor, subject=_person(row.mark), now=now, detail={"by": by}
        )

    @staticmethod
    def close(claim: BindingClaimRecord, now: datetime) -> None:
        """Let a claim be over, in the caller's transaction."""
        _close(claim, now)

    async def leave(self, account: BindingAccount) -> int:
        """End all that an account sees and all that it let others see, since its citizen has left; give how many."""
        now, gone = self._clock.now(), self._account_mark(account)
        async with self._database.transaction() as tx:
            return await leave_bindings(tx, account, gone, now=now)

    def shown(self, row: BindingRecord) -> Binding:
        """Give a binding as it is shown."""
        holder = MatterHolder.opened(self._vault, row.person, purpose=binding_purpose(row.mark))
        return Binding(
            id=row.id,
            mark=row.mark,
            kind=BindingKind(row.kind),
            whom=holder.masked,
            identity=holder.masked_identity,
            made_at=row.made_at,
            ends_on=row.ends_on,
            confirmed_by=ConfirmedWith(row.confirmed_by),
        )

    async def _claims_since(self, tx: AsyncSession, account: BindingAccount, since: datetime) -> int:
        """Count the day's claims of an account, those before a leaving too."""
        here = await store.claims_since(tx, account.citizen, since)
        return here + await store.claims_since(tx, self._account_mark(account), since)

    async def _may_go_out(
        self, tx: AsyncSession, account: BindingAccount, mark: str, since: datetime
    ) -> bool:
        """Whether one more code may go out today: for this account, those before a leaving too, and to this person.

        It is counted by claims whether or not a phone is known here, so that nobody learns that by counting.
        """
        claims = await store.claims_by_account(tx, mark, since)
        own = claims.get(account.citizen, 0) + claims.get(self._account_mark(account), 0)
        gone_out = sum(min(count, MESSAGES_A_DAY) for count in claims.values())
        return own < MESSAGES_A_DAY and gone_out < MESSAGES_TO_PERSON_A_DAY

    def _account_mark(self, account: BindingAccount) -> str:
        return departed_mark(self._vault, citizen=account.citizen, channel=account.channel)


async def leave_bindings(tx: AsyncSession, account: BindingAccount, gone: str, *, now: datetime) -> int:
    """End the bindings of an account, in the caller's transaction; its claims are over, and name only a keyed hash."""
    today = local_date(now)
    rows = [*await store.bound(tx, account.citizen, today=today), *await store.granted(tx, gone, today=today)]
    for row in rows:
        _end(row, "left", now)
    past = update(BindingRecord).where(BindingRecord.citizen == account.citizen)
    await tx.flush()
    await tx.execute(past.values(citizen="").execution_options(synchronize_session=False))
    claims = update(BindingClaimRecord).where(BindingClaimRecord.citizen == account.citizen)
    closed = claims.values(citizen=gone, over_at=now, person=b"", sms_state="")
    await tx.execute(closed.execution_options(synchronize_session=False))
    if rows:
        detail = {"bindings": str(len(rows))}
        await audit.record(tx, "binding:leave", actor=CITIZEN, subject="binding", now=now, detail=detail)
    return len(rows)


async def _end_claims(tx: AsyncSession, account: BindingAccount, now: datetime) -> None:
    while (claim := await store.open_claim(tx, account.citizen, now=now)) is not None:
        _close(claim, now)
        await tx.flush()


def _close(claim: BindingClaimRecord, now: datetime) -> None:
    """Let a claim be over: its codes open nothing, and whom it named is gone."""
    claim.over_at, claim.person, claim.sms_state = now, b"", ""


def _end(row: BindingRecord, by: str, now: datetime) -> None:
    row.ended_at, row.ended_by, row.person = now, by, b""


def _person(mark: str) -> str:
    return f"person {mark[:_NAMED_BY_LETTERS]}"


def _midnight(now: datetime) -> datetime:
    return datetime.combine(local_date(now), time(), SHANGHAI)
