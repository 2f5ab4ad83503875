"""What decided a turn is noted for whoever asks, and for nobody else."""

import asyncio

from bot import trace


def test_nothing_is_noted_outside_of_a_traced_block() -> None:
    trace.note("before")
    with trace.traced() as notes:
        trace.note("within")
    trace.note("after")
    assert notes == ["within"]


async def test_threads_and_tasks_of_the_block_note_into_it_and_others_do_not() -> None:
    begun, noted = asyncio.Event(), asyncio.Event()

    async def stranger() -> None:
        await begun.wait()
        trace.note("a stranger's")
        noted.set()

    other = asyncio.create_task(stranger())
    with trace.traced() as notes:
        await asyncio.to_thread(trace.note, "in a thread")
        begun.set()
        await noted.wait()
        await asyncio.create_task(_note("in a task"))
    await other
    assert notes == ["in a thread", "in a task"]


async def _note(what: str) -> None:
    trace.note(what)


def test_a_block_within_another_has_notes_of_its_own() -> None:
    with trace.traced() as outer:
        with trace.traced() as inner:
            trace.note("deep")
        trace.note("shallow")
    assert (outer, inner) == (["shallow"], ["deep"])
