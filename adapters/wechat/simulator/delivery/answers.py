"""The platform's judgement of what an endpoint answered to a push (protocol §§3, 7)."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from adapters.wechat.simulator.protocol.envelope import EnvelopeError, Seal
from adapters.wechat.simulator.protocol.markup import MarkupError, Node, read
from adapters.wechat.simulator.protocol.pushes import SimulatedPush
from adapters.wechat.simulator.protocol.settings import Mode
from adapters.wechat.simulator.protocol.switches import Switches
from adapters.wechat.simulator.world.citizens import Article

_ENVELOPE_WORDS = {
    "base64": "密文不是合法的base64", "length": "密文长度不对", "padding": "补位不对", "appid": "密文里的appid不对", "utf8": "明文不是UTF-8",
}  # fmt: skip


class AnswerError(Exception):
    """The answer breaks a rule; the message says which, in Chinese. `opened` is what was inside the envelope, if that far."""

    def __init__(self, words: str, opened: str = "") -> None:
        super().__init__(words)
        self.opened = opened


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """What the citizen is to see; kind empty means nothing."""

    kind: str = ""
    text: str = ""
    articles: tuple[Article, ...] = ()
    opened: str = ""


@dataclass(frozen=True, slots=True)
class Judge:
    """Reads answers for one account."""

    seal: Seal
    account: str
    mode: Mode
    switches: Switches
    has_media: Callable[[str], bool]

    def read(self, body: bytes, *, openid: str, push: SimulatedPush) -> ShownAnswer:
        """Give what to show; raises AnswerError when the platform would show its fault line instead."""
        if body in {b"", b"success"}:
            return ShownAnswer()
        opened = self._opened(body)
        try:
            return self._reply(opened, openid=openid, push=push)
        except (AnswerError, MarkupError) as error:
            raise AnswerError(str(error), opened) from error

    def _opened(self, body: bytes) -> str:
        try:
            text = body.decode()
            root = read(text)
            sealed = bool(root.all("Encrypt"))
            if self.mode == "safe" and not sealed:
                raise AnswerError("安全模式下的回复必须加密")
            if self.mode == "clear" and sealed:
                raise AnswerError("明文模式下的回复不应加密")
            return self._unsealed(root) if sealed else text
        except UnicodeDecodeError as error:
            raise AnswerError("回复不是合法的UTF-8") from error
        except MarkupError as error:
            raise AnswerError(f"回复{error}") from error

    def _unsealed(self, root: Node) -> str:
        encrypted, timestamp, nonce = (root.value(name) for name in ("Encrypt", "TimeStamp", "Nonce"))
        if root.value("MsgSignature") != self.seal.sign(timestamp, nonce, encrypted):
            raise AnswerError("回复的MsgSignature不对")
        if not timestamp.isdigit():
            raise AnswerError("回复的TimeStamp不是整数")
        try:
            return self.seal.open(encrypted)
        except EnvelopeError as error:
            raise AnswerError(_ENVELOPE_WORDS[error.reason]) from error

    def _reply(self, opened: str, *, openid: str, push: SimulatedPush) -> ShownAnswer:
        root = read(opened)
        if root.value("ToUserName") != openid or root.value("FromUserName") != self.account:
            raise AnswerError("收发双方没有对调")
        if not re.fullmatch(r"[0-9]{1,10}", root.value("CreateTime").strip()):
            raise AnswerError("CreateTime 不是整数秒")
        if not push.answerable and self.switches.only_listed_events_are_answerable:
            raise AnswerError("这类事件不能被动回复")
        kind = root.value("MsgType")
        reader = self._readers().get(kind)
        if reader is None:
            raise AnswerError("MsgType 不是可以被动回复的类型")
        text, articles = reader(root, push)
        return ShownAnswer(kind, text, articles, opened)

    def _readers(self) -> dict[str, Callable[[Node, SimulatedPush], tuple[str, tuple[Article, ...]]]]:
        return {
            "text": self._text,
            "image": lambda root, _push: (self._media(root.child("Image")), ()),
            "voice": lambda root, _push: (self._media(root.child("Voice")), ()),
            "video": lambda root, _push: (self._media(root.child("Video")), ()),
            "music": lambda root, _push: (root.child("Music").value("Title", ""), ()),
            "news": self._news,
            "transfer_customer_service": _transfer,
        }

    def _text(self, root: Node, _push: SimulatedPush) -> tuple[str, tuple[Article, ...]]:
        content = root.value("Content")
        size = len(content.encode())
        if size > self.switches.passive_text_bytes:
            raise AnswerError(f"文本有{size}字节，超过{self.switches.passive_text_bytes}字节")
        if not content.strip() and self.switches.empty_text_is_a_fault:
            raise AnswerError("文本是空的")
        return content, ()

    def _media(self, node: Node) -> str:
        media_id = node.value("MediaId")
        if not self.has_media(media_id):
            raise AnswerError("MediaId 不存在")
        return media_id

    def _news(self, root: Node, push: SimulatedPush) -> tuple[str, tuple[Article, ...]]:
        items = root.child("Articles").all("item")
        if root.value("ArticleCount").strip() != str(len(items)) or not items:
            raise AnswerError("ArticleCount 与图文条数不符")
        if len(items) > push.most_articles and self.switches.extra_articles_are_a_fault:
            raise AnswerError(f"这里最多回复{push.most_articles}条图文")
        return "", tuple(_article(item) for item in items[: push.most_articles])


def _article(item: Node) -> Article:
    title, description, picture, url = (
        item.value(name, "") for name in ("Title", "Description", "PicUrl", "Url")
    )
    if not title:
        raise AnswerError("图文缺标题")
    if url and not url.startswith(("http://", "https://")):
        raise AnswerError("图文链接不是网址")
    return Article(title, description, url, picture)


def _transfer(root: Node, push: SimulatedPush) -> tuple[str, tuple[Article, ...]]:
    if push.kind.startswith("event/"):
        raise AnswerError("事件不能转给客服")
    named = root.all("TransInfo")
    return (named[0].value("KfAccount") if named else ""), ()
