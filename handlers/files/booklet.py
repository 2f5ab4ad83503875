"""A booklet: pages of text, and behind them each picture on a page of its own, as one PDF."""

import asyncio
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from handlers.files import child_bench
from handlers.files.text_pages import PrintedText

SECONDS = 60.0
MODULE = "handlers.files.booklet_bench"


@dataclass(frozen=True, slots=True)
class BookletPicture:
    """A picture of a booklet: `form` is the ending of such a file, `turn` how the camera was held."""

    form: str
    turn: int
    content: bytes


async def booklet(
    paragraphs: Sequence[PrintedText], pictures: Sequence[BookletPicture], *, foot: str
) -> bytes:
    """Give a booklet, made off the event loop in a process of its own; a picture that nobody can open has no page.

    Raises `InputError` where that takes too long or comes to grief.
    """
    order = {
        "paragraphs": [asdict(each) for each in paragraphs],
        "foot": foot,
        "pictures": [
            {"form": each.form, "turn": each.turn, "length": len(each.content)} for each in pictures
        ],
    }
    content = b"".join(each.content for each in pictures)
    _, made = await asyncio.to_thread(child_bench.asked, MODULE, order, content, seconds=SECONDS)
    return made
