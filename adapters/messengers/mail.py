"""Notices as mail: plain words, marked as written by a program, from the one address of the county."""

from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid

from adapters.messengers.smtp import MailServer, deliver
from bot.clock import Clock
from handlers.staff_notices.channels import NoticeTarget
from handlers.staff_notices.door import NoticeMessage


class MailClient:
    """Sends mails over one server; neither addresses nor texts are logged."""

    def __init__(self, server: MailServer, *, sender: str, clock: Clock) -> None:
        self._server = server
        self._sender = sender
        self._clock = clock

    async def send(self, target: NoticeTarget, message: NoticeMessage) -> None:
        """Send one mail; raises `NoticeRefusedError` unless the server took it."""
        mail = self.mail_of(target.name, message)
        await deliver(self._server, mail, sender=self._sender, recipient=target.name)

    def mail_of(self, recipient: str, message: NoticeMessage) -> bytes:
        """Write a mail."""
        mail = EmailMessage(policy=SMTP)
        mail["From"] = self._sender
        mail["To"] = recipient
        mail["Subject"] = message.title
        mail["Date"] = format_datetime(self._clock.now())
        mail["Message-ID"] = make_msgid(domain=self._sender.partition("@")[2])
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(message.text, cte="base64")
        return mail.as_bytes()
