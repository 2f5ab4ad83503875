"""The lists of what is due, on both engines, each with one case that belongs in it and one that does not."""

from datetime import UTC, date, datetime

import pytest

from adapters.services.knowledge import KnowledgeServices
from bot.clock import SettableClock
from bot.database import Database
from handlers.workdays import load_calendar
from knowledge.documents.document import Disclosure, Document, Explanation, Kind, Validity
from knowledge.documents.draft import Draft
from knowledge.library.due import DueItem, DueLists, DueSettings, Task
from tests.factories.publication import knowledge_services, withdraw

NOW = datetime(2026, 3, 10, 1, 0, tzinfo=UTC)
TODAY = date(2026, 3, 10)
COUNTY, BUREAU = "甲县人民政府", "甲县教育局"
RULES = DueSettings("甲县", phones={BUREAU: "0599-1234567", COUNTY: "0599-1"})
GUIDE = """## 申请条件

本县户籍

## 申报材料

- 身份证

## 受理地点

大厅

## 受理时间

工作日

## 咨询电话

0599-1234567

## 投诉渠道

12345
"""


def policy(identifier: str, published: str | None, **more: object) -> Draft:
    day = date.fromisoformat(published) if published else None
    values: dict[str, object] = {"issuer": COUNTY, "unit": BUREAU, "published_on": day, **more}
    return Draft(Document(identifier, f"{identifier}办法", **values), "正文。", "a")  # type: ignore[arg-type]


def guide(identifier: str, text: str = GUIDE, **more: object) -> Draft:
    values: dict[str, object] = {"issuer": BUREAU, "unit": BUREAU, "published_on": date(2026, 1, 5), **more}
    return Draft(Document(identifier, f"{identifier}指南", Kind.GUIDE, **values), text, "a")  # type: ignore[arg-type]


def interpretation(identifier: str, *policies: str, form: str = "文字") -> Draft:
    return Draft(
        Document(identifier, "解读", Kind.INTERPRETATION, interprets=policies, form=form), "说明。", "a"
    )


@pytest.fixture
def service(database: Database) -> KnowledgeServices:
    return knowledge_services(database, SettableClock(NOW))


@pytest.fixture
def due(database: Database) -> DueLists:
    return DueLists(database, clock=SettableClock(NOW), calendar=load_calendar())


def names(entries: tuple[DueItem, ...]) -> list[str]:
    return [entry.id for entry in entries]


async def test_interpretations_are_due_by_class(service: KnowledgeServices, due: DueLists) -> None:
    papers = [
        policy("late", "2026-03-02"),
        policy("running", "2026-03-09", explanation=Explanation.GENERAL),
        policy("major", "2026-03-02", explanation=Explanation.MAJOR),
        policy("half", "2026-02-20", explanation=Explanation.MAJOR),
        policy("whole", "2026-03-02", explanation=Explanation.MAJOR),
        policy("done", "2026-03-02"),
        policy("exempt", "2026-03-02", explanation=Explanation.EXEMPT),
        policy("ended", "2026-03-02", validity=Validity.ABOLISHED),
        policy("old", "2020-03-02"),
        policy("undated", None),
        policy("foreign", "2026-03-02", issuer="国务院", unit=""),
        interpretation("i1", "half", "done", "whole"),
        interpretation("i2", "whole", form="领导"),
        interpretation("i3", "whole", "half", form="现场"),
    ]
    await service.imports.keep(papers, author="w")
    lists = await due.all(RULES)
    assert [(one.id, one.on, one.overdue, one.words) for one in lists[Task.EXPLAIN]] == [
        ("late", date(2026, 3, 5), True, ("文字",)),
        ("running", date(2026, 3, 12), False, ("文字",)),
        ("half", date(2026, 3, 20), False, ("领导",)),
        ("major", date(2026, 4, 2), False, ("领导", "现场")),
    ]
    assert names(lists[Task.UNEXPLAINED]) == ["undated", "old"]


async def test_terms_and_labels_come_up_in_time(service: KnowledgeServices, due: DueLists) -> None:
    closed = {"disclosure": Disclosure.CLOSED, "explanation": Explanation.EXEMPT}
    papers = [
        policy("ends", "2026-01-01", expires_on=date(2026, 5, 9), explanation=Explanation.EXEMPT),
        policy("later", "2026-01-01", expires_on=date(2026, 5, 10), explanation=Explanation.EXEMPT),
        policy("over", "2026-01-01", expires_on=date(2026, 3, 9), explanation=Explanation.EXEMPT),
        policy("unset", "2026-01-01", **closed),
        policy("passed", "2026-01-01", review_on=date(2026, 3, 1), **closed),
        policy("soon", "2026-01-01", review_on=date(2026, 4, 9), **closed),
        policy("far", "2026-01-01", review_on=date(2026, 4, 10), **closed),
    ]
    await service.imports.keep(papers, author="w")
    lists = await due.all(RULES)
    assert names(lists[Task.EXPIRING]) == ["ends"]
    assert [(one.id, one.overdue) for one in lists[Task.REVIEW]] == [
        ("unset", False),
        ("passed", True),
        ("soon", False),
    ]


async def test_guides_grow_old_until_somebody_looks(service: KnowledgeServices, due: DueLists) -> None:
    await service.imports.keep(
        [
            guide("fresh"),
            guide("aged", published_on=date(2025, 3, 9)),
            guide("edge", published_on=date(2025, 3, 10)),
        ],
        author="w",
    )
    assert names((await due.all(RULES))[Task.STALE]) == ["aged"]
    await service.particulars.reaffirm("aged", actor="w")
    assert names((await due.all(RULES))[Task.STALE]) == []
    assert (await service.documents.read("aged")).version.number == 1


async def test_guides_that_lack_something_or_tell_an_old_number(
    service: KnowledgeServices, due: DueLists
) -> None:
    papers = [
        guide("whole"),
        guide("short", GUIDE.replace("0599-1234567", "1234567")),
        guide("old", GUIDE.replace("0599-1234567", "0599-7654321")),
        guide("vague", GUIDE.replace("- 身份证", "- 身份证\n- 其他相关材料")),
        guide("lacking", GUIDE.replace("## 受理时间\n\n工作日\n\n", "")),
    ]
    await service.imports.keep(papers, author="w")
    lists = await due.all(RULES)
    assert [(one.id, one.words) for one in lists[Task.PHONE]] == [("old", ("0599-7654321", "0599-1234567"))]
    assert {one.id: one.words for one in lists[Task.INCOMPLETE]} == {
        "vague": ("catch_all",),
        "lacking": ("hours",),
    }


async def test_a_mended_text_leaves_the_list_with_its_version(
    service: KnowledgeServices, due: DueLists
) -> None:
    await service.imports.keep([guide("g", GUIDE.replace("工作日", ""))], author="w")
    assert names((await due.all(RULES))[Task.INCOMPLETE]) == ["g"]
    await service.imports.keep([guide("g")], author="w")
    assert names((await due.all(RULES))[Task.INCOMPLETE]) == []


async def test_units_nobody_can_call_are_named(service: KnowledgeServices, due: DueLists) -> None:
    exempt = {"explanation": Explanation.EXEMPT}
    papers = [
        policy("a", "2026-01-01", unit="甲县水利局", **exempt),
        policy("b", "2026-01-01", unit="甲县林业局", unit_phone="0599-2", **exempt),
        policy("c", "2026-01-01", unit="", issuer="甲县体育局", **exempt),
        policy("d", "2026-01-01", unit="国务院办公厅", issuer="国务院", **exempt),
    ]
    await service.imports.keep(papers, author="w")
    assert [one.title for one in (await due.all(RULES))[Task.CONTACT]] == ["甲县体育局", "甲县水利局"]


async def test_what_is_withdrawn_is_nobodys_task(service: KnowledgeServices, due: DueLists) -> None:
    await service.imports.keep(
        [guide("g", "## 申报材料\n\n- 其他材料", published_on=None)], author="w", publish=True
    )
    assert names((await due.all(RULES))[Task.INCOMPLETE]) == ["g"]
    await withdraw(service, "g")
    assert all(entries == () for entries in (await due.all(RULES)).values())
