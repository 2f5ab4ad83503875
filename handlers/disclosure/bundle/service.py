"""Puts the evidence of a request together: what was asked, who asked, how the time ran, what was sent, said and released.

Identity numbers and the like stay masked; whoever needs them says why, and the reason is kept. That a bundle was made is
in the audit before its first file is written.
"""

import json
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.audit import AuditRecord
from bot.clock import SHANGHAI, Clock, local_date
from bot.database import Database
from bot.errors import InputError
from bot.evidence import covered_line
from bot.message import Wording
from bot.privacy import Vault
from handlers.disclosure.applicant.identity_papers import IdentityPaper, read_number
from handlers.disclosure.bundle.handed_in import HandedInPictures, handed_in_papers, nothing_handed_in
from handlers.disclosure.bundle.letter_papers import letter_papers
from handlers.disclosure.bundle.paper import BundlePaper, digests, lines, plain, told
from handlers.disclosure.bundle.released_papers import released_papers
from handlers.disclosure.bundle.service_proofs import service_proofs
from handlers.disclosure.bundle.veil import ApplicantVeil
from handlers.disclosure.case import store as cases
from handlers.disclosure.case.clock_words import day_words, named_dates, sentences
from handlers.disclosure.case.docket import dates_of, entries
from handlers.disclosure.case.fields import ApplicantKind
from handlers.disclosure.case.particulars import open_particulars, representative_of
from handlers.disclosure.case.records import DisclosureEventRecord, DisclosureRequestRecord
from handlers.disclosure.statute.diary import diary
from handlers.disclosure.statute.explanation import explanation
from handlers.workdays import WorkingCalendar
from knowledge.text.persons import mask_question

BEFORE = timedelta(days=1)
"""So long before the application begins what was said about it."""
FILES = (
    *("application.json", "identity.json", "clock.txt", "events.jsonl", "audit.jsonl", "chain.json"),
    *("letters.json", "service.json", "conversation.json", "documents.json", "pictures.json", "SHA256SUMS"),
)


@dataclass(frozen=True, slots=True)
class SaidTurn:
    """Something that was said: by whom (`user`, `bot`, or somebody of staff), when, in which words."""

    who: str
    at: datetime
    text: str


Conversation = Callable[[str, str, datetime], Awaitable[Sequence[SaidTurn]]]
"""Gives what is kept of a citizen's talk: channel, citizen, since when."""


class EvidenceBundles:
    """Makes bundles; nothing but the audit entry is written."""

    def __init__(
        self,
        database: Database,
        *,
        vault: Vault,
        clock: Clock,
        calendar: WorkingCalendar,
        texts: Wording,
        conversation: Conversation,
        handed_in: HandedInPictures = nothing_handed_in,
    ) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock
        self._calendar = calendar
        self._texts = texts
        self._conversation = conversation
        self._handed_in = handed_in

    async def papers(self, number: str, *, actor: str, clear: bool, reason: str) -> list[BundlePaper]:
        """Give all files of a request's bundle, the digests last.

        With `clear` personal values, letters and originals stand in it as they are; that takes a reason. Raises
        `InputError` without it and for an unknown number, `ServiceError` when something sealed does not open.
        """
        if clear and not reason.strip():
            raise InputError("bundle.refused.reason")
        await self._noted(number, actor=actor, clear=clear, reason=reason)
        async with self._database.reading() as tx:
            request = await self._known(tx, number)
            values = self._values(request)
            veil = ApplicantVeil.of(values, ApplicantKind(request.applicant_kind), clear=clear)
            log = await cases.log_of(tx, [number])
            made = [
                told("application.json", veil.over(self._application(request, values))),
                told("identity.json", self._identity(request, values, veil)),
                lines("clock.txt", self._clock_lines(request, log)),
                lines(
                    "events.jsonl",
                    (_line({**_row(line), "digest": covered_line(line).digest}) for line in log),
                ),
                *await self._chain(tx, number),
                *await letter_papers(tx, number, vault=self._vault, veil=veil),
                await service_proofs(tx, request, veil=veil),
                *await released_papers(tx, number, vault=self._vault, clear=clear),
            ]
        made += handed_in_papers(await self._handed_in(request.form_id, clear))
        made.append(told("conversation.json", veil.over(await self._said(request))))
        made.append(lines("README.txt", self._readme(number, clear=clear)))
        return [*made, digests(made)]

    async def _noted(self, number: str, *, actor: str, clear: bool, reason: str) -> None:
        async with self._database.transaction() as tx:
            await self._known(tx, number)
            detail = {"clear": "yes" if clear else "no", "reason": mask_question(reason.strip())}
            now = self._clock.now()
            await audit.record(tx, "disclosure:bundle", actor=actor, subject=number, now=now, detail=detail)

    async def _known(self, tx: AsyncSession, number: str) -> DisclosureRequestRecord:
        request = await cases.by_number(tx, number)
        if request is None:
            raise InputError("disclosure.refused.no_case", number=number)
        return request

    def _values(self, request: DisclosureRequestRecord) -> dict[str, str]:
        """Give the applicant's clear values; none when they were erased at the end of their time."""
        if not request.applicant:
            return {}
        return open_particulars(self._vault, request.number, request.applicant)

    def _application(self, request: DisclosureRequestRecord, values: Mapping[str, str]) -> dict[str, Any]:
        kept = _row(
            request,
            without=(
                *("applicant", "citizen", "push_key", "form_id", "identity_fingerprint", "departed"),
                *("rep_name_fingerprint", "rep_identity_fingerprint"),
            ),
        )
        return {**kept, "erased": not values, "as_filed": dict(values)}

    def _identity(
        self, request: DisclosureRequestRecord, values: Mapping[str, str], veil: ApplicantVeil
    ) -> dict[str, Any]:
        """Give what was checked of who applied: the rules a number has to keep, and the notice that was given before."""
        natural = request.applicant_kind == ApplicantKind.NATURAL
        usual = IdentityPaper.RESIDENT if natural else IdentityPaper.CREDIT_CODE
        paper, today = IdentityPaper(values.get("paper") or usual), local_date(request.submitted_at)
        agent = representative_of(values)
        return {
            "applicant_kind": request.applicant_kind,
            "name": veil.words(values.get("name", "")) or request.name_masked,
            "identity": veil.words(values.get("identity", "")),
            "paper": paper.value,
            "number_keeps_the_rules": _checked(paper, values.get("identity", ""), today),
            "legal_representative": veil.words(values.get("legal_representative", "")),
            "representative": None
            if agent is None
            else {
                "name": veil.words(agent.name),
                "paper": agent.paper.value,
                "identity": veil.words(agent.identity),
                "number_keeps_the_rules": _checked(agent.paper, agent.identity, today),
                "authority": veil.words(agent.authority),
            },
            "notice_version": request.notice_version,
            "notice_at": request.notice_at,
        }

    def _clock_lines(
        self, request: DisclosureRequestRecord, log: Sequence[DisclosureEventRecord]
    ) -> Iterator[str]:
        today = local_date(self._clock.now())
        dates = dates_of(request, log, calendar=self._calendar, today=today)
        yield self._texts("bundle.clock.title", number=request.number)
        yield from (f"{name}：{day}" for name, day in named_dates(dates, self._texts))
        yield from (self._texts(f"clock.flag.{flag}") for flag in dates.flags)
        yield ""
        yield self._texts("bundle.clock.why")
        yield from sentences(explanation(dates, calendar=self._calendar), self._texts)
        yield ""
        yield self._texts("bundle.clock.days")
        for day in diary(dates, entries(log), calendar=self._calendar, today=today):
            yield f"{day.on.isoformat()}　{day_words(day, self._texts)}"

    async def _chain(self, tx: AsyncSession, number: str) -> list[BundlePaper]:
        """Give the audit entries about the request, and how the whole chain stood when the bundle was made."""
        rows = await tx.scalars(
            select(AuditRecord).where(AuditRecord.subject == number).order_by(AuditRecord.id)
        )
        last = (await tx.scalars(select(AuditRecord).order_by(AuditRecord.id.desc()).limit(1))).one()
        faults = await audit.line_faults(tx)
        broken = await audit.first_broken(tx)
        standing = {
            "checked_at": self._clock.now(),
            "sound": broken is None and not faults,
            "first_broken_entry": broken,
            "lines_wrong": [asdict(fault) for fault in faults],
            "last_entry": last.id,
            "last_seal": last.seal,
        }
        return [lines("audit.jsonl", (_line(_row(row)) for row in rows)), told("chain.json", standing)]

    async def _said(self, request: DisclosureRequestRecord) -> list[dict[str, Any]]:
        if not request.citizen:
            return []
        since = request.submitted_at - BEFORE
        said = await self._conversation(request.talk_channel, request.citizen, since)
        return [asdict(turn) for turn in sorted(said, key=lambda turn: turn.at)]

    def _readme(self, number: str, *, clear: bool) -> Iterator[str]:
        at = self._clock.now().astimezone(SHANGHAI)
        yield self._texts("bundle.readme.title", number=number, at=f"{at:%Y-%m-%d %H:%M:%S}")
        yield self._texts(f"bundle.readme.{'clear' if clear else 'masked'}")
        yield ""
        for name in FILES:
            yield f"{name}　{self._texts('bundle.file.' + name.split('.', maxsplit=1)[0].lower())}"
        yield ""
        yield self._texts("bundle.readme.check")


def _checked(paper: IdentityPaper, number: str, today: date) -> str | None:
    """Say whether a number keeps the rules of its paper; None where there is none any more."""
    return (read_number(paper, number, today=today).fault or "valid") if number else None


def _row(row: Any, *, without: Sequence[str] = ()) -> dict[str, Any]:
    return {
        column.key: getattr(row, column.key) for column in row.__table__.columns if column.key not in without
    }


def _line(value: Mapping[str, Any]) -> str:
    return json.dumps(plain(value), ensure_ascii=False)
