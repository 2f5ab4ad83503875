"""Looking a company's published permits and penalties up in the talk, by its credit code."""

import re
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.clock import local_date
from bot.message import Wording
from bot.text.identifiers import credit_code
from handlers.cases import written
from handlers.credit.service import CreditRegister
from handlers.talk.turn import channel_of, hear, say

ASKS = re.compile(
    r"双公示|信用(?:公示|记录|情况)|查(?:一下|下|询)?信用|(?:行政)?处罚(?:记录|信息|情况)?|行政许可|被罚"
)
CODE = re.compile(r"(?<![0-9A-Za-z])[0-9A-Za-z]{18}(?![0-9A-Za-z])")
# A code with a letter too few or too many is a slip; it is told of, not looked up.
NEAR_CODE = re.compile(r"(?<![0-9A-Za-z])[0-9A-Za-z]{15,21}(?![0-9A-Za-z])")
HOW = re.compile(
    r"(?:一家|这家|某家|那家)?(?:公司|企业|单位|店)(?:有没有|是不是|以前)?(?:被|受过?)?(?:行政)?处罚过?(?:没有|吗|没)?[，, ]?(?:怎么|如何|在哪里?|去哪里?)(?:能|可以)?(?:查|看|知道)(?:到|询)?|(?:怎么|如何|哪里|想|要|帮我)?查(?:询|一下|一查)?(?:一家|这家|某家)?(?:公司|企业|单位)?的?(?:双公示|信用公示|行政处罚(?:记录|信息)?)"
)
# A code and no more than the wish to look: 查91…, 帮我看看这家公司91….
BARE = re.compile(
    r"(?:请|帮我|麻烦|我想|想|要)*(?:查询?|搜|看)?(?:一下|一查|下|看|看看|查)?(?:一家|这家|这个|某家)?(?:公司|企业|单位|商户|店)?(?:的)?(?:统一社会)?(?:信用)?(?:代码|情况|编码)?[是为:：,，。 ]*"
)
LONGEST_LETTERS = 80


class LookUpCredit:
    """Looks at messages that ask for permits or penalties and name a code."""

    def __init__(self, wording: Wording, *, register: CreditRegister) -> None:
        self._wording = wording
        self._register = register

    async def look(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[dict[str, Any]] | None:
        """Answer with what is published, or with what is wrong with the code; None for any other message. Raises `ServiceError`."""
        heard = hear(tracker)
        if heard.kind != "text" or heard.emergency or tracker.active_loop_name or heard.slot("said"):
            return None
        typed = str((tracker.latest_message or {}).get("text") or "")[: LONGEST_LETTERS + 1]
        # A code counts as it was typed; the words of a step that was chosen are not typed.
        said = typed if CODE.search(typed) else heard.said[: LONGEST_LETTERS + 1]
        found = CODE.search(said)
        if len(said) > LONGEST_LETTERS or not (ASKS.search(said) or _is_bare(said)):
            return None
        if found is None:
            if key := _uncoded(said):
                say(dispatcher, tracker, self._wording(key))
            return [] if key else None
        code = credit_code(found[0])
        if not code.valid:
            say(dispatcher, tracker, self._wording("credit.fault"))
            return []
        say(dispatcher, tracker, await self._told(code.value, tracker))
        return []

    async def _told(self, code: str, tracker: Tracker) -> str:
        citizen, channel = str(tracker.sender_id), channel_of(tracker)
        found = await self._register.look(code, citizen=citizen, channel=channel)
        if found is None:
            return self._wording("credit.enough")
        if not found.rows:
            return self._wording("credit.none", code=code)
        lines = [self._wording("credit.head", party=found.rows[0].party, total=found.total)]
        for row in found.rows:
            kind = self._wording(f"credit.kind.{row.kind}")
            lines.append(
                self._wording(
                    "credit.line",
                    kind=kind,
                    day=written(row.decided_on),
                    unit=row.unit,
                    document=row.document,
                    content=row.content[:80],
                )
            )
        if found.total > len(found.rows):
            lines.append(self._wording("credit.more", rest=found.total - len(found.rows)))
        taken = max(row.taken_at for row in found.rows)
        lines.append(
            self._wording("credit.source", source=found.rows[0].source, day=written(local_date(taken)))
        )
        return "\n".join(lines)


def _is_bare(said: str) -> bool:
    """Whether words are a credit code and nothing but the wish to look; one that does not add up may be any number."""
    found = CODE.search(said)
    if found is None or not credit_code(found[0]).valid:
        return False
    return BARE.fullmatch(said[: found.start()]) is not None and not said[found.end() :].strip(" 。？?！!")


def _uncoded(said: str) -> str:
    """Give the key of what is said to words without a whole code; empty for words that ask for something else."""
    if NEAR_CODE.search(said):
        return "credit.fault"
    return "credit.how" if HOW.fullmatch(said.strip(" 。？?！!")) else ""
