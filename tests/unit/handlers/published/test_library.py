from pathlib import Path

import pytest

from handlers.published.library import Excerpt, Library, plain
from knowledge.index.generations import Index
from tests.factories.library import ALLOWANCE, GUIDE, RULE, TEXTS_OF, library


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return library(tmp_path_factory.mktemp("index"))


def test_a_document_is_found_by_its_id(shelf: Library) -> None:
    assert shelf.document("allowance") == ALLOWANCE
    assert shelf.document("nothing") is None
    assert shelf.document("") is None


def test_the_text_comes_without_its_sample_mark(shelf: Library) -> None:
    assert shelf.text("allowance") == RULE.strip()
    assert shelf.text("guide").endswith("0599-1234567。")
    assert shelf.text("nothing") == ""


def test_the_passages_of_a_document_follow_each_other_to_its_end(shelf: Library) -> None:
    found: list[Excerpt] = []
    while excerpt := shelf.excerpt("allowance", len(found)):
        found.append(excerpt)
    assert len(found) >= 2
    assert "".join(one.text for one in found).replace("\n", "") == RULE.replace("\n", "")
    assert [one.last for one in found] == [False] * (len(found) - 1) + [True]
    assert shelf.excerpt("allowance", -1) is None
    assert shelf.excerpt("nothing", 0) is None


def test_a_passage_that_begins_with_a_heading_stands_under_that_heading(shelf: Library) -> None:
    first = shelf.excerpt("guide", 0)
    assert first is not None
    assert first.path == ("高龄津贴申领",)
    assert "#" not in first.text


async def test_the_guides_are_gathered_and_gathered_anew_when_the_index_changes(tmp_path: Path) -> None:
    index = Index(tmp_path)
    shelf = Library(index)
    assert await shelf.guides() == ()
    index.build(TEXTS_OF)
    index.reload()
    first = await shelf.guides()
    assert [guide.id for guide in first] == ["guide", "housing", "rental-guide-2"]
    assert await shelf.guides() is first
    index.build([(GUIDE, "正文")])
    index.reload()
    assert [guide.id for guide in await shelf.guides()] == ["guide"]


def test_nothing_is_found_before_the_first_build(tmp_path: Path) -> None:
    shelf = Library(Index(tmp_path))
    assert (shelf.document("a"), shelf.text("a"), shelf.excerpt("a", 0)) == (None, "", None)


def test_marks_go_and_words_stay() -> None:
    assert plain("## 标题\n\n**重点**：1.5倍 # 不是标题\n") == "标题\n重点：1.5倍 # 不是标题"
