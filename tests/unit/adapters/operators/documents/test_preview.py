"""A version is cut for its preview as answers quote it."""

from adapters.operators.documents.preview import cut


def test_passages_come_with_their_headings_and_without_the_sample_mark() -> None:
    pieces = cut("# 办法\n\n## 第一章 总则\n\n第一条 为了方便群众。\n\n（示例：县为虚构。）\n")
    assert "".join(piece.text for piece in pieces).startswith("# 办法")
    assert all("示例" not in piece.text for piece in pieces)
    assert "第一章 总则" in pieces[-1].path or "第一章 总则" in pieces[-1].text


def test_an_empty_text_has_no_passage() -> None:
    assert "".join(piece.text for piece in cut("")) == ""
