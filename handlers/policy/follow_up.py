"""What a question is answered from: by itself, or as a follow-up of the question before it."""

import re
from dataclasses import dataclass
from datetime import date

from handlers.talk.last_answer import LastAnswer
from handlers.talk.turn import Heard
from knowledge.answers.answer import Answer, Answering, Decline
from knowledge.documents.document import Document
from knowledge.text import normal_form
from knowledge.text.question import DOCUMENT_NUMBER, analyse

FOLLOWING = re.compile(
    r"^(?:那么?|还有|如果是?|要是|换成|换做|假如|另外)[^。！？]{1,20}$|^[^。！？]{1,12}(?:呢|咧|哩)[?？]?$"
)
# Who asks in so many words, as 低保标准是多少呢 does, and names a matter, has asked a question of its own.
ASKS = re.compile(
    r"多少|什么|啥|怎么|怎样|咋|如何|哪|几[个号点时天月年岁块]|谁|多久|多长|多大|多高|吗|能不能|可不可以|有没有|要不要|是不是|会不会"
)
LEADING = re.compile(r"^(?:那么?|还有|另外)[,，、]?|(?:呢|咧|哩)?[?？]?$")
VALIDITY = re.compile(r"有效|废止|失效|作废|过期|还算数|还能用|施行了吗|生效")
GENERIC = re.compile(
    "文件|规定|按照|按|哪个|的|材料|条件|资格|流程|手续|标准|期限|时限|时间|地点|地方|电话|费用|金额|补发|到账|办理|申请|领取|需要|可以|能|领|到|办|"
    "交|带|找|去|要|钱|年|月|日|天|号|次|人|我|你|他|她|家|本|自己|网上|现在|今年|明年|最多|最少|最高|最低|一|两|[0-9]"
)
BARE_FOLLOW_UP_LETTERS = 12
NAMING_LETTERS = 2
QUESTION_LETTERS = 80
TOPIC_LETTERS = 20


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it was answered.

    `joined` is what a follow-up was taken to be about, piece by piece; `named` the document whose number was asked for,
    `missing_number` that number when no published document bears it; `of_validity` says that somebody asks whether a
    document still counts.
    """

    question: str
    topic: str
    result: Answer | Decline
    joined: tuple[str, ...] = ()
    named: Document | None = None
    missing_number: str = ""
    of_validity: bool = False


def ask(heard: Heard, last: LastAnswer | None, *, answering: Answering, today: date) -> Asked:
    """Answer a message, in the light of the last answer when it is a follow-up or makes no sense alone."""
    said, about = heard.said[: 5 * QUESTION_LETTERS], heard.slot("about") or None
    if heard.setting and _names_nothing(heard):
        # 收费吗, asked while filling a form, is about the form.
        return Asked(
            said[:QUESTION_LETTERS], heard.setting, answering.answer(f"{heard.setting}{said}", today=today)
        )
    # Neither a document chosen nor words of danger continue the talk before them.
    before = None if about or heard.emergency else last
    follows = before is not None and FOLLOWING.search(said) is not None
    whole = bool(ASKS.search(said) and heard.slot("topic"))
    if before and follows and not whole and (found := _follow(heard, before, answering, today=today)):
        return found
    without = frozenset(filter(None, [heard.slot("without")]))
    result = answering.answer(said, today=today, about=about, without=without)
    lost = isinstance(result, Decline) and (follows or _names_nothing(heard))
    if before and lost and (found := _follow(heard, before, answering, today=today)):
        return found
    named, missing = _named(heard, result)
    if missing and isinstance(result, Answer):
        result = Decline(said, (), unit="", unit_phone="", confidence=result.confidence)
    if isinstance(result, Decline) and not missing:
        result = _nearer(result, heard.slot("topic"), answering=answering, today=today)
    of_validity = bool(VALIDITY.search(said))
    return Asked(
        said[:QUESTION_LETTERS],
        _topic(heard),
        result,
        named=named,
        missing_number=missing,
        of_validity=of_validity,
    )


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


def _follow(heard: Heard, last: LastAnswer, answering: Answering, *, today: date) -> Asked | None:
    """Read a follow-up with the question before it: about another matter, or about the same one in another case.

    The first question stays the one that further follow-ups are read with, so that 那90岁呢 and then 那100岁呢 do not
    become a question about both.
    """
    matter = heard.slot("topic")
    if matter and last.topic in last.question and matter not in last.question:
        question = last.question.replace(last.topic, matter)
        result = answering.answer(question, today=today)
        # Only a document on the new matter itself answers the old question about it.
        if isinstance(result, Answer) and matter in result.citation.document.title:
            return Asked(
                question[:QUESTION_LETTERS],
                matter[:TOPIC_LETTERS],
                result,
                joined=(question[:QUESTION_LETTERS],),
            )
    added = LEADING.sub("", heard.said) or heard.said
    result = answering.answer(f"{last.question} {added}", today=today, about=last.document)
    if isinstance(result, Decline):
        return None
    return Asked(last.question, last.topic, result, joined=(last.topic, added[:TOPIC_LETTERS]))


def _names_nothing(heard: Heard) -> bool:
    """Whether a question only asks, as 多久能领到 does, and so can only be about what was said before."""
    if heard.slot("topic") or len(heard.said) > BARE_FOLLOW_UP_LETTERS:
        return False
    return len(GENERIC.sub("", analyse(heard.said).core).replace(" ", "")) < NAMING_LETTERS


def _nearer(decline: Decline, topic: str, *, answering: Answering, today: date) -> Decline:
    """Give a decline that offers more: the bare topic may lead to documents that the chatty words around it hid."""
    if decline.unit or not topic:
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
    )


def _topic(heard: Heard) -> str:
    """Give what to call the question by: its matter, else its own words."""
    return (heard.slot("topic") or heard.said.strip("？?。！! "))[:TOPIC_LETTERS]
