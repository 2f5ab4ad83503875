"""A citizen who got no answer says the same again: it answers what was seen, and binds to nothing that was not."""

import itertools
import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest
from sqlalchemy import func, select, update

from adapters.web.api import PATH
from bot.inbound.reception import Rendered, WayOut
from bot.message import Inbound, Reply
from bot.outbound.outbox import ParcelRecord, ParcelState
from handlers.disclosure.case.records import DisclosureRequestRecord
from tests.integration.doors.conftest import API_KEY, Doors

pytestmark = [
    pytest.mark.redis,
    pytest.mark.xdist_group("doors"),
    pytest.mark.asyncio(loop_scope="session"),
]
SUMMARY, UNHEARD, RECEIPT = "请核对", "还什么都没有办", "已登记"
WANTED = "青岚县2024年农村公路养护资金分配明细"
ASKED = f"我要申请公开{WANTED}"
FILLED = (ASKED, "1", "1", "王小明", "110101199003070011", "13812345678")
_numbers = itertools.count(1)


def render(replies: Sequence[Reply]) -> Rendered:
    return Rendered("\n".join(reply.text for reply in replies).encode())


class Citizen:
    """Writes as to a door that tells when an answer went out, unless the answer is lost or comes late."""

    def __init__(self, doors: Doors) -> None:
        self.program = doors.program
        self.name = f"oLost{next(_numbers):023d}"
        self._keys = itertools.count(1)

    async def say(self, text: str, *, lost: bool = False, late: bool = False) -> str:
        key, way_out = f"m:{next(self._keys)}", WayOut()
        message = Inbound("wechat", self.name, key, "text", datetime.now(UTC), text)
        reception = self.program.reception
        answer = await reception.receive(message, render=render, budget=0 if late else 20, way_out=way_out)
        await reception.drain()
        if way_out.awaited and not lost:
            await reception.went_out(message)
        return answer.decode()

    async def fill(self) -> str:
        """Fill the form until it asks how the answer is to be given."""
        return [await self.say(text) for text in FILLED][-1]

    async def filed(self) -> int:
        counted = select(func.count()).select_from(DisclosureRequestRecord)
        async with self.program.resources.database.reading() as tx:
            return int(await tx.scalar(counted.where(DisclosureRequestRecord.citizen == self.name)) or 0)

    async def number(self) -> str:
        own = select(DisclosureRequestRecord.number).where(DisclosureRequestRecord.citizen == self.name)
        async with self.program.resources.database.reading() as tx:
            return str(await tx.scalar(own))

    async def unsent(self) -> int:
        """Give how many of what was posted nobody has sent yet."""
        due = select(func.count()).select_from(ParcelRecord).where(ParcelRecord.citizen == self.name)
        async with self.program.resources.database.reading() as tx:
            return int(await tx.scalar(due.where(ParcelRecord.state == ParcelState.DUE)) or 0)

    async def delivered(self, *, ago: timedelta) -> None:
        """Let what was posted have been sent some time ago."""
        async with self.program.resources.database.transaction() as tx:
            await tx.execute(
                update(ParcelRecord)
                .where(ParcelRecord.citizen == self.name)
                .values(state=ParcelState.SENT, sent_at=datetime.now(UTC) - ago)
            )


@pytest.fixture
def citizen(doors: Doors) -> Citizen:
    return Citizen(doors)


async def test_whoever_reads_every_answer_files_by_the_same_number_twice(citizen: Citizen) -> None:
    assert "怎么拿到答复" in await citizen.fill()
    assert SUMMARY in await citizen.say("1")
    assert RECEIPT in await citizen.say("1")
    assert await citizen.filed() == 1


@pytest.mark.parametrize("loss", ["lost", "late"])
async def test_a_number_said_again_does_not_submit_what_was_never_shown(citizen: Citizen, loss: str) -> None:
    await citizen.fill()
    await citizen.say("1", lost=loss == "lost", late=loss == "late")
    again = await citizen.say("1")
    assert await citizen.filed() == 0
    assert UNHEARD in again
    assert SUMMARY in again
    assert WANTED in again
    assert RECEIPT in await citizen.say("1")
    assert await citizen.filed() == 1


async def test_another_number_means_the_list_that_was_seen(citizen: Citizen) -> None:
    await citizen.fill()
    await citizen.say("3", lost=True)
    assert UNHEARD in await citizen.say("1")
    assert await citizen.filed() == 0


async def test_lost_again_and_again_it_is_never_taken_for_a_yes(citizen: Citizen) -> None:
    await citizen.fill()
    await citizen.say("1", late=True)
    for lost, late in ((True, False), (False, True), (True, False)):
        await citizen.say("1", lost=lost, late=late)
    assert await citizen.filed() == 0
    # Words that name what they choose say by themselves what is meant.
    assert RECEIPT in await citizen.say("确认提交")


async def test_an_answer_that_came_late_counts_once_it_came(citizen: Citizen) -> None:
    await citizen.fill()
    await citizen.say("1", late=True)
    assert await citizen.unsent()
    await citizen.delivered(ago=timedelta(seconds=5))
    assert RECEIPT in await citizen.say("1")


async def test_an_answer_that_crossed_the_next_message_does_not_count(citizen: Citizen) -> None:
    await citizen.fill()
    await citizen.say("1", late=True)
    await citizen.delivered(ago=timedelta(seconds=-5))
    assert SUMMARY in await citizen.say("1")
    assert await citizen.filed() == 0


async def test_a_yes_said_twice_is_the_first_one(citizen: Citizen) -> None:
    await citizen.say(ASKED)
    assert "（2/6）" in await citizen.say("好的", lost=True)
    again = await citizen.say("好的")
    assert UNHEARD in again
    assert "（2/6）" in again


async def test_a_request_is_not_withdrawn_by_a_number_said_again(citizen: Citizen) -> None:
    await citizen.fill()
    for _ in range(2):
        await citizen.say("1")
    number = await citizen.number()
    assert "撤回" in await citizen.say(f"撤回{number}", lost=True)
    assert UNHEARD in await citizen.say("2")
    # Now the question was seen.
    assert "办理结束" in await citizen.say("2")


async def test_a_lost_receipt_is_given_again_and_confirms_nothing(citizen: Citizen) -> None:
    await citizen.fill()
    await citizen.say("1")
    assert RECEIPT in await citizen.say("1", lost=True)
    again = await citizen.say("1")
    assert UNHEARD in again
    assert await citizen.number() in again
    assert await citizen.filed() == 1


async def test_danger_goes_before_everything(citizen: Citizen) -> None:
    await citizen.fill()
    await citizen.say("1", lost=True)
    assert "119" in await citizen.say("家里着火了快来人")


async def test_other_words_are_heard_as_ever(citizen: Citizen) -> None:
    await citizen.fill()
    await citizen.say("1", lost=True)
    told = await citizen.say("改电话")
    assert UNHEARD not in told
    assert "电话" in told


async def test_over_http_what_was_written_out_counts(doors: Doors) -> None:
    door, told = doors.by_name["program"], ""
    headers = {"Authorization": f"Bearer {API_KEY}"}
    async with aiohttp.ClientSession(headers=headers) as session:
        for number, text in enumerate((*FILLED, "1", "1")):
            said = {"citizen": "lost-1", "id": str(number), "text": text}
            async with session.post(f"{door.url}{PATH}", data=json.dumps(said)) as answer:
                assert answer.status == 200
                told = await answer.text()
    assert UNHEARD not in told
    assert RECEIPT in told
    assert await doors.program.resources.redis.keys("mingbai:unheard:*lost-1*") == []
