"""What is wanted may be told before, in pieces and at length; it is read back hidden and cut."""

import pytest

from handlers.disclosure.application.prompts import summary
from tests.factories.application_form import IDENTITY, PERSON, TEXTS, Files, answer, start
from tests.factories.talk import Talk


async def test_what_was_said_already_is_read_back_before_the_second_question(talk: Talk) -> None:
    notice = await start(talk, "青岚县2025年财政决算报告，联系电话13900001234")
    assert notice.startswith("好，您要的信息记下了：青岚县2025年财政决算报告")
    assert "13900001234" not in notice
    assert "记下了" not in await start(talk)


async def test_the_wish_is_prefilled_and_stands_in_the_summary(talk: Talk) -> None:
    await start(talk, "2025年财政决算")
    assert "（2/6）" in await answer(talk, "1")
    assert "2. 需要的信息：2025年财政决算" in await answer(talk, *PERSON[2:], "3")


async def test_a_wish_too_short_is_not_prefilled(talk: Talk) -> None:
    await start(talk, "文件")
    assert "（1/6）" in await answer(talk, "1")


async def test_a_wish_told_in_pieces_is_gathered_and_shown(talk: Talk, files: Files) -> None:
    await start(talk)
    assert "审计" in await answer(talk, "1", "审计")
    assert talk.conversation.slots.get("information") is None
    joined = await answer(talk, "桂花路改造工程的")
    assert "审计；桂花路改造工程的" in joined
    assert "名义" in joined
    open_end = await answer(talk, "上一步", "招标文件、合同，")
    assert "招标文件、合同，" in open_end
    assert "审计" not in open_end
    assert "名义" in await answer(talk, "写完了")
    added = await answer(talk, "还有监理报告")
    assert "招标文件、合同，还有监理报告" in added
    assert "名义" in added
    await answer(talk, *PERSON[2:], "1", "写完了", "另外要2024年的那一份", "1")
    assert files.filed[0]["information"] == "招标文件、合同，还有监理报告；另外要2024年的那一份"


@pytest.mark.parametrize("text", ["还有多久能办好", "还有吗", "还有谁要填？", "另外收费吗"])
async def test_a_question_is_no_part_of_the_wish(talk: Talk, text: str) -> None:
    await start(talk, "2025年财政决算报告")
    await answer(talk, "1", text)
    assert talk.conversation.slots["information"] == "2025年财政决算报告"


async def test_what_would_be_too_long_is_refused_and_the_rest_kept(talk: Talk) -> None:
    await start(talk)
    await answer(talk, "1", "桂花路改造工程的监理报告" * 80)
    assert await answer(talk, "还有" + "合同" * 30) == "\n".join(
        [TEXTS("disclosure.gather.full"), TEXTS("disclosure.ask.applicant_kind", place=2, total=6)]
    )
    assert talk.conversation.slots["information"] == "桂花路改造工程的监理报告" * 80


async def test_a_long_description_is_cut_in_the_summary_only(talk: Talk, files: Files) -> None:
    description = "桂花路改造工程的监理报告" * 30
    await start(talk)
    checked = await answer(talk, "1", description, *PERSON[2:], "1")
    assert "（共360字）" in checked
    assert len(checked) < 600
    await answer(talk, "1")
    assert files.filed[0]["information"] == description


async def test_numbers_in_the_description_are_hidden_in_the_summary() -> None:
    slots = {"information": f"本人{IDENTITY}的低保材料", "applicant_kind": "natural", "delivery": "counter"}
    assert IDENTITY not in summary(slots, TEXTS, own=True)


async def test_an_address_in_four_messages_is_one_address(talk: Talk) -> None:
    await start(talk)
    await answer(talk, *PERSON, "邮寄", "青岚县", "石桥镇", "下坝村")
    assert talk.conversation.slots["delivery_address"] is None
    assert "请核对" in await answer(talk, "15号")
    assert talk.conversation.slots["delivery_address"] == "青岚县石桥镇下坝村15号"
