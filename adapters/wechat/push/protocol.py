"""What proves that a push comes from the platform, and the form in which it wants the answer (protocol §§2, 3)."""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from adapters.wechat.account import OfficialAccount
from adapters.wechat.push.envelope import Envelope
from adapters.wechat.push.parser import Element, parse, parse_proven, parse_text
from adapters.wechat.push.refusal import PushRefusal
from adapters.wechat.push.signature import digest, matches
from adapters.wechat.replies.xml import document, element

# Ten minutes would do with the right clock; a clock that is ten minutes off must not turn every citizen away. Answers are
# kept for longer than this (`adapters.redis.gate`), so that a push repeated within it is not handled again.
FRESH_SECONDS = 900
SUCCESS = b"success"
_TIMESTAMP = re.compile(r"[0-9]{1,12}")


@dataclass(frozen=True, slots=True)
class Query:
    """The signed part of a push's address."""

    signature: str = ""
    timestamp: str = ""
    nonce: str = ""
    encrypt_type: str = ""
    msg_signature: str = ""

    @classmethod
    def of(cls, parameters: Mapping[str, str]) -> "Query":
        """Read the five parameters; one that is absent is empty, which no signature matches."""
        return cls(
            signature=parameters.get("signature", ""),
            timestamp=parameters.get("timestamp", ""),
            nonce=parameters.get("nonce", ""),
            encrypt_type=parameters.get("encrypt_type", ""),
            msg_signature=parameters.get("msg_signature", ""),
        )


class Protocol:
    """Verifies, opens and answers pushes of one account; fails closed on everything it does not understand."""

    def __init__(self, account: OfficialAccount) -> None:
        self._token = account.token
        self._mode = account.mode
        self._envelope = Envelope(account.aes_key, account.appid) if account.aes_key else None

    def verify(self, query: Query, *, now: datetime) -> None:
        """Check the three-part signature and its age; raises Refusal `signature` or `stale`."""
        self._check_plain(query)
        _check_fresh(query.timestamp, now)

    def unwrap(self, query: Query, body: bytes, *, now: datetime) -> Element:
        """Give the message of an authentic push; in the two sealed modes only what was sealed is read.

        Raises Refusal with the first reason in the order mode, signature, stale, envelope, XML. A clear body is
        refused in both sealed modes, because its signature does not cover it.
        """
        if self._mode == "clear":
            self.verify(query, now=now)
            return parse_proven(body)
        return parse_text(self.open(query, body, now=now))

    def open(self, query: Query, body: bytes, *, now: datetime) -> str:
        """Give the text inside a sealed body, whatever format it has; raises Refusal as `unwrap` does."""
        encrypted = self._sealed_part(query, body)
        expected = digest(self._token, query.timestamp, query.nonce, encrypted)
        if not matches(expected, query.msg_signature):
            raise PushRefusal("signature")
        _check_fresh(query.timestamp, now)
        assert self._envelope is not None
        return self._envelope.open(encrypted)

    def answer(self, message: bytes, query: Query, *, now: datetime, random16: bytes | None = None) -> bytes:
        """Give the body to send back: sealed where the mode asks for it; nothing and `success` always go bare."""
        if self._mode == "clear" or self._envelope is None or message in {b"", SUCCESS}:
            return message
        encrypted = self._envelope.seal(message.decode("utf-8"), random16=random16)
        timestamp = str(int(now.timestamp()))
        nonce = query.nonce or secrets.token_hex(8)
        return document(
            f"<Encrypt><![CDATA[{encrypted}]]></Encrypt>",
            f"<MsgSignature><![CDATA[{digest(self._token, timestamp, nonce, encrypted)}]]></MsgSignature>",
            f"<TimeStamp>{timestamp}</TimeStamp>",
            element("Nonce", nonce),
        )

    def _check_plain(self, query: Query) -> None:
        if not matches(digest(self._token, query.timestamp, query.nonce), query.signature):
            raise PushRefusal("signature")

    def _sealed_part(self, query: Query, body: bytes) -> str:
        if self._envelope is None or query.encrypt_type != "aes":
            raise PushRefusal("mode")
        try:
            encrypted = parse(body).value("Encrypt")
        except PushRefusal:
            # A body that cannot be read carries no signature of its own; the plain one says who sent it.
            self._check_plain(query)
            raise
        if encrypted is None:
            raise PushRefusal("mode")
        return encrypted


def _check_fresh(timestamp: str, now: datetime) -> None:
    if not _TIMESTAMP.fullmatch(timestamp) or abs(now.timestamp() - int(timestamp)) > FRESH_SECONDS:
        raise PushRefusal("stale")
