"""One mail to one mailbox over SMTP (RFC 5321), encrypted from the start or from STARTTLS on, never in clear.

The conversation is that of the standard library, in a thread beside the event loop. It is over in time whatever the other side
does: every line has a longest length, every answer a longest run of lines, and the whole one limit, at which the line is cut.
"""

import asyncio
import base64
import socket
import ssl
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from smtplib import (
    SMTP,
    SMTP_SSL,
    SMTPException,
    SMTPNotSupportedError,
    SMTPResponseException,
    SMTPServerDisconnected,
)
from typing import BinaryIO

from handlers.staff_notices.door import NoticeRefusedError

SECONDS = 20.0
GRACE_SECONDS = 1.0
"""How much longer the thread waits for one answer than the whole may take: the limit of the whole is told first."""
LINE_BYTES, ANSWER_LINES = 2048, 100
READY, DONE, LOGGED_IN, MORE = 220, 250, 235, 334
LASTING_FROM = 500
OWN_NAME = "mingbai.invalid"


class MailTls(StrEnum):
    """From when on everything is encrypted: from the first byte (465), or from STARTTLS on (587)."""

    WHOLE = "tls"
    STARTTLS = "starttls"


@dataclass(frozen=True, slots=True)
class MailServer:
    """The county's server; an empty `user` sends without a log-in. `context` says whose certificates are trusted."""

    host: str
    port: int
    tls: MailTls
    context: ssl.SSLContext
    user: str = ""
    password: str = ""

    def __repr__(self) -> str:
        """Name the server without its password."""
        return f"MailServer({self.host}:{self.port})"


async def deliver(server: MailServer, mail: bytes, *, sender: str, recipient: str) -> None:
    """Bring one mail to the server; raises `NoticeRefusedError`, lasting where the server says that it will always refuse."""
    line = _Line(server)
    try:
        async with asyncio.timeout(SECONDS):
            await asyncio.to_thread(line.bring, mail, sender=sender, recipient=recipient)
    except TimeoutError as error:
        raise NoticeRefusedError("timeout") from error
    except ssl.SSLCertVerificationError as error:
        raise NoticeRefusedError("certificate") from error
    except SMTPResponseException as error:
        raise _refused(error.smtp_code) from error
    except (SMTPException, OSError, EOFError, ValueError) as error:
        raise NoticeRefusedError("unreachable") from error
    finally:
        line.cut()


class _Answers:
    """The lines that a server says, none too long and not too many to one question."""

    def __init__(self, lines: BinaryIO) -> None:
        self._lines = lines
        self._left = ANSWER_LINES

    def begin(self) -> None:
        """Listen to an answer."""
        self._left = ANSWER_LINES

    def readline(self, _most: int = -1, /) -> bytes:
        """Give a line; raises `NoticeRefusedError` for too many, `SMTPServerDisconnected` for one too long."""
        self._left -= 1
        if self._left < 0:
            raise NoticeRefusedError("unreadable")
        line = self._lines.readline(LINE_BYTES + 1)
        if len(line) > LINE_BYTES:
            raise SMTPServerDisconnected
        return line

    def close(self) -> None:
        """Close it."""
        self._lines.close()


class _Starting(SMTP):
    """The library's conversation, in clear until STARTTLS, with answers that end."""

    def __init__(self, server: MailServer) -> None:
        super().__init__(local_hostname=OWN_NAME, timeout=SECONDS + GRACE_SECONDS)
        # The name that the certificate has to bear; the library sets it only where it connects at once.
        self._host = server.host

    def getreply(self) -> tuple[int, bytes]:
        """Read an answer."""
        _listen(self)
        return super().getreply()


class _Whole(SMTP_SSL):
    """The same, encrypted from the first byte."""

    def __init__(self, server: MailServer) -> None:
        super().__init__(local_hostname=OWN_NAME, timeout=SECONDS + GRACE_SECONDS, context=server.context)
        self._host = server.host

    def getreply(self) -> tuple[int, bytes]:
        """Read an answer."""
        _listen(self)
        return super().getreply()


def _listen(client: SMTP) -> None:
    if client.file is None and client.sock is not None:
        client.file = _Answers(client.sock.makefile("rb"))
    if client.file is not None:
        client.file.begin()


class _Line:
    """One connection, used by one thread and cut by another."""

    def __init__(self, server: MailServer) -> None:
        self._server = server
        self._client: SMTP | None = None

    def bring(self, mail: bytes, *, sender: str, recipient: str) -> None:
        """Connect, encrypt, log in and hand the mail over; raises as the library does, and `NoticeRefusedError`."""
        server = self._server
        client = self._client = _Whole(server) if server.tls is MailTls.WHOLE else _Starting(server)
        try:
            self._begin(client)
            self._log_in(client)
            _expect(client.mail(sender), DONE)
            _expect(client.rcpt(recipient), DONE)
            _expect(client.data(mail), DONE)
        finally:
            with suppress(SMTPException, OSError, ValueError):
                client.putcmd("QUIT")
            client.close()

    def cut(self) -> None:
        """End whatever still waits on the connection; one that is closed stays so."""
        sock = self._client.sock if self._client is not None else None
        if sock is not None:
            with suppress(OSError):
                socket.socket.shutdown(sock, socket.SHUT_RDWR)

    def _begin(self, client: SMTP) -> None:
        """Connect, encrypt and greet."""
        server = self._server
        _expect(client.connect(server.host, server.port), READY)
        _expect(client.ehlo(), DONE)
        if server.tls is MailTls.STARTTLS:
            try:
                _expect(client.starttls(context=server.context), READY)
            except SMTPNotSupportedError as error:
                raise NoticeRefusedError("starttls", permanent=True) from error
            # What somebody slipped in behind the answer in clear is never read: the library begins anew.
            _expect(client.ehlo(), DONE)

    def _log_in(self, client: SMTP) -> None:
        """Show who we are, where the server is set up with a name; the library's own way takes ASCII passwords only."""
        server = self._server
        if not server.user:
            return
        known = str(client.esmtp_features.get("auth", "")).upper().split()
        if "PLAIN" in known:
            words = _coded(f"\0{server.user}\0{server.password}")
            _expect(client.docmd("AUTH", f"PLAIN {words}"), LOGGED_IN)
        elif "LOGIN" in known:
            _expect(client.docmd("AUTH", "LOGIN"), MORE)
            _expect(client.docmd(_coded(server.user)), MORE)
            _expect(client.docmd(_coded(server.password)), LOGGED_IN)
        else:
            raise NoticeRefusedError("login", permanent=True)


def _coded(words: str) -> str:
    return base64.b64encode(words.encode()).decode()


def _expect(answer: tuple[int, bytes], expected: int) -> None:
    """Go on after an expected answer; raises `NoticeRefusedError` for another one."""
    if answer[0] != expected:
        raise _refused(answer[0])


def _refused(code: int) -> NoticeRefusedError:
    """Give the refusal of an answer; the library says -1 of what is none."""
    if code < 0:
        return NoticeRefusedError("unreadable")
    return NoticeRefusedError(f"smtp:{code}", permanent=code >= LASTING_FROM)
