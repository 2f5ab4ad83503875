"""The steps of a guide, read as its own words tell them: numbered lines, one line, arrows; and whatever else is no step."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.documents.guide import parts
from knowledge.documents.guide_steps import GuideFlow, GuideStep, flows

GUIDES = Path(__file__).parents[4] / "knowledge" / "data" / "qinglan" / "guides"


def test_numbered_lines_are_steps_with_what_is_said_behind() -> None:
    body = "1. 申请：到窗口或者网上。\n2. 审核：10个工作日。\n3. 领证\n\n另外，节假日顺延。"
    assert flows(body) == (
        GuideFlow(
            "", (GuideStep("申请", "到窗口或者网上"), GuideStep("审核", "10个工作日"), GuideStep("领证"))
        ),
    )


def test_one_line_for_each_way_is_a_way_of_its_own() -> None:
    found = flows(
        "急难型：1. 申请；2. 24小时内先行救助；3. 补手续。\n\n支出型：1. 申请；2. 公示3日；3. 审批。"
    )
    assert [(one.name, [step.title for step in one.steps]) for one in found] == [
        ("急难型", ["申请", "24小时内先行救助", "补手续"]),
        ("支出型", ["申请", "公示3日", "审批"]),
    ]


def test_no_word_of_a_step_is_left_out_or_moved() -> None:
    (flow,) = flows("1. 2000元以下（含）乡镇（街道）当日审批，超过2000元的3个工作日内审批；2. 到账")
    assert flow.steps[0] == GuideStep("2000元以下（含）乡镇（街道）当日审批", "超过2000元的3个工作日内审批")


def test_situations_and_arrows() -> None:
    found = flows("### 情形一：本人办\n申请→受理→发证\n### 情形二：代办\n- 交委托书\n- 核对")
    assert [(one.name, len(one.steps)) for one in found] == [("本人办", 3), ("代办", 2)]


@pytest.mark.parametrize(
    "body", ["", "到窗口办理，当场办结。", "1. 申请", "材料齐的，3.5个工作日。2026.1.1起执行。"]
)
def test_what_tells_no_steps_has_no_picture(body: str) -> None:
    assert flows(body) == ()


@given(st.text(alphabet="1２.、．→；。： \n-#情形一申（）*第步", max_size=200))
def test_no_text_breaks_it_and_no_step_is_empty(body: str) -> None:
    assert all(step.title.strip() for flow in flows(body) for step in flow.steps)


def test_the_sample_guides_have_pictures() -> None:
    drawn = [
        path.stem for path in GUIDES.glob("*.md") if flows(parts(path.read_text("utf-8")).get("steps", ""))
    ]
    assert len(drawn) >= 40
