"""Opinions on both engines: in time, each once, sorted, answered through the reviews, and those who wrote are told."""

import asyncio
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import func, select, update

from bot.audit import AuditRecord
from bot.clock import SHANGHAI, SettableClock
from bot.database import Database
from bot.errors import InputError, ServiceError
from bot.outbound.outbox import ParcelRecord
from bot.privacy import Vault
from handlers.opinions.collecting import service
from handlers.opinions.collecting.desk import OpinionChoice
from handlers.opinions.collecting.lifecycle import GroupOutcome, PublicDraftState
from handlers.opinions.collecting.records import OpinionRecord
from handlers.opinions.collecting.retention import OldOpinions, erase_opinions
from handlers.opinions.collecting.said import OpinionWords
from handlers.opinions.collecting.service import KeptOpinion, NewOpinion, OpinionOrigin
from handlers.opinions.office import OpinionOffice
from handlers.texts import Texts
from knowledge.documents.document import DocumentState
from knowledge.documents.records import DocumentRecord
from knowledge.library.editor import Editor
from tests.factories.opinions import CLOSES, DUE, paper
from tests.fakes.index_notice import ToldIndex

TEXTS = Texts.load()
TUESDAY = datetime(2026, 11, 24, 10, 0, tzinfo=SHANGHAI)
SECRET = "a secret of thirty-two letters ok"


@dataclass(frozen=True, slots=True)
class County:
    """One database, one clock, and the services on them."""

    database: Database
    clock: SettableClock
    office: OpinionOffice
    editor: Editor
    vault: Vault

    async def open_draft(self, **other: object) -> str:
        number = await self.office.desk.make(paper(**other), actor="wangli")
        await self.office.desk.publish(number, actor="zhaomin")
        return number

    async def write(
        self,
        draft: str,
        citizen: str = "a",
        words: str = "清理时间太短",
        *,
        article: str = "",
        name: str = "王小雨",
        form: str = "",
    ) -> KeptOpinion:
        said = OpinionWords(words, name, "13800001234" if name else "")
        opinion = NewOpinion(draft, article, said, is_anonymous=not name)
        origin = OpinionOrigin(form or f"{draft}-{citizen}-{words}", citizen, "wechat" if citizen else "page")
        return await self.office.service.submit(opinion, origin=origin)

    async def refused(self, doing: object) -> InputError:
        with pytest.raises(InputError) as told:
            await doing  # type: ignore[misc]
        assert TEXTS(told.value.text_key, **told.value.values)
        return told.value

    async def told(self, citizen: str) -> list[str]:
        async with self.database.reading() as tx:
            rows = await tx.scalars(
                select(ParcelRecord).where(ParcelRecord.citizen == citizen).order_by(ParcelRecord.id)
            )
            return [str(row.body["text"]) for row in rows]

    async def publish_summary(self, document: str) -> None:
        async with self.database.transaction() as tx:
            await tx.execute(
                update(DocumentRecord)
                .where(DocumentRecord.id == document)
                .values(state=DocumentState.PUBLISHED)
            )


@pytest.fixture
async def county(database: Database) -> County:
    clock, vault = SettableClock(TUESDAY), Vault(SECRET)
    office = OpinionOffice.of(
        database, vault=vault, clock=clock, texts=TEXTS, address=lambda number: f"https://x/{number}"
    )
    return County(database, clock, office, Editor(database, clock, index=ToldIndex()), vault)


async def test_the_minute_before_the_end_and_the_minute_after(county: County) -> None:
    draft = await county.open_draft()
    county.clock.set(datetime(2026, 12, 31, 23, 59, tzinfo=SHANGHAI))
    assert (await county.write(draft)).number == "YJ202612310001"
    county.clock.set(datetime(2027, 1, 1, 0, 0, tzinfo=SHANGHAI))
    late = await county.refused(county.write(draft, "b"))
    assert late.text_key == "opinions.refused.over"
    assert late.values["due"] == "2027年1月31日"
    async with county.database.reading() as tx:
        assert await tx.scalar(select(func.count()).select_from(OpinionRecord)) == 1


async def test_one_form_sent_ten_times_at_once_is_one_opinion(county: County) -> None:
    draft = await county.open_draft()
    async with asyncio.timeout(60):
        got = await asyncio.gather(*(county.write(draft, form="same") for _ in range(10)))
    assert {one.number for one in got} == {"YJ202611240001"}
    async with county.database.reading() as tx:
        assert await tx.scalar(select(func.count()).select_from(OpinionRecord)) == 1


async def test_what_is_kept_of_an_opinion_without_a_name_tells_nobody(county: County) -> None:
    draft = await county.open_draft()
    kept = await county.write(draft, "openid-of-somebody", name="")
    async with county.database.reading() as tx:
        row = (await tx.scalars(select(OpinionRecord))).one()
        entries = (await tx.scalars(select(AuditRecord))).all()
    assert (row.citizen, row.channel, row.is_anonymous) == ("", "", True)
    assert "openid" not in row.mark
    assert b"openid" not in row.said
    assert "清理".encode() not in row.said
    assert not any("openid" in str(one.detail) + one.actor or "清理" in str(one.detail) for one in entries)
    # Its own citizen finds it all the same, and nobody else does.
    assert [one.number for one in await county.office.service.own("openid-of-somebody")] == [kept.number]
    assert await county.office.service.own("another") == []
    line = await county.office.ledger.case(kept.number, citizen="another")
    assert line is not None
    assert (line.title, line.opened_on) == ("", None)


@pytest.mark.parametrize(
    ("other", "kind"),
    [
        ({"words": " "}, "empty"),
        ({"words": "长" * 2001}, "long"),
        ({"article": "第九条"}, "no_article"),
        ({"name": "名" * 41}, "long_name"),
    ],
)
async def test_what_cannot_be_taken(county: County, other: dict[str, str], kind: str) -> None:
    draft = await county.open_draft()
    refused = await county.refused(county.write(draft, **other))  # type: ignore[arg-type]
    assert refused.text_key == f"opinions.refused.{kind}"


async def test_a_draft_that_asks_for_names(county: County) -> None:
    draft = await county.open_draft(allows_anonymous=False)
    assert (await county.refused(county.write(draft, name=""))).text_key.endswith("nameless")
    assert (await county.write(draft)).number.startswith("YJ")


async def test_one_person_does_not_flood_a_draft(county: County) -> None:
    draft = await county.open_draft()
    for at in range(20):
        await county.write(draft, words=f"第{at}条意见")
    assert (await county.refused(county.write(draft, words="再来一条"))).text_key.endswith("many")
    await county.write(draft, "b")


async def test_people_whom_nobody_knows_do_not_flood_a_draft(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "MOST_UNKNOWN_HOURLY", 3)
    draft = await county.open_draft()
    for at in range(3):
        await county.write(draft, "", f"第{at}条意见", name="")
    assert (await county.refused(county.write(draft, "", "又一条", name=""))).text_key.endswith("busy")
    await county.write(draft, "known", name="")
    county.clock.advance(timedelta(hours=1, seconds=1))
    await county.write(draft, "", "又一条", name="")


async def test_a_summary_whose_title_is_taken_gets_a_title_of_its_own(county: County) -> None:
    documents = []
    for _ in range(2):
        draft = await county.open_draft()
        county.clock.set(datetime(2027, 1, 1, 9, 0, tzinfo=SHANGHAI))
        await county.office.desk.close(draft, actor="wangli")
        documents.append(await county.office.desk.offer(draft, actor="wangli", editor=county.editor))
        county.clock.set(TUESDAY)
    assert len(set(documents)) == 2


async def test_nobody_sees_what_is_not_published_and_its_maker_does_not_publish_it(county: County) -> None:
    desk, opinions = county.office.desk, county.office.service
    number = await desk.make(paper(), actor="wangli")
    assert (await county.refused(opinions.draft(number))).text_key.endswith("unknown")
    assert (await county.refused(county.write(number))).text_key.endswith("unknown")
    assert (await county.refused(desk.publish(number, actor="wangli"))).text_key.endswith("same_person")
    await desk.edit(number, paper(title="改过的草案"), version=1, actor="zhaomin")
    assert (await county.refused(desk.edit(number, paper(), version=1, actor="wangli"))).text_key.endswith(
        "stale"
    )
    assert (await county.refused(desk.publish(number, actor="zhaomin"))).text_key.endswith("same_person")
    await desk.publish(number, actor="wangli")
    assert [one.paper.title for one in await opinions.pending()] == ["改过的草案"]
    assert (await county.refused(desk.edit(number, paper(), version=3, actor="wangli"))).text_key.endswith(
        "step_edit"
    )


async def test_more_time_is_given_while_there_is_some(county: County) -> None:
    desk, draft = county.office.desk, await county.open_draft()
    later = CLOSES + timedelta(days=10)
    assert (await county.refused(desk.extend(draft, CLOSES, DUE, actor="wangli"))).text_key.endswith(
        "not_later"
    )
    await desk.extend(draft, later, DUE, actor="wangli")
    county.clock.set(datetime(2027, 1, 10, 23, 59, tzinfo=SHANGHAI))
    await county.write(draft)
    county.clock.set(datetime(2027, 1, 11, 0, 0, tzinfo=SHANGHAI))
    late = await county.refused(
        desk.extend(draft, later + timedelta(days=30), date(2027, 4, 1), actor="wangli")
    )
    assert late.text_key.endswith("over_already")


async def test_from_the_first_opinion_to_the_answer_that_everybody_is_told(county: County) -> None:
    desk, draft = county.office.desk, await county.open_draft()
    named = await county.write(draft, "a", article="第三条")
    nameless = await county.write(draft, "b", name="")
    await county.write(draft, "", "网页上写的", name="")
    assert (await county.refused(desk.close(draft, actor="wangli"))).text_key.endswith("not_over")
    county.clock.set(datetime(2027, 1, 1, 9, 0, tzinfo=SHANGHAI))
    group = await desk.add_group(draft, "清理时间放宽", actor="wangli")
    assert (
        await county.refused(desk.decide(draft, group, GroupOutcome.ADOPTED, "有道理", actor="wangli"))
    ).text_key.endswith("step_decide")
    await desk.close(draft, actor="wangli")
    offering = desk.offer(draft, actor="wangli", editor=county.editor)
    assert (await county.refused(offering)).values["count"] == 3
    sheet = await desk.sheet(draft, OpinionChoice(any_group=True))
    assert [one.words for one in sheet.opinions] == ["清理时间太短", "清理时间太短", "网页上写的"]
    assert [one.name for one in sheet.opinions] == ["王*", "", ""]
    assert await desk.put(draft, [one.number for one in sheet.opinions], group, actor="wangli") == 3
    offering = desk.offer(draft, actor="wangli", editor=county.editor)
    assert (await county.refused(offering)).text_key.endswith("undecided")
    for words, kind in (("", "no_words"), ("电话13800001234的人说得对", "personal")):
        refused = desk.decide(draft, group, GroupOutcome.ADOPTED, words, actor="wangli")
        assert (await county.refused(refused)).text_key.endswith(kind)
    await desk.decide(draft, group, GroupOutcome.PARTLY, "夜间放宽。", actor="wangli")
    document = await desk.offer(draft, actor="wangli", editor=county.editor)
    assert await county.office.upkeep.step() == 0, "nobody is told before the reviews let it out"
    assert await county.told("a") == []
    own = (await county.office.service.own("a"))[0]
    assert (own.outcome, own.reasons) == (GroupOutcome.OPEN, "")
    await county.publish_summary(document)
    async with asyncio.timeout(60):
        await asyncio.gather(*(_round(county) for _ in range(4)))
    assert await county.office.upkeep.step() == 0
    (told,) = await county.told("a")
    assert named.number in told
    assert not any(word in told for word in ("清理", "王", "13800001234"))
    assert await county.told("b") == [], "whoever gave no name is not written to"
    for citizen, number in (("a", named.number), ("b", nameless.number)):
        own = (await county.office.service.own(citizen))[0]
        assert (own.number, own.outcome, own.reasons) == (number, GroupOutcome.PARTLY, "夜间放宽。")
    late = await county.refused(county.write(draft, "c"))
    assert late.text_key == "opinions.refused.answered"
    sheet = await desk.sheet(draft, OpinionChoice())
    assert (sheet.draft.state, sheet.steps) == (PublicDraftState.ANSWERED, ())


async def _round(county: County) -> None:
    try:
        await county.office.upkeep.step()
    except ServiceError:
        # Another worker holds the only writer's place: the next round does what is left.
        await asyncio.sleep(0)


async def test_who_wrote_is_told_of_a_draft_that_is_taken_back(county: County) -> None:
    desk, draft = county.office.desk, await county.open_draft()
    await county.write(draft, "a")
    assert (await county.refused(desk.withdraw(draft, " ", actor="wangli"))).text_key.endswith("no_reason")
    await desk.withdraw(draft, "上级另有规定", actor="wangli")
    while await county.office.upkeep.step():
        pass
    assert ["已经撤回" in text for text in await county.told("a")] == [True]
    assert await county.office.service.shown() == []


async def test_whoever_leaves_is_written_to_no_more_and_finds_it_all_the_same(county: County) -> None:
    desk, draft = county.office.desk, await county.open_draft()
    kept = await county.write(draft, "a")
    assert await county.office.service.leave(citizen="a", channel="wechat") == 1
    assert await county.office.service.leave(citizen="", channel="") == 0
    await desk.withdraw(draft, "上级另有规定", actor="wangli")
    assert await county.office.upkeep.step() == 0
    assert await county.told("a") == []
    assert [one.number for one in await county.office.service.own("a")] == [kept.number]


async def test_a_group_of_another_draft_is_none(county: County) -> None:
    one, other = await county.open_draft(), await county.open_draft(title="另一个草案")
    group = await county.office.desk.add_group(one, "清理时间放宽", actor="wangli")
    kept = await county.write(other)
    moving = county.office.desk.put(other, [kept.number], group, actor="wangli")
    assert (await county.refused(moving)).text_key.endswith("no_group")
    assert await county.office.desk.put(one, [kept.number], group, actor="wangli") == 0


async def test_opinions_go_a_year_after_their_answer_was_due_and_on_request(county: County) -> None:
    draft = await county.open_draft()
    await county.write(draft, "a")
    await county.write(draft, "a", "又一条", name="")
    await county.write(draft, "b")
    async with county.database.transaction() as tx:
        assert await erase_opinions(tx, county.vault, citizen="a") == 2
        assert await erase_opinions(tx, county.vault, citizen="") == 0
    rule = OldOpinions()
    for now, count in ((DUE + timedelta(days=365), 0), (DUE + timedelta(days=366), 1)):
        moment = datetime.combine(now, datetime.min.time(), SHANGHAI)
        async with county.database.transaction() as tx:
            assert (await rule.due(tx, now=moment)).count == count
            assert await rule.erase(tx, now=moment, limit=10) == count
