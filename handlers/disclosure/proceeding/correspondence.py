"""The letters of a case, made with the step that causes them: in the same transaction, so that neither stands without the other."""

from collections.abc import Mapping

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import InputError
from bot.message import Wording
from bot.privacy import Vault
from handlers.county.agencies import Agency, AgencyDirectory
from handlers.disclosure.case.particulars import open_particulars
from handlers.disclosure.case.records import DisclosureRequestRecord
from handlers.disclosure.decision.decision import ReplyDecision
from handlers.disclosure.letters.ground_words import GroundWords
from handlers.disclosure.letters.kinds import LetterKind
from handlers.disclosure.letters.placeholders import Placeholder
from handlers.disclosure.letters.service import LetterService
from handlers.disclosure.letters.values import LetterCase, case_values, reply_values
from handlers.disclosure.proceeding.notices import NoticeOrder, notices_of
from handlers.disclosure.proceeding.taken import DoneStep

ONLINE = "electronic"
"""The delivery that reaches the applicant through the network, whose reply names the channel for review (RL22)."""


class Correspondence:
    """Writes the letters that a step causes; without a letterhead in the directory a step that needs one is refused."""

    def __init__(
        self,
        letters: LetterService,
        *,
        vault: Vault,
        agencies: AgencyDirectory,
        words: GroundWords,
        texts: Wording,
    ) -> None:
        self._letters = letters
        self._vault = vault
        self._agencies = agencies
        self._words = words
        self._texts = texts

    async def notices(self, tx: AsyncSession, taken: DoneStep) -> None:
        """Issue the letters of a step; raises `InputError` naming what a letter lacks."""
        if taken.dates.receipt_on is None:
            return
        noted = NoticeOrder(taken.order, self._case(taken), taken.dates, taken.today, self._texts)
        for kind, values in notices_of(noted):
            await self._issue(tx, taken, kind, values)

    async def reply(self, tx: AsyncSession, taken: DoneStep, decision: ReplyDecision) -> None:
        """Issue the reply that a decision makes; raises `InputError` and `ProcedureError` naming what it lacks."""
        agency = self._agency(taken.request)
        online = taken.request.delivery == ONLINE
        values = reply_values(decision, agency, online=online, words=self._words, wording=self._texts)
        await self._issue(tx, taken, decision.outcome, case_values(self._case(taken)) | values)

    async def _issue(
        self, tx: AsyncSession, taken: DoneStep, kind: LetterKind, values: Mapping[Placeholder, str]
    ) -> None:
        await self._letters.issue_within(
            tx,
            taken.request.number,
            kind,
            agency=self._agency(taken.request),
            values=values,
            actor=taken.clerk.login,
        )

    def _agency(self, request: DisclosureRequestRecord) -> Agency:
        found = self._agencies.agency(request.agency) if request.agency else self._agencies.home
        if found is None:
            raise InputError("disclosure.refused.no_letterhead")
        return found

    def _case(self, taken: DoneStep) -> LetterCase:
        request, received = taken.request, taken.dates.receipt_on
        assert received is not None, "no letter of a case leaves before it is received"
        clear = open_particulars(self._vault, request.number, request.applicant)
        name, agent = clear["name"], clear.get("rep_name")
        if agent:
            name = self._texts("disclosure.letter.represented", applicant=name, agent=agent)
        return LetterCase(request.number, name, received, clear["information"])
