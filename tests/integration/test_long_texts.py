"""Texts of one piece again and again, to thirteen thousand characters, through the reading and through whole turns.

Measured is processor time, and asserted is how it grows: a message of four times the length may cost somewhat more than
four times as much on a busy machine, where trying all ways of cutting a text would cost sixteen times as much.
"""

import math
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import date
from pathlib import Path

import pytest
import pytest_asyncio

from benchmarks.sayings import ANSWERS, LONGEST, PIECES
from benchmarks.storm import House, Weather, opened_house, storm
from benchmarks.tally import StormBook
from bot import message
from bot.understanding import Context
from intents import catalogue, recognizer
from intents.recognizer import CountyRecognizer
from intents.slots import extractor

pytestmark = pytest.mark.xdist_group("long-texts")
TIMES, MOST = 4, 9.0
UNCUT = LONGEST // TIMES
WORTH_A_LOOK = 0.05
"""Seconds of the processor below which a text of full length is not measured again; quadratic reading takes longer."""
SLOWEST = 0.5
LOOKS = 4
"""How often a text that seems slow is measured before it counts as slow."""
FORM = ("我要申请公开", "不是，继续申请", *ANSWERS)
STEPS = {"outside": 0, "information": 3, "confirmation": 10}
"""How many answers of the form come before, by what the form then awaits."""


@pytest.fixture
def uncut(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let everything read the whole text, so that no limit hides what grows too fast."""
    monkeypatch.setattr(message, "LONGEST_TEXT", 10 * LONGEST)
    monkeypatch.setattr(extractor, "LONGEST_TEXT", 10 * LONGEST)


@pytest.fixture(scope="module")
def reader(trained: Path) -> CountyRecognizer:
    known = recognizer.build(catalogue.load(), trained, today=lambda: date(2026, 11, 24))
    known.teach(["青岚县高龄津贴发放办法"], guides=["居住证办理"])
    known.recognize("體檢在哪裡做")
    return known


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory, trained: Path) -> AsyncIterator[House]:
    folder = tmp_path_factory.mktemp("long-texts")
    (folder / "recognizer").symlink_to(trained, target_is_directory=True)
    async with opened_house(folder) as opened:
        yield opened


def of_length(piece: str, length: int) -> str:
    return (piece * (length // len(piece) + 1))[:length]


async def growth(cost: Callable[[str], Awaitable[float]], piece: str) -> float:
    """Give what the full length costs more than a quarter of it; nought where it costs next to nothing.

    What seems to grow too fast is measured again, both lengths side by side: a busy machine slows one of them now and
    then, a reading that tries all ways of cutting is slow each time.
    """
    if await cost(of_length(piece, LONGEST)) < WORTH_A_LOOK:
        return 0.0
    grown = math.inf
    for _ in range(LOOKS):
        short = min([await cost(of_length(piece, UNCUT)) for _ in range(3)])
        grown = min(grown, min([await cost(of_length(piece, TIMES * UNCUT)) for _ in range(3)]) / short)
        if grown <= MOST:
            break
    return grown


@pytest.mark.parametrize(("power", "steep"), [(1, False), (2, True)])
async def test_what_tries_all_ways_of_cutting_a_text_is_seen(power: int, *, steep: bool) -> None:
    """The cost is counted in steps here, for what is tried is the measure itself."""

    async def steps(text: str) -> float:
        return float(len(text) ** power)

    assert (await growth(steps, " ") > MOST) is steep


async def test_a_length_measured_while_the_machine_was_busy_is_measured_again() -> None:
    busy = iter([1.0, *[10.0] * 6])

    async def seconds(text: str) -> float:
        return len(text) / 1000 * next(busy, 1.0) if len(text) > UNCUT else len(text) / 1000

    assert await growth(seconds, " ") == TIMES


@pytest.mark.usefixtures("uncut")
@pytest.mark.parametrize("form", [None, "disclosure_form"])
async def test_reading_grows_with_the_text_and_no_faster(reader: CountyRecognizer, form: str | None) -> None:
    async def cost(text: str) -> float:
        started = time.thread_time()
        reader.recognize(text, Context(form, "information" if form else None))
        return time.thread_time() - started

    grown = {piece: await growth(cost, piece) for piece in PIECES}
    assert {piece: more for piece, more in grown.items() if more > MOST} == {}


def turn_of(house: House, citizen: str) -> Callable[[str], Awaitable[float]]:
    """Give what tells the processor's seconds of a whole turn of one citizen."""

    async def cost(text: str) -> float:
        return (await house.say(citizen, text))[1]

    return cost


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("step", STEPS)
async def test_no_long_text_holds_up_the_others_in_a_form_or_outside(house: House, step: str) -> None:
    slow = {}
    for number, piece in enumerate(PIECES):
        citizen = f"oLongText{step:_<12}{number:07d}"
        for answer in FORM[: STEPS[step]]:
            await house.say(citizen, answer)
        took: list[float] = []
        while len(took) < LOOKS and min(took, default=math.inf) > SLOWEST:
            answered, seconds = await house.say(citizen, of_length(piece, LONGEST))
            assert isinstance(answered, bytes), piece
            took.append(seconds)
        if min(took) > SLOWEST:
            slow[piece] = min(took)
    assert slow == {}


@pytest.mark.long
@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.usefixtures("uncut")
async def test_whole_turns_grow_with_the_text_and_no_faster(house: House) -> None:
    steep = {}
    for number, piece in enumerate(PIECES):
        grown = await growth(turn_of(house, f"oLongTextGrowing{number:012d}"), piece)
        if grown > MOST:
            steep[piece] = grown
    assert steep == {}


@pytest.mark.asyncio(loop_scope="module")
async def test_a_storm_goes_on_where_it_was_broken_off(house: House, tmp_path: Path) -> None:
    book = StormBook(tmp_path / "storm.jsonl", program="now")
    looks = iter([False] * 9 + [True] * 9)
    broken_off = Weather(40, 20, lambda: next(looks))
    await storm(house, broken_off, seed=book.next_seed(), told=book.add)
    assert 0 < book.total().texts < 20
    left = 40 - book.total().texts
    await storm(house, Weather(left, 20, lambda: False), seed=book.next_seed(), told=book.add)
    total = StormBook(book.path, program="now").total()
    assert (total.texts, total.broken) == (40, 0)
    assert [run["seed"] for run in book.runs()] == [1, 2, 3]
