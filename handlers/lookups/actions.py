"""Looking a code up in chat: checked first, then the link; a thing without a code can be told of as a complaint."""

import re
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.message import Card, Wording
from handlers.lookups.catalogue import CodeLookup, CodeLookups, settled_code
from handlers.talk.turn import hear, say, step

CODE = re.compile(r"(?<![0-9A-Za-z])[0-9A-Za-z](?:[- ]?[0-9A-Za-z]){5,39}(?![0-9A-Za-z])")
ASKS = re.compile(
    r"(?<!审)查|扫|追溯|溯源|真假|真的假的|正规|来源|哪里充|谁充|合格|过期|报废|检验|检测|二维码|条码|编码|编号|识别码|码"
)
LACKS = re.compile(
    r"(?:没有?|没贴|没看到|找不到|看不到|缺|少|掉|丢|坏|模糊|看不清|撕|刮)[^,，。!！?？]{0,6}(?:二维码|条码|编码|识别码|码|标识|标签)"
    r"|(?:二维码|条码|编码|识别码|码|标识|标签)[^,，。!！?？]{0,6}(?:没有?|掉|丢|坏|模糊|看不清|扫不|撕|刮|不清)"
)
LONGEST_WORDS_LETTERS = 60


class LookUpCode:
    """Looks at messages that name a kind of code."""

    def __init__(self, wording: Wording, *, lookups: CodeLookups) -> None:
        self._wording = wording
        self._lookups = lookups

    async def look(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[dict[str, Any]] | None:
        """Answer with the link, with what is wrong with the code, or with how it is found; None for any other message."""
        heard = hear(tracker)
        # Danger comes before any code, as 煤气罐漏气 does; a step that was chosen has its own meaning.
        if heard.kind != "text" or heard.emergency or tracker.active_loop_name or heard.slot("said"):
            return None
        said = heard.said
        kind = self._lookups.named(said) if said and len(said) <= LONGEST_WORDS_LETTERS else None
        if kind is None:
            return None
        if LACKS.search(said):
            return self._lacking(dispatcher, tracker, kind, said)
        found = CODE.search(said)
        if found:
            return self._found(dispatcher, tracker, kind, settled_code(found[0]))
        if not ASKS.search(said):
            return None
        self._say(dispatcher, tracker, kind, "how")
        return []

    def _found(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, kind: CodeLookup, code: str
    ) -> list[dict[str, Any]]:
        if fault := kind.fault(code):
            self._say(dispatcher, tracker, kind, f"fault.{fault.value}", code=code)
            return []
        card = Card(self._wording("lookups.open"), kind.name, kind.address(code))
        self._say(dispatcher, tracker, kind, "link", code=code, card=card)
        return []

    def _lacking(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, kind: CodeLookup, said: str
    ) -> list[dict[str, Any]]:
        steps = (step(self._wording("lookups.register"), "appeal", said=said, insist="yes"),)
        say(dispatcher, tracker, self._words(kind, "lacking"), steps=steps)
        return []

    def _say(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        kind: CodeLookup,
        key: str,
        *,
        code: str = "",
        card: Card | None = None,
    ) -> None:
        say(dispatcher, tracker, self._words(kind, key, code=code), card=card)

    def _words(self, kind: CodeLookup, key: str, *, code: str = "") -> str:
        return self._wording(
            f"lookups.{key}",
            name=kind.name,
            code=code,
            standing=kind.standing,
            shortest=kind.shortest,
            longest=kind.longest,
            unit=kind.unit,
            phone=kind.phone,
            sample=self._wording("lookups.sample") if self._lookups.sample else "",
        )
