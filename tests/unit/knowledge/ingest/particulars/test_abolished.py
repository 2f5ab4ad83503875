"""Every paper that ends is named once; what is only cited, amended, or ended long ago is not."""

import pytest

from knowledge.ingest.particulars.propose import propose
from knowledge.ingest.readers.manuscript import Manuscript

A, B, C = "《甲办法》（青政〔2001〕1号）", "《乙规定》（青政〔2002〕2号）", "《丙通知》（青政办〔2003〕3号）"


def ended(text: str, title: str = "") -> list[str]:
    return list(propose(Manuscript(text, title=title)).values("abolishes"))


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (f"决定废止{A}。", [A]),
        (f"决定废止{A}等93件行政规范性文件。", [A]),
        (f"根据{C}要求，经研究，决定废止{A}、{B}。", [A, B]),
        (f"本办法自2026年1月1日起施行，原{A}同时废止。", [A]),
        (f"本办法自2026年1月1日起施行。{A}，{B}同时废止。", [A, B]),
        (f"{A}自本决定公布之日起停止执行。", [A]),
        (f"7.{A}即日起废止。", [A]),
        ("《甲办法》(青政[2001]001号 )同时废止。", [A]),
        (f"以下文件予以废止：\n1．{A}\n2．{B}\n特此通知。\n《丙通知》继续有效。", [A, B]),
        (f"废止的文件目录\n一、{A}\n二、{B}\n继续有效的文件目录\n一、{C}", [A, B]),
        ("附件：废止文件清单\n1.甲办法（青政〔2001〕1号）\n2.乙规定（青政〔2002〕2号）", [A, B]),
        ("清理结果如下\n序号：1；文件名称：甲办法；文号：青政〔2001〕1号；处理意见：废止\n序号：2；文件名称：乙规定；文号：青政〔2002〕2号；处理意见：继续有效", [A]),
        ("拟废止文件表\n序号：1；文件名称：甲办法；文号：青政〔2001〕1号；处理意见：拟废止", []),
        ("决定废止《关于印发〈甲〉的通知》（青政〔2001〕1号）。", ["《关于印发〈甲〉的通知》（青政〔2001〕1号）"]),
        ("《关于印发《甲》的通知》同时废止。", ["《关于印发《甲》的通知》"]),
        ("《青岚县节约用水规定》（青岚县人民政府令第12号）同时废止。", ["《青岚县节约用水规定》（青岚县人民政府令第12号）"]),
        (f"{A}（以下简称《甲》）同时废止。", [A]),
        (f"原{A}同时作废。", [A]),
        ("失效的文件目录\n1\n甲办法\n青政〔2001〕1号\n2\n乙规定\n青政〔2002〕2号\n继续有效的文件目录\n3\n丙通知\n青政办〔2003〕3号", [A, B]),
        ("废止文件目录\n1 | 甲办法 | 青政〔2001〕1号", [A]),
    ],
)  # fmt: skip
def test_what_ends_is_named(text: str, named: list[str]) -> None:
    assert ended(text) == named


@pytest.mark.parametrize(
    "text",
    [
        "依照《丙条例》不得废止合同。",
        "《甲办法》继续有效。",
        f"根据《关于废止部分文件的决定》（青政〔2020〕9号），现就{A}作如下修订。",
        f"{A}第三条停止执行。",
        f"删去{A}第五条。",
        f"{A}已于2018年废止，不再列入。",
        f"各单位要做好{A}的修改、废止工作。",
        f"以往规定与{A}不一致的，同时废止。",
        f"有效期届满，{A}自动失效。",
        f"一、拟废止的文件\n1.{A}",
        f"{A}拟同时废止。",
        "",
    ],
)
def test_what_is_only_spoken_of_is_not(text: str) -> None:
    assert ended(text) == []


def test_a_title_that_ends_a_paper_counts_where_the_text_names_none() -> None:
    assert ended("自本通知印发之日起执行。", title="关于废止《甲办法》的通知") == ["《甲办法》"]
    assert ended(f"决定废止{A}。", title="关于废止《甲办法》的通知") == [A]


def test_what_explains_a_paper_ends_nothing_itself() -> None:
    assert ended(f"一、《丁办法》自2026年3月1日起施行，原{A}同时废止。", title="《丁办法》政策解读") == []


def test_each_tells_its_line() -> None:
    found = propose(Manuscript(f"废止目录\n\n1.{A}\n2.{B}\n")).fields
    assert [one.line for one in found if one.field == "abolishes"] == [3, 4]
