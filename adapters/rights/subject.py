"""Who is meant: a person as found by a channel's identifier, an identity number or a case number.

An account may have filed for others too. Then an identity number leads to the requests that bear it and to nothing of
that account's talks, which are another person's.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from adapters.redis.person import CitizenAccount
from bot.errors import InputError
from bot.privacy import Vault
from bot.text.identifiers import credit_code, identity_number
from handlers.cases import COMPLAINT, DISCLOSURE, TICKET, find_number
from handlers.complaints.case.records import ComplaintRecord
from handlers.departed import departed_mark
from handlers.disclosure.case.particulars import identity_fingerprint
from handlers.disclosure.case.records import DisclosureRequestRecord
from handlers.matters.binding.binding import BindingKind
from handlers.matters.binding.records import BindingClaimRecord, BindingRecord
from handlers.matters.delivery.records import MatterRecord
from handlers.tickets.records import TicketRecord

NAME = re.compile(r"[A-Za-z0-9@._-]{1,80}")
# What looks like an identity number without being one: no channel names anybody so, and a slip must not find nobody.
MISREAD = re.compile(r"[0-9]{14,18}[0-9Xx]?")
MARKS = re.compile(r"[\W_]+")


class FoundBy(StrEnum):
    """By what a person was looked for; also the end of a text key."""

    ACCOUNT = "account"
    IDENTITY = "identity"
    CASE = "case"


@dataclass(frozen=True, slots=True)
class DataSubject:
    """The person who is meant: accounts, numbers of requests and complaints, and of hand-overs found without an account.

    `shared` are accounts that filed some of the requests, but others too: nothing else of them belongs here.
    `represented` are requests that the person filed for somebody else: of them only the representative's own particulars are
    the person's. `subject` names the person in the audit without telling who it is. `identities` are keyed hashes under which
    other systems' matters are here.
    """

    found_by: FoundBy
    subject: str
    accounts: tuple[CitizenAccount, ...] = ()
    cases: tuple[str, ...] = ()
    tickets: tuple[str, ...] = ()
    shared: tuple[CitizenAccount, ...] = ()
    complaints: tuple[str, ...] = ()
    represented: tuple[str, ...] = ()
    identities: tuple[str, ...] = ()

    @property
    def nobody(self) -> bool:
        """Whether nothing was found that could be looked up any further."""
        found = self.accounts or self.cases or self.tickets or self.complaints or self.represented
        return not (found or self.identities)


async def find(tx: AsyncSession, who: str, *, channel: str, vault: Vault, today: date) -> DataSubject:
    """Give who is meant; `channel` is that of an account's name. Raises `InputError` for what is none of the three."""
    said = unicodedata.normalize("NFKC", who).strip()
    number = find_number(said)
    if number and len(MARKS.sub("", said)) == len(number):
        return await _by_case(tx, number)
    read = identity_number(said, today=today)
    read = read if read.valid else credit_code(said)
    if read.valid:
        mark = identity_fingerprint(vault, read.value)
        return await _by_identity(tx, mark, FoundBy.IDENTITY, _named(mark))
    # A passport or a permit is found by its number alone, since other numbers have the same shapes.
    mark = identity_fingerprint(vault, said)
    if mark and await _bears(tx, mark):
        return await _by_identity(tx, mark, FoundBy.IDENTITY, _named(mark))
    if MISREAD.fullmatch(said):
        raise InputError("person.refused.identity")
    if not NAME.fullmatch(said):
        raise InputError("person.refused.who")
    account = CitizenAccount(channel, said)
    mark = vault.fingerprint(account.person, purpose="person")
    here = await _by_account(tx, account, FoundBy.ACCOUNT, _named(mark))
    left = await _departed(tx, account, vault)
    return replace(
        here,
        cases=tuple(sorted({*here.cases, *left.cases})),
        complaints=tuple(sorted({*here.complaints, *left.complaints})),
    )


async def _by_account(
    tx: AsyncSession, account: CitizenAccount, found_by: FoundBy, subject: str
) -> DataSubject:
    rows = await _requests(tx, _filed_by(account))
    told = await _complaints(tx, (account,))
    own = await tx.scalars(
        select(BindingRecord.mark).where(
            BindingRecord.citizen == account.citizen,
            BindingRecord.channel == account.channel,
            BindingRecord.kind == BindingKind.SELF,
            BindingRecord.ended_at.is_(None),
        )
    )
    return DataSubject(
        found_by,
        subject,
        accounts=(account,),
        cases=_numbers(rows),
        complaints=told,
        identities=tuple(sorted(set(own))),
    )


async def _departed(tx: AsyncSession, account: CitizenAccount, vault: Vault) -> DataSubject:
    """Give what an account left behind: cases that still know it by a keyed hash alone."""
    mark = departed_mark(vault, citizen=account.citizen, channel=account.channel)
    rows = await _requests(tx, DisclosureRequestRecord.departed == mark)
    record = ComplaintRecord
    told = await tx.scalars(select(record.number).where(record.departed == mark).order_by(record.number))
    return DataSubject(FoundBy.ACCOUNT, "", cases=_numbers(rows), complaints=tuple(told))


async def _by_case(tx: AsyncSession, number: str) -> DataSubject:
    if number.startswith(TICKET):
        ticket = await tx.get(TicketRecord, number)
        if ticket is None:
            raise InputError("tickets.refused.unknown", number=number)
        if not ticket.bound:
            return DataSubject(FoundBy.CASE, number, tickets=(number,))
        account = CitizenAccount(ticket.channel, ticket.citizen)
        return await _by_account(tx, account, FoundBy.CASE, number)
    if number.startswith(COMPLAINT):
        return await _by_complaint(tx, number)
    request = await tx.get(DisclosureRequestRecord, number) if number.startswith(DISCLOSURE) else None
    if request is None:
        raise InputError("disclosure.refused.no_case", number=number)
    if not request.identity_fingerprint:
        return DataSubject(FoundBy.CASE, number, cases=(number,))
    return await _by_identity(tx, request.identity_fingerprint, FoundBy.CASE, number)


async def _bears(tx: AsyncSession, mark: str) -> bool:
    """Whether any request bears a paper's number, its applicant's or that of who filed it."""
    record = DisclosureRequestRecord
    either = or_(record.identity_fingerprint == mark, record.rep_identity_fingerprint == mark)
    return await tx.scalar(select(record.number).where(either).limit(1)) is not None


async def _by_identity(tx: AsyncSession, mark: str, found_by: FoundBy, subject: str) -> DataSubject:
    rows = await _requests(tx, DisclosureRequestRecord.identity_fingerprint == mark)
    acting = await _requests(tx, DisclosureRequestRecord.rep_identity_fingerprint == mark)
    accounts = sorted({(row.talk_channel, row.citizen) for row in (*rows, *acting) if row.citizen})
    own: list[CitizenAccount] = []
    shared: list[CitizenAccount] = []
    for channel, citizen in accounts:
        account = CitizenAccount(channel, citizen)
        filed = await _requests(tx, _filed_by(account))
        # What a representative files comes from the representative's account.
        only = {each.rep_identity_fingerprint or each.identity_fingerprint for each in filed} == {mark}
        (own if only else shared).append(account)
    of_others = [row for row in acting if row.identity_fingerprint != mark]
    told = await _complaints(tx, own)
    return DataSubject(
        found_by,
        subject,
        accounts=tuple(own),
        cases=_numbers(rows),
        shared=tuple(shared),
        complaints=told,
        represented=_numbers(of_others),
        identities=(mark,) if await _has_matters(tx, mark) else (),
    )


async def _has_matters(tx: AsyncSession, mark: str) -> bool:
    """Whether other systems' matters of a person are here, or somebody sees them."""
    for record in (MatterRecord, BindingRecord, BindingClaimRecord):
        if await tx.scalar(select(record.mark).where(record.mark == mark).limit(1)) is not None:
            return True
    return False


async def _by_complaint(tx: AsyncSession, number: str) -> DataSubject:
    complaint = await tx.get(ComplaintRecord, number)
    if complaint is None:
        raise InputError("disclosure.refused.no_case", number=number)
    if not complaint.citizen:
        return DataSubject(FoundBy.CASE, number, complaints=(number,))
    account = CitizenAccount(complaint.talk_channel, complaint.citizen)
    return await _by_account(tx, account, FoundBy.CASE, number)


async def _complaints(tx: AsyncSession, accounts: Sequence[CitizenAccount]) -> tuple[str, ...]:
    """Give the numbers of the complaints that accounts filed."""
    record = ComplaintRecord
    filed = (and_(record.citizen == each.citizen, record.talk_channel == each.channel) for each in accounts)
    chosen = select(record.number).where(or_(false(), *filed)).order_by(record.number)
    return tuple(await tx.scalars(chosen))


def _filed_by(account: CitizenAccount) -> ColumnElement[bool]:
    record = DisclosureRequestRecord
    return and_(record.citizen == account.citizen, record.talk_channel == account.channel)


async def _requests(tx: AsyncSession, wanted: ColumnElement[bool]) -> Sequence[DisclosureRequestRecord]:
    chosen = select(DisclosureRequestRecord).where(wanted)
    return (await tx.scalars(chosen.order_by(DisclosureRequestRecord.number))).all()


def _numbers(rows: Iterable[DisclosureRequestRecord]) -> tuple[str, ...]:
    return tuple(row.number for row in rows)


def _named(mark: str) -> str:
    return f"person {mark[:16]}"
