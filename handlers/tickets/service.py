"""Hand-over to people and back: opening with the talk, answering through the outbox, closing."""

import hashlib
import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.clock import Clock
from bot.database import Database
from bot.errors import InputError
from bot.message import Inbound, Reply, Wording
from bot.outbound import outbox
from bot.outbound.outbox import Parcel, ParcelKind
from bot.outbound.parcel import ParcelBody
from bot.outbound.retention import leave as parcels_of_gone
from bot.privacy import Vault
from bot.text.characters import clean
from handlers.cases import TICKET, CaseAddress, next_number
from handlers.ratings.questions import EndedCase, RatingQuestions
from handlers.ratings.records import TICKET as RATED
from handlers.tickets import store
from handlers.tickets.files.leaving import LeavingFiles, let_go
from handlers.tickets.records import ANSWERED, CLOSED, GONE, OPEN, TicketRecord
from knowledge.text.persons import mask_question

LONGEST_ANSWER_LETTERS = 1500
LONGEST_QUESTION_LETTERS = 4000
LONGEST_NAME_LETTERS = 80
ANSWERED_QUIET_SECONDS = 24 * 3600
LONGEST_QUIET_SECONDS = 72 * 3600
"""How long nobody may have said a word, after an answer and at all, before a talk is the program's again."""
FROM_CASE = "case:"
"""What stands before the number of the case from which somebody of the staff opened a ticket."""
STAFF = "staff:"
"""What stands before a name in the talk for whoever of the staff wrote."""

Turns = Sequence[tuple[str, str, float]]


def on_no_page(number: str) -> str:  # noqa: ARG001 - `CaseAddress`.
    """Give no address, as where no page is served."""
    return ""


@dataclass(frozen=True, slots=True)
class HandoverRequest:
    """A citizen's call for a person: the question, the masked talk before it, and the message it came with.

    `unit` is who answers by `due_on`, with the `interpreter` there; empty, the office does. `distressed` is set where
    somebody's life is in question.
    """

    citizen: str
    channel: str
    key: str
    question: str
    transcript: Turns
    unit: str = ""
    interpreter: str = ""
    due_on: date | None = None
    distressed: bool = False


@dataclass(frozen=True, slots=True)
class Opened:
    """The ticket that a call led to; `fresh` is false when it was added to an open one."""

    number: str
    fresh: bool


class TicketService:
    """Takes tickets through their few steps; each method is one transaction."""

    def __init__(
        self,
        database: Database,
        *,
        vault: Vault,
        clock: Clock,
        texts: Wording,
        address: CaseAddress = on_no_page,
        ratings: RatingQuestions | None = None,
    ) -> None:
        """Set it up; `address` gives the signed address of a ticket's page, where what goes with an answer is read."""
        self._database = database
        self._vault = vault
        self._clock = clock
        self._texts = texts
        self._address = address
        self._ratings = ratings or RatingQuestions(texts)

    async def open(self, call: HandoverRequest) -> Opened:
        """Open a ticket, or add to the citizen's open one; the same message changes nothing a second time."""
        try:
            return await self._open(call)
        except IntegrityError:
            # Another message of this citizen opened a ticket between our look and our write: add to that one.
            return await self._open(call)

    async def _open(self, call: HandoverRequest) -> Opened:
        async with self._database.transaction() as tx:
            if call.key and (known := await store.by_key(tx, call.citizen, key=call.key)):
                return Opened(known.number, fresh=known.added_at is None)
            now = self._clock.now()
            waiting = await store.open_question(tx, call.citizen)
            if waiting is not None and call.key and waiting.last_key == call.key:
                # The same message, delivered twice at once, came first while we waited for the row.
                return Opened(waiting.number, fresh=waiting.added_at is None)
            if waiting is not None:
                self._add(waiting, call, now=now)
                await audit.record(tx, "ticket:add", actor="citizen", subject=waiting.number, now=now)
                return Opened(waiting.number, fresh=False)
            number = await next_number(tx, TICKET, now=now)
            tx.add(self._record(call, number=number, now=now))
            await tx.flush()
            await audit.record(tx, "ticket:open", actor="citizen", subject=number, now=now)
            return Opened(number, fresh=True)

    async def open_from_case(
        self, case: str, *, channel: str, citizen: str, question: str, actor: str
    ) -> str:
        """Open a ticket by which somebody of the staff writes to whoever brought a case; give its number.

        Where the citizen has one open, or this case has one that is not ended, it is that one.
        """
        key = f"{FROM_CASE}{case}"
        async with self._database.transaction() as tx:
            if waiting := await store.open_question(tx, citizen):
                return waiting.number
            known = await store.by_key(tx, citizen, key=key)
            if known is not None and known.state != CLOSED:
                return known.number
            now = self._clock.now()
            number = await next_number(tx, TICKET, now=now)
            tx.add(self._record(HandoverRequest(citizen, channel, key, question, ()), number=number, now=now))
            await tx.flush()
            await audit.record(tx, "ticket:open", actor=actor, subject=number, now=now, detail={"case": case})
            return number

    async def relay(self, number: str, call: HandoverRequest, *, quiet: float = 0.0) -> str | None:
        """Add what a citizen says to the ticket that holds the talk, and open it again where it was answered.

        Give the number of the ticket that took it; None when no ticket holds the talk any more: it was closed, it is
        another's, or nobody has said a word for `quiet` seconds, which is too long.
        """
        async with self._database.transaction() as tx:
            ticket = await store.by_number(tx, number, lock=True)
            if ticket is None or ticket.citizen != call.citizen or ticket.state == CLOSED:
                return None
            if call.key and ticket.last_key == call.key:
                return ticket.number
            now = self._clock.now()
            answered = ticket.state == ANSWERED
            since = (now - ticket.answered_at).total_seconds() if ticket.answered_at else quiet
            if (answered and min(quiet, since) > ANSWERED_QUIET_SECONDS) or quiet > LONGEST_QUIET_SECONDS:
                return None
            if answered and (other := await store.open_question(tx, call.citizen)) is not None:
                ticket, answered = other, False
            self._add(ticket, call, now=now)
            ticket.state = OPEN
            step = "ticket:reopen" if answered else "ticket:add"
            await audit.record(tx, step, actor="citizen", subject=ticket.number, now=now)
            return ticket.number

    def _add(self, ticket: TicketRecord, call: HandoverRequest, *, now: datetime) -> None:
        said = mask_question(call.question).strip()
        if said and said not in ticket.question:
            ticket.question = f"{ticket.question}\n{said}".strip()[-LONGEST_QUESTION_LETTERS:]
        written = [turn for turn in self._turns(ticket) if turn[0].startswith(STAFF)]
        talk = sorted([*call.transcript, *written], key=lambda turn: turn[2])
        ticket.transcript = self._sealed(talk, number=ticket.number)
        ticket.last_key = call.key
        ticket.added_at = now
        ticket.distressed = ticket.distressed or call.distressed

    def _record(
        self, call: HandoverRequest, *, number: str, now: datetime, kind: str = store.QUESTION
    ) -> TicketRecord:
        return TicketRecord(
            number=number,
            kind=kind,
            channel=call.channel,
            citizen=call.citizen,
            question=mask_question(call.question).strip()[:LONGEST_QUESTION_LETTERS],
            transcript=self._sealed(call.transcript, number=number),
            unit=call.unit[:LONGEST_NAME_LETTERS],
            interpreter=call.interpreter[:LONGEST_NAME_LETTERS],
            due_on=call.due_on,
            distressed=call.distressed,
            state=OPEN,
            opened_at=now,
            added_at=None,
            last_key=call.key,
            answered_at=None,
            answer="",
            answered_by="",
            closed_at=None,
        )

    def _sealed(self, transcript: Turns, *, number: str) -> bytes:
        turns = [[who, mask_question(text), at] for who, text, at in transcript]
        return self._vault.seal(json.dumps(turns, ensure_ascii=False), purpose=purpose(number))

    def _turns(self, ticket: TicketRecord) -> list[tuple[str, str, float]]:
        """Give the talk that a ticket keeps."""
        told = json.loads(self._vault.open(ticket.transcript, purpose=purpose(ticket.number)))
        return [(str(who), str(text), float(at)) for who, text, at in told]

    async def answer(
        self,
        number: str,
        text: str,
        *,
        actor: str,
        seen: int | None = None,
        files: Collection[str] = (),
    ) -> None:
        """Answer a citizen's question, or add to the answer; it leaves through the outbox in the same transaction.

        `seen` is how many answers stood on the page of whoever writes: where a colleague has answered since, nothing is
        sent. `files` lie beside the ticket and go along. The same words twice in a row, with nothing new beside them, are
        sent once. Raises `InputError` for an unknown number, an empty or too long answer, a file that is not there, or a
        ticket that is closed.
        """
        said = text.strip()
        if not said:
            raise InputError("tickets.refused.empty_answer")
        if len(said) > LONGEST_ANSWER_LETTERS:
            raise InputError("tickets.refused.long_answer", most=LONGEST_ANSWER_LETTERS)
        async with self._database.transaction() as tx:
            await self.answer_within(tx, number, said, actor=actor, seen=seen, files=files)

    async def answer_within(
        self,
        tx: AsyncSession,
        number: str,
        said: str,
        *,
        actor: str,
        seen: int | None = None,
        files: Collection[str] = (),
    ) -> None:
        """Do what `answer` does in the caller's transaction, with words that were looked at."""
        ticket = await self.answerable(tx, number)
        if ticket.state == ANSWERED and ticket.answer == said and not files:
            return
        turns = self._turns(ticket)
        before = self.answers_in(ticket)
        if seen is not None and seen != before:
            raise InputError("tickets.refused.answered_meanwhile", number=number)
        now = self._clock.now()
        beside = await let_go(tx, number, files, now=now)
        attached = self._attached(beside, number)
        turns.append((f"{STAFF}{actor}", f"{said}{self._noted(beside)}", now.timestamp()))
        ticket.transcript = self._sealed(turns, number=number)
        ticket.state, ticket.answer = ANSWERED, said
        ticket.answered_at, ticket.answered_by = now, actor
        words = self._texts("tickets.message.answer", number=number, answer=said, attached=attached)
        if ticket.last_key.startswith(FROM_CASE):
            # The citizen has not called: what is written back goes to the program until somebody is called for.
            words = f"{words.rstrip()}\n{self._texts('tickets.message.call')}"
        await outbox.enqueue(
            tx,
            ticket.citizen,
            body=ParcelBody(Reply(words), automatic=False, pictures=beside.pictures),
            dedup=f"ticket:{number}:answer" + (f":{before + 1}" if before else ""),
            now=now,
            channel=ticket.channel,
            kind=ParcelKind.LETTER,
        )
        detail = {"files": str(beside.count)} if beside.count else None
        await audit.record(tx, "ticket:answer", actor=actor, subject=number, now=now, detail=detail)

    def _attached(self, beside: LeavingFiles, number: str) -> str:
        if not beside.count:
            return ""
        link = self._address(number)
        return "\n" + self._texts("tickets.message.attached", count=beside.count, link=link).strip()

    def _noted(self, beside: LeavingFiles) -> str:
        return "\n" + self._texts("tickets.message.noted", count=beside.count) if beside.count else ""

    def answers_in(self, ticket: TicketRecord) -> int:
        """Give how many answers stand in a ticket."""
        return max(written(who for who, _, _ in self._turns(ticket)), int(bool(ticket.answer)))

    async def answerable(self, tx: AsyncSession, number: str) -> TicketRecord:
        """Give a ticket that can be answered, locked; raises `InputError` for any other."""
        ticket = await self._unclosed(tx, number)
        if ticket.kind not in store.ANSWERABLE:
            raise InputError("tickets.refused.not_question", number=number)
        if not ticket.bound:
            raise InputError("tickets.refused.gone", number=number)
        return ticket

    async def close(self, number: str, *, actor: str) -> None:
        """End a ticket; closing a closed one changes nothing. Raises `InputError` for an unknown number."""
        async with self._database.transaction() as tx:
            ticket = await store.known(tx, number)
            if ticket.state == CLOSED:
                return
            now = self._clock.now()
            before, ticket.state, ticket.closed_at = ticket.state, CLOSED, now
            await self._ask_for_rating(tx, ticket, now=now)
            await audit.record(
                tx, "ticket:close", actor=actor, subject=number, now=now, detail={"before": before}
            )

    async def _ask_for_rating(self, tx: AsyncSession, ticket: TicketRecord, *, now: datetime) -> None:
        """Ask whether the answer helped; not where nobody answered, nor where somebody's life was in question."""
        helped = ticket.kind == store.QUESTION and ticket.answered_at is not None
        if helped and ticket.bound and not ticket.distressed:
            ended = EndedCase(ticket.number, RATED, ticket.citizen, ticket.channel, ticket.unit)
            await self._ratings.ask(tx, ended, now=now)

    async def undeliverable(self, tx: AsyncSession, parcel: Parcel, *, reason: str) -> str:
        """Make a parcel that cannot be sent a task for staff, in the caller's transaction; give its number.

        The same parcel gives the same task. `reason` is a technical word or code without personal data.
        """
        unsent = ("bot", clean(parcel.body.words), self._clock.now().timestamp())
        words = self._texts("tickets.undelivered", reason=reason)
        call = HandoverRequest(parcel.citizen, parcel.channel, f"parcel:{parcel.id}", words, (unsent,))
        return await self._task(tx, call, kind=store.UNDELIVERED, step="ticket:undeliverable")

    async def arrived(self, tx: AsyncSession, parcel: Parcel) -> None:
        """End the task for a parcel that has arrived after all, in the caller's transaction: nobody sends it a second time."""
        ticket = await store.by_number(tx, parcel.task, lock=True)
        if ticket is None or ticket.state != OPEN or ticket.kind != store.UNDELIVERED:
            return
        now = self._clock.now()
        ticket.state, ticket.closed_at = CLOSED, now
        ticket.question = f"{ticket.question}\n{self._texts('tickets.arrived')}"
        await audit.record(tx, "ticket:arrived", actor="bot", subject=ticket.number, now=now)

    async def unhandled(self, tx: AsyncSession, inbound: Inbound) -> str:
        """Make a message that the program could not handle a task for staff, in the caller's transaction; give its number.

        The same message gives the same task, which is answered as a question is.
        """
        mark = hashlib.sha256(inbound.identity.encode()).hexdigest()
        said = (("user", inbound.text, inbound.sent_at.timestamp()),) if inbound.text else ()
        call = HandoverRequest(
            inbound.citizen, inbound.channel, f"aside:{mark}", self._texts("tickets.unhandled"), said
        )
        return await self._task(tx, call, kind=store.UNHANDLED, step="ticket:unhandled")

    async def remark(self, words: str, *, channel: str, key: str) -> str:
        """Open a ticket for words of somebody whom nobody knows, masked; the same key gives the same one."""
        mark = hashlib.sha256(f"{channel}:{key}".encode()).hexdigest()
        call = HandoverRequest(f"{GONE}{mark[:40]}", channel, f"remark:{mark}", words, ())
        async with self._database.transaction() as tx:
            return await self._task(tx, call, kind=store.REMARK, step="ticket:remark")

    async def leave(self, *, citizen: str, channel: str) -> int:
        """Forget to whom a citizen's hand-overs and messages belong, since the citizen has left; give how many.

        What was not sent yet becomes a task first. The masked words stay for those who have to act on them.
        """
        async with self._database.transaction() as tx:
            return await self.unbind(tx, citizen=citizen, channel=channel)

    async def unbind(self, tx: AsyncSession, *, citizen: str, channel: str) -> int:
        """Do what `leave` does in the caller's transaction."""
        now = self._clock.now()
        parcels = await parcels_of_gone(
            tx, citizen, channel=channel, undeliverable=self._left_undelivered, now=now
        )
        tickets = await store.unbind(tx, citizen, channel=channel)
        if parcels or tickets:
            detail = {"tickets": str(tickets), "parcels": str(parcels)}
            await audit.record(tx, "ticket:leave", actor="citizen", subject="tickets", now=now, detail=detail)
        return parcels + tickets

    async def _left_undelivered(self, tx: AsyncSession, parcel: Parcel, reason: str) -> str:
        return await self.undeliverable(tx, parcel, reason=self._texts(f"tickets.unsent.{reason}"))

    async def _task(self, tx: AsyncSession, call: HandoverRequest, *, kind: str, step: str) -> str:
        if known := await store.by_key(tx, call.citizen, key=call.key):
            return known.number
        now = self._clock.now()
        number = await next_number(tx, TICKET, now=now)
        tx.add(self._record(call, number=number, now=now, kind=kind))
        await tx.flush()
        await audit.record(tx, step, actor="bot", subject=number, now=now)
        return number

    async def _unclosed(self, tx: AsyncSession, number: str) -> TicketRecord:
        ticket = await store.known(tx, number)
        if ticket.state == CLOSED:
            raise InputError("tickets.refused.not_open", number=number)
        return ticket


def written(names: Iterable[str]) -> int:
    """Give how many turns of a talk the staff wrote."""
    return sum(name.startswith(STAFF) for name in names)


def purpose(number: str) -> str:
    """Give the purpose under which a ticket's talk is sealed."""
    return f"ticket:{number}"
