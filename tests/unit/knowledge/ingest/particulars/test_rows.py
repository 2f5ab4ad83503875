"""Kinds of files that clerks bring, made here: what is proposed of each, and what is said at once."""

from pathlib import Path

import pytest

from knowledge.documents.document import Disclosure
from knowledge.documents.draft import Draft, Fault, Proposal, Refusal
from knowledge.ingest.particulars.identity import to_draft
from knowledge.ingest.read import read
from knowledge.ingest.readers.manuscript import Manuscript, ReadingNote
from knowledge.ingest.readers.webpage import read_page
from knowledge.ingest.readers.word import read_word
from tests.factories.papers import centred, paragraph, word


def of(manuscript: Manuscript) -> Proposal:
    proposal = to_draft(manuscript, file="某文件.docx").proposal
    assert proposal is not None
    return proposal


def values(proposal: Proposal, *fields: str) -> tuple[str, ...]:
    return tuple(proposal.value(field) for field in fields)


def test_markdown_without_a_front_matter_is_read_like_any_text(tmp_path: Path) -> None:
    paper = tmp_path / "办法.md"
    paper.write_text(
        "# 青岚县晒谷场管理办法\n\n青农发〔2026〕4号\n\n第一条 晒谷场免费。\n\n第二条 本办法自2026年6月1日起施行。\n\n"
        "青岚县农业农村局\n\n2026年5月2日\n",
        encoding="utf-8",
    )
    (draft,) = list(read([paper]))
    assert isinstance(draft, Draft)
    assert draft.proposal is not None
    assert values(draft.proposal, "title", "number", "issuer", "written_on", "effective_on") == (
        "青岚县晒谷场管理办法", "青农发〔2026〕4号", "青岚县农业农村局", "2026-05-02", "2026-06-01",
    )  # fmt: skip


def test_a_joint_paper_with_a_red_head() -> None:
    blocks = [
        centred("青岚县教育局", 60), centred("青岚县卫生健康局　文件", 60), centred("青教发〔2026〕 8 号", 32),
        centred("青岚县教育局 青岚县卫生健康局"), centred("关于调整学生体检"), centred("收费标准的通知"),
        paragraph("各中小学校："), paragraph("每人15元。"), paragraph("本通知自印发之日起施行，有效期二年。"),
        paragraph("青岚县教育局　　青岚县卫生健康局"), paragraph("二○二六年三月九日"), paragraph("（此件公开发布）"),
    ]  # fmt: skip
    (manuscript,) = read_word(word(*blocks))
    proposal = of(manuscript)
    assert values(proposal, "title", "number", "issuer", "written_on", "effective_on", "expires_on", "disclosure") == (
        "青岚县教育局 青岚县卫生健康局关于调整学生体检收费标准的通知", "青教发〔2026〕8号", "青岚县教育局、青岚县卫生健康局",
        "2026-03-09", "2026-03-09", "2028-03-08", "主动公开",
    )  # fmt: skip


def test_the_title_has_no_number_line() -> None:
    (manuscript,) = read_word(
        word(
            centred("青岚县人民政府办公室关于印发青岚县护林员补贴办法的通知"),
            centred("青政办〔2026〕17号"),
            paragraph("各乡镇人民政府："),
            paragraph("每月300元。"),
            paragraph("青岚县人民政府办公室"),
            paragraph("2026年4月9日"),
        )
    )
    assert values(of(manuscript), "title", "number") == (
        "青岚县人民政府办公室关于印发青岚县护林员补贴办法的通知", "青政办〔2026〕17号",
    )  # fmt: skip


def test_a_pages_issuer_is_that_of_table_and_title() -> None:
    page = """<html><head><meta charset="utf-8"><meta name="ContentSource" content="县水利局">
<meta name="ArticleTitle" content="青岚县人民政府办公室关于印发青岚县河道保洁办法的通知"></head><body>
<table><tr><td>发文机关：</td><td>青岚县人民政府办公室</td><td>文　　号：</td><td>青政办发〔2026〕9号</td></tr></table>
<div class="TRS_Editor"><p>第一条　每公里每年900元。</p><p>第二条　本办法自2026年9月1日起施行。</p></div></body></html>"""
    (manuscript,) = read_page(page.encode())
    proposal = of(manuscript)
    assert values(proposal, "issuer", "number") == ("青岚县人民政府办公室", "青政办发〔2026〕9号")
    assert next(one for one in proposal.fields if one.field == "issuer").others == ("县水利局",)


def test_a_title_glued_to_its_addressee_is_cut_off() -> None:
    text = "青农发〔2026〕2号\n关于下达农田水利资金的通知各乡镇人民政府：\n请按时拨付。\n青岚县农业农村局\n2026年8月6日\n"
    assert of(Manuscript(text)).value("title") == "关于下达农田水利资金的通知"


@pytest.mark.parametrize(
    ("mark", "disclosure"),
    [("秘密★1年", "不予公开"), ("机密★20年", "不予公开"), ("绝密", "不予公开"), ("内部资料 注意保存", "不予公开"),
     ("（此件不公开）", "不予公开"), ("此件依申请公开", "依申请公开"), ("（此件主动公开）", "主动公开")],
)  # fmt: skip
def test_marks_of_secrecy_are_said_at_once(mark: str, disclosure: str) -> None:
    text = f"{mark}\n青岚县储备点清单\n储备点共6处。\n青岚县应急管理局\n2026年2月6日\n"
    draft = to_draft(Manuscript(text), file="a.txt")
    assert draft.document.disclosure is Disclosure(disclosure)
    assert draft.proposal is not None
    assert any(mark.strip("（）") in note for note in draft.proposal.notes) == (
        disclosure != "主动公开" and "内部" not in mark
    )


def test_a_text_about_secrets_bears_no_mark() -> None:
    text = "青岚县保密须知\n秘密、机密、绝密分为三级。\n机密文件由专人保管。\n"
    assert of(Manuscript(text)).value("disclosure") == ""


def test_the_newest_order_is_the_number() -> None:
    text = (
        "青岚县湖泊保护条例\n\n2012年5月1日青岚县人民政府令第7号公布\n2024年10月8日青岚县人民政府令第29号修订\n"
        "自2025年1月1日起施行\n\n第一条 为保护湖泊，制定本条例。\n"
    )
    assert values(of(Manuscript(text)), "title", "number", "written_on", "effective_on") == (
        "青岚县湖泊保护条例", "青岚县人民政府令第29号", "2024-10-08", "2025-01-01",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "pictures", "key"),
    [
        ("# 社会救助电话\n", 2, "正文是图片（2张）"),
        ("\n", 1, "正文是图片"),
        ("2026年预算\n附件：2026年预算公开表.xlsx\n", 0, "正文只有附件"),
        ("招生简章.pdf\n来源：县教育局\n", 0, "正文只有附件"),
    ],
)
def test_a_picture_or_an_attachment_alone_is_named(
    text: str, pictures: int, key: str, tmp_path: Path
) -> None:
    notes = (ReadingNote("note_pictures", {"count": pictures}),) if pictures else ()
    title = text.split("\n", maxsplit=1)[0].lstrip("# ") if not text.startswith("招生") else ""
    with pytest.raises(Refusal) as refused:
        to_draft(Manuscript(text, title=title, notes=notes), file="a.html")
    assert key in refused.value.at("a.html", None).reason


def test_a_text_that_only_points_at_an_attachment_is_noted() -> None:
    text = "关于公布2026年预算的公告\n现予公布，详见附件。\n附件：预算表\n青岚县财政局\n2026年2月1日\n"
    assert any("附件" in note for note in of(Manuscript(text)).notes)


def test_two_notices_with_one_title_are_two(tmp_path: Path) -> None:
    (tmp_path / "甲.txt").write_text("关于停水的公告\n因检修，6月3日停水一天。\n", encoding="utf-8")
    (tmp_path / "乙.txt").write_text("关于停水的公告\n因检修，9月12日停水。\n", encoding="utf-8")
    items = list(read([tmp_path]))
    assert not any(isinstance(item, Fault) for item in items)
    assert len({item.document.id for item in items if isinstance(item, Draft)}) == 2


def test_the_same_paper_in_two_formats_is_one() -> None:
    lines = ["关于停水的公告", "因检修，6月3日停水一天。"]
    (from_word,) = read_word(word(*(paragraph(line) for line in lines)))
    ids = {to_draft(one, file="x").document.id for one in (from_word, Manuscript("\n".join(lines) + "\n"))}
    assert len(ids) == 1


def test_a_theme_needs_more_than_one_word() -> None:
    assert of(Manuscript("关于会议的通知\n请各单位在学校门口集合。\n")).value("theme") == ""
    assert (
        of(Manuscript("关于义务教育招生的通知\n各学校按时招生，学生凭户口入学。\n")).value("theme") == "教育"
    )
