"""Whether a question plainly names another matter than the one talked about: then it is not read with it at all."""

import re
from collections.abc import Iterator
from datetime import date
from difflib import SequenceMatcher

from handlers.talk.last_answer import LastAnswer
from handlers.talk.turn import Heard
from knowledge.answers.answer import Answer, Answering, Decline, Extract
from knowledge.answers.turning import rests
from knowledge.judgement.sought import sought_by
from knowledge.text.focus import matter_pairs, names_matter
from knowledge.text.matter_words import EVERYWHERE

# A name of so many letters is a thing of its own; 补贴 and 材料 are said of many.
NAMED_LETTERS = 3
# 在阳台养鸡有没有补贴: a grant for something that is named.
GRANT_ASKED = re.compile(
    r"^(?P<of>[^,，。！？?]{3,16}?)(?:有没有|[有给能领可以]{1,3})(?:什么|啥|点|些)?(?:补贴|补助|津贴|奖励|奖补|钱)(?:吗|没有|没得|没|不|么|嘛|拿)?[?？]?$"
)


def begins_elsewhere(
    heard: Heard, last: LastAnswer, alone: Answer | Decline, answering: Answering, *, today: date
) -> bool:
    """Whether a question is of another year, of another thing by name, or asks a grant for one; `alone` is its own answer."""
    return (
        _names_another_year(heard, last)
        or _names_elsewhere(heard, last, alone, answering, today=today)
        or _asks_grant_elsewhere(heard, last, answering, today=today)
    )


def is_whole(heard: Heard) -> bool:
    """Whether a message is a question by itself: it names a matter, and is not the rest of another question."""
    return names_matter(heard.said) and not rests(heard.said)


def told_in(extract: Extract) -> str:
    """Give what an extract tells: the title of its document and the words quoted."""
    return f"{extract.citation.document.title} {extract.quoted}"


def _names_another_year(heard: Heard, last: LastAnswer) -> bool:
    """Whether a whole question is of another year: of that another rule tells, whatever both are called."""
    years = sought_by(heard.said).years
    return bool(years) and not years & sought_by(last.question).years and is_whole(heard)


def _names_elsewhere(
    heard: Heard, last: LastAnswer, alone: Answer | Decline, answering: Answering, *, today: date
) -> bool:
    """Whether a whole question names what its own words find, and what is not mentioned in the matter talked about.

    Nothing found there could tell of it (`_tells_elsewhere`), so nothing need be looked for there.
    """
    if not last.document or last.guessed or alone.best is None or not is_whole(heard):
        return False
    topic = heard.slot("topic")
    told = len(topic) >= NAMED_LETTERS and topic in told_in(alone.best)
    if told and not answering.mentions(last.document, topic, today=today):
        return True
    # 美术馆几点开门, after the notice of another house: the two are called alike but for the name.
    titled = _said_of_title(heard.said, alone.best.citation.document.title)
    return any(_is_strange(words, last, answering, today=today) for words in titled)


def _said_of_title(said: str, title: str) -> Iterator[str]:
    """Give the shortest names in the words of a title that a message says: of 科技馆冬季 also 科技馆, 技馆冬, 馆冬季."""
    for at, _, letters in SequenceMatcher(None, said, title, autojunk=False).get_matching_blocks():
        for start in range(at, at + letters - NAMED_LETTERS + 1):
            yield said[start : start + NAMED_LETTERS]


def _is_strange(words: str, last: LastAnswer, answering: Answering, *, today: date) -> bool:
    """Whether the matter talked about does not mention one of the words that tell what something is."""
    pairs = matter_pairs(words) - EVERYWHERE
    return len(pairs) > 1 and not any(
        answering.mentions(last.document, pair, today=today) for pair in sorted(pairs)
    )


def _asks_grant_elsewhere(heard: Heard, last: LastAnswer, answering: Answering, *, today: date) -> bool:
    """Whether a grant is asked for something that the matter talked about does not mention with one word of it."""
    found = GRANT_ASKED.match(heard.said)
    if found is None or not last.document or last.guessed or rests(heard.said):
        return False
    return _is_strange(found["of"], last, answering, today=today)
