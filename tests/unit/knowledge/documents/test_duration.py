"""How long a guide's own words say that it takes, so that the longest of several can be found."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.documents.duration import working_days
from knowledge.documents.guide import parts

GUIDES = Path("knowledge/data/qinglan/guides")


@pytest.mark.parametrize(
    ("limit", "days"),
    [
        ("10个工作日。", 10),
        ("25个工作日；情况复杂的35个工作日。", 35),
        ("10个工作日（乡镇、街道初审5个工作日，县民政局确认5个工作日）。", 10),
        ("审核10个工作日，公示5个工作日，拨付10个工作日。", 25),
        ("审批7个工作日；抵押登记完成后3个工作日内放款。", 7),
        ("材料齐全当场办结；需要核实的5个工作日，最长不超过10个工作日；跨省迁移10个工作日。", 10),
        ("评议、核查、审批各10个工作日，公示5日另计；验收后10个工作日内拨付。", 30),
        ("自受理之日起25个工作日内作出审核决定（公示7日计算在内）。轮候时间另计，一般不超过3年。", 25),
        ("当场办结。", 0),
        ("1个工作日（8个工作小时）。", 1),
        ("预约后48小时内清运。", 10 / 7),
        ("7日内。", 5),
        ("6月25日前公布录取结果。", None),
        ("县级复核15个工作日，7月31日前发放。", 15),
        ("", None),
        ("随时", None),
    ],
)
def test_the_longest_way_counts(limit: str, days: float | None) -> None:
    assert working_days(limit) == (pytest.approx(days) if days is not None else None)


def test_the_terms_of_the_sample_county_can_be_compared() -> None:
    """But for those that name a day of the year, as the entry to a school does."""
    limits = {path.stem: parts(path.read_text("utf-8"))["limit"] for path in GUIDES.glob("*.md")}
    assert {name for name, limit in limits.items() if working_days(limit) is None} == {
        "kindergarten",
        "school-entry",
    }


@given(st.text(alphabet="0123456789个工作日小时月年天前内，。；（）各、当场最长另计公示", max_size=80))
def test_any_words_are_read(text: str) -> None:
    found = working_days(text)
    assert found is None or found >= 0
