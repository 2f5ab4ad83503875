"""English and pinyin lead to the Chinese document and to a person; danger comes first."""

from datetime import date
from typing import Any

import pytest

from handlers.foreign.actions import AnswerEnglish
from handlers.foreign.english import load
from handlers.published.sources import Sources
from intents.text.latin import is_latin
from intents.text.normal_form import normalise
from knowledge.answers.answer import Decline
from knowledge.documents.document import Document
from tests.factories.library import ALLOWANCE
from tests.factories.talks import TEXTS, county, run, tracker


@pytest.mark.parametrize(
    ("said", "question"),
    [
        ("How much is the old age allowance?", "高龄津贴多少钱"),
        ("Where can I get a residence permit", "居住证在哪里办"),
        ("Which documents do I need for marriage registration", "结婚登记材料"),
        ("what is the weather on the moon", ""),
    ],
)
def test_everyday_english_is_looked_up_in_official_words(said: str, question: str) -> None:
    assert load().question(said) == question


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("my kitchen is on fire", "119"),
        ("he is not breathing", "120"),
        ("someone broke into my house", "110"),
        ("i want to die", "12356"),
        ("how do i get a fire safety permit", ""),
    ],
)
def test_danger_names_its_number(said: str, number: str) -> None:
    assert load().danger(said) == number


@pytest.mark.parametrize("said", ["how much is it", "gaoling jintie duoshao qian"])
def test_sentences_in_latin_letters(said: str) -> None:
    assert is_latin(normalise(said))


@pytest.mark.parametrize(
    "said", ["ok", "nihao", "sfz", "高龄津贴 hello there my friend", "WPS文件打不开", "GK202611300001"]
)
def test_a_word_or_two_is_no_sentence(said: str) -> None:
    assert not is_latin(normalise(said))


class Shelf:
    """Answers nothing, and has the interpretations it is given."""

    def __init__(self, *titles: str) -> None:
        self._titles = titles

    def answer(self, question: str, *, today: date, **_: Any) -> Decline:
        return Decline(question, (ALLOWANCE,), "", "", 0.1)

    def interpretations(self, identifier: str) -> tuple[Document, ...]:
        return ()


async def test_what_is_not_found_is_said_in_english_and_in_chinese() -> None:
    shelf: Any = Shelf()
    sources = Sources(TEXTS, public_url="https://x.example")
    action = AnswerEnglish(TEXTS, answering=shelf, library=shelf, sources=sources, county=county())
    said = await run(action, tracker("what about the moon base"))
    assert "found no published document" in said.text
    assert "请用中文" in said.text
    assert said.steps == [("Talk to a person (人工)", "/talk_to_human")]


async def test_danger_comes_first_and_no_document_after_it() -> None:
    shelf: Any = Shelf()
    sources = Sources(TEXTS, public_url="https://x.example")
    action = AnswerEnglish(TEXTS, answering=shelf, library=shelf, sources=sources, county=county())
    said = await run(action, tracker("help me please there is a man with a knife"))
    assert said.text.startswith("Please call 110")
    assert "found no" not in said.text
