"""Words that only come near: one stretch, or two short ones of about equal worth, never more than one screen."""

from datetime import date
from pathlib import Path

import pytest

from handlers.published.quotes import near_quotes
from knowledge.answers.answer import Decline, Stretch
from knowledge.answers.answerer import Answerer
from knowledge.answers.extracts import of_stretch
from knowledge.evaluation.helpfulness import QUOTED_LETTERS
from knowledge.evaluation.report import build
from knowledge.index.generations import Index
from knowledge.judgement.cuts import SHOWN_LETTERS
from knowledge.judgement.sought import sought_by
from knowledge.judgement.windows import Window, of_passages, overlaps, shortened
from knowledge.judgement.worth import Worths
from knowledge.search.lookup import readings_of, search

COUNTY = Path(__file__).resolve().parents[4] / "knowledge" / "data" / "qinglan"
TODAY = date(2026, 11, 21)
QUESTIONS = (
    "老人补贴怎么弄", "办证要带啥", "补多少", "孩子上学的事", "房子漏水了能补吗", "去哪儿交", "公租房和低保哪个先办",
    "残疾人一个月多少", "几天能办好", "创业的钱什么时候到",
)  # fmt: skip


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    return build([COUNTY], tmp_path_factory.mktemp("near")).index


def test_what_is_shown_with_a_reservation_fits_one_screen(index: Index) -> None:
    answerer, counts = Answerer(index, threshold=1.1), set()
    for question in QUESTIONS:
        found = answerer.answer(question, today=TODAY)
        assert isinstance(found, Decline)
        counts.add(len(found.likely))
        assert len(found.likely) <= 2
        assert sum(map(len, near_quotes(found.likely))) <= QUOTED_LETTERS
        places = [(one.citation.document.id, one.text, one.quote) for one in found.likely]
        assert len(set(places)) == len(places)
        shown = {(one.citation.document, one.number) for one in found.likely[:1]}
        assert not shown & {(one.document, one.number) for one in found.further}
    assert {1, 2} & counts


def test_a_stretch_is_cut_down_around_the_sentence_that_says_most(index: Index) -> None:
    reader = index.reader
    assert reader is not None
    found = search(readings_of("高龄津贴多少钱"), reader, today=TODAY)
    assert found is not None
    sought, worths = sought_by("高龄津贴多少钱"), Worths(found.ranked)
    for window in of_passages(found, reader, sought, worths=worths):
        short = shortened(window, reader, 100)
        assert window.start <= short.start <= short.core[0]
        assert short.core[1] <= short.end <= window.end
        assert short.end - short.start <= max(100, short.core[1] - short.core[0])
        assert shortened(window, reader, SHOWN_LETTERS).end >= short.end


def test_stretches_of_other_passages_do_not_overlap() -> None:
    one = Window(1, 1, 0, 0, 40, (0, 10), bare="", core_bare="", label="")
    other = Window(1, 2, 0, 0, 40, (0, 10), bare="", core_bare="", label="")
    assert overlaps(one, [one])
    assert not overlaps(one, [other])


def test_what_is_named_to_choose_from_is_what_is_shown_when_chosen(index: Index) -> None:
    answerer, chosen = Answerer(index, threshold=1.1), 0
    for question in QUESTIONS:
        found = answerer.answer(question, today=TODAY)
        assert isinstance(found, Decline)
        shown = {(one.citation.document, one.number, one.quote) for one in found.likely}
        for matter in found.matters:
            assert matter.stretch is not None
            extract = answerer.nearest_in(matter.document.id, question, today=TODAY, stretch=matter.stretch)
            assert extract is not None
            assert extract.citation.document == matter.document
            assert (matter.document, extract.number, extract.quote) not in shown
            chosen += (extract.number, *extract.quote) == matter.stretch
    assert chosen


def test_reading_on_gives_words_that_were_not_seen(index: Index) -> None:
    answerer, reader, left = Answerer(index, threshold=1.1), index.reader, 0
    assert reader is not None
    for question in QUESTIONS:
        found = answerer.answer(question, today=TODAY)
        assert isinstance(found, Decline)
        assert found.likely or not found.unseen
        shown = {
            (one.citation.document.id, one.number, at) for one in found.likely for at in range(*one.quote)
        }
        letters = 0
        for matter in found.unseen:
            assert matter.stretch is not None
            docnum = reader.docnum_of(matter.document.id)
            assert docnum is not None
            assert of_stretch(reader, docnum, matter.stretch, today=TODAY)
            number, *places = matter.stretch
            words = {(matter.document.id, number, at) for at in range(*places)}
            assert not words & shown
            shown |= words
            letters += len(words)
        assert letters <= SHOWN_LETTERS
        left += bool(letters)
    assert left


def test_where_no_sentences_stand_any_more_the_nearest_words_are_shown(index: Index) -> None:
    answerer = Answerer(index)
    [best, *_], _ = answerer.candidates("高龄津贴多少钱", today=TODAY)
    document = best.citation.document.id
    for stretch in (Stretch(999, 0, 5), Stretch(0, 1, 7), Stretch(0, 0, 10**6)):
        found = answerer.nearest_in(document, "高龄津贴多少钱", today=TODAY, stretch=stretch)
        plain = answerer.nearest_in(document, "高龄津贴多少钱", today=TODAY)
        assert found == plain
