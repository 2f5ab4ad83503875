"""Customer-service messages and the typing sign: what may be sent to whom, and how it appears in the chat (protocol §8)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape
from typing import Any
from urllib.parse import quote

from adapters.wechat.simulator.api.endpoints import ApiCall, Endpoint
from adapters.wechat.simulator.protocol.refusals import RefusalError
from adapters.wechat.simulator.protocol.rights import Right, may
from adapters.wechat.simulator.world.citizens import Article, Citizen
from adapters.wechat.simulator.world.world import World

_CODE_OF_JUDGEMENT = {"late": 45015, "spent": 45047}
_TYPING_LASTS = timedelta(seconds=15)
_TYPING_NEEDS = timedelta(seconds=30)
_MENU_ITEM_ID_CHARACTERS = 32
_AI_LINE = "内容由第三方AI生成"


@dataclass(frozen=True, slots=True)
class _Shown:
    kind: str
    text: str = ""
    articles: tuple[Article, ...] = ()


class CustomerService:
    """The two endpoints that write into a citizen's window."""

    def __init__(self, world: World) -> None:
        self._world = world

    def endpoints(self) -> list[Endpoint]:
        """Give the paths of the API."""
        return [
            Endpoint(
                method="POST", path="/cgi-bin/message/custom/send", answer=self.send,
                right=Right.MESSAGES, daily=(500_000, 50_000),
            ),
            Endpoint(
                method="POST", path="/cgi-bin/message/custom/typing", answer=self.typing, right=Right.MESSAGES
            ),
        ]  # fmt: skip

    def send(self, call: ApiCall) -> Mapping[str, Any]:
        """Show a message to a citizen; raises RefusalError with the platform's code."""
        citizen = self._citizen(call.body)
        shown = self._shown(call.body)
        self._may_send(citizen, call.now)
        ai_made = _part(call.body, "aimsgcontext").get("is_ai_msg") == 1
        self._world.add(
            citizen, side="account", kind=shown.kind, text=shown.text, articles=shown.articles, via="custom",
            grey=_AI_LINE if ai_made else "",
        )  # fmt: skip
        return {"errcode": 0, "errmsg": "ok"}

    def typing(self, call: ApiCall) -> Mapping[str, Any]:
        """Show or end the typing sign; raises RefusalError with the platform's code."""
        citizen = self._citizen(call.body)
        command = call.body.get("command")
        if command not in {"Typing", "CancelTyping"}:
            raise RefusalError(45072)
        self._may_send(citizen, call.now)
        if command == "Typing":
            self._begin_typing(citizen, call.now)
        else:
            citizen.typing_until = None
        self._world.tell_state(citizen)
        return {"errcode": 0, "errmsg": "ok"}

    def _begin_typing(self, citizen: Citizen, now: datetime) -> None:
        spoke = [entry.at for entry in citizen.entries if entry.side in {"citizen", "account"}]
        if not spoke or now - spoke[-1] > _TYPING_NEEDS:
            raise RefusalError(45080)
        if citizen.typing_until is not None and now < citizen.typing_until:
            raise RefusalError(45081)
        citizen.typing_until = now + _TYPING_LASTS
        if self._world.settings.switches.typing_is_counted:
            citizen.allowance.spend(now)

    def _citizen(self, body: Mapping[str, Any]) -> Citizen:
        citizen = self._world.citizens.get(str(body.get("touser", "")))
        if citizen is None:
            raise RefusalError(40003)
        return citizen

    def _may_send(self, citizen: Citizen, now: datetime) -> None:
        judgement = citizen.allowance.judge(now)
        if judgement != "open":
            raise RefusalError(_CODE_OF_JUDGEMENT[judgement])

    def _shown(self, body: Mapping[str, Any]) -> _Shown:
        kind = str(body.get("msgtype", ""))
        reader = self._readers().get(kind)
        if reader is None:
            raise RefusalError(40008)
        return reader(_part(body, kind, needed=True))

    def _readers(self) -> dict[str, Callable[[Mapping[str, Any]], _Shown]]:
        return {
            "text": self._text,
            "image": lambda part: _Shown("image", self._media(part)),
            "voice": lambda part: _Shown("voice", self._media(part)),
            "video": lambda part: _Shown("video", self._media(part)),
            "news": _news,
            "msgmenu": self._menu,
            "miniprogrampage": self._miniprogram,
        }

    def _text(self, part: Mapping[str, Any]) -> _Shown:
        return _Shown("text", self._sized(_string(part, "content")))

    def _media(self, part: Mapping[str, Any]) -> str:
        found = self._world.media.find(part.get("media_id"), now=self._world.clock.now())
        if found is None:
            raise RefusalError(40007)
        return found.media_id

    def _miniprogram(self, part: Mapping[str, Any]) -> _Shown:
        values = {name: _string(part, name) for name in ("title", "appid", "pagepath", "thumb_media_id")}
        self._media({"media_id": values["thumb_media_id"]})
        return _Shown("text", self._sized(f"[小程序] {values['title']}"))

    def _menu(self, part: Mapping[str, Any]) -> _Shown:
        if not may(self._world.settings.profile, Right.MENU_MESSAGE):
            raise RefusalError(40200)
        items = part.get("list")
        if not isinstance(items, list) or not items:
            raise RefusalError(40035)
        lines = [part.get("head_content"), *(_menu_link(item) for item in items), part.get("tail_content")]
        return _Shown("text", self._sized("\n".join(str(line) for line in lines if line)))

    def _sized(self, text: str) -> str:
        if not text.strip():
            raise RefusalError(44004)
        if len(text.encode()) > self._world.settings.switches.custom_text_bytes:
            raise RefusalError(45002)
        return text


def _news(part: Mapping[str, Any]) -> _Shown:
    articles = part.get("articles")
    if not isinstance(articles, list) or len(articles) != 1 or not isinstance(articles[0], dict):
        raise RefusalError(45008)
    article = {name: str(articles[0].get(name, "")) for name in ("title", "description", "url", "picurl")}
    if not article["title"]:
        raise RefusalError(44004)
    return _Shown("news", articles=(Article(*article.values()),))


def _menu_link(item: object) -> str:
    if not isinstance(item, dict):
        raise RefusalError(40035)
    number, content = str(item.get("id", "")), str(item.get("content", ""))
    if not content or not 1 <= len(number) <= _MENU_ITEM_ID_CHARACTERS:
        raise RefusalError(40035)
    link = f"weixin://bizmsgmenu?msgmenucontent={quote(content)}&msgmenuid={quote(number)}"
    return f'<a href="{link}">{escape(content, quote=False)}</a>'


def _part(body: Mapping[str, Any], name: str, *, needed: bool = False) -> Mapping[str, Any]:
    part = body.get(name)
    if isinstance(part, dict):
        return part
    if needed or part is not None:
        raise RefusalError(47001)
    return {}


def _string(part: Mapping[str, Any], name: str) -> str:
    value = part.get(name)
    if value is None:
        raise RefusalError(44004)
    if not isinstance(value, str):
        raise RefusalError(47001)
    return value
