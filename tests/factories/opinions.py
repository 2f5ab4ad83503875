"""Drafts, opinions and questionnaires for tests, and a draft brought to its answer by the program's own services."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from adapters.cli.sample.opinions import released
from adapters.main import Program
from bot.clock import SettableClock
from handlers.opinions.collecting.desk import OpinionChoice
from handlers.opinions.collecting.lifecycle import GroupOutcome
from handlers.opinions.collecting.public_draft import DraftPaper
from handlers.questionnaires.collecting.questionnaire import QuestionnairePaper

CLOSES, DUE = date(2026, 12, 31), date(2027, 1, 31)
TEXT = """第一条 为了规范共享单车停放，制定本办法。
第二条 单车应当停放在划定的区域。
第三条 企业应当在30分钟内清理乱停的单车。
"""
OUTLINE = """1. 您平时怎么出门？（单选）
- 坐公交
- 自己开车 → 3
2. 公交哪里要改？（多选，最多2项）
- 班次
- 站点
- 票价
3. 您给城区交通打几分？（打分1-5，很不满意—很满意）
4. 还有什么建议？（填写，可跳过）
"""


def paper(**other: Any) -> DraftPaper:
    """Give a draft; `other` are fields that differ."""
    fields: Mapping[str, Any] = {
        "title": "青岚县共享单车管理办法（草案）",
        "unit": "青岚县交通运输局",
        "text": TEXT,
        "basis": "《道路交通安全法》",
        "explanation": "乱停乱放多，要有规矩。",
        "contact": "0599-0000120",
        "closes_on": CLOSES,
        "result_due_on": DUE,
    }
    return DraftPaper(**{**fields, **other})


def questionnaire(**other: Any) -> QuestionnairePaper:
    """Give a questionnaire; `other` are fields that differ."""
    fields: Mapping[str, Any] = {
        "title": "城区居民出行调查",
        "unit": "青岚县交通运输局",
        "intro": "了解大家怎么出门。",
        "outline": OUTLINE,
        "closes_on": CLOSES,
    }
    return QuestionnairePaper(**{**fields, **other})


async def answered_draft(program: Program, title: str, gist: str) -> None:
    """Let the office end a draft that is open, put all opinions into one group, adopt it and have the summary published."""
    office, clock = program.services.opinions, program.clock
    draft = next(one for one in await office.service.pending() if title in one.paper.title)
    assert isinstance(clock, SettableClock)
    before = clock.now()
    clock.advance(timedelta(days=draft.days_left(before)))
    await office.desk.close(draft.number, actor="staff")
    clock.set(before)
    group = await office.desk.add_group(draft.number, gist, actor="staff")
    sheet = await office.desk.sheet(draft.number, OpinionChoice(any_group=True))
    await office.desk.put(draft.number, [one.number for one in sheet.opinions], group, actor="staff")
    await office.desk.decide(
        draft.number, group, GroupOutcome.ADOPTED, "意见合理，写进第四条。", actor="staff"
    )
    knowledge = program.services.knowledge
    document = await office.desk.offer(draft.number, actor="operator", editor=knowledge.editor)
    await released(knowledge.reviews, document)
