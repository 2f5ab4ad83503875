from collections.abc import Sequence
from datetime import date

import pytest

from handlers.cases import APPOINTMENT, COMPLAINT, DISCLOSURE, TICKET, CaseLine
from handlers.status.actions import WENT_IN, actions
from handlers.talk.last_answer import LastAnswer
from tests.factories.case_pages import case_page
from tests.factories.talk import TEXTS, Talk, cards, labels, words
from tests.fakes.engine import Says


class Shelf:
    """Cases of one kind: the own ones of openid-1, and those of others."""

    def __init__(self, prefix: str, *own: CaseLine, others: Sequence[CaseLine] = ()) -> None:
        self.prefix = prefix
        self._own = own
        self._others = others

    async def cases_of(self, citizen: str) -> Sequence[CaseLine]:
        return self._own if citizen == "openid-1" else ()

    async def case(self, number: str, *, citizen: str) -> CaseLine | None:
        known = (*await self.cases_of(citizen), *self._others)
        return next((case for case in known if case.number == number), None)


def own(number: str, *steps: str) -> CaseLine:
    return CaseLine(
        number=number,
        kind="信息公开申请",
        stage="正在查找信息",
        turn="轮到我们办理，您不用做什么。",
        until="依法最迟于2026年12月18日答复。",
        title="2025年财政决算",
        opened_on=date(2026, 11, 20),
        next_steps=steps,
    )


STRANGE = CaseLine("GK202611190001", "信息公开申请", "正在查找信息", "", "依法最迟于2026年12月17日答复。")


def talk_with(*sources: Shelf) -> Talk:
    return Talk(actions(TEXTS, sources=sources, address=case_page))


async def ask(talk: Talk, text: str, **slots: str) -> tuple[str, list[str]]:
    outcome = await talk.run("action_report_status", text, intent="case_status", slots=slots)
    return words(outcome.replies), labels(outcome.replies)


async def test_the_only_own_case_is_shown_whole() -> None:
    said, steps = await ask(talk_with(Shelf("GK", own("GK202611200001", "confirm"))), "我的申请到哪了")
    for part in (
        "编号GK202611200001",
        "内容：2025年财政决算",
        "登记日期：2026年11月20日",
        "进度：正在查找信息",
        "接下来：轮到我们办理",
        "期限：依法最迟于2026年12月18日答复",
    ):
        assert part in said
    assert steps == ["确认内容无误", "人工"]


@pytest.mark.parametrize(
    "text",
    [
        "gk 2026-1120-0001 到哪了",
        "ＧＫ２０２６１１２００００１",
        "GK二零二六一一二零零零零一这个号",
        "/case_status",
    ],
)
async def test_a_number_is_understood_in_any_spelling(text: str) -> None:
    talk = talk_with(Shelf("GK", own("GK202611200001"), own("GK202611200002")))
    slots = {"case_no": "GK202611200001"} if text.startswith("/") else {}
    said, _ = await ask(talk, text, **slots)
    assert "编号GK202611200001" in said


async def test_somebody_elses_number_shows_stage_and_date_only() -> None:
    said, steps = await ask(talk_with(Shelf("GK", others=[STRANGE])), "GK202611190001")
    assert "进度：正在查找信息" in said
    assert "2026年12月17日" in said
    assert "凭编号只能看到进度和日期" in said
    assert "内容" not in said
    assert steps == ["人工"]


async def test_several_cases_are_listed_and_chosen_by_number() -> None:
    cases = [own(f"GK2026112000{place:02d}") for place in range(1, 5)]
    ticket = CaseLine("RG202611210001", "人工咨询", "等待工作人员回复", "x", "y", "z", date(2026, 11, 21))
    talk = talk_with(Shelf("GK", *cases), Shelf("RG", ticket))
    said, steps = await ask(talk, "我的")
    assert "您名下有5件" in said
    assert "还有2件没有列出" in said
    assert steps == ["RG202611210001", "GK202611200004", "GK202611200003"]
    assert "编号GK202611200004" in (await ask(talk, "2"))[0]


async def test_the_last_four_digits_find_an_own_case() -> None:
    talk = talk_with(Shelf("GK", own("GK202611200001"), own("GK202611200002")))
    assert "编号GK202611200002" in (await ask(talk, "单号后四位0002", case_no="0002"))[0]
    said, steps = await ask(talk, "后四位0118", case_no="0118")
    assert "0118" in said
    assert steps == ["我的", "人工"]


async def test_the_last_digits_never_find_a_strangers_case() -> None:
    said, _ = await ask(talk_with(Shelf("GK", others=[STRANGE])), "0001", case_no="0001")
    assert "正在查找信息" not in said


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("GK202601010001", "没有查到编号GK202601010001"),
        ("SQ202506010032", "这里还查不到"),
        ("查进度", "没有查到您用这个微信办的事"),
    ],
)
async def test_what_is_not_there_gets_help(text: str, part: str) -> None:
    said, steps = await ask(talk_with(Shelf("GK"), Shelf("RG")), text)
    assert part in said
    assert "人工" in steps


async def test_how_long_is_asked_of_what_was_answered_last_by_who_has_no_case() -> None:
    last = LastAnswer("高龄津贴多少钱", "高龄津贴", "d1").event()
    guide = Says("action_show_guide", "the guide's time")
    for shelf, expected in (
        (Shelf("GK"), "the guide's time"),
        (Shelf("GK", own("GK202611200001")), "GK202611200001"),
    ):
        talk = Talk(actions(TEXTS, sources=[shelf], address=case_page, otherwise=guide))
        talk.conversation.apply([last])
        assert expected in words((await talk.run("action_report_status", "多久能发下来")).replies)
    talk = Talk(actions(TEXTS, sources=[Shelf("GK")], address=case_page, otherwise=guide))
    assert "没有查到您用这个微信" in words((await talk.run("action_report_status", "多久能发下来")).replies)


@pytest.mark.parametrize(
    ("text", "about_the_matter"),
    [
        ("生育津贴多久到账", True),
        ("高龄津贴每个月几号到账", True),
        ("生育津贴一般几天能发下来", True),
        ("我的生育津贴多久到账", False),
        ("生育津贴申请了还没到账，要多久", False),
        ("生育津贴到账了没，还要几天", False),
        ("生育津贴办到哪了", False),
    ],
)
async def test_a_matter_that_is_named_is_told_about_without_looking_for_cases(
    text: str, *, about_the_matter: bool
) -> None:
    guide = Says("action_show_guide", "the guide's time")
    shelf = Shelf("GK", own("GK202611200001"))
    talk = Talk(actions(TEXTS, sources=[shelf], address=case_page, otherwise=guide))
    said = words((await talk.run("action_report_status", text, slots={"topic": "生育津贴"})).replies)
    assert ("the guide's time" in said) is about_the_matter


async def test_the_page_of_a_case_is_given_to_its_applicant_and_to_nobody_else() -> None:
    shelf = Shelf("GK", own("GK202611200001"), others=[STRANGE])
    mine = await talk_with(shelf).run("action_report_status", "我的申请到哪了", intent="case_status")
    assert cards(mine.replies) == [("打开进度页", case_page("GK202611200001"))]
    asked = {"case_no": STRANGE.number}
    theirs = await talk_with(shelf).run("action_report_status", "查一下", intent="case_status", slots=asked)
    assert STRANGE.number in words(theirs.replies)
    assert cards(theirs.replies) == []


@pytest.mark.parametrize("key", ["status.none", "status.other_kind"])
def test_every_kind_of_number_is_named_where_none_was_found(key: str) -> None:
    """A kind that comes later must not be left out of what citizens are told to look for."""
    said = TEXTS.template(key)
    assert [prefix for prefix in (DISCLOSURE, TICKET, COMPLAINT, APPOINTMENT) if prefix not in said] == []


@pytest.mark.parametrize(
    ("said", "is_one"),
    [
        ("交上去了没", True),
        ("我刚才那个递上去没有？", True),
        ("这样就算登记好了吗", True),
        ("你们那边收到没得", True),
        ("提交成功了没", True),
        ("材料交上去了没", False),
        ("养老金收到没有", False),
        ("税交了没", False),
        ("我交了钱了吗", False),
    ],
)
def test_whether_something_went_in_names_nothing(said: str, *, is_one: bool) -> None:
    assert (WENT_IN.fullmatch(said) is not None) is is_one
