"""A simulated citizen: what stands in the chat window, whether the account is followed, and what may still be sent."""

import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Literal, Self

from adapters.wechat.simulator.protocol.allowance import RULES, Allowance, Row

Side = Literal["citizen", "account", "notice", "event"]

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"


@dataclass(frozen=True, slots=True)
class Article:
    """One card of a news message."""

    title: str
    description: str = ""
    url: str = ""
    picture_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatEntry:
    """One thing in the chat window.

    `via` tells how the account's words came: `passive` in the answer to a push, `custom` as a customer-service
    message. `row` is the window that a citizen's entry opened; `grey` is the small line under a bubble; `key` is that of
    an event.
    """

    number: int
    at: datetime
    side: Side
    kind: str
    text: str = ""
    articles: tuple[Article, ...] = ()
    via: str = ""
    row: Row | None = None
    grey: str = ""
    trace: str = ""
    key: str = ""

    def plain(self) -> dict[str, Any]:
        """Give it as JSON values."""
        return {**asdict(self), "at": self.at.isoformat()}

    @classmethod
    def restored(cls, record: Mapping[str, Any]) -> Self:
        """Read one line of a transcript; raises KeyError, TypeError or ValueError when it is damaged."""
        row = record.get("row")
        return cls(
            number=int(record["number"]),
            at=datetime.fromisoformat(record["at"]),
            side=record["side"],
            kind=record["kind"],
            text=record.get("text", ""),
            articles=tuple(Article(**article) for article in record.get("articles", ())),
            via=record.get("via", ""),
            row=row if row in RULES else None,
            grey=record.get("grey", ""),
            trace=record.get("trace", ""),
            key=record.get("key", ""),
        )


@dataclass(slots=True)
class Citizen:
    """One person with a window of their own; `scene` is that of the code by which they came, `revision` grows with each change, so that a page can tell old news."""

    openid: str
    name: str
    follows: bool = True
    entries: list[ChatEntry] = field(default_factory=list)
    allowance: Allowance = field(default_factory=Allowance)
    typing_until: datetime | None = None
    tags: set[int] = field(default_factory=set)
    scene: str = ""
    revision: int = 0

    def add(self, entry: ChatEntry) -> None:
        """Take an entry into the window and let it work on the following and on the quota."""
        self.entries.append(entry)
        if entry.kind == "subscribe":
            self.follows = True
        if entry.kind == "unsubscribe":
            self.follows = False
            self.allowance.close()
        if entry.row:
            self.allowance.trigger(entry.row, entry.at)
        if entry.via == "custom":
            self.allowance.spend(entry.at)
            self.typing_until = None

    def plain(self, now: datetime) -> dict[str, Any]:
        """Give it as JSON values, without the entries."""
        return {
            "openid": self.openid,
            "name": self.name,
            "revision": self.revision,
            "follows": self.follows,
            "counters": self.allowance.counters(now),
            "typing": self.typing_until is not None and now < self.typing_until,
        }


def new_openid() -> str:
    """Give an id of the platform's shape: an o and 27 signs."""
    return "o" + "".join(secrets.choice(_LETTERS) for _ in range(27))
