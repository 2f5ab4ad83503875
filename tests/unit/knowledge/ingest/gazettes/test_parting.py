"""A gazette becomes its papers, each with its own particulars; what holds one paper stays one."""

import pytest

from knowledge.documents.draft import Draft
from knowledge.ingest.gazettes.drafts import drafts
from knowledge.ingest.readers.manuscript import Manuscript

COVER = "青岚县人民政府公报\n2026年第2期（总第18期）\n"
TO = "各乡镇人民政府，县政府各部门："
WOOD = ("青岚县人民政府关于加强森林防火工作的意见", "青政发〔2026〕4号", "青岚县人民政府", "2026年3月2日")
BUS = ("青岚县人民政府办公室关于调整公交线路的通知", "青政办发〔2026〕7号", "青岚县人民政府办公室", "2026年3月9日")  # fmt: skip
RULE = ("青岚县人民政府关于印发《青岚县犬只管理办法》的通知", "青政规〔2026〕1号", "青岚县人民政府", "2026年3月20日")  # fmt: skip
PAPERS = (WOOD, BUS, RULE)


def body(paper: tuple[str, str, str, str]) -> str:
    title, number, organ, day = paper
    return f"{title}\n{number}\n{TO}\n现将有关事项通知如下。\n一、各单位要明确专人负责。\n{organ}\n{day}\n"


def parted(text: str) -> list[Draft]:
    found = list(drafts(Manuscript(text), file="公报.txt"))
    return [one for one in found if isinstance(one, Draft)]


def titles(text: str) -> list[str]:
    return [one.proposal.value("title") for one in parted(text) if one.proposal]


CONTENTS = {
    "dots": "目　录\n" + "".join(f"{one[0]}……{at}\n" for at, one in enumerate(PAPERS, 2)),
    "brackets and sections": "目录\n【县政府文件】\n" + "".join(f"{one[0]}（{at}）\n" for at, one in enumerate(PAPERS, 2)),
    "numbers": "目次\n" + "".join(f"{one[0]}（{one[1]}）\t{at}\n" for at, one in enumerate(PAPERS, 2)),
    "none": "",
}  # fmt: skip


@pytest.mark.parametrize("contents", CONTENTS.values(), ids=CONTENTS)
def test_each_paper_of_a_gazette_is_a_document_with_its_particulars(contents: str) -> None:
    found = parted(COVER + contents + "".join(map(body, PAPERS)))
    told = [
        tuple(one.proposal.value(field) for field in ("title", "number", "issuer", "written_on"))
        for one in found
        if one.proposal
    ]
    days = ("2026-03-02", "2026-03-09", "2026-03-20")
    assert told == [(*paper[:3], day) for paper, day in zip(PAPERS, days, strict=True)]
    assert all("公报" not in one.text and "目" not in one.text for one in found)


def test_each_paper_tells_where_it_stood_and_has_an_id_of_its_own() -> None:
    found = parted(COVER + "".join(map(body, PAPERS)))
    assert [one.line for one in found] == [3, 10, 17]
    assert len({one.document.id for one in found}) == len(PAPERS)
    assert "这是第2份（从第10行起）" in "".join(found[1].proposal.notes if found[1].proposal else ())


def test_what_is_attached_stays_with_its_paper_and_page_heads_go() -> None:
    rule = body(RULE) + "青岚县犬只管理办法\n第一条　为了管理犬只，制定本办法。\n"
    running = "青岚县人民政府公报　2026年第2期\n"
    found = parted(
        COVER + body(WOOD) + running + rule + running + "第二条　本办法自印发之日起施行。\n" + body(BUS)
    )
    assert [one.proposal.value("title") for one in found if one.proposal] == [WOOD[0], RULE[0], BUS[0]]
    assert "第一条" in found[1].text
    assert "第二条" in found[1].text
    assert "第2期" not in "".join(one.text for one in found)


def test_a_paper_that_hands_on_another_keeps_it() -> None:
    handed = (
        "青岚县财政局关于规范票据管理的意见\n各有关单位：\n一、票据由专人保管。\n青岚县财政局\n2026年2月1日\n"
    )
    hands = ("青岚县人民政府办公室转发县财政局关于规范票据管理意见的通知", *BUS[1:])
    assert titles(COVER + body(hands) + handed + body(WOOD)) == [hands[0], WOOD[0]]


def test_a_chronicle_behind_the_papers_is_none_of_them() -> None:
    found = parted(COVER + body(WOOD) + body(BUS) + "2026年政府大事记\n1月3日，县政府召开常务会议。\n")
    assert "常务会议" not in found[1].text
    assert len(found) == 3


@pytest.mark.parametrize(
    "text",
    [
        "青岚县国民经济和社会发展统计公报\n青岚县统计局\n2026年2月3日\n一、综合\n全年粮食产量21.3万吨。",
        body(RULE) + "青岚县犬只管理办法\n目　录\n第一章　总则……1\n第二章　登记……2\n第一章　总则\n第一条　为了管理犬只，制定本办法。\n第二章　登记\n第二条　犬只应当登记。",
        "青岚县人民政府关于废止部分文件的决定\n青政发〔2026〕9号\n决定废止下列文件（目录附后）。\n青岚县人民政府\n2026年3月2日\n目录\n"
        + "".join(f"{at}.{one[0]}（{one[1]}）\n" for at, one in enumerate(PAPERS, 1)),
        body(WOOD) + "附件：1.任务分工表\n附件1\n任务分工表\n青岚县民政局负责巡查。",
    ],
    ids=["statistics", "chapters", "abolished", "annex"],
)  # fmt: skip
def test_what_holds_one_paper_stays_one(text: str) -> None:
    assert len(parted(text)) == 1


def test_a_gazette_that_could_not_be_taken_apart_says_so() -> None:
    (found,) = parted(COVER + "本期为空白版面测试，没有刊登文件。\n")
    assert found.proposal
    assert "没有分出" in "".join(found.proposal.notes)


def test_a_row_of_a_table_is_never_taken_apart() -> None:
    found = list(drafts(Manuscript(COVER + "".join(map(body, PAPERS)), line=7), file="表.xlsx"))
    assert [one.line for one in found] == [7]


def test_an_order_is_a_paper_with_the_rule_it_makes_known() -> None:
    rule = "青岚县节约用水办法"
    order = f"青岚县人民政府令\n第3号\n《{rule}》已经审议通过，现予公布。\n县长　某某\n2026年3月1日\n{rule}\n第一条　为了节约用水，制定本办法。\n"
    listed = f"目录\n青岚县人民政府令（第3号）……1\n{rule}……2\n{WOOD[0]}……4\n"
    for contents in (listed, ""):
        found = parted(COVER + contents + order + body(WOOD))
        assert [one.proposal.value("title") for one in found if one.proposal] == [rule, WOOD[0]]
        assert "第一条" in found[0].text


def test_what_lies_before_the_first_paper_is_not_lost() -> None:
    speech = "县长在全县大会上的讲话\n同志们，今天的会议很重要。\n大家要抓好落实。\n"
    contents = f"目录\n县长在全县大会上的讲话……1\n{WOOD[0]}……3\n{BUS[0]}……5\n"
    for above in (contents, ""):
        found = parted(COVER + above + speech + body(WOOD) + body(BUS))
        assert "今天的会议很重要" in found[0].text
        assert len(found) == 3
