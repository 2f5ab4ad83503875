r"""Rich text becomes what the eye sees: letters of its code pages, numbers, tables, notes; damaged ones are refused."""

import random

import pytest

from tests.factories.rich_papers import coded, numbered, rich
from tests.unit.knowledge.ingest.kinds import imported


def text(*parts: str, head: str | None = None) -> str:
    return imported("文.rtf", rich(*parts) if head is None else rich(*parts, head=head)).text.strip()


@pytest.mark.parametrize(
    ("part", "said"),
    [
        (rf"\f1 {coded('青岚县高龄津贴办法')}\par", "青岚县高龄津贴办法"),
        (rf"\f0 {coded('每月60元')}\par", "每月60元"),
        (rf"{numbered('每月60元，共12个月')}\par", "每月60元，共12个月"),
        (rf"\uc2 \u38738\'c7\'e0\u23706\'e1\'b0{coded('县')}\par", "青岚县"),
        (rf"{numbered('𠀀村')}\par", "𠀀村"),
        (r"\f0 it\'92s 5\'b0\par", "it’s 5°"),
        (rf"{coded('总投资3×10')}{{\super 4}}{coded('万元')}\par", "总投资3×10⁴万元"),
        (rf"{{\listtext {coded('第一条')} }}{coded('为了方便群众。')}\par", "第一条 为了方便群众。"),
        (r"\{a\}\\b\~c\_d\emdash e\par", r"{a}\b c-d—e"),
        (rf"{coded('见')}{{\field{{\*\fldinst HYPERLINK x}}{{\fldrslt {coded('附件')}}}}}\par", "见附件"),
        (rf"{{\*\unknown {coded('不是正文')}}}{{\header {coded('页眉')}}}{coded('正文')}\par", "正文"),
        (rf"{{\deleted {coded('删去')}}}{coded('留下')}\par", "留下"),
        (rf"{{\shp{{\*\shpinst{{\sp{{\sn x}}{{\sv 1}}}}{{\shptxt {coded('框里的话')}\par}}}}}}{coded('正文')}\par", "框里的话\n\n正文"),
    ],
)  # fmt: skip
def test_letters_are_those_that_are_seen(part: str, said: str) -> None:
    assert text(part) == said


def test_bytes_in_no_chinese_document_keep_their_code_page() -> None:
    assert text(r"caf\'e9\par", head=r"\ansicpg1252\deff0") == "café"


def test_what_is_left_out_is_named() -> None:
    found = imported(
        "文.rtf",
        rich(
            rf"{{\strike {coded('五百元')}}}{coded('六百元')}{{\v {coded('藏着')}}}{{\pict\pngblip 89504e47}}{{\*\shppict{{\pict 00}}}}\par",
            rf"{coded('含税价')}{{\footnote {{{coded('含增值税。')}}}}}\par",
        ),
    )
    assert found.text.strip() == "六百元\n\n含税价（见注1）\n\n注1：含增值税。"
    assert "五百元" in found.notes
    assert "2处图片" in found.notes
    assert "1处隐藏文字" in found.notes


def cells(*words: str, shape: str) -> str:
    return rf"\trowd{shape}\pard\intbl " + "".join(rf"{coded(one)}\cell " for one in words) + r"\row"


def test_a_table_says_its_columns_and_joined_cells() -> None:
    three = r"\cellx2000\cellx4000\cellx6000"
    found = text(
        rf"{coded('收费标准如下。')}\par",
        cells("项目", "标准", "对象", shape=three),
        cells("垃圾费", "每月8元", "城区", shape=r"\clvmgf\cellx2000\cellx4010\cellx6000"),
        cells("", "每月4元", "乡镇", shape=r"\clvmrg\cellx2000\cellx4000\cellx6000"),
        cells("停车费", "白天3元，夜间不收", shape=r"\cellx2000\cellx6000"),
        rf"\pard {coded('以上标准自发布之日起执行。')}\par",
    )
    assert found.split("\n") == [
        "收费标准如下。", "", "项目：垃圾费；标准：每月8元；对象：城区", "项目：垃圾费；标准：每月4元；对象：乡镇",
        "项目：停车费；标准：白天3元，夜间不收；对象：白天3元，夜间不收", "", "以上标准自发布之日起执行。",
    ]  # fmt: skip


def test_the_particulars_of_a_paper_come_from_its_layout() -> None:
    (draft,) = imported(
        "通知.rtf",
        rich(
            rf"\pard\qc\f1\fs44 {coded('青岚县民政局关于发放高龄津贴的通知')}\par",
            rf"\pard\qc\fs32 {coded('青民发〔2026〕7号')}\par\pard {coded('各乡镇人民政府：')}\par",
            rf"{coded('请认真落实。')}\par\pard\qr {coded('青岚县民政局')}\par {coded('2026年3月1日')}\par",
        ),
    ).drafts
    assert draft.proposal
    told = [draft.proposal.value(one) for one in ("title", "number", "issuer", "written_on")]
    assert told == ["青岚县民政局关于发放高龄津贴的通知", "青民发〔2026〕7号", "青岚县民政局", "2026-03-01"]


@pytest.mark.parametrize(
    "content",
    [
        b"no rich text",
        b"{\\rtf1 " + b"{" * 5_000,
        b"{\\rtf1\\ansi{\\fonttbl",
        b"{\\rtf1}",
        b"{\\rtf1 \\bin99999999 x}",
        b"{\\rtf1 \\u999999999999999999? \\uc-5 \\cellx-1 \\fs}",
    ],
)
def test_hostile_ones_are_refused_with_words(content: bytes) -> None:
    assert imported("坏.rtf", content).refused


def test_damaged_ones_are_read_or_refused() -> None:
    chance = random.Random(17)
    whole = rich(
        rf"{coded('第一条')}\par", cells("甲", "乙", shape=r"\cellx10\cellx20"), rf"{numbered('末尾')}\par"
    )
    for _ in range(200):
        broken = bytearray(whole)
        for _ in range(chance.randint(1, 6)):
            at = chance.randrange(len(broken))
            broken[at : at + chance.randint(0, 6)] = chance.choice(
                [b"", b"{", b"}", b"\\", b"\\'", b"\\row ", b"9"]
            )
        found = imported("坏.rtf", bytes(broken))
        assert found.refused or found.drafts


def test_rich_text_under_another_name_is_named() -> None:
    assert ".rtf" in imported("文.doc", rich(rf"{coded('正文')}\par")).refused
