"""What changed between two versions is shown, and nothing is lost by showing it."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from knowledge.documents.differences import Change, ParagraphPair, changed_only, particulars, texts
from knowledge.documents.document import Document, Validity


def said(line: ParagraphPair, side: str) -> str:
    return "".join(piece.text for piece in getattr(line, side))


def test_a_changed_amount_is_marked_alone() -> None:
    (same, altered) = texts(
        "第一条 总则。\n每人每月60元，按月发放。", "第一条 总则。\n\n每人每月80元，按月发放。"
    )
    assert same.change is Change.SAME
    assert altered.change is Change.ALTERED
    assert [piece.text for piece in altered.before if piece.changed] == ["60"]
    assert [piece.text for piece in altered.after if piece.changed] == ["80"]


def test_added_and_removed_paragraphs_stand_on_one_side() -> None:
    lines = texts("甲。\n乙要收费。\n丙。", "甲。\n丙。\n丁免费办理。")
    assert [line.change for line in lines] == [Change.SAME, Change.REMOVED, Change.SAME, Change.ADDED]
    assert lines[1].after == ()
    assert lines[3].before == ()


def test_what_has_nothing_in_common_is_marked_whole() -> None:
    (line,) = texts("居民停车收费办法", "教师招聘公告名单")
    assert [piece.changed for piece in (*line.before, *line.after)] == [True, True]


def test_only_changes_with_their_neighbours_are_shown() -> None:
    before = "\n".join(f"第{n}条。" for n in range(12))
    shown = changed_only(texts(before, before.replace("第6条。", "第6条改了。")))
    assert [said(line, "after") if line else None for line in shown] == [
        None,
        "第5条。",
        "第6条改了。",
        "第7条。",
        None,
    ]


def test_particulars_that_differ_are_named() -> None:
    before = Document("a", "办法", audience=("个人",), effective_on=date(2026, 1, 1))
    after = replace(before, audience=("个人", "企业"), effective_on=None, validity=Validity.ABOLISHED)
    assert [(one.field, one.before, one.after) for one in particulars(before, after)] == [
        ("audience", "个人", "个人、企业"),
        ("effective_on", "2026-01-01", ""),
        ("validity", "有效", "废止"),
    ]


@given(
    st.text(alphabet="第一二条元补贴60。\n （）", max_size=80),
    st.text(alphabet="第一二条元补贴60。\n （）", max_size=80),
)
def test_both_sides_read_as_the_texts_do(before: str, after: str) -> None:
    lines = texts(before, after)
    for side, text in (("before", before), ("after", after)):
        kept = [line.rstrip() for line in text.splitlines() if line.strip()]
        assert [told for line in lines if (told := said(line, side))] == kept
