"""What a message must hold for each wish that may be the wrong door (`handlers.talk.arbiter`)."""

import re
from collections.abc import Mapping

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Tracker

from handlers.activities.intake.entrance import SHOWN_SLOT
from handlers.activities.intake.phrases import NAMED
from handlers.complaints.intake.phrases import tells_trouble
from handlers.guides.matching import asks_beyond
from handlers.places.actions import ASKS_WHERE, FindPlace, names_place
from handlers.places.follow_up import last_place
from handlers.policy.ask_policy import AskPolicy
from handlers.policy.thread.follow_up import NEW_MATTER, Asked
from handlers.status.actions import names_case
from handlers.subscriptions.choosing.phrases import told_by_others
from handlers.talk.arbiter import Events, Need, PolicyAnswers, asks
from handlers.talk.last_answer import recall
from handlers.talk.turn import Heard, hear
from knowledge.judgement.sought import sought_by
from knowledge.text import regions
from knowledge.text.focus import names_matter
from knowledge.text.normal_form import fold

# From this likelihood that they belong on the documents tell where something is done.
LEAST_FOR_WHERE = 0.5
HAN, LATIN = re.compile("[一-鿿]"), re.compile("[A-Za-z]{4}")
PERSON = re.compile(
    "人工|客服|真人|活人|工作人员|接线员|值班|管事|领导|负责人|主任|科长|找个人|找人|有人吗|叫个?人|换个?人|派个?人|(?<![0-9十几百千])来个人|转接|联系我|回电|给我打电话|和人说|跟人说|人来"
)
APPLICATION = re.compile(
    "信息公开|申请公开|依申请|依法公开|公开申请|申请获取|(?:要|给|提供|复印|调取|调阅|索取|查阅|获取|看|公开)[^，。！？,!?]{0,24}(?:合同|批文|批复|纪要|明细|台账|案卷|报告|决定书|名册|名单|清单|协议|文件|原文|图纸|规划图|数据|决算|账目|档案|会议记录|材料复印件)"
)
# 要不要预约, 哪些业务要预约 and 哪个软件预约 ask for a rule; 约哪个时间 and 哪天能约 ask for a seat.
ASKS_OF_BOOKING = re.compile(
    r"(?:用不用|要不要|需不需要|必不必须|是不是(?:要|得))(?:提前|先)?(?:预约|约)|(?:用|要|需要|得|必须)(?:提前|先)?预约(?:吗|不|么|嘛|才)|(?:哪[些几]|哪个(?!时间|时段|日子|号)|什么(?!时候|时间)|啥(?!时候|时间))[^,，。!！?？\s]{0,12}?(?:预约|能约|可以约|要约|约号|上约)"
)
GREETING = re.compile("^(?:你好|您好|在吗|在不在|喂|嗨|哈喽|早|hello|hi)[，,。.!！~ 啊呀吗]*$", re.IGNORECASE)


FIND_PLACE, DECLINE_SCOPE = "action_find_place", "action_decline_scope"
# Whoever goes on with a talk asks shortly.
SHORT_LETTERS = 24
# The words of the wishes that short questions are taken for; who uses one means it.
OWN_WORD = re.compile(
    "预约|挂号|改约|投诉|举报|反映|曝光|维权|订阅|提醒我|通知我|打分|评价|好评|差评|取消|退出|撤回|撤销|算了|不用了|不要了|进度|谢谢|再见"
)
# A circumstance of one's own, told after an answer: whether it fits is what is asked (我是大专的, 我们家不是低保户).
OF_ONES_OWN = re.compile(
    r"^(?:那|可是?|但是?|不过)?[,，]?(?:我|俺|咱|他|她)(?:们)?(?:家|爸|妈|爷爷|奶奶|孩子|老公|老婆|媳妇|儿子|女儿|娃)?(?:里|现在|今年|目前|都|也)*"
    r"(?:不?是|属于|有|没有?|在|刚|才|离|未|单身|[0-9一二三四五六七八九十]{1,3}岁?)"
    r"(?!很|太|事|问题|个问题|空|时间|听|看|懂|说|想|要|收|明白|别的|办法|了[。！!]?$|错|对$|谁|意见|骂|病|名)[^。！？!?,，]{2,12}[。]?$"
)
# The rest of a question whose matter was said before: 那90岁呢, 外省的呢.
RESTING = re.compile(
    "^[^。！？,，]{1,12}(?:呢|咧|哩)(?:[,，][^。！？]{1,12})?[?？]?$|^那么?(?!个?我|你|就|行|好|算|不|谢|再|先|边|时|些|是|么)[^。！？,，]{1,6}[?？]?$"
)


def goes_on(heard: Heard, tracker: Tracker, action: str, *, meant: bool) -> bool:
    """Whether a message only goes on with what was answered last, and is of nobody's case or person.

    It is the rest of a question (市里的医院呢), or asks shortly what a wish that was guessed has no word for (错过了往哪丢).
    """
    if (
        recall(tracker) is None
        or names_case(heard)
        or PERSON.search(heard.said)
        or GREETING.match(heard.said)
    ):
        return False
    if NEW_MATTER.search(heard.said):
        return False
    if action == FIND_PLACE and meant and (last_place(tracker) or ASKS_WHERE.search(heard.said)):
        return False
    if RESTING.match(heard.said):
        return True
    if OF_ONES_OWN.match(heard.said) and not OWN_WORD.search(heard.said) and not tells_trouble(heard.said):
        return True
    # Whoever names what others answer for (火车票怎么退), or a place of another name, means that.
    guessed = action in {FIND_PLACE, DECLINE_SCOPE}
    unmeant = not meant if guessed else OWN_WORD.search(heard.said) is None
    return unmeant and len(heard.said) <= SHORT_LETTERS and asks(heard.said)


async def _person(heard: Heard, tracker: Tracker) -> bool:  # noqa: ARG001 - all needs are asked alike.
    # Whoever calls in pinyin, or in English, was understood by other words than these.
    spelled = HAN.search(heard.said) is None and LATIN.search(heard.said) is not None
    return spelled or PERSON.search(fold(heard.said)) is not None


async def _application(heard: Heard, tracker: Tracker) -> bool:  # noqa: ARG001 - all needs are asked alike.
    return APPLICATION.search(fold(heard.said)) is not None


async def _case(heard: Heard, tracker: Tracker) -> bool:
    """Tell whether a case is asked for; how long something takes that was spoken of is handed on by the action itself."""
    return names_case(heard) or (recall(tracker) is not None and not heard.slot("topic"))


async def _greeting(heard: Heard, tracker: Tracker) -> bool:  # noqa: ARG001 - all needs are asked alike.
    return GREETING.match(heard.said) is not None


async def _activity(heard: Heard, tracker: Tracker) -> bool:
    """Tell whether a kind of activity is named, or one was shown before: 报名 alone may be for a school."""
    return NAMED.search(fold(heard.said)) is not None or bool(tracker.slots.get(SHOWN_SLOT))


async def _news(heard: Heard, tracker: Tracker) -> bool:  # noqa: ARG001 - all needs are asked alike.
    """Tell whether news is asked for, and not told of what somebody else made known."""
    return not told_by_others(fold(heard.said))


async def _trouble(heard: Heard, tracker: Tracker) -> bool:  # noqa: ARG001 - all needs are asked alike.
    """Tell whether something wrong is told of and nothing asked: whatever the documents say near it is no answer."""
    return tells_trouble(heard.said)


async def _guide(heard: Heard, tracker: Tracker) -> bool:  # noqa: ARG001 - all needs are asked alike.
    """Tell whether a guide says what is asked: a yes or no, a day or a sum are said by the rules behind it."""
    return not sought_by(heard.said).yes_no and not asks_beyond(heard.said, heard.said)


def needs(finding: FindPlace, asking: AskPolicy) -> Mapping[str, Need]:
    """Give for each action what tells that a message holds what it needs."""

    async def place(heard: Heard, tracker: Tracker) -> bool:  # noqa: ARG001 - all needs are asked alike.
        return finding.knows(heard)

    async def elsewhere(heard: Heard, tracker: Tracker) -> bool:  # noqa: ARG001 - all needs are asked alike.
        return finding.is_elsewhere(heard)

    async def of_that_place(heard: Heard, tracker: Tracker) -> bool:
        return await elsewhere(heard, tracker) and not _told_of(heard, asking.outlook(tracker))

    async def known_place(heard: Heard, tracker: Tracker) -> bool:
        if not await place(heard, tracker) or finding.is_outside(heard):
            return False
        if _only_called_alike(heard, tracker):
            return False
        if asks(heard.said) and not finding.asks_of_place(heard):
            # 捐的钱能指定给哪家医院用吗 names a place, and asks nothing of it.
            return False
        return not _told_of(heard, asking.outlook(tracker))

    async def seat(heard: Heard, tracker: Tracker) -> bool:
        if ASKS_OF_BOOKING.search(heard.said):
            return False
        # What is booked in another county is told by its documents; no seat of this one is meant.
        return not finding.is_outside(heard) or not _told_of(heard, asking.outlook(tracker))

    return {
        "action_decline_scope": of_that_place,
        "action_start_appointment": seat,
        "action_open_ticket": _person,
        "action_start_disclosure": _application,
        "action_report_status": _case,
        "action_find_place": known_place,
        "action_greet": _greeting,
        "action_show_activities": _activity,
        "action_start_complaint": _trouble,
        "action_subscribe": _news,
        "action_show_guide": _guide,
    }


def _only_called_alike(heard: Heard, tracker: Tracker) -> bool:
    """Whether a message is read as a place only by a word that some place is called by: 在哪申请, after an answer.

    What names nothing at all (去哪里办) leads on from what was told, and so does whatever follows a place.
    """
    if recall(tracker) is None or last_place(tracker) is not None:
        return False
    return names_place(heard) and not heard.slot("place") and not names_matter(heard.said)


def _told_of(heard: Heard, asked: Asked | None) -> bool:
    """Whether a message names a province, city or county, and what the documents have on it is of that place."""
    wanted = regions.named(fold(heard.said))
    best = asked.result.best if asked is not None and wanted else None
    if best is None:
        return False
    document = best.citation.document
    told = regions.named(fold(f"{document.title} {document.issuer} {best.text}"))
    return any(one.name == other.name or one.city == other.city != "" for one in wanted for other in told)


class PlaceInstead:
    """Tells where something is done before the documents say no: they seldom name the window, the places do."""

    def __init__(self, finding: FindPlace, answers: PolicyAnswers) -> None:
        self._finding = finding
        self._answers = answers

    async def __call__(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events | None:
        """Tell it; None where no such place is known, or a document is likely enough to answer."""
        heard = hear(tracker)
        # 在哪申请, after an answer, asks where that is done: its document says it, and no place of a name is meant.
        goes_on = recall(tracker) is not None and not names_matter(heard.said)
        place = None if heard.slot("about") or goes_on else self._finding.done_at(heard)
        if place is None or self._answers.chance(tracker) >= LEAST_FOR_WHERE:
            return None
        return self._finding.tell_where(dispatcher, tracker, place)
