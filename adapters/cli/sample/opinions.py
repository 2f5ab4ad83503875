"""Brings the invented drafts and questionnaires into the demonstration through the program's own services.

Each step is taken on the day it would have been taken on, the summary of the draft that is over passes its three reviews;
nobody is written to.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from adapters.main import Program
from adapters.services.knowledge import KnowledgeServices
from bot.clock import SettableClock, local_date
from bot.text.plain_yaml import read_yaml
from handlers.cases import CaseAddress
from handlers.opinions.collecting.desk import OpinionChoice
from handlers.opinions.collecting.lifecycle import GroupOutcome
from handlers.opinions.collecting.public_draft import DraftPaper
from handlers.opinions.collecting.records import PublicDraftRecord
from handlers.opinions.collecting.said import OpinionWords
from handlers.opinions.collecting.service import NewOpinion, OpinionOrigin
from handlers.opinions.office import OpinionOffice
from handlers.questionnaires.collecting.questionnaire import QuestionnairePaper
from handlers.questionnaires.collecting.records import QuestionnaireRecord
from handlers.questionnaires.office import QuestionnaireOffice
from knowledge.documents.document import Disclosure
from knowledge.publication.lifecycle import CHECKLISTS, REVIEWS, Duty, Person, Stage
from knowledge.publication.reviews import Reviews, ReviewVerdict
from knowledge.publication.submission import Submission

FILE = "opinions.yml"
MAKER, SECOND, WRITER = "staff", "admin", "operator"
REVIEWERS = {Stage.FIRST: "reviewer1", Stage.SECOND: "reviewer2", Stage.FINAL: "chief"}
REASON = "示例"
CHANNEL = "sample"


async def fill_opinions(program: Program, county: Path) -> None:
    """Bring the drafts and the questionnaires of a county's folder, each kind where there is none of it yet."""
    data = read_yaml((county / FILE).read_text("utf-8"))
    async with program.resources.database.reading() as tx:
        drafts = await tx.scalar(select(func.count()).select_from(PublicDraftRecord))
        papers = await tx.scalar(select(func.count()).select_from(QuestionnaireRecord))
    filling = SampleOpinions(program)
    for told in data["drafts"] if not drafts else ():
        await filling.draft(told)
    for told in data["questionnaires"] if not papers else ():
        await filling.questionnaire(told)


class SampleOpinions:
    """Takes each step by the real services, on a clock of its own."""

    def __init__(self, program: Program) -> None:
        self._now = program.clock.now()
        self._clock = SettableClock(datetime.now(UTC))
        database, vault, texts = program.resources.database, program.vault, program.texts
        nobody: CaseAddress = str
        self._opinions = OpinionOffice.of(
            database, vault=vault, clock=self._clock, texts=texts, address=nobody
        )
        self._questionnaires = QuestionnaireOffice.of(database, vault=vault, clock=self._clock, texts=texts)
        self._knowledge = KnowledgeServices.of(database, self._clock, index=program.keeper)

    def _day(self, days: int) -> timedelta:
        return timedelta(days=days)

    async def draft(self, told: Mapping[str, Any]) -> None:
        """Bring a draft with its opinions; one with groups is answered, and its summary made public."""
        today = local_date(self._now)
        paper = DraftPaper(
            title=told["title"],
            unit=told["unit"],
            text=told["text"],
            basis=told["basis"],
            explanation=told["explanation"],
            contact=told["contact"],
            closes_on=today + self._day(told["closes"]),
            result_due_on=today + self._day(told["due"]),
            allows_anonymous=told["anonymous"],
        )
        self._clock.set(self._now + self._day(told["opened"]) - timedelta(minutes=5))
        desk = self._opinions.desk
        number = await desk.make(paper, actor=MAKER)
        await desk.publish(number, actor=SECOND)
        kept = [await self._opinion(number, at, one) for at, one in enumerate(told["opinions"])]
        if told.get("groups"):
            self._clock.set(self._now + self._day(told["closes"] + 1))
            await desk.close(number, actor=MAKER)
            await self._answer(number, told, kept)
        self._clock.set(self._now)

    async def _opinion(self, number: str, at: int, one: Mapping[str, str]) -> str:
        self._clock.advance(timedelta(hours=5))
        if self._clock.now() > self._now:
            self._clock.set(self._now)
        name = one.get("name", "")
        opinion = NewOpinion(number, one["article"], OpinionWords(one["words"], name), is_anonymous=not name)
        origin = OpinionOrigin(f"sample:{number}:{at}", "", CHANNEL)
        return (await self._opinions.service.submit(opinion, origin=origin)).number

    async def _answer(self, number: str, told: Mapping[str, Any], kept: Sequence[str]) -> None:
        desk = self._opinions.desk
        for group in told["groups"]:
            made = await desk.add_group(number, group["gist"], actor=MAKER)
            alike = [
                opinion
                for opinion, one in zip(kept, told["opinions"], strict=True)
                if one["group"] == group["gist"]
            ]
            await desk.put(number, alike, made, actor=MAKER)
            await desk.decide(number, made, GroupOutcome(group["outcome"]), group["reasons"], actor=MAKER)
        document = await desk.offer(number, actor=WRITER, editor=self._knowledge.editor)
        await released(self._knowledge.reviews, document)
        await self._opinions.upkeep.step()
        sheet = await desk.sheet(number, OpinionChoice())
        assert sheet.draft.document, "the summary has become public"

    async def questionnaire(self, told: Mapping[str, Any]) -> None:
        """Bring a questionnaire with the answers of invented people."""
        paper = QuestionnairePaper(
            title=told["title"],
            unit=told["unit"],
            intro=told["intro"],
            outline=told["outline"],
            closes_on=local_date(self._now) + self._day(told["closes"]),
        )
        self._clock.set(self._now + self._day(told["opened"]))
        desk, service = self._questionnaires.desk, self._questionnaires.service
        number = await desk.make(paper, actor=MAKER)
        await desk.publish(number, actor=SECOND)
        for at, reply in enumerate(told["replies"]):
            citizen = f"sample-{number}-{at}"
            for place, answer in reply.items():
                await service.answer(number, place, tuple(answer), citizen=citizen, channel=CHANNEL)
            await service.hand_in(number, citizen=citizen)
        self._clock.set(self._now)


async def released(reviews: Reviews, document: str) -> None:
    """Let a document pass its three reviews by three persons."""
    declared = Submission(
        Disclosure.ACTIVE, findings_reason=REASON, interpretation_reason=REASON, kinds_reason=REASON
    )
    writer = Person(WRITER, frozenset({Duty.DRAFT}))
    submitted = await reviews.submit(document, declared, actor=writer)
    duties = frozenset({Duty.FIRST, Duty.SECOND, Duty.FINAL})
    for stage, step in REVIEWS.items():
        verdict = ReviewVerdict(step, submitted.version, frozenset(CHECKLISTS[step]))
        await reviews.decide(document, verdict, actor=Person(REVIEWERS[stage], duties))
