"""What a question is answered from: by itself, or as a follow-up of the question before it."""

import re
from dataclasses import dataclass, replace
from datetime import date

from bot import trace
from handlers.policy import premise
from handlers.policy.thread.elsewhere import NAMED_LETTERS, begins_elsewhere, is_whole, told_in
from handlers.talk.last_answer import LastAnswer
from handlers.talk.turn import Heard
from knowledge.answers.answer import Answer, Answering, Decline, Extract
from knowledge.answers.turning import GOES_ON
from knowledge.documents.document import Document
from knowledge.judgement.sought import sought_by
from knowledge.text import normal_form
from knowledge.text.focus import matter_pairs, names_matter
from knowledge.text.matter_words import EVERYWHERE
from knowledge.text.question import DOCUMENT_NUMBER, analyse

FOLLOWING = GOES_ON
LEADING = re.compile(r"^(?:那么?|还有|另外)[,，、]?|(?:呢|咧|哩)?[?？]?$")
VALIDITY = re.compile(r"有效|废止|失效|作废|过期|还算数|还能用|施行了吗|生效")
# Who says so begins anew: 不对，我问的是…, 换个问题, 还有一个问题.
NEW_MATTER = re.compile(
    r"我问的(?:不)?是|我说的是|我是问|我想问的是|换个问题|换一个问题|另一个问题|别的问题|还有(?:个|一个)(?:问题|事)|再问(?:个|一个)"
)
BARE_FOLLOW_UP_LETTERS = 12
# From this likelihood that it begins another matter a question is answered by its own words, where these are not sure from that.
LEAST_LEAVING, LEAST_UNSURE = 0.6, 0.8
# Below this likelihood that it begins another matter a question that names none goes on, however sure its own words are.
SURELY_STAYS = 0.4
# Where the matter talked about is in no document for sure, what names a matter of its own stays by so much less.
UNKNOWN_LOSS = 0.1
# People ask at the end of a story, however long.
MESSAGE_LETTERS = 2000
QUESTION_LETTERS = 80
TOPIC_LETTERS = 20


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it was answered.

    `joined` is what a follow-up was taken to be about, piece by piece; `named` the document whose number was asked for,
    `missing_number` that number when no published document bears it; `of_validity` says that somebody asks whether a
    document still counts; `claimed` is the figure that somebody wanted confirmed.
    """

    question: str
    topic: str
    result: Answer | Decline
    joined: tuple[str, ...] = ()
    named: Document | None = None
    missing_number: str = ""
    of_validity: bool = False
    claimed: str = ""


def ask(heard: Heard, last: LastAnswer | None, *, answering: Answering, today: date) -> Asked:
    """Answer a message, and a claim in it as the open question that the claim answers, whichever is surer."""
    asked = _ask(heard, last, answering=answering, today=today)
    question = premise.opened(heard.said)
    if not question or asked.named or asked.missing_number:
        return asked
    open_asked = _ask(replace(heard, said=question), last, answering=answering, today=today)
    surer = open_asked if open_asked.result.confidence > asked.result.confidence else asked
    return replace(surer, claimed=premise.claimed(heard.said))


def _ask(heard: Heard, last: LastAnswer | None, *, answering: Answering, today: date) -> Asked:
    """Answer a message by itself and in the light of what was talked about, whichever is surer.

    Both readings are judged on one scale; the thread wins unless a new matter is plainly named.
    """
    said, about = heard.said[:MESSAGE_LETTERS], heard.slot("about") or None
    if heard.setting and _names_nothing(heard):
        # 收费吗, asked while filling a form, is about the form.
        return Asked(
            said[:QUESTION_LETTERS], heard.setting, answering.answer(f"{heard.setting}{said}", today=today)
        )
    # Neither a document chosen nor words of danger continue the talk before them.
    before = None if about or heard.emergency else last
    without = frozenset(filter(None, [heard.slot("without")]))
    alone = _alone(heard, said, answering, today=today, about=about, without=without)
    if before is None or alone.missing_number or alone.named or NEW_MATTER.search(said):
        return alone
    if exchanged := _exchanged(heard, before, answering, today=today):
        return exchanged
    if heard.slot("topic") == said and names_matter(said):
        # Whoever says 不对，我问的是… and a matter means that one.
        return alone
    if begins_elsewhere(heard, before, alone.result, answering, today=today) or _leaves(
        heard, before, alone.result, answering, today=today
    ):
        return alone
    threaded = _follow(heard, before, answering, alone=alone.result, today=today)
    return threaded if threaded and _goes_on(heard, before, threaded.result, alone.result) else alone


def _alone(
    heard: Heard,
    said: str,
    answering: Answering,
    *,
    today: date,
    about: str | None,
    without: frozenset[str],
) -> Asked:
    """Answer a message by its own words."""
    result = answering.answer(said, today=today, about=about, without=without)
    named, missing = _named(heard, result)
    if missing and isinstance(result, Answer):
        result = Decline(said, (), unit="", unit_phone="", confidence=result.confidence)
    if isinstance(result, Decline) and missing:
        # Words that come near a number nobody bears are about something else.
        result = replace(result, likely=(), best=None, matters=(), offered=(), even=False)
    elif isinstance(result, Decline):
        result = _nearer(result, heard.slot("topic"), answering=answering, today=today)
    return Asked(
        said[:QUESTION_LETTERS],
        _topic(heard),
        result,
        named=named,
        missing_number=missing,
        of_validity=bool(VALIDITY.search(said)),
    )


def _goes_on(heard: Heard, last: LastAnswer, threaded: Answer | Decline, alone: Answer | Decline) -> bool:
    """Whether a message goes on with what was talked about: it is no question of its own, and the thread answers it."""
    whole = is_whole(heard)
    if whole and isinstance(alone, Answer) and not isinstance(threaded, Answer):
        # 低保标准是多少呢 says all of it; 不登记罚多少 names no matter, and may stand with every one.
        known = bool(last.document) and not last.guessed and threaded.best is not None
        return known and not heard.slot("topic") and threaded.leaving < SURELY_STAYS
    if whole and _tells_elsewhere(heard.slot("topic"), threaded.best, alone.best):
        # 办营业执照要什么材料, after an allowance: what is named stands with another matter, and not with this one.
        return False
    if last.document and not last.guessed:
        return threaded.leaving < _least(alone) if threaded.best is not None else alone.best is None
    return _stays(heard, threaded, alone)


def _leaves(
    heard: Heard, last: LastAnswer, alone: Answer | Decline, answering: Answering, *, today: date
) -> bool:
    """Whether it is seen already that a message begins another matter: then nothing is read for it in the one before.

    Whoever asks why is told what it would have found there, so then it is read.
    """
    if trace.is_traced() or not last.document or last.guessed or not LEADING.sub("", heard.said):
        return False
    return answering.leaves(last.document, heard.said, before=last.question, today=today, least=_least(alone))


def _least(alone: Answer | Decline) -> float:
    """Give how likely a question must begin another matter to be answered by its own words, which found this."""
    return LEAST_LEAVING if isinstance(alone, Answer) else LEAST_UNSURE


def _stays(heard: Heard, both: Answer | Decline, alone: Answer | Decline) -> bool:
    """Whether a message stays with a matter that no document is known of: by its shape, or by what both questions find together."""
    if FOLLOWING.search(heard.said) or _names_nothing(heard):
        return True
    return both.belonging - UNKNOWN_LOSS >= alone.belonging


def _tells_elsewhere(topic: str, threaded: Extract | None, alone: Extract | None) -> bool:
    """Whether what is named is told of where the words alone lead, and not where the thread does."""
    if len(topic) < NAMED_LETTERS or threaded is None or alone is None:
        return False
    return topic in told_in(alone) and topic not in told_in(threaded)


def _named(heard: Heard, result: Answer | Decline) -> tuple[Document | None, str]:
    """Give the document whose number was asked for, or else the number: another document must not answer for it."""
    number = analyse(heard.said).number
    if not number:
        return None, ""
    documents = (result.citation.document,) if isinstance(result, Answer) else result.nearest
    for document in documents:
        borne = normal_form.bare(document.number).replace(" ", "")
        # Words that run into the number, as in 请问青政发…, belong to the question.
        if borne and number.endswith(borne):
            return document, ""
    written = DOCUMENT_NUMBER.search(heard.said)
    return None, heard.slot("doc_no") or (written[0] if written else number)


def _exchanged(heard: Heard, last: LastAnswer, answering: Answering, *, today: date) -> Asked | None:
    """Give the last question asked of another matter, as 那电梯补助呢 does; None where it names none, or asks something else."""
    matter = heard.slot("topic")
    asks = bool(sought_by(heard.said).aspects)
    if matter and not asks and last.topic and last.topic in last.question and matter not in last.question:
        question = last.question.replace(last.topic, matter)
        result = answering.answer(question, today=today)
        # Only a document on the new matter itself answers the old question about it.
        if isinstance(result, Answer) and matter in result.citation.document.title:
            whole = question[:QUESTION_LETTERS]
            return Asked(whole, matter[:TOPIC_LETTERS], result, joined=(whole,))
    return None


def _follow(
    heard: Heard, last: LastAnswer, answering: Answering, *, alone: Answer | Decline, today: date
) -> Asked | None:
    """Read a message with what was talked about: the same question of another person, or another side of it.

    None where it is seen already that it begins another matter; `alone` is what its own words find.

    The first question stays the one that further follow-ups are read with, so that 那90岁呢 and then 那100岁呢 do not
    become a question about both.
    """
    said = LEADING.sub("", heard.said)
    added = said or heard.said
    if not said:
        # Only the time is another one (去年的时候呢): the same question, on the day that counts then.
        result = answering.answer(last.question, today=today)
    elif last.document and not last.guessed:
        result = answering.answer(heard.said, today=today, about=last.document, before=last.question)
    else:
        both = answering.answer(f"{last.question} {added}", today=today)
        if not _stays(heard, both, alone):
            return None
        result = _found_inside(heard.said, both, last, answering=answering, today=today)
    return Asked(last.question, last.topic, result, joined=(last.topic, added[:TOPIC_LETTERS]))


def _found_inside(
    said: str, both: Answer | Decline, last: LastAnswer, *, answering: Answering, today: date
) -> Answer | Decline:
    """Answer a question in the document of a matter that none answered yet: the one that `both` questions find.

    How sure that is rests on the document too, so it is shown as what both questions together may show.
    """
    shown = both.best if isinstance(both, Answer) or both.likely else None
    if shown is None:
        return both
    inside = answering.answer(said, today=today, about=shown.citation.document.id, before=last.question)
    if isinstance(inside, Answer) and isinstance(both, Decline):
        return replace(both, likely=(inside.best,), best=inside.best, unseen=(), further=inside.further)
    return replace(
        inside, confidence=min(inside.confidence, both.confidence), belonging=both.belonging, leaving=0.0
    )


def _names_nothing(heard: Heard) -> bool:
    """Whether a question only asks, as 多久能领到 does, and so can only be about what was said before."""
    if heard.slot("topic") or len(heard.said) > BARE_FOLLOW_UP_LETTERS:
        return False
    return not names_matter(heard.said)


def _nearer(decline: Decline, topic: str, *, answering: Answering, today: date) -> Decline:
    """Give a decline that offers more: the bare topic may lead to documents that the chatty words around it hid."""
    # 补贴 alone is said of every matter: whatever comes near it is about something else.
    if decline.unit or decline.likely or matter_pairs(topic) <= EVERYWHERE:
        return decline
    nearer = answering.answer(topic, today=today)
    if isinstance(nearer, Decline):
        return nearer if nearer.unit else decline
    # The policy itself is nearer than what explains it: whoever answers for it can be named.
    document = next(iter(nearer.policies), nearer.citation.document)
    return Decline(
        decline.question,
        (document,),
        unit=document.unit or document.issuer,
        unit_phone=document.unit_phone,
        confidence=decline.confidence,
        offered=(document,),
        belonging=decline.belonging,
    )


def _topic(heard: Heard) -> str:
    """Give what to call the question by: its matter, else its own words."""
    return (heard.slot("topic") or heard.said.strip("？?。！! "))[:TOPIC_LETTERS]
