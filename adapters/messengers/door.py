"""All ways to staff that are set up, as the notices see them: one door."""

import ssl
from collections.abc import Set as AbstractSet
from pathlib import Path

import aiohttp

from adapters.messengers.mail import MailClient
from adapters.messengers.robots import RobotClient
from adapters.messengers.smtp import MailServer, MailTls
from adapters.settings import Settings, SettingsError
from bot.clock import Clock
from handlers.staff_notices.channels import NoticeChannel, NoticeTarget
from handlers.staff_notices.door import NoticeMessage, NoticeRefusedError


class StaffNoticeDoor:
    """Sends each message over the channel of its target."""

    def __init__(
        self, *, robots: RobotClient, called: AbstractSet[NoticeChannel], mail: MailClient | None
    ) -> None:
        self._robots = robots
        self._called = called
        self._mail = mail

    @property
    def channels(self) -> AbstractSet[NoticeChannel]:
        """Those that are set up."""
        return self._called | ({NoticeChannel.MAIL} if self._mail else set())

    async def send(self, target: NoticeTarget, message: NoticeMessage) -> None:
        """Bring one message; raises `NoticeRefusedError`."""
        if target.channel in self._called:
            await self._robots.send(target, message)
        elif target.channel is NoticeChannel.MAIL and self._mail is not None:
            await self._mail.send(target, message)
        else:
            raise NoticeRefusedError("off", permanent=True)


def staff_notice_door(
    settings: Settings, session: aiohttp.ClientSession, clock: Clock
) -> StaffNoticeDoor | None:
    """Give the ways that are set up, or none where no address is set; raises `SettingsError` where the file of certificates is none."""
    bases = {
        channel: base
        for channel, base in (
            (NoticeChannel.DINGTALK, settings.dingtalk_url),
            (NoticeChannel.WECOM, settings.wecom_url),
        )
        if base
    }
    mail = None
    if settings.mail_host:
        server = MailServer(
            settings.mail_host,
            settings.mail_port,
            MailTls(settings.mail_tls),
            _trusted(settings.mail_ca),
            settings.mail_user,
            settings.mail_password.get_secret_value(),
        )
        mail = MailClient(server, sender=settings.mail_from, clock=clock)
    if not bases and mail is None:
        return None
    robots = RobotClient(session, bases=bases, clock=clock)
    return StaffNoticeDoor(robots=robots, called=bases.keys(), mail=mail)


def _trusted(certificates: Path | None) -> ssl.SSLContext:
    """Give whose certificates are trusted: the system's, or those of the county's own authority."""
    try:
        return ssl.create_default_context(cafile=certificates)
    except OSError as error:
        raise SettingsError(f"MINGBAI_MAIL_CA：{certificates} 不是能读的证书文件（PEM）") from error
