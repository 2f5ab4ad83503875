"""Matters of invented people for tests, with the services on one database."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bot.clock import SettableClock
from bot.database import Database
from bot.errors import ServiceError
from bot.privacy import Vault
from bot.text.identifiers import ID_CHECKS, ID_WEIGHTS, USCC_ALPHABET
from handlers.matters.binding.binding import BindingAccount, BindingKind, PersonClaim
from handlers.matters.delivery.matter import MatterHolder
from handlers.matters.delivery.reading import read_statement
from handlers.matters.delivery.taking_in import MattersTaken
from handlers.matters.office import MatterOffice
from handlers.texts import Texts

NOW = datetime(2026, 12, 2, 2, tzinfo=UTC)
TEXTS = Texts.load()
VAULT = Vault("a secret of thirty-two letters ok")
HOUSES, FUND = "houses", "fund"


def identity(serial: int) -> str:
    """Give an identity number that nobody can have: its area is not in use."""
    head = f"350799{19600101 + serial % 28:08}{serial % 1000:03}"
    return head + ID_CHECKS[sum(int(d) * w for d, w in zip(head, ID_WEIGHTS, strict=True)) % 11]


def credit_code(serial: int) -> str:
    """Give a credit code with a right check letter."""
    head = f"91350799MA{serial:07}"
    total = sum(USCC_ALPHABET.index(letter) * pow(3, place, 31) for place, letter in enumerate(head))
    return head + USCC_ALPHABET[(31 - total % 31) % 31]


ZHANG = MatterHolder("张三", identity(1), "13800001111")
LI = MatterHolder("李四", identity(2), "13800002222")
WANG = MatterHolder("王五", identity(3))
FIRM = MatterHolder("青岚县示例食品有限公司", credit_code(7), "13800003333", is_company=True)


def matter(outer: str, holder: MatterHolder = ZHANG, **other: Any) -> dict[str, Any]:
    """Give a matter as a system delivers it; `other` are fields that differ."""
    fields: Mapping[str, Any] = {
        "outer": outer,
        "title": "不动产转移登记",
        "unit": "青岚县不动产登记中心",
        "state": "在办",
        "name": holder.name,
        "identity": holder.identity,
        "opened_on": "2026-11-20",
        "due_on": "2026-12-10",
        **({"phone": holder.phone} if holder.phone else {}),
    }
    return {**fields, **other}


STEPS = (
    {"name": "受理", "unit": "政务服务中心", "state": "done", "started_on": "2026-09-01", "ended_on": "2026-09-03"},
    {"name": "联合审查", "unit": "住房和城乡建设局", "state": "running", "started_on": "2026-09-04", "due_on": "2026-12-20"},
    {"name": "竣工验收", "unit": "住房和城乡建设局", "state": "ahead"},
)  # fmt: skip


class Phones:
    """Stands for the platform that brings texts to phones: keeps what it was given."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str]] = []
        self.broken = False

    async def send(self, phone: str, text: str) -> None:
        """Take a text."""
        if self.broken:
            raise ServiceError
        self.sent.append((phone, text))


class MatterDesk:
    """The services on one database, with two systems that deliver."""

    def __init__(self, database: Database, *, with_phones: bool = True) -> None:
        self.database, self.clock, self.phones = database, SettableClock(NOW), Phones()
        self.office = MatterOffice.of(
            database,
            vault=VAULT,
            clock=self.clock,
            texts=TEXTS,
            send=self.phones.send if with_phones else None,
            county="青岚县",
        )
        self.keys: dict[str, str] = {}

    async def opened(self) -> "MatterDesk":
        """Let both systems deliver."""
        for name, title in ((HOUSES, "不动产登记"), (FUND, "公积金")):
            self.keys[name] = await self.office.sources.open(name, title, actor="console")
        return self

    async def deliver(self, source: str, **told: Any) -> MattersTaken:
        """Deliver a statement."""
        statement = read_statement(told, today=NOW.date())
        return await self.office.taking_in.take(source, statement, actor=f"source:{source}")

    async def claimed(
        self, account: BindingAccount, holder: MatterHolder, kind: BindingKind = BindingKind.SELF
    ) -> str:
        """Claim a person; give the code that is shown."""
        opened = await self.office.bindings.claim(PersonClaim(holder, kind), account)
        assert opened is not None
        return opened.code

    async def sent_code(self) -> str:
        """Let what is due go out; give the latest code."""
        await self.office.messages.step()
        return self.phones.sent[-1][1].partition("验证码")[2][:6]

    async def bound(self, account: BindingAccount, holder: MatterHolder) -> None:
        """Bind an account to its own person by the phone."""
        await self.claimed(account, holder)
        answer = await self.office.bindings.enter(await self.sent_code(), account)
        assert answer.whom
