"""What the eye sees is what is kept: one test for each kind of file that clerks bring."""

from pathlib import Path

import pytest

from knowledge.documents.document import Disclosure
from knowledge.documents.draft import Draft, Fault
from knowledge.ingest.read import read
from tests.factories import papers
from tests.unit.knowledge.ingest.kinds import imported

STYLES = (
    '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts>'
    '<numFmt numFmtId="165" formatCode="0.0%"/>'
    '<numFmt numFmtId="166" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/>'
    '<numFmt numFmtId="167" formatCode="0&quot;户&quot;"/></numFmts><fonts><font/><font><strike/></font></fonts>'
    '<cellXfs><xf numFmtId="0" fontId="0"/><xf numFmtId="165" fontId="0"/><xf numFmtId="4" fontId="0"/>'
    '<xf numFmtId="166" fontId="0"/><xf numFmtId="167" fontId="0"/><xf numFmtId="0" fontId="1"/></cellXfs></styleSheet>'
)


def paper(*blocks: str) -> bytes:
    return papers.word(*blocks)


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def sheet(*rows: str, name: str = "Sheet1", merged: str = "") -> bytes:
    """Give a workbook of rows written as its cells' XML, each cell in order."""
    body = "".join(f'<row r="{at}">{row}</row>' for at, row in enumerate(rows, start=1))
    whole = papers.workbook({name: [["x"]]})
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    return papers.repacked(
        whole,
        {
            "xl/worksheets/sheet1.xml": f"<worksheet {main}><sheetData>{body}</sheetData>{merged}</worksheet>".encode(),
            "xl/styles.xml": STYLES.encode(),
        },
    )


def cells(*values: str) -> str:
    """Give cells of words."""
    return "".join(f'<c t="inlineStr"><is><t xml:space="preserve">{value}</t></is></c>' for value in values)


def figure(value: str, style: int = 0) -> str:
    return f'<c s="{style}"><v>{value}</v></c>'


def test_a_markdown_file_without_a_block_is_read_like_any_text(tmp_path: Path) -> None:
    path = tmp_path / "办法.md"
    path.write_text(
        "# 云坪县护林员管理办法\n\n云林发〔2026〕7号\n\n第一条 每人每月补贴500元。\n\n第二条 本办法自2026年6月1日起施行。\n\n"
        "云坪县林业局\n\n2026年5月8日\n",
        encoding="utf-8",
    )
    (draft,) = read([path])
    assert isinstance(draft, Draft)
    found = draft.document
    assert (found.title, found.number, found.issuer) == (
        "云坪县护林员管理办法",
        "云林发〔2026〕7号",
        "云坪县林业局",
    )
    assert (str(found.written_on), str(found.effective_on)) == ("2026-05-08", "2026-06-01")


def test_two_issuers_above_a_red_line_stay_apart() -> None:
    found = imported(
        "通知.docx",
        paper(
            papers.centred("云坪县民政局", 52),
            papers.centred("云坪县残联　文件", 52),
            papers.paragraph("云民发〔2026〕 8 号"),
            papers.centred("云坪县民政局 云坪县残疾人联合会"),
            papers.centred("关于发放护理补贴的通知"),
            papers.paragraph("各乡镇人民政府："),
            papers.paragraph("每人每月90元。本通知自印发之日起施行，有效期二年。"),
            papers.paragraph("云坪县民政局　　云坪县残疾人联合会"),
            papers.paragraph("2026年4月3日"),
            papers.paragraph("（此件公开发布）"),
        ),
    )
    (draft,) = found.drafts
    document = draft.document
    assert document.title == "云坪县民政局 云坪县残疾人联合会关于发放护理补贴的通知"
    assert document.number == "云民发〔2026〕8号"
    assert document.issuer == "云坪县民政局、云坪县残疾人联合会"
    assert (str(document.effective_on), str(document.expires_on)) == ("2026-04-03", "2028-04-02")
    assert document.disclosure == Disclosure.ACTIVE


def test_the_number_below_a_title_is_no_part_of_it() -> None:
    (draft,) = imported(
        "通知.docx",
        paper(
            papers.centred("云坪县人民政府办公室关于印发云坪县安家补贴办法的通知"),
            papers.centred("云政办〔2026〕12号"),
            papers.paragraph("各乡镇人民政府：每户补贴2万元。"),
        ),
    ).drafts
    assert draft.document.title == "云坪县人民政府办公室关于印发云坪县安家补贴办法的通知"
    assert draft.document.number == "云政办〔2026〕12号"


def test_raised_and_lowered_signs_stay_raised_and_lowered() -> None:
    raised, lowered = '<w:vertAlign w:val="superscript"/>', '<w:vertAlign w:val="subscript"/>'
    text = imported(
        "标准.docx",
        paper(
            papers.paragraph("云坪县建房标准"),
            f"<w:p>{run('每户90m')}{run('2', raised)}{run('，投资2×10')}{run('6', raised)}{run('元，CO')}{run('2', lowered)}</w:p>",
        ),
    ).text
    assert "每户90m²，投资2×10⁶元，CO₂" in text


def test_words_struck_out_are_left_out_and_named() -> None:
    found = imported(
        "通知.docx",
        paper(
            papers.paragraph("云坪县补助通知"),
            f"<w:p>{run('每月')}{run('300元', '<w:strike/>')}{run('350元。')}</w:p>",
        ),
    )
    assert "每月350元。" in found.text
    assert "300元" not in found.text
    assert "300元" in found.notes


def test_cells_say_what_the_sheet_shows() -> None:
    found = imported(
        "表.xlsx",
        sheet(
            cells("项目", "比例", "金额", "日期", "户数"),
            cells("参保")
            + figure("0.0745", 1)
            + figure("2345678.9", 2)
            + figure("46000", 3)
            + figure("77", 4),
            cells("停用") + figure("0.5", 5),
        ),
    )
    assert "比例：7.5%；金额：2,345,678.90；日期：2025年12月9日；户数：77户" in found.text
    assert "0.5" in found.notes
    assert "0.5" not in found.text


def test_a_line_end_that_excel_escapes_is_a_line_end() -> None:
    text = imported(
        "表.xlsx", sheet(cells("单位", "电话"), cells("文化馆_x000D_\n（西馆）", "0599-1112222"))
    ).text
    assert "_x000D_" not in text
    assert "文化馆 （西馆）：0599-1112222" in text


def test_a_picture_in_a_cell_is_named_and_its_formula_not_kept() -> None:
    found = imported(
        "表.xlsx",
        sheet(
            cells("单位", "样式", "电话"),
            cells("档案馆") + '<c t="str"><f>_xlfn.DISPIMG("ID_1",1)</f><v>=DISPIMG("ID_1",1)</v></c>' + cells("12345"),
        ),
    )  # fmt: skip
    assert "DISPIMG" not in found.text
    assert "1处图片" in found.notes


def test_a_page_laid_into_a_word_file_is_read() -> None:
    chunk = '<w:altChunk xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="rId7"/>'
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId7" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/aFChunk" Target="{}"/></Relationships>'
    )
    page = "<html><meta charset='utf-8'><body><p>第二段：每人200元。</p></body></html>"
    found = imported(
        "通知.docx",
        papers.word(
            papers.paragraph("云坪县合并通知"),
            chunk,
            parts={"word/_rels/document.xml.rels": relations.format("part.html"), "word/part.html": page},
        ),
    )
    assert "第二段：每人200元。" in found.text
    lost = imported(
        "通知.docx",
        papers.word(
            papers.paragraph("云坪县合并通知"),
            papers.paragraph("第一段。"),
            chunk,
            parts={"word/_rels/document.xml.rels": relations.format("part.bin")},
        ),
    )
    assert "1处嵌入的子文档没有读取" in lost.notes


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("表.xlsx", b"<!DOCTYPE html><html><body><table><tr><td>1</td></tr></table></body></html>", ("网页", ".html")),
        ("通知.docx", papers.pdf(["一行文字"]), ("PDF", ".pdf")),
        ("通知.pdf", papers.word(papers.paragraph("一行文字")), ("Word", ".docx")),
        ("通知.docx", papers.workbook({"一": [["a"]]}), ("Excel", ".xlsx")),
        ("通知.docx", b"{\\rtf1\\ansi abc}", ("RTF", "改成 .rtf")),
        ("通知.docx", b"", ("空的",)),
        ("通知.txt", b"MZ\x90\0" + bytes(90), ("程序",)),
    ],
)  # fmt: skip
def test_a_disguised_file_is_named_for_what_it_is(name: str, content: bytes, words: tuple[str, ...]) -> None:
    refused = imported(name, content).refused
    assert all(word in refused for word in words)


def test_signs_nobody_sees_are_taken_out_and_counted() -> None:
    found = imported("通知.txt", "云坪县缴\u200b费通知\n账号：6222\u200e0200\u202e1234\n".encode())
    assert "账号：622202001234" in found.text
    assert found.drafts[0].document.title == "云坪县缴费通知"
    assert "3个看不见的字符" in found.notes


def test_marks_of_secrecy_are_said_at_once() -> None:
    found = imported(
        "清单.docx",
        paper(
            papers.paragraph("秘密★2年"),
            papers.centred("云坪县储备点清单"),
            papers.paragraph("共3处。"),
            papers.paragraph("（此件不公开）"),
        ),
    )
    assert "秘密★2年" in found.notes
    assert "此件不公开" in found.notes
    assert found.drafts[0].document.disclosure == Disclosure.CLOSED


def test_the_number_of_a_revised_regulation_is_that_of_the_newest_order() -> None:
    found = imported(
        "办法.txt",
        "云坪县供水管理办法\n\n2014年2月1日云坪县人民政府令第5号公布\n2025年1月9日云坪县人民政府令第18号修订\n"
        "自2025年3月1日起施行\n\n第一条 制定本办法。\n".encode(),
    )
    assert found.drafts[0].document.number == "云坪县人民政府令第18号"


def test_the_strict_edition_of_a_word_file_is_read() -> None:
    with_strict = papers.repacked(
        paper(papers.paragraph("云坪县图书馆公告"), papers.paragraph("周二至周日开放。")), {}
    )
    body = (
        '<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main" w:conformance="strict"><w:body>'
        f"{papers.paragraph('云坪县图书馆公告')}{papers.paragraph('周二至周日开放。')}</w:body></w:document>"
    )
    found = imported("公告.docx", papers.repacked(with_strict, {"word/document.xml": body.encode()}))
    assert "周二至周日开放。" in found.text


def test_a_word_file_of_pictures_alone_says_so() -> None:
    found = imported("通知.docx", paper("<w:p><w:r><w:drawing/></w:r></w:p>"))
    assert "图片" in found.refused


def test_rows_without_an_id_get_one_and_words_fit_for_a_page(tmp_path: Path) -> None:
    path = tmp_path / "行.jsonl"
    path.write_text('{"title": "放假公告", "text": "10月1日放假。"}\n{"title": "空行"}\n', encoding="utf-8")
    first, second = read([path])
    assert isinstance(first, Draft)
    assert first.document.id.startswith("d-")
    assert isinstance(second, Fault)
    assert second.reason == "没有正文。"


def test_two_notices_of_one_title_are_two() -> None:
    one, other = (
        imported("公告.txt", f"关于停航的公告\n因{why}停航一天。\n".encode()).drafts[0]
        for why in ("大风", "检修")
    )
    assert one.document.title == other.document.title
    assert one.document.id != other.document.id


CATALOGUE_WORDS = (
    ("云坪县养老服务领域基层政务公开标准目录",),
    ("序号", "公开事项", "", "公开内容（要素）", "公开依据", "公开时限", "公开主体", "公开渠道和载体", "公开对象", "",
          "公开方式", "", "公开层级", ""),
    ("", "一级事项", "二级事项", "", "", "", "", "", "全社会", "特定群体", "主动", "依申请", "县级", "乡级"),
    ("1", "通知公告", "政策文件", "文件全文", "《条例》", "20个工作日内", "云坪县民政局", "■政府网站\n□政府公报\n■公开查阅点",
          "√", "", "√", "", "√", ""),
    ("2", "", "办事指南", "办理条件", "《条例》", "20个工作日内", "云坪县民政局", "■政府网站", "", "√（老年人）", "", "√",
          "√", "√"),
    ("注：打√的为本级公开。",),
)  # fmt: skip


CATALOGUE = tuple(cells(*row) for row in CATALOGUE_WORDS)


def test_two_rows_of_names_and_ticks_become_words() -> None:
    found = imported("目录.xlsx", sheet(*CATALOGUE, name="养老服务"))
    one, other = found.drafts
    assert "政策文件" in one.document.title
    assert "一级事项：通知公告" in one.text
    assert "一级事项：通知公告" in other.text
    assert "公开渠道和载体：政府网站；公开查阅点" in one.text
    assert "公开对象：全社会" in one.text
    assert "公开对象：特定群体（老年人）" in other.text
    assert (one.document.theme, one.document.level, one.document.disclosure) == (
        "养老服务",
        "县级",
        Disclosure.ACTIVE,
    )
    assert (other.document.level, other.document.disclosure) == ("县级、乡级", Disclosure.ON_REQUEST)
    assert "√" not in found.text
    assert "□" not in found.text


def test_every_sheet_of_a_book_of_catalogues_comes_whole() -> None:
    names = [f"第{at}领域" for at in "一二三四五六七八九十"] + [
        f"第十{at}领域" for at in "一二三四五六七八九"
    ]
    rows = [list(row) for row in CATALOGUE_WORDS[1:]]
    book = papers.workbook(dict.fromkeys((*names, "税收管理", "义务教育", "户籍管理", "社会救助", "就业", "救灾", "涉农补贴"), rows))  # fmt: skip
    drafts = imported("26个领域.xlsx", book).drafts
    assert len(drafts) == 26 * 2
    assert len({draft.document.id for draft in drafts}) == 26 * 2


def test_a_sum_and_a_remark_stand_under_no_columns_name() -> None:
    found = imported(
        "租金.xlsx",
        sheet(
            cells("云坪县租金表"),
            cells("单位：元"),
            cells("序号", "小区", "户数", "月租金"),
            cells("1", "北门", "12", "3.5"),
            cells("2", "南桥", "30", "4.2"),
            cells("合计", "2个小区", "42", ""),
            cells("注：每年调整一次。"),
            merged='<mergeCells><mergeCell ref="A1:D1"/><mergeCell ref="A7:D7"/></mergeCells>',
        ),
    )
    assert "序号：1；小区：北门；户数：12；月租金：3.5" in found.text
    assert "合计；2个小区；户数：42" in found.text
    assert "\n注：每年调整一次。" in found.text
    assert found.text.count("单位：元") == 1


def test_sums_and_remarks_among_items_are_named_and_no_items() -> None:
    found = imported(
        "事项.xlsx",
        sheet(
            cells("序号", "事项名称", "申请材料", "办理时限"),
            cells("1", "老年证", "身份证", "3天"),
            cells("合计", "1项", "", ""),
            cells("注：以现场为准。"),
        ),
    )
    assert [draft.document.title for draft in found.drafts] == ["老年证"]
    assert "2行是合计、说明或小标题" in found.notes


def test_usual_columns_of_services_become_the_parts_of_a_guide() -> None:
    text = imported(
        "事项.xlsx",
        sheet(
            cells("事项名称", "申请材料", "法定办结时限", "承诺办结时限", "办公时间", "是否收费", "咨询方式", "监督投诉方式", "网上办理地址"),
            cells("残疾人证", "1.身份证\n2、照片3张", "20天", "5天", "工作日8:00—17:00", "否", "0599-1", "0599-2",
                  "https://www.example.gov.cn/c"),
        ),
    ).text  # fmt: skip
    assert "## 办理时限\n\n5天；法定办结时限：20天" in text
    assert "## 受理时间\n\n工作日8:00—17:00" in text
    assert "## 收费标准\n\n不收费" in text
    assert "## 咨询电话\n\n0599-1" in text
    assert "## 投诉渠道\n\n0599-2" in text
    assert "- 身份证\n- 照片3张" in text
    assert "https://www.example.gov.cn/c" in text


def test_a_portals_page_keeps_addresses_and_names_what_is_not_in_it() -> None:
    found = imported(
        "页.html",
        (
            '<html><head><meta charset="utf-8"><meta name="ArticleTitle" content="云坪县人民政府办公室关于印发护路办法的通知">'
            '<meta name="ContentSource" content="县交通局"></head><body><table><tr><td>发文机关：</td><td>云坪县人民政府办公室</td>'
            "<td>文　号：</td><td>云政办〔2026〕3号</td></tr></table><div class='TRS_Editor'><p>第一条　每公里900元，表格见"
            "<a href='https://www.example.gov.cn/b'>网上大厅</a>。</p></div><div>附件：<a href='./P2.docx'>申请表.docx</a></div></body></html>"
        ).encode(),
    )
    (draft,) = found.drafts
    assert draft.document.issuer == "云坪县人民政府办公室"
    assert "网上大厅（https://www.example.gov.cn/b）" in found.text
    assert "1个附件不在这个文件里，没有读取：申请表.docx" in found.notes
    assert "附件：申请表.docx" in found.text


def test_joined_cells_and_a_table_within_a_cell_keep_their_rows_names() -> None:
    text = imported(
        "收费.html",
        (
            "<html><meta charset=utf-8><h1>云坪县收费表</h1><table><tr><td rowspan=2>项目</td><td colspan=2>标准（元）</td></tr>"
            "<tr><td>城区</td><td>乡镇</td></tr><tr><td>垃圾费</td><td>6</td><td>2</td></tr><tr><td>停车费</td><td colspan=2>"
            "<table><tr><td>白天</td><td>5</td></tr><tr><td>夜间</td><td>1</td></tr></table></td></tr></table></html>"
        ).encode(),
    ).text
    assert "项目：垃圾费；标准（元）城区：6；标准（元）乡镇：2" in text
    assert "项目：停车费；标准（元）：白天：5 夜间：1" in text
    inner = papers.table(["白天", "5"], ["夜间", "1"])
    row = "<w:tr><w:tc><w:tcPr/>{}</w:tc><w:tc><w:tcPr>{}</w:tcPr>{}</w:tc></w:tr>"
    outer = "".join(
        [
            papers.table(["项目", "城区", "乡镇"], ["垃圾费", "6", "2"]).removesuffix("</w:tbl>"),
            row.format(papers.paragraph("停车费"), '<w:gridSpan w:val="2"/>', inner + papers.paragraph("")),
            "</w:tbl>",
        ]
    )
    words = imported("收费.docx", paper(papers.paragraph("云坪县收费表"), outer)).text
    assert "项目：停车费；城区、乡镇：白天：5 夜间：1" in words


def test_pages_of_a_pdf_that_are_tables_give_a_line_for_each_row() -> None:
    first = [
        "云农发〔2026〕5号",
        "关于下达养路资金的通知",
        "各乡镇人民政府：",
        "现将资金分配表印发你们，请于2026年10月31日前拨付到村，不得截留挪用。",
        ("序号", "村名", "金额", "时间"),
        *((str(at), f"第{at}村", str(1000 + at), "2月") for at in range(1, 9)),
        "— 1 —",
    ]
    second = [
        ("序号", "村名", "金额", "时间"),
        *((str(at), f"第{at}村", str(1000 + at), "3月") for at in range(9, 30)),
        "云坪县农业农村局",
        "2026年8月6日",
        "— 2 —",
    ]
    found = imported("通知.pdf", papers.pdf(first, second))
    lines = found.text.splitlines()
    assert found.drafts[0].document.title == "关于下达养路资金的通知"
    assert "序号：8；村名：第8村；金额：1008；时间：2月" in lines
    assert "序号：29；村名：第29村；金额：1029；时间：3月" in lines
    assert (
        lines.index("序号：9；村名：第9村；金额：1009；时间：3月")
        == lines.index("序号：8；村名：第8村；金额：1008；时间：2月") + 1
    )
    assert "— 1 —" not in found.text
    assert lines[-2:] == ["云坪县农业农村局", "2026年8月6日"]


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("青岚县晒谷场管理办法", "policy"),
        ("关于印发青岚县护林员补贴办法的通知", "policy"),
        ("青岚县公告栏管理规定", "policy"),
        ("青岚县水库水位公告", "notice"),
        ("青岚县2026年禁渔通告", "notice"),
        ("青岚县护林员补贴名单公示", "notice"),
    ],
)
def test_a_table_of_documents_lists_notices_too(title: str, kind: str) -> None:
    sheet = f"文件名称,发文字号,正文\n{title},青政发〔2026〕4号,每月三百元。\n"
    (draft,) = imported("清单.csv", sheet.encode()).drafts
    assert draft.proposal is not None
    assert draft.proposal.value("kind") == kind
