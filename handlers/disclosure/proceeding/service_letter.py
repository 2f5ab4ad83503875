"""The record of service as a numbered letter, filled from what is known: how the reply went, when, and what proves it (国办公开办函〔2016〕235号)."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import SHANGHAI, Clock, local_date
from bot.database import Database
from bot.errors import InputError, ProcedureError
from bot.message import Wording
from bot.privacy import Vault
from handlers.cases import written
from handlers.county.agencies import Agency, AgencyDirectory, Series
from handlers.disclosure.case import store
from handlers.disclosure.case.clerk import Clerk
from handlers.disclosure.case.lifecycle import ARTICLES, Actor, Step
from handlers.disclosure.case.papers import PaperKind, papers_of
from handlers.disclosure.case.particulars import open_particulars
from handlers.disclosure.case.records import DisclosureRequestRecord
from handlers.disclosure.letters import store as letters
from handlers.disclosure.letters.kinds import NoticeKind
from handlers.disclosure.letters.placeholders import Placeholder
from handlers.disclosure.letters.service import IssuedLetter, LetterService
from handlers.disclosure.proceeding.service_record import parcels_of
from handlers.disclosure.proceeding.step_fields import DeliveryWay, StepField
from handlers.disclosure.statute.log import Occurrence


@dataclass(frozen=True, slots=True)
class ServedReply:
    """How a reply was served: the way, when it came as a letter says it, and what proves that."""

    way: str
    served_at: str
    proof: str


class ServiceLetters:
    """Issues the record of a case's newest delivery; it moves no date."""

    def __init__(
        self,
        database: Database,
        *,
        letters: LetterService,
        agencies: AgencyDirectory,
        vault: Vault,
        clock: Clock,
        texts: Wording,
    ) -> None:
        self._database = database
        self._letters = letters
        self._agencies = agencies
        self._vault = vault
        self._clock = clock
        self._texts = texts

    async def issue(self, number: str, *, clerk: Clerk) -> IssuedLetter:
        """Issue it.

        Raises `InputError` for a case that is not this person's to see, that has no letterhead, no reply that counts or no
        delivery, or whose applicant was erased; `ProcedureError` for whoever is not of the office's staff.
        """
        async with self._database.transaction() as tx:
            request = await store.visible(tx, number, clerk, lock=True)
            if Actor.STAFF not in clerk.parts_in(request.agency, request.unit):
                raise ProcedureError("disclosure.refused.actor", article=ARTICLES[Step.DELIVER])
            reply = await self._reply(tx, number)
            served = await self._served(tx, request)
            return await self._letters.issue_within(
                tx,
                number,
                NoticeKind.SERVICE_RECORD,
                agency=self._agency(request),
                values={
                    Placeholder.CASE: number,
                    Placeholder.APPLICANT: self._name(request),
                    Placeholder.SERVED_PAPER: reply,
                    Placeholder.SERVICE_WAY: served.way,
                    Placeholder.SERVED_AT: served.served_at,
                    Placeholder.SERVICE_PROOF: served.proof,
                },
                actor=clerk.login,
            )

    async def _reply(self, tx: AsyncSession, number: str) -> str:
        """Give the number of the newest reply that is not void."""
        found = [
            one.number
            for one in await letters.of_request(tx, number)
            if one.series == Series.REPLY and one.voided_at is None
        ]
        if not found:
            raise InputError("disclosure.refused.unserved")
        return found[-1]

    async def _served(self, tx: AsyncSession, request: DisclosureRequestRecord) -> ServedReply:
        log = await store.log_of(tx, [request.number])
        line = next((one for one in reversed(log) if one.kind == Occurrence.REPLIED), None)
        if line is None:
            raise InputError("disclosure.refused.unserved")
        way = DeliveryWay(line.detail["how"])
        if sent := line.detail.get("sent_at"):
            return await self._sent(tx, request, datetime.fromisoformat(sent))
        filled = await self._filled(tx, request.number)
        on = filled.get(StepField.ON.value, "")
        return ServedReply(
            way=self._texts(f"disclosure.option.{way}"),
            served_at=written(date.fromisoformat(on) if on else local_date(line.at)),
            proof=filled.get(StepField.PROOF.value, "") or self._texts("disclosure.served.no_proof"),
        )

    async def _sent(self, tx: AsyncSession, request: DisclosureRequestRecord, at: datetime) -> ServedReply:
        """Give what the outbox knows of the message that went at an instant: the try that the platform took."""
        tries = [
            one
            for row, found in await parcels_of(tx, request)
            if row.sent_at == at
            for one in found
            if one.errcode == 0
        ]
        proof = self._texts("disclosure.served.no_proof")
        if tries:
            last = tries[-1]
            key = "message" if last.msgid else "taken"
            proof = self._texts(f"disclosure.served.{key}", id=last.msgid)
        moment = f"{written(local_date(at))}{at.astimezone(SHANGHAI):%H:%M:%S}"
        return ServedReply(self._texts("disclosure.served.chat"), moment, proof)

    async def _filled(self, tx: AsyncSession, number: str) -> dict[str, str]:
        """Give what staff filled in when they noted the newest delivery."""
        papers = await papers_of(tx, self._vault, number, PaperKind.STEP)
        steps = [paper.content for paper in papers if paper.content.get("step") == Step.DELIVER.value]
        return {name: str(value) for name, value in steps[-1].items()} if steps else {}

    def _agency(self, request: DisclosureRequestRecord) -> Agency:
        found = self._agencies.agency(request.agency) if request.agency else self._agencies.home
        if found is None:
            raise InputError("disclosure.refused.no_letterhead")
        return found

    def _name(self, request: DisclosureRequestRecord) -> str:
        if not request.applicant:
            raise InputError("disclosure.refused.erased", number=request.number)
        return open_particulars(self._vault, request.number, request.applicant)["name"]
