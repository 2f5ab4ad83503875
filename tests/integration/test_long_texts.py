"""Texts of one piece again and again, to thirteen thousand characters, through the reading and through whole turns.

Measured is processor time, and asserted is how it grows: a message of four times the length may cost somewhat more than
four times as much on a busy machine, where trying all ways of cutting a text would cost sixteen times as much.
"""

import re
import time
from collections.abc import AsyncIterator, Callable
from datetime import date
from pathlib import Path

import pytest
import pytest_asyncio

from benchmarks.sayings import ANSWERS, LONGEST, PIECES
from benchmarks.storm import House, opened_house
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


def growth(cost: Callable[[str], float], piece: str) -> float:
    """Give what the full length costs more than a quarter of it; nought where it costs next to nothing."""
    if cost(of_length(piece, LONGEST)) < WORTH_A_LOOK:
        return 0.0
    short = min(cost(of_length(piece, UNCUT)) for _ in range(3))
    return min(cost(of_length(piece, TIMES * UNCUT)) for _ in range(3)) / short


def test_what_tries_all_ways_of_cutting_a_text_is_seen() -> None:
    pattern = re.compile(r"\s+$")

    def cost(text: str) -> float:
        started = time.thread_time()
        pattern.search(text + "x")
        return time.thread_time() - started

    assert growth(cost, " ") > MOST


@pytest.mark.usefixtures("uncut")
@pytest.mark.parametrize("form", [None, "disclosure_form"])
def test_reading_grows_with_the_text_and_no_faster(reader: CountyRecognizer, form: str | None) -> None:
    def cost(text: str) -> float:
        started = time.thread_time()
        reader.recognize(text, Context(form, "information" if form else None))
        return time.thread_time() - started

    grown = {piece: growth(cost, piece) for piece in PIECES}
    assert {piece: more for piece, more in grown.items() if more > MOST} == {}


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("step", STEPS)
async def test_no_long_text_holds_up_the_others_in_a_form_or_outside(house: House, step: str) -> None:
    slow = {}
    for number, piece in enumerate(PIECES):
        citizen = f"oLongText{step:_<12}{number:07d}"
        for answer in FORM[: STEPS[step]]:
            await house.say(citizen, answer)
        answered, took = await house.say(citizen, of_length(piece, LONGEST))
        assert isinstance(answered, bytes), piece
        if took > SLOWEST:
            slow[piece] = took
    assert slow == {}


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.usefixtures("uncut")
async def test_whole_turns_grow_with_the_text_and_no_faster(house: House) -> None:
    async def cost(text: str, citizen: str) -> float:
        return (await house.say(citizen, text))[1]

    steep = {}
    for number, piece in enumerate(PIECES):
        citizen = f"oLongTextGrowing{number:012d}"
        if await cost(of_length(piece, LONGEST), citizen) < WORTH_A_LOOK:
            continue
        short = min([await cost(of_length(piece, UNCUT), citizen) for _ in range(3)])
        grown = min([await cost(of_length(piece, TIMES * UNCUT), citizen) for _ in range(3)]) / short
        if grown > MOST:
            steep[piece] = grown
    assert steep == {}
