"""The county's own sayings are kept with who and when, whole or not at all, and every process takes them up."""

import pytest
from sqlalchemy import select

from bot.audit import AuditRecord, first_broken
from bot.clock import SettableClock
from bot.database import Database
from bot.errors import InputError, ServiceError
from knowledge.library.saying_records import SayingChange, SayingDeed, shipped_themes
from knowledge.library.sayings import Sayings
from tests.factories.questions import ASKED_AT
from tests.fakes.index_notice import ToldIndex

ADD, STRIKE, RESTORE = SayingDeed
SHIPPED = ("洗肾", next(official for said, official in shipped_themes() if said == "洗肾"))


def sayings(database: Database, index: ToldIndex | None = None) -> Sayings:
    return Sayings(database, SettableClock(ASKED_AT), index=index or ToldIndex())


def said(one: Sayings, text: str) -> list[str]:
    return [saying.said for saying in one.current().found(text)]


async def test_a_change_counts_here_at_once_and_elsewhere_at_the_next_look(database: Database) -> None:
    told = ToldIndex()
    here, there = sayings(database, told), sayings(database)
    await here.keep(
        [SayingChange(ADD, "铁脚板补贴", "护林员补助"), SayingChange(STRIKE, *SHIPPED)], actor="op"
    )
    assert said(here, "洗肾和铁脚板补贴") == ["铁脚板补贴"]
    assert said(there, "洗肾和铁脚板补贴") == ["洗肾"]
    assert told.changes == 1
    await there.look()
    assert said(there, "洗肾和铁脚板补贴") == ["铁脚板补贴"]
    table = there.current()
    await there.look()
    assert there.current() is table
    await there.keep([SayingChange(RESTORE, *SHIPPED)], actor="chief")
    await here.look()
    assert said(here, "洗肾和铁脚板补贴") == ["洗肾", "铁脚板补贴"]
    changed = await here.changed()
    assert [(one.said, one.changed_by, one.changed_at) for one in changed.values()] == [
        ("洗肾", "chief", ASKED_AT),
        ("铁脚板补贴", "op", ASKED_AT),
    ]
    async with database.reading() as tx:
        entries = list(await tx.scalars(select(AuditRecord).order_by(AuditRecord.id)))
        assert await first_broken(tx) is None
    assert [(one.action, one.actor, one.subject, one.detail) for one in entries] == [
        ("knowledge:saying", "op", "铁脚板补贴→护林员补助", {"deed": "add"}),
        ("knowledge:saying", "op", "→".join(SHIPPED), {"deed": "strike"}),
        ("knowledge:saying", "chief", "→".join(SHIPPED), {"deed": "restore"}),
    ]


async def test_one_wrong_change_keeps_all_of_them_away(database: Database) -> None:
    here = sayings(database)
    with pytest.raises(InputError, match=r"refused\.there"):
        await here.keep([SayingChange(ADD, "铁脚板", "护林员"), SayingChange(ADD, *SHIPPED)], actor="op")
    assert await here.changed() == {}
    async with database.reading() as tx:
        assert list(await tx.scalars(select(AuditRecord))) == []


async def test_what_is_kept_stays_kept_though_the_index_could_not_be_told(database: Database) -> None:
    class Away(ToldIndex):
        async def changed(self) -> None:
            raise ServiceError

    here = sayings(database, Away())
    await here.keep([SayingChange(ADD, "铁脚板", "护林员")], actor="op")
    assert said(here, "铁脚板") == ["铁脚板"]
