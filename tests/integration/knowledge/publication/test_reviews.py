"""Three reviews by three persons on real databases, with every refusal and what stays on record."""

import asyncio
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from adapters.services.knowledge import KnowledgeServices
from bot import audit
from bot.audit import AuditRecord
from bot.clock import SettableClock
from bot.database import Database
from bot.errors import InputError, ProcedureError
from knowledge.documents.document import Disclosure, Document, DocumentState, Kind
from knowledge.documents.draft import Draft
from knowledge.publication.lifecycle import CHECKLISTS, Duty, Person, Stage, Step
from knowledge.publication.records import ReviewRecord
from knowledge.publication.reviews import Reviews, ReviewVerdict
from knowledge.publication.submission import Submission
from tests.factories.publication import knowledge_services

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
TEXT = "第一条 居民停车每月收费六十元。"
AUTHOR = Person("zhao", frozenset({Duty.DRAFT}))
FIRST = Person("wang", frozenset({Duty.FIRST, Duty.SECOND}))
SECOND = Person("li", frozenset({Duty.FIRST, Duty.SECOND}))
FINAL = Person("chen", frozenset({Duty.FIRST, Duty.SECOND, Duty.FINAL}))
CHECKERS = {
    Step.CHECK_LINE: Person("line", frozenset({Duty.LINE})),
    Step.CHECK_LEGAL: Person("legal", frozenset({Duty.LEGAL})),
    Step.CHECK_FORM: Person("form", frozenset({Duty.FORM})),
}
OPEN = Submission(Disclosure.ACTIVE)


def draft(identifier: str = "a", text: str = TEXT, **more: object) -> Draft:
    values: dict[str, object] = {"kind": Kind.NOTICE, **more}
    return Draft(Document(identifier, f"关于{identifier}的通知", **values), text, "rows.jsonl", 1)  # type: ignore[arg-type]


def passed(step: Step, version: int = 1) -> ReviewVerdict:
    return ReviewVerdict(step, version, frozenset(CHECKLISTS[step]))


@pytest.fixture
def service(database: Database) -> KnowledgeServices:
    return knowledge_services(database, SettableClock(NOW))


@pytest.fixture
def reviews(service: KnowledgeServices) -> Reviews:
    return service.reviews


async def submitted(
    service: KnowledgeServices, reviews: Reviews, one: Draft, what: Submission = OPEN
) -> None:
    await service.imports.keep([one], author=AUTHOR.login)
    await reviews.submit(one.document.id, what, actor=AUTHOR)


async def test_three_persons_carry_a_draft_to_the_public(
    service: KnowledgeServices, reviews: Reviews, database: Database
) -> None:
    await submitted(service, reviews, draft())
    for step, person, stage in (
        (Step.PASS_FIRST, FIRST, Stage.SECOND),
        (Step.PASS_SECOND, SECOND, Stage.FINAL),
        (Step.RELEASE, FINAL, Stage.PUBLISHED),
    ):
        assert (await service.documents.read("a")).listed.state is DocumentState.DRAFT
        assert (await reviews.decide("a", passed(step), actor=person)).stage is stage
    assert (await service.documents.read("a")).listed.public_version == 1
    history = await reviews.history("a")
    assert [(one.step, one.actor, one.version) for one in history] == [
        (Step.SUBMIT, "zhao", 1),
        (Step.PASS_FIRST, "wang", 1),
        (Step.PASS_SECOND, "li", 1),
        (Step.RELEASE, "chen", 1),
    ]
    async with database.reading() as tx:
        actions = list(await tx.scalars(select(AuditRecord.action).order_by(AuditRecord.id)))
        assert await audit.first_broken(tx) is None
    assert actions[1:] == [
        "knowledge:submit",
        "knowledge:pass_first",
        "knowledge:pass_second",
        "knowledge:release",
    ]


async def test_the_same_person_twice_is_refused(service: KnowledgeServices, reviews: Reviews) -> None:
    await submitted(service, reviews, draft())
    every = Person("zhao", frozenset(Duty))
    with pytest.raises(ProcedureError, match=r"publishing\.refused\.author"):
        await reviews.decide("a", passed(Step.PASS_FIRST), actor=every)
    await reviews.decide("a", passed(Step.PASS_FIRST), actor=FIRST)
    with pytest.raises(ProcedureError) as twice:
        await reviews.decide("a", passed(Step.PASS_SECOND), actor=FIRST)
    assert twice.value.text_key == "publishing.refused.same_person"
    assert twice.value.values["person"] == "wang"
    assert len(await reviews.history("a")) == 2


async def test_whoever_corrected_the_text_is_an_author_too(
    service: KnowledgeServices, reviews: Reviews
) -> None:
    await service.imports.keep([draft()], author="wang")
    await service.imports.keep([draft(text=TEXT + "另行通知。")], author="zhao")
    given = await reviews.submit("a", OPEN, actor=AUTHOR)
    assert given.authors == {"wang", "zhao"}
    with pytest.raises(ProcedureError, match=r"publishing\.refused\.author"):
        await reviews.decide("a", passed(Step.PASS_FIRST, 2), actor=FIRST)


async def test_no_review_is_skipped(service: KnowledgeServices, reviews: Reviews) -> None:
    await service.imports.keep([draft()], author="zhao")
    with pytest.raises(ProcedureError, match=r"publishing\.refused\.skipped") as early:
        await reviews.decide("a", passed(Step.RELEASE), actor=FINAL)
    assert early.value.values["missing"] == "submit、pass_first、pass_second"
    await reviews.submit("a", OPEN, actor=AUTHOR)
    with pytest.raises(ProcedureError, match=r"publishing\.refused\.skipped"):
        await reviews.decide("a", passed(Step.RELEASE), actor=FINAL)
    with pytest.raises(ProcedureError, match=r"publishing\.refused\.duty"):
        await reviews.decide("a", passed(Step.PASS_FIRST), actor=CHECKERS[Step.CHECK_LEGAL])
    with pytest.raises(InputError, match=r"publishing\.refused\.unticked"):
        await reviews.decide("a", ReviewVerdict(Step.PASS_FIRST, 1, frozenset({"secret"})), actor=FIRST)


async def test_sent_back_with_a_reason_and_submitted_again(
    service: KnowledgeServices, reviews: Reviews
) -> None:
    await submitted(service, reviews, draft())
    await reviews.decide("a", passed(Step.PASS_FIRST), actor=FIRST)
    with pytest.raises(InputError, match=r"publishing\.refused\.no_reason"):
        await reviews.decide("a", ReviewVerdict(Step.SEND_BACK, 1), actor=SECOND)
    back = await reviews.decide("a", ReviewVerdict(Step.SEND_BACK, 1, reason="金额写错"), actor=SECOND)
    assert back.stage is Stage.DRAFT
    assert [one.listed.document.id for one in await reviews.sent_back()] == ["a"]
    await service.imports.keep([draft(text="第一条 每月收费五十元。")], author="zhao")
    again = await reviews.submit("a", OPEN, actor=AUTHOR)
    assert (again.round, again.version) == (2, 2)
    assert await reviews.sent_back() == ()
    # A new round counts anew: the same two may review the mended version.
    await reviews.decide("a", passed(Step.PASS_FIRST, 2), actor=SECOND)
    assert "金额写错" in [one.reason for one in await reviews.history("a")]


async def test_a_new_version_is_reviewed_while_the_old_one_answers(
    service: KnowledgeServices, reviews: Reviews
) -> None:
    await service.imports.keep([draft()], author="admin", publish=True)
    with pytest.raises(ProcedureError, match=r"publishing\.refused\.nothing_new"):
        await reviews.submit("a", OPEN, actor=AUTHOR)
    await service.imports.keep([draft(text="第一条 每月收费五十元。")], author="zhao")
    await reviews.submit("a", OPEN, actor=AUTHOR)
    # A still newer version that arrives meanwhile is not what is being reviewed.
    await service.imports.keep([draft(text="第一条 每月收费一元。")], author="zhao")
    with pytest.raises(ProcedureError, match=r"publishing\.refused\.changed"):
        await reviews.decide("a", passed(Step.PASS_FIRST, 3), actor=FIRST)
    for step, person in ((Step.PASS_FIRST, FIRST), (Step.PASS_SECOND, SECOND), (Step.RELEASE, FINAL)):
        public: list[str] = []
        await service.documents.export(lambda _, text, kept=public: kept.append(text))  # type: ignore[misc]
        assert public == [TEXT]
        await reviews.decide("a", passed(step, 2), actor=person)
    public = []
    await service.documents.export(lambda _, text: public.append(text))
    assert public == ["第一条 每月收费五十元。"]


@pytest.mark.parametrize(
    ("one", "what", "refusal"),
    [
        (draft(), Submission(None), "publishing.refused.no_attribute"),
        (draft(), Submission(Disclosure.ON_REQUEST), "knowledge.not_public"),
        (draft(disclosure=Disclosure.CLOSED), OPEN, "knowledge.not_public"),
        (draft(text="联系人身份证11010519491231002X。"), OPEN, "publishing.refused.mend"),
        (draft(text="2026年2月30日前申请。"), OPEN, "publishing.refused.findings"),
        (
            draft(text="见链接。"),
            Submission(Disclosure.ACTIVE, dead_links=("http://x",)),
            "publishing.refused.findings",
        ),
        (draft("征地补偿"), OPEN, "publishing.refused.kinds"),
        (draft(kind=Kind.POLICY), OPEN, "publishing.refused.interpretation"),
    ],
)
async def test_what_lacks_something_cannot_be_submitted(
    service: KnowledgeServices, reviews: Reviews, one: Draft, what: Submission, refusal: str
) -> None:
    await service.imports.keep([one], author="zhao")
    with pytest.raises(InputError) as refused:
        await reviews.submit(one.document.id, what, actor=AUTHOR)
    assert refused.value.text_key == refusal
    assert await reviews.of(one.document.id) is None


async def test_reasons_let_go_on_and_stay_on_record(service: KnowledgeServices, reviews: Reviews) -> None:
    one = draft("征地补偿", text="2026年2月30日前申请。", kind=Kind.POLICY)
    what = Submission(
        Disclosure.ACTIVE,
        findings_reason="原文如此",
        interpretation_reason="转发上级文件",
        kinds_reason="只是转发目录",
    )
    await submitted(service, reviews, one, what)
    given = await reviews.of("征地补偿")
    assert given is not None
    assert given.reasons == {
        "findings": "原文如此",
        "interpretation": "转发上级文件",
        "kinds": "只是转发目录",
    }


async def test_a_policy_goes_with_its_interpretation(service: KnowledgeServices, reviews: Reviews) -> None:
    explained = draft("b", kind=Kind.INTERPRETATION, interprets=("a",))
    await service.imports.keep([draft(kind=Kind.POLICY), explained], author="zhao")
    with pytest.raises(InputError, match=r"publishing\.refused\.interpretation"):
        await reviews.submit("a", OPEN, actor=AUTHOR)
    await reviews.submit("b", OPEN, actor=AUTHOR)
    await reviews.submit("a", OPEN, actor=AUTHOR)
    await reviews.decide("a", passed(Step.PASS_FIRST), actor=FIRST)
    await reviews.decide("a", passed(Step.PASS_SECOND), actor=SECOND)
    await reviews.decide("b", ReviewVerdict(Step.SEND_BACK, 1, reason="重写"), actor=FIRST)
    with pytest.raises(InputError, match=r"publishing\.refused\.interpretation"):
        await reviews.decide("a", passed(Step.RELEASE), actor=FINAL)


async def test_a_sensitive_matter_goes_to_three_queues_before_the_final_review(
    service: KnowledgeServices, reviews: Reviews
) -> None:
    await submitted(service, reviews, draft("征地补偿"), Submission(Disclosure.ACTIVE, kinds=("land",)))
    for step, person in CHECKERS.items():
        (waiting,) = await reviews.waiting(person)
        assert step in waiting.steps
    await reviews.decide("征地补偿", passed(Step.PASS_FIRST), actor=FIRST)
    await reviews.decide("征地补偿", passed(Step.PASS_SECOND), actor=SECOND)
    assert await reviews.waiting(FINAL) == ()
    for step, person in CHECKERS.items():
        with pytest.raises(ProcedureError, match=r"publishing\.refused\.unchecked"):
            await reviews.decide("征地补偿", passed(Step.RELEASE), actor=FINAL)
        await reviews.decide("征地补偿", passed(step), actor=person)
        assert await reviews.waiting(person) == ()
    assert [one.steps[0] for one in await reviews.waiting(FINAL)] == [Step.RELEASE]
    released = await reviews.decide("征地补偿", passed(Step.RELEASE), actor=FINAL)
    assert released.stage is Stage.PUBLISHED


async def test_everybody_sees_what_waits_for_them_and_nothing_else(
    service: KnowledgeServices, reviews: Reviews
) -> None:
    await submitted(service, reviews, draft())
    assert [one.listed.document.id for one in await reviews.waiting(FIRST)] == ["a"]
    assert await reviews.waiting(AUTHOR) == ()
    assert await reviews.waiting(Person("zhao", frozenset(Duty))) == ()
    await reviews.decide("a", passed(Step.PASS_FIRST), actor=FIRST)
    assert await reviews.waiting(FIRST) == ()
    assert [one.listed.document.id for one in await reviews.waiting(SECOND)] == ["a"]
    assert len(await reviews.under_way()) == 1


async def test_two_reviewers_at_once_give_one_verdict(service: KnowledgeServices, reviews: Reviews) -> None:
    await submitted(service, reviews, draft())
    both = await asyncio.gather(
        reviews.decide("a", passed(Step.PASS_FIRST), actor=FIRST),
        reviews.decide("a", passed(Step.PASS_FIRST), actor=SECOND),
        return_exceptions=True,
    )
    assert sum(isinstance(one, ProcedureError) for one in both) == 1
    assert len(await reviews.history("a")) == 2


async def test_one_person_withdraws_and_the_review_under_way_ends(
    service: KnowledgeServices, reviews: Reviews
) -> None:
    await service.imports.keep([draft()], author="admin", publish=True)
    await service.imports.keep([draft(text="第一条 每月收费五十元。")], author="zhao")
    await reviews.submit("a", OPEN, actor=AUTHOR)
    with pytest.raises(InputError, match=r"publishing\.refused\.no_reason"):
        await reviews.withdraw("a", actor=AUTHOR, reason=" ")
    listed = await reviews.withdraw("a", actor=AUTHOR, reason="金额有误")
    assert (listed.state, listed.public_version) == (DocumentState.WITHDRAWN, None)
    assert await service.upkeep.withdrawn() == {"a"}
    with pytest.raises(ProcedureError, match=r"publishing\.refused\.skipped"):
        await reviews.decide("a", passed(Step.PASS_FIRST, 2), actor=FIRST)
    with pytest.raises(ProcedureError, match=r"publishing\.refused\.not_public"):
        await reviews.withdraw("a", actor=AUTHOR, reason="再撤")
    assert (await reviews.history("a"))[-1].reason == "金额有误"
    assert (await reviews.submit("a", OPEN, actor=AUTHOR)).stage is Stage.FIRST


async def test_what_is_on_record_is_not_changed(
    service: KnowledgeServices, reviews: Reviews, database: Database
) -> None:
    await submitted(service, reviews, draft())

    async def falsify() -> None:
        async with database.transaction() as tx:
            row = await tx.scalar(select(ReviewRecord))
            assert row is not None
            row.actor = "somebody"

    with pytest.raises(RuntimeError, match="on record"):
        await falsify()
    assert [one.actor for one in await reviews.history("a")] == ["zhao"]
