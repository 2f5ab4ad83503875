"""What a registrar would enter is read from the text, each value with the words it was taken from."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.documents.draft import from_plain, to_plain
from knowledge.ingest.particulars.dates import find_day
from knowledge.ingest.particulars.propose import propose
from knowledge.ingest.particulars.title import title_in
from knowledge.ingest.readers.manuscript import Manuscript

DECISION = """青岚县人民政府文件

青政发〔2026〕3号

青岚县人民政府关于印发
《青岚县高龄津贴发放办法》的通知

各乡镇人民政府，县直各单位：

根据省政府办公厅《关于加强养老服务的意见》（云政办发〔2020〕11号），制定本办法。

第一条 每人每月60元。

第二条 本办法自2026年2月1日起施行，有效期5年。《青岚县老年补贴规定》（青政发〔2019〕8号）同时废止。

青岚县人民政府
二〇二六年一月十五日

（此件公开发布）
"""


def proposed(text: str, **told: str) -> dict[str, str]:
    values: dict[str, str] = {}
    for one in propose(Manuscript(text, stated=told), file="文件.docx").fields:
        values.setdefault(one.field, one.value)
    return values


def test_an_official_text_is_read() -> None:
    assert proposed(DECISION) == {
        "title": "青岚县人民政府关于印发《青岚县高龄津贴发放办法》的通知",
        "number": "青政发〔2026〕3号",
        "issuer": "青岚县人民政府",
        "written_on": "2026-01-15",
        "effective_on": "2026-02-01",
        "expires_on": "2031-01-31",
        "kind": "policy",
        "genre": "通知",
        "theme": "养老服务",
        "disclosure": "主动公开",
        "abolishes": "《青岚县老年补贴规定》（青政发〔2019〕8号）",
    }


def test_every_value_has_its_evidence_and_survives_being_kept() -> None:
    proposal = propose(Manuscript(DECISION))
    assert all(one.evidence for one in proposal.fields)
    lines = DECISION.split("\n")
    for one in proposal.fields:
        if one.line and one.field in {"number", "effective_on", "disclosure"}:
            assert one.evidence[:20] in " ".join(lines[one.line - 1].split())
    assert from_plain(to_plain(proposal)) == proposal


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("青民发[2026]012号\n", "青民发〔2026〕12号"),
        ("（青财〔2026〕 7 号）\n", "青财〔2026〕7号"),
        ("根据《意见》（国发〔2020〕1号）精神。\n", None),
        ("青岚县人民政府令\n第 5 号\n", "青岚县人民政府令第5号"),
        ("没有文号。\n", None),
        ("青岚县人民政府令\n（第35号）\n", "青岚县人民政府令第35号"),
        ("青岚县自然资源局公告\n2026年第3号\n关于征地的公告\n", "青岚县自然资源局公告2026年第3号"),
        ("青岚县人民政府专题会议纪要\n〔2026〕5号\n", "青岚县人民政府专题会议纪要〔2026〕5号"),
        ("青教〔2026〕11号　　　　　　签发人：某某\n", "青教〔2026〕11号"),
    ],
)
def test_only_the_documents_own_number_is_taken(text: str, number: str | None) -> None:
    assert proposed(text).get("number") == number


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("决定废止《甲办法》。", ["《甲办法》"]),
        (
            "《甲办法》（青政〔2001〕1号）、《乙规定》同时废止。",
            ["《甲办法》（青政〔2001〕1号）", "《乙规定》"],
        ),
        ("依照《丙条例》不得废止合同。", []),
        ("《甲办法》继续有效。", []),
    ],
)
def test_what_ends_with_a_text_is_named(text: str, named: list[str]) -> None:
    assert list(propose(Manuscript(text)).values("abolishes")) == named


def test_what_only_the_source_states_is_taken() -> None:
    found = proposed(DECISION, published_on="2026-02-02 09:30", validity="已废止", written_on="去年")
    assert (found["published_on"], found["validity"], found["written_on"]) == (
        "2026-02-02",
        "废止",
        "2026-01-15",
    )


def test_the_signature_goes_before_the_unit_that_put_the_page_up() -> None:
    proposal = propose(Manuscript(DECISION, stated={"uploader": "青岚县民政局"}))
    issuer = next(one for one in proposal.fields if one.field == "issuer")
    assert (issuer.value, issuer.others, issuer.is_certain) == ("青岚县人民政府", ("青岚县民政局",), True)
    alone = propose(Manuscript("每人每月60元。\n", stated={"uploader": "青岚县民政局"}))
    issuer = next(one for one in alone.fields if one.field == "issuer")
    assert (issuer.value, issuer.is_certain) == ("青岚县民政局", False)


def test_a_row_of_a_table_is_its_units_own_word() -> None:
    proposal = propose(Manuscript(DECISION, stated={"issuer": "县政府办"}, line=3))
    assert proposal.value("issuer") == "县政府办"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026年1月15日", date(2026, 1, 15)),
        ("二〇二六年十二月三十一日", date(2026, 12, 31)),
        ("二○二六年二月二十日", date(2026, 2, 20)),
        ("2026-01-05 10:00", date(2026, 1, 5)),
        ("2026年2月30日", None),
        ("1026年2月3日", None),
    ],
)
def test_days_in_figures_and_characters(text: str, day: date | None) -> None:
    assert find_day(text) == day


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("# 某县办法\n", "某县办法"),
        ("索引号：1\n关于做好\n高龄津贴发放工作的通知\n各乡镇：", "关于做好高龄津贴发放工作的通知"),
        ("各乡镇人民政府：\n现将有关事项通知如下。", ""),
        (
            "青岚县城市管理条例\n（2011年3月5日青岚县人民代表大会通过 2021年1月8日修正）\n目录\n",
            "青岚县城市管理条例",
        ),
        ("青岚县住房租赁办法\n（征求意见稿）\n第一条 略。", "青岚县住房租赁办法（征求意见稿）"),
        ("QLDR-2026-00003\n青岚县水利局关于调整水价的通知\n", "青岚县水利局关于调整水价的通知"),
        (
            "甲县医保局 甲县财政局 国家税务总局甲县税务局关于缴费的通知\n",
            "甲县医保局 甲县财政局 国家税务总局甲县税务局关于缴费的通知",
        ),
        ("首页 > 政务公开 > 通知公告\n关于补贴的公告\n", "关于补贴的公告"),
        (
            "青岚县人民政府令\n（第35号）\n现公布《青岚县物业管理办法》，自2026年3月1日起施行。",
            "青岚县物业管理办法",
        ),
    ],
)
def test_titles(head: str, title: str) -> None:
    assert title_in(head) == title


@given(st.text("青政发〔2026〕3号《办法》废止自年月日起施行有效期至二一十五\n。：# ", max_size=300))
def test_any_text_gives_a_proposal(text: str) -> None:
    assert propose(Manuscript(text), file="a.docx").value("kind")
