"""What a parcel of the outbox says, as one value for those who fill parcels and those who carry them.

In the database it is kept as JSON. The names there are older than this value: rows that were written long ago, or by
another version of the program that still runs beside this one, are read as they are.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any, Self

from bot.clock import SHANGHAI
from bot.message import Card, Choice, Reply
from bot.text.characters import clean

DAY_HOURS = range(8, 21)
"""The hours of China in which somebody may be written to who has not asked for it just now."""


@dataclass(frozen=True, slots=True)
class ParcelBody:
    """A reply to be sent later.

    `automatic` says that no person wrote it. `first` is the number of its first choice: the replies to one message are
    numbered through. After `until` it is no longer true and is not sent. `rendered` are texts that the carrier wrote for
    its channel already; where there are any, they stand in place of the reply's words, and its choices, if it has any
    left, still follow them. `pictures` are files, by their names, that a channel shows which can; the words say where they
    are read otherwise. `broken` says that nobody can read what
    was kept; its reply then has the words alone that could be found. `by_day` says that it is news, which goes out by day
    only and is nobody's task when no way brings it.
    """

    reply: Reply = field(default_factory=Reply)
    automatic: bool = True
    first: int = 1
    until: datetime | None = None
    rendered: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()
    by_day: bool = False
    broken: bool = False

    @property
    def words(self) -> str:
        """Everything it says, without its choices; an article card by its title and address."""
        card = self.reply.card
        parts = self.rendered or (self.reply.text, *((card.title, card.url) if card else ()))
        return "\n".join(part for part in parts if part)

    def lapsed(self, now: datetime) -> bool:
        """Whether it speaks of something that is no longer so."""
        return self.until is not None and now > self.until

    def rests_until(self, now: datetime) -> datetime | None:
        """Give the morning that it waits for; None where it may go now."""
        local = now.astimezone(SHANGHAI)
        if not self.by_day or local.hour in DAY_HOURS:
            return None
        morning = local.replace(hour=DAY_HOURS.start, minute=0, second=0, microsecond=0)
        return (morning if morning > local else morning + timedelta(days=1)).astimezone(now.tzinfo)

    def kept(self) -> dict[str, object]:
        """Give it as it is kept; the inverse of `read`."""
        if self.rendered:
            body: dict[str, object] = {"rendered": list(self.rendered)}
        else:
            body = {"text": self.reply.kept().text}
        if self.reply.choices or not self.rendered:
            body["choices"] = [[choice.label, choice.payload] for choice in self.reply.choices]
        body["automatic"] = self.automatic
        if self.first > 1 and self.reply.choices:
            body["first"] = self.first
        if self.reply.card and not self.rendered:
            body["card"] = asdict(self.reply.card)
        if self.until:
            body["until"] = self.until.isoformat()
        if self.pictures:
            body["pictures"] = list(self.pictures)
        if self.by_day:
            body["by_day"] = True
        return body

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> Self:
        """Give what was kept; what an older row does not name has its usual value.

        A row that cannot be read raises nothing, so that it does not hold up those beside it: it is `broken`.
        """
        try:
            return cls._read(kept)
        except (AttributeError, KeyError, TypeError, ValueError):
            words = kept.get("text") if isinstance(kept, Mapping) else ""
            return cls(Reply(text=clean(str(words or ""))), broken=True)

    @classmethod
    def _read(cls, kept: Mapping[str, Any]) -> Self:
        card, until = kept.get("card"), kept.get("until")
        return cls(
            Reply(
                text=str(kept.get("text") or ""),
                choices=tuple(
                    Choice(str(label), str(payload)) for label, payload in kept.get("choices") or ()
                ),
                card=Card(**card) if card else None,
            ),
            automatic=bool(kept.get("automatic", True)),
            first=int(kept.get("first") or 1),
            until=datetime.fromisoformat(until) if until else None,
            rendered=tuple(map(str, kept.get("rendered") or ())),
            pictures=tuple(map(str, kept.get("pictures") or ())),
            by_day=kept.get("by_day") is True,
        )
