from collections.abc import Sequence

import pytest

from bot.errors import ServiceError
from handlers.disclosure.application.entrance import SimilarDocument, StartDisclosure, topic
from handlers.disclosure.application.form import FORM
from handlers.talk.turn import hear
from tests.factories.talk import TEXTS, Talk, labels, words
from tests.factories.talks import tracker

BUDGET = SimilarDocument(
    "2025年财政决算公开",
    "《2025年财政决算公开》(青财〔2026〕8号,2026-08-20,有效)",
    "https://x.example/1",
    "doc-1",
)
OTHER = SimilarDocument(
    "2025年财政预算公开",
    "《2025年财政预算公开》(青财〔2025〕2号,2025-02-11,有效)",
    "https://x.example/2",
    "doc-2",
)


class Shelf:
    """Answers every search with what it was given, and notes what was searched."""

    def __init__(self, *found: SimilarDocument) -> None:
        self.found = found
        self.asked: list[str] = []

    async def __call__(self, wanted: str) -> Sequence[SimilarDocument]:
        self.asked.append(wanted)
        return self.found


def talk_with(shelf: Shelf) -> Talk:
    return Talk([StartDisclosure(TEXTS, published=shelf)])


async def test_nothing_published_opens_the_form_with_the_wish_filled_in() -> None:
    shelf = Shelf()
    talk = talk_with(shelf)
    outcome = await talk.run("action_start_disclosure", "我要申请公开2025年财政决算")
    assert outcome.replies == ()
    assert talk.conversation.form == FORM.name
    assert talk.conversation.slots["information"] == "2025年财政决算"
    assert shelf.asked == ["2025年财政决算"]


async def test_without_a_wish_nothing_is_searched_and_the_form_opens_empty() -> None:
    shelf = Shelf(BUDGET)
    talk = talk_with(shelf)
    await talk.run("action_start_disclosure", "我要申请信息公开")
    assert talk.conversation.form == FORM.name
    assert talk.conversation.slots.get("information") is None
    assert shelf.asked == []


async def test_something_published_is_offered_first_and_never_blocks() -> None:
    talk = talk_with(Shelf(BUDGET))
    outcome = await talk.run("action_start_disclosure", "我要申请公开2025年财政决算")
    assert BUDGET.source_line in words(outcome.replies)
    assert labels(outcome.replies) == ["就是这份", "不是，继续申请"]
    assert outcome.replies[0].choices[0].payload == '/show_source{"document": "doc-1"}'
    assert talk.conversation.form is None
    await talk.run("action_start_disclosure", "2")
    assert talk.conversation.form == FORM.name
    assert talk.conversation.slots["information"] == "2025年财政决算"


async def test_several_published_documents_are_told_apart() -> None:
    outcome = await talk_with(Shelf(BUDGET, OTHER, OTHER)).run(
        "action_start_disclosure", "申请公开2025年财政决算"
    )
    assert labels(outcome.replies) == ["《2025年财政决算公开》", "《2025年财政预算公开》", "不是，继续申请"]


async def test_a_complaint_is_asked_about_once_and_never_blocks() -> None:
    shelf = Shelf()
    talk = talk_with(shelf)
    outcome = await talk.run("action_start_disclosure", "申请公开+投诉 村里账目不公开 我要看账")
    assert words(outcome.replies) == TEXTS("disclosure.entrance.purpose")
    assert labels(outcome.replies)[:2] == ["获取文件或数据", "反映问题"]
    assert talk.conversation.form is None
    await talk.run("action_start_disclosure", "1")
    assert talk.conversation.form == FORM.name
    assert "账目" in talk.conversation.slots["information"]


async def test_a_complaint_that_wants_a_record_still_hears_what_is_public() -> None:
    talk = talk_with(Shelf(BUDGET))
    await talk.run("action_start_disclosure", "我要投诉，并申请公开2025年财政决算")
    outcome = await talk.run("action_start_disclosure", "1")
    assert "就是这份" in labels(outcome.replies)


async def test_a_failing_search_does_not_stop_an_application() -> None:
    async def away(wanted: str) -> Sequence[SimilarDocument]:
        raise ServiceError(retry_after=1.0)

    talk = Talk([StartDisclosure(TEXTS, published=away)])
    await talk.run("action_start_disclosure", "我要申请公开2025年财政决算")
    assert talk.conversation.form == FORM.name


@pytest.mark.parametrize(
    "wish", ['带"引号"和{括号}的2024年会议纪要', "反斜杠\\路改造的招投标文件", "<b>2024年</b>的审计报告"]
)
async def test_odd_signs_survive_the_detour(wish: str) -> None:
    talk = talk_with(Shelf(BUDGET))
    await talk.run("action_start_disclosure", wish)
    await talk.run("action_start_disclosure", "2")
    assert talk.conversation.slots["information"] == wish


async def test_an_earlier_form_leaves_nothing_behind() -> None:
    talk = talk_with(Shelf())
    talk.conversation.apply([{"event": "slot", "name": "identity_number", "value": "339901198503142016"}])
    await talk.run("action_start_disclosure", "我要申请公开2025年财政决算")
    assert talk.conversation.slots.get("identity_number") is None


async def test_a_rule_and_what_explains_it_are_told_apart_by_the_end_of_their_titles() -> None:
    rule = SimilarDocument("青岚县公共租赁住房管理办法", "《…》", "https://x.example/3", "doc-3")
    reading = SimilarDocument(
        "《青岚县公共租赁住房管理办法》政策解读", "《…》", "https://x.example/4", "doc-4"
    )
    talk = talk_with(Shelf(rule, reading))
    outcome = await talk.run("action_start_disclosure", "我要申请公开公租房管理办法和解读")
    assert labels(outcome.replies)[:2] == [
        "《青岚县公共租赁住房管理办法》",
        "《〈青岚县公共租赁住房管理办法〉政策解读》",
    ]


async def test_a_very_long_title_keeps_its_beginning_and_its_end() -> None:
    long = SimilarDocument("关于" + "进一步加强" * 10 + "的通知", "《…》", "https://x.example/5", "doc-5")
    talk = talk_with(Shelf(long, OTHER))
    outcome = await talk.run("action_start_disclosure", "我要申请公开2025年财政的文件")
    label = labels(outcome.replies)[0]
    assert label.startswith("《关于进一步")
    assert label.endswith("的通知》")
    assert len(label) < 42


@pytest.mark.parametrize(
    ("said", "named", "wanted"),
    [
        ("我要申请信息公开", "信息公开", ""),
        ("申请政府信息公开", "政府信息公开", ""),
        ("公开一下公租房", "公租房", "公租房"),
        ("那我就申请，看看水利局前年的预算", "预算", "水利局前年的预算"),
    ],
)
def test_the_applying_itself_is_no_information(said: str, named: str, wanted: str) -> None:
    assert topic(hear(tracker(said, entities={"topic": named}))) == wanted
