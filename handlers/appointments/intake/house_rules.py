"""Tells the rules of appointments: the line of those who wait, who comes first, who missed a visit, how far ahead one may book."""

import re
from collections.abc import Mapping

from rasa_sdk import Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from bot.message import Wording
from handlers.appointments.intake.form import FORM
from handlers.appointments.opening.catalogue import AppointmentCounty
from handlers.capacity.seats import OFFER_TERM
from handlers.talk.turn import hear, say, step

LONGEST_WORDS_LETTERS = 80
_AT_COUNTER = r"(?:窗口|办事|大厅|排队|排起|叫号|预约|约号|取号)"
ASKED: Mapping[str, re.Pattern[str]] = {
    "waiting": re.compile(
        r"(?:号|位子?|名额)[^。！!?？]{0,6}(?:没得|没有?|满|约完|抢完)了?[^。！!?？]{0,24}(?:先)?(?:排起|排队|排着|排上|候补|叫我|喊我|通知我|告诉我)"
        r"|有人退(?:了|号|出)[^。！!?？]{0,8}(?:叫|通知|告诉|喊|给)我|(?:咋个|怎么|咋|如何)(?:晓得|知道)[^。！!?？]{0,4}轮到"
        r"|(?:预约|约号)[^。！!?？]{0,6}候补|候补[^。！!?？]{0,4}(?:怎么|咋|是什么|啥意思|规则)"
    ),
    "priority": re.compile(
        rf"{_AT_COUNTER}[^。！!]{{0,30}}(?:有没有|有没得|能不能|可不可以|能|可以|有|得不得)优先|优先[^。！!]{{0,8}}{_AT_COUNTER}"
        rf"|(?:老人|老年人|岁数大|岁|残疾人?|孕妇|腿脚|大肚子)[^。！!]{{0,24}}(?:要不要|用不用|还要|也要|要|得)[^。！!]{{0,8}}排队"
    ),
    "no_show": re.compile(
        r"(?:约了|约好了?|预约了?)[^。！!?？]{0,8}(?:没去|不去|忘了去|没来|没到|迟到|晚到|去晚)[^。！!]{0,12}(?:怎么|咋|会|罚|影响|拉黑|黑名单|要紧|行不)"
    ),
    "ahead": re.compile(
        r"提前(?:多久|几天|多少天)[^。！!]{0,6}(?:约|预约)|(?:约|预约)[^。！!]{0,6}提前(?:多久|几天|多少天)|(?:最远|最多|最迟|最早)[^。！!]{0,5}约(?:到|得到)?[^。！!]{0,4}(?:哪天|几号|什么时候|多久|几天)"
    ),
}
OF_DOCUMENTS = re.compile(
    "录取|入学|招生|学位|就业|招聘|购房|配租|轮候|公租房|贷款|补贴|补助|津贴|政策|规定|文件|摇号"
)
"""Beside these, coming first and waiting are what documents rule."""


class TellAppointmentRules:
    """Answers what is asked of the rules, where no form is open."""

    def __init__(self, wording: Wording, *, county: AppointmentCounty) -> None:
        self._wording = wording
        self._county = county

    async def look(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType] | None:
        """Tell the rule that is asked for; None for anything else, and where nothing can be booked."""
        heard = hear(tracker)
        said = heard.said
        if tracker.active_loop_name or heard.emergency or heard.kind != "text" or heard.slot("deed"):
            return None
        if not said or len(said) > LONGEST_WORDS_LETTERS or said.startswith("/") or not self._county.places:
            return None
        asked = next((name for name, words in ASKED.items() if words.search(said)), "")
        if not asked or OF_DOCUMENTS.search(said):
            return None
        begin = step(self._wording("appointments.own.book"), FORM.entrance)
        say(
            dispatcher, tracker, self._wording(f"appointments.about.{asked}", **self._facts()), steps=(begin,)
        )
        return []

    def _facts(self) -> dict[str, object]:
        county, rule = self._county, self._county.no_show
        conditions = "、".join(one.name for one in county.home.conditions)
        return {
            "minutes": int(OFFER_TERM.total_seconds() // 60),
            "who": self._wording("appointments.about.aged", age=county.priority_age)
            if county.priority_age
            else "",
            "ahead": county.days_ahead,
            "home": self._wording("appointments.about.priority_home", conditions=conditions)
            if county.home.matters
            else "",
            "days": rule.within_days,
            "missed": rule.missed,
            "pause": rule.pause_days,
        }
