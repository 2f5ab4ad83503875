"""A document's text becomes a page with anchors, and never brings HTML of its own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.citizen.document_body import set_body

LAW = """# 试行办法

第一章 总则

第一条 为了方便群众，制定本办法。
第二条 本办法适用于全县。

第二章 附则

第三条 本办法自发布之日起施行。
"""


def test_the_title_is_not_repeated_and_chapters_become_headings() -> None:
    body = set_body(LAW, "试行办法")
    assert [anchor.label for anchor in body.contents] == ["第一章 总则", "第二章 附则"]
    assert "试行办法</h" not in body.html


def test_each_article_has_its_own_anchor_even_without_a_blank_line() -> None:
    html = set_body(LAW, "试行办法").html
    for article in ("第一条", "第二条", "第三条"):
        assert f'<p id="{article}" class="article"><strong>{article}</strong>' in html


def test_repeated_headings_get_different_anchors() -> None:
    body = set_body("## 附则\n\n甲\n\n## 附则\n\n乙", "")
    assert [anchor.id for anchor in body.contents] == ["附则", "附则-2"]


def test_an_indented_line_is_prose_and_a_table_a_table() -> None:
    html = set_body("　　第一条 内容\n\n    缩进的一段\n\n| 甲 | 乙 |\n|---|---|\n| 1 | 2 |", "").html
    assert "<pre" not in html
    assert "<td>1</td>" in html


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "[看](javascript:alert(1))",
        "[看](data:text/html;base64,AAAA)",
        "[看](//evil.example/a)",
        "<img src=x onerror=alert(1)>",
        '## "><script>x</script>',
        "第一条 <iframe src=//x>",
        "[a]: javascript:x\n\n[a]",
    ],
)
def test_foreign_markup_is_shown_as_text(text: str) -> None:
    html = set_body(text, "").html
    for forbidden in ("<script", "<img", "<iframe", "href="):
        assert forbidden not in html


def test_links_to_the_web_stay() -> None:
    assert 'href="https://www.gov.cn/a"' in set_body("[国务院](https://www.gov.cn/a)", "").html


def test_a_picture_from_elsewhere_is_never_loaded() -> None:
    assert "<img" not in set_body('![图](https://a.example/x.png "x")', "").html


@given(st.text(alphabet="第一二条章 \n#*|-[]()<>&\"'1.　甲", max_size=200))
def test_no_text_breaks_the_page(text: str) -> None:
    html = set_body(text, "甲").html
    assert "<script" not in html
