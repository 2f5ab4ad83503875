"""Mail over a stand-in server: encrypted or not at all, whatever it says and however it stalls."""

import ssl
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.messengers import smtp
from adapters.messengers.mail import MailClient
from adapters.messengers.smtp import MailServer, MailTls
from bot.clock import SystemClock
from handlers.staff_notices.channels import NoticeChannel, NoticeTarget
from handlers.staff_notices.door import NoticeMessage, NoticeRefusedError
from tests.factories.certificate import write
from tests.fakes.messengers import MailHouse, mail_listening

MESSAGE = NoticeMessage(
    "【政务公开工作台】诉求：新到1件", "【政务公开工作台】诉求：新到1件\n.SQ1\n.\n请到工作台办理"
)
TARGET = NoticeTarget(NoticeChannel.MAIL, "wang.li@xx.gov.cn")
SENDER = "tixing@xx.gov.cn"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("mail"), "localhost")


@pytest.fixture
def context(certificate: Path) -> ssl.SSLContext:
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(certificate, certificate.with_name("privkey.pem"))
    return made


@pytest.fixture(params=MailTls)
async def house(request: pytest.FixtureRequest, context: ssl.SSLContext) -> AsyncIterator[MailHouse]:
    async with mail_listening(MailHouse(context, starttls=request.param is MailTls.STARTTLS)) as open_house:
        yield open_house


def client(house: MailHouse, certificate: Path, *, user: str = "tixing", ca: bool = True) -> MailClient:
    trusted = ssl.create_default_context(cafile=certificate if ca else None)
    tls = MailTls.STARTTLS if house.starttls else MailTls.WHOLE
    server = MailServer("localhost", house.port, tls, trusted, user, "p·ss" if user else "")
    assert "p·ss" not in repr(server)
    return MailClient(server, sender=SENDER, clock=SystemClock())


async def refusal(mail: MailClient) -> tuple[str, bool]:
    with pytest.raises(NoticeRefusedError) as error:
        await mail.send(TARGET, MESSAGE)
    return error.value.why, error.value.permanent


@pytest.mark.parametrize("offer", ["AUTH PLAIN LOGIN", "AUTH LOGIN"])
async def test_a_mail_arrives_as_it_was_written(house: MailHouse, certificate: Path, offer: str) -> None:
    house.offers = ("STARTTLS", offer)
    await client(house, certificate).send(TARGET, MESSAGE)
    ((sender, recipient, mail),) = house.mails
    assert (sender, recipient) == (SENDER, TARGET.name)
    assert (mail["Subject"], mail["Auto-Submitted"]) == (MESSAGE.title, "auto-generated")
    assert mail.get_content().splitlines() == MESSAGE.text.split("\n")
    assert house.logins == [("tixing", "p·ss")]
    assert set(house.in_clear) <= {"EHLO", "STARTTLS"}


async def test_without_a_name_nobody_logs_in(house: MailHouse, certificate: Path) -> None:
    await client(house, certificate, user="").send(TARGET, MESSAGE)
    assert (len(house.mails), house.logins) == (1, [])


async def test_a_certificate_that_nobody_vouches_for_is_refused(house: MailHouse, certificate: Path) -> None:
    why, _ = await refusal(client(house, certificate, ca=False))
    assert why == "certificate"
    assert (house.mails, house.logins) == ([], [])


@pytest.mark.parametrize(
    ("verb", "said", "told"),
    [
        ("GREETING", b"554 go away\r\n", ("smtp:554", True)),
        ("GREETING", b"SSH-2.0-OpenSSH_9.6\r\n", ("unreadable", False)),
        ("GREETING", b"220-" + b"x" * 5000 + b"\r\n", ("unreachable", False)),
        ("EHLO", b"250-x\r\n" * 200, ("unreadable", False)),
        ("AUTH", b"535 no\r\n", ("smtp:535", True)),
        ("AUTH", b"454 later\r\n", ("smtp:454", False)),
        ("MAIL", b"421 closing\r\n", ("smtp:421", False)),
        ("RCPT", b"550 no such mailbox wang.li\r\n", ("smtp:550", True)),
        ("RCPT", b"450 busy\r\n", ("smtp:450", False)),
        ("DATA", b"250 what?\r\n", ("smtp:250", False)),
        ("DATA", b"\r\n", ("unreadable", False)),
    ],
)
async def test_what_a_server_says_instead_of_yes(
    house: MailHouse, certificate: Path, verb: str, said: bytes, told: tuple[str, bool]
) -> None:
    house.said[verb] = said
    assert await refusal(client(house, certificate)) == told
    assert house.mails == []


async def test_a_server_that_does_not_encrypt_gets_nothing(
    context: ssl.SSLContext, certificate: Path
) -> None:
    async with mail_listening(MailHouse(context, starttls=True, offers=("AUTH PLAIN",))) as house:
        assert await refusal(client(house, certificate)) == ("starttls", True)
    assert "AUTH" not in house.in_clear


async def test_what_is_slipped_in_before_the_encryption_is_never_read(
    context: ssl.SSLContext, certificate: Path
) -> None:
    # Whoever took it for the answer to the greeting that follows would be one answer behind from then on.
    slipped = b"250-mail.test\r\n250 AUTH LOGIN\r\n"
    async with mail_listening(MailHouse(context, starttls=True, slipped=slipped)) as house:
        house.offers = ("STARTTLS", "AUTH PLAIN")
        await client(house, certificate).send(TARGET, MESSAGE)
        assert (len(house.mails), house.logins) == (1, [("tixing", "p·ss")])


async def test_a_server_that_never_goes_on_is_left(
    house: MailHouse, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp, "SECONDS", 0.2)
    house.said["MAIL"] = b""
    assert (await refusal(client(house, certificate)))[0] == "timeout"


async def test_nobody_there(certificate: Path, unused_tcp_port: int) -> None:
    server = MailServer(
        "localhost", unused_tcp_port, MailTls.WHOLE, ssl.create_default_context(cafile=certificate)
    )
    assert (await refusal(MailClient(server, sender=SENDER, clock=SystemClock())))[0] == "unreachable"
