"""How what is to be said later reaches citizens: the outbox, the courier, the times, and the staff's side of it, put together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from redis.asyncio import Redis

from adapters.redis.gate import RedisGate
from adapters.redis.waiting_notes import WaitingNotes
from adapters.redis.windows import CitizenWindows, WindowRules
from adapters.settings import Settings
from adapters.web.links import LINK
from adapters.wechat.account_kinds import AccountFeature, has
from adapters.wechat.api.client import Client
from adapters.wechat.courier import CHANNEL, Courier, Inviter, Route, Windows
from adapters.wechat.invitation import Invitation
from adapters.wechat.picture_sender import PictureFiles, PictureSender
from adapters.wechat.replies.later import LaterWriter
from adapters.wechat.replies.message_parts import cut
from adapters.wechat.replies.passive import Renderer
from adapters.wechat.typing_sign import TypingSign
from bot.clock import SHANGHAI, Clock, local_date
from bot.database import Database
from bot.outbound.deadlines import Deadlines, Terms
from bot.outbound.handing import MOST_BYTES, Handing
from bot.outbound.ladder import SendWindow
from bot.outbound.outbox import Parcel, ParcelKind
from bot.outbound.receipts import Receipts
from handlers.texts import Texts
from handlers.tickets.service import TicketService
from handlers.workdays import WorkingCalendar

OPENING = time(9)


@dataclass(frozen=True, slots=True)
class DeliveryLadder:
    """What brings parcels to citizens, or to staff."""

    courier: Courier
    deadlines: Deadlines
    handing: Handing
    notes: WaitingNotes
    receipts: Receipts
    typing: TypingSign


def window_rules(settings: Settings) -> WindowRules:
    """Give the platform's table as the settings have it."""
    return WindowRules(
        messages=settings.wechat_window_messages, within=timedelta(hours=settings.wechat_window_hours)
    )


def waiting_terms(settings: Settings, calendar: WorkingCalendar) -> Terms:
    """Give how long each kind of parcel may wait: a letter until a working day's opening, an answer for hours.

    What the other side fetches lies for as long as sent ones keep their words, unless it is a letter. A year whose
    notice is missing counts Saturdays and Sundays as off: a day too early costs nobody a right.
    """

    def until(kind: str, channel: str, written_at: datetime) -> datetime:
        if kind == ParcelKind.LETTER:
            return _opening(calendar, written_at, settings.letter_workdays)
        if channel != CHANNEL:
            return written_at + timedelta(days=settings.parcel_days)
        return written_at + timedelta(hours=settings.answer_hours)

    return until


def _opening(calendar: WorkingCalendar, written_at: datetime, workdays: int) -> datetime:
    day = local_date(written_at)
    found = calendar.nth_workday_after(day, workdays)
    if found is None:
        found = day
        while workdays:
            found += timedelta(days=1)
            workdays -= found.weekday() < 5  # noqa: PLR2004 - Saturday
    return datetime.combine(found, OPENING, SHANGHAI)


def along_texts(parcel: Parcel) -> Sequence[str]:
    """Give the texts of a parcel that goes along with an answer: its words without choices, links as bare addresses.

    Numbers belong to the answer that was given last.
    """
    return cut(LINK.sub(r"\2 \1", parcel.body.words), MOST_BYTES)


def delivery_of(
    settings: Settings,
    database: Database,
    redis: Redis,
    *,
    client: Client,
    gate: RedisGate,
    tickets: TicketService,
    pictures: PictureFiles,
    calendar: WorkingCalendar,
    texts: Texts,
    clock: Clock,
) -> DeliveryLadder:
    """Put the ladder of delivery together; `pictures` gives the files that a chat may show."""

    async def failed(tx: Any, parcel: Parcel, reason: str) -> str:
        return await tickets.undeliverable(tx, parcel, reason=reason)

    async def overdue(tx: Any, parcel: Parcel) -> str:
        return await tickets.undeliverable(tx, parcel, reason=texts("tickets.unsent.overdue"))

    windows = windows_of(settings, redis)
    route = Route(
        PictureSender(client.messages, uploads=client.media, files=pictures),
        LaterWriter(
            Renderer(texts),
            taps=has(settings.wechat_kind, AccountFeature.MENU_MESSAGES),
            pictures=has(settings.wechat_kind, AccountFeature.PICTURES),
        ),
        gate.hold,
        failed,
        windows,
        inviter=inviter_of(settings, client, texts),
        arrived=tickets.arrived,
    )
    return DeliveryLadder(
        courier=Courier(database, route, clock=clock),
        deadlines=Deadlines(database, clock, waiting_terms(settings, calendar), overdue),
        handing=Handing(database, CHANNEL, clock=clock, texts=along_texts, arrived=tickets.arrived),
        notes=WaitingNotes(redis, database),
        receipts=Receipts(database, clock),
        typing=TypingSign(client.messages, windows, clock=clock),
    )


def windows_of(settings: Settings, redis: Redis) -> Windows:
    """Give what is known of the windows; an account that may send nothing by itself has none that ever opens."""
    known = CitizenWindows(redis, window_rules(settings))
    return known if has(settings.wechat_kind, AccountFeature.MESSAGES) else ShutWindows(known)


class ShutWindows:
    """The windows of an account without customer-service messages: what waits goes along with the next answer."""

    def __init__(self, known: CitizenWindows) -> None:
        self._known = known

    async def standing(self, citizen: str, *, now: datetime) -> SendWindow:  # noqa: ARG002 - `Windows`.
        """Say that nothing may be sent."""
        return SendWindow.SHUT

    async def spend(self, citizen: str, *, now: datetime) -> None:
        """Count a message that was taken."""
        await self._known.spend(citizen, now=now)

    async def learn_shut(self, citizen: str, *, now: datetime) -> None:
        """Note a refusal."""
        await self._known.learn_shut(citizen, now=now)


def inviter_of(settings: Settings, client: Client, texts: Texts) -> Inviter | None:
    """Give whoever invites citizens back, where the account can (`MINGBAI_WECHAT_NOTICE`, `MINGBAI_WECHAT_KIND`)."""
    if settings.wechat_notice == "off" or not has(settings.wechat_kind, AccountFeature.NOTICES):
        return None
    return Invitation(
        client.notices,
        by=settings.wechat_notice,
        template=settings.wechat_notice_template,
        fields={settings.wechat_notice_field: texts("wechat.invitation")},
    )
