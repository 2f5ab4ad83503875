"""Two generations compared by saved questions: what got worse blocks until a person accepts it."""

from datetime import date
from pathlib import Path

from knowledge.documents.document import Document
from knowledge.index.generations import Index
from knowledge.index.reader import Reader
from knowledge.questions.regression import Expected, compare, run

TODAY = date(2026, 11, 20)
OLD = Document(id="old", title="青岚县高龄津贴发放办法", published_on=date(2026, 1, 15))
NEW = Document(id="new", title="青岚县高龄津贴发放办法", published_on=date(2026, 11, 15))
PAYS = "第一条 年满80周岁的老年人，高龄津贴每人每月60元。\n\n第二条 高龄津贴按月发放。\n"
SAYS_LITTLE = "第一条 停车场按小时收费。\n"
ASKED = Expected(1, "高龄津贴每月多少钱", "old", ("60元",))


def built(folder: Path, *rows: tuple[Document, str]) -> Reader:
    index = Index(folder)
    index.build((document, text, 1) for document, text in rows)
    index.reload()
    assert index.reader is not None
    return index.reader


def test_a_question_passes_by_its_document_and_its_words(tmp_path: Path) -> None:
    reader = built(tmp_path, (OLD, PAYS))
    wrong_words = Expected(2, ASKED.question, "old", ("600元",))
    wrong_document = Expected(3, ASKED.question, "new")
    unknown = Expected(4, "夜班公交几点收班", "old")
    results = run(reader, [ASKED, wrong_words, wrong_document, unknown], today=TODAY)
    assert [results[number].passed for number in (1, 2, 3, 4)] == [True, False, False, False]
    assert (results[1].cited, results[4].cited) == ("old", "")
    assert "60元" in results[1].quote


def test_a_generation_that_answers_worse_blocks_and_one_that_does_not_passes(tmp_path: Path) -> None:
    before = built(tmp_path / "a", (OLD, PAYS))
    after = built(tmp_path / "b", (OLD, SAYS_LITTLE))
    verdict = compare(before, after, questions=[ASKED], today=TODAY)
    assert [change.expected.id for change in verdict.blocking] == [1]
    assert not compare(before, before, questions=[ASKED], today=TODAY).worse
    back = compare(after, before, questions=[ASKED], today=TODAY)
    assert ([change.expected.id for change in back.better], back.blocking) == ([1], ())


def test_what_a_person_accepted_is_told_and_does_not_block(tmp_path: Path) -> None:
    before, after = built(tmp_path / "a", (OLD, PAYS)), built(tmp_path / "b", (NEW, PAYS))
    accepted = Expected(1, ASKED.question, "old", accepted=True)
    verdict = compare(before, after, questions=[accepted], today=TODAY)
    assert (len(verdict.worse), verdict.blocking, verdict.total) == (1, (), 1)


def test_without_an_index_nothing_passes_and_nothing_gets_worse(tmp_path: Path) -> None:
    verdict = compare(None, built(tmp_path, (OLD, PAYS)), questions=[ASKED], today=TODAY)
    assert (verdict.worse, len(verdict.better)) == ((), 1)
