"""One mail to one mailbox over SMTP (RFC 5321), encrypted from the start or from STARTTLS on, never in clear.

A conversation of its own, and not the one of the standard library, because all of it has to be over in time whatever the other
side does: every line has a longest length, every answer a longest run of lines, the whole one limit.
"""

import asyncio
import base64
import re
import ssl
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum

from handlers.staff_notices.door import NoticeRefusedError

SECONDS = 20.0
CLOSING_SECONDS = 1.0
LINE_BYTES, ANSWER_LINES = 2048, 100
READY, DONE, LOGGED_IN, GO_ON, MORE = 220, 250, 235, 354, 334
LASTING_FROM = 500
_ANSWER = re.compile(rb"([2-5][0-9]{2})([ -])([^\r\n]*)\r?\n")


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
    try:
        async with asyncio.timeout(SECONDS):
            conversation = await _Conversation.begun(server)
            try:
                await conversation.log_in(server)
                await conversation.hand_over(mail, sender=sender, recipient=recipient)
            finally:
                await conversation.end()
    except TimeoutError as error:
        raise NoticeRefusedError("timeout") from error
    except ssl.SSLCertVerificationError as error:
        raise NoticeRefusedError("certificate") from error
    except (OSError, EOFError, ValueError) as error:
        raise NoticeRefusedError("unreachable") from error


class _Conversation:
    """Question and answer over one connection; `offers` is what the server said that it can."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self._clear: asyncio.StreamWriter | None = None
        self.offers: dict[str, str] = {}

    @classmethod
    async def begun(cls, server: MailServer) -> "_Conversation":
        """Connect, encrypt and greet."""
        whole = server.tls is MailTls.WHOLE
        reader, writer = await asyncio.open_connection(
            server.host,
            server.port,
            limit=LINE_BYTES,
            ssl=server.context if whole else None,
            server_hostname=server.host if whole else None,
        )
        talk = cls(reader, writer)
        try:
            await talk._expect(READY)
            await talk._greet()
            if not whole:
                await talk._encrypt(server)
                await talk._greet()
        except BaseException:
            await talk.end()
            raise
        return talk

    async def log_in(self, server: MailServer) -> None:
        """Show who we are, where the server is set up with a name."""
        if not server.user:
            return
        known = self.offers.get("AUTH", "").upper().split()
        if "PLAIN" in known:
            words = base64.b64encode(f"\0{server.user}\0{server.password}".encode()).decode()
            await self._ask(f"AUTH PLAIN {words}", LOGGED_IN)
        elif "LOGIN" in known:
            await self._ask("AUTH LOGIN", MORE)
            await self._ask(base64.b64encode(server.user.encode()).decode(), MORE)
            await self._ask(base64.b64encode(server.password.encode()).decode(), LOGGED_IN)
        else:
            raise NoticeRefusedError("login", permanent=True)

    async def hand_over(self, mail: bytes, *, sender: str, recipient: str) -> None:
        """Say from whom and to whom, then the mail itself."""
        await self._ask(f"MAIL FROM:<{sender}>", DONE)
        await self._ask(f"RCPT TO:<{recipient}>", DONE)
        await self._ask("DATA", GO_ON)
        self._writer.write(b"".join(_stuffed(mail)) + b".\r\n")
        await self._writer.drain()
        await self._expect(DONE)

    async def end(self) -> None:
        """Take leave and close; whatever goes wrong with that changes nothing."""
        with suppress(OSError, ValueError, EOFError, TimeoutError, NoticeRefusedError):
            async with asyncio.timeout(CLOSING_SECONDS):
                self._writer.write(b"QUIT\r\n")
                await self._writer.drain()
        for writer in filter(None, (self._writer, self._clear)):
            writer.close()
        with suppress(OSError, TimeoutError):
            async with asyncio.timeout(CLOSING_SECONDS):
                await self._writer.wait_closed()

    async def _greet(self) -> None:
        lines = await self._ask("EHLO mingbai.invalid", DONE)
        words = [line.split(None, 1) for line in lines[1:] if line]
        self.offers = {one[0].upper(): one[1] if len(one) > 1 else "" for one in words if one}

    async def _encrypt(self, server: MailServer) -> None:
        """Go on encrypted with a new reader: what somebody slipped in behind the answer in clear is never read."""
        if "STARTTLS" not in self.offers:
            raise NoticeRefusedError("starttls", permanent=True)
        await self._ask("STARTTLS", READY)
        loop = asyncio.get_running_loop()
        reader = asyncio.StreamReader(limit=LINE_BYTES, loop=loop)
        protocol = asyncio.StreamReaderProtocol(reader, loop=loop)
        transport = await loop.start_tls(
            self._writer.transport, protocol, server.context, server_hostname=server.host
        )
        if transport is None:
            raise EOFError
        protocol.connection_made(transport)
        # The first writer stays: where nobody holds it any more it would close the line below this one.
        self._clear, self._reader = self._writer, reader
        self._writer = asyncio.StreamWriter(transport, protocol, reader, loop)

    async def _ask(self, line: str, expected: int) -> list[str]:
        self._writer.write(f"{line}\r\n".encode("ascii"))
        await self._writer.drain()
        return await self._expect(expected)

    async def _expect(self, expected: int) -> list[str]:
        """Read an answer; raises `NoticeRefusedError` for another code than the expected one."""
        lines = []
        for _ in range(ANSWER_LINES):
            found = _ANSWER.fullmatch(await self._reader.readline())
            if found is None:
                raise NoticeRefusedError("unreadable")
            lines.append(found[3].decode("ascii", "replace"))
            if found[2] == b" ":
                code = int(found[1])
                if code != expected:
                    raise NoticeRefusedError(f"smtp:{code}", permanent=code >= LASTING_FROM)
                return lines
        raise NoticeRefusedError("unreadable")


def _stuffed(mail: bytes) -> Iterator[bytes]:
    """Give the lines of a mail; a dot at the beginning of one is doubled, so that none ends the mail."""
    for line in mail.splitlines():
        yield (b"." if line.startswith(b".") else b"") + line + b"\r\n"
