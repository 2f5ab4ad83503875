"""What stood in a citizen's window around a question or a deed, for whoever looks for the cause of a lost or doubled answer."""

from collections.abc import Iterable, Iterator

from adapters.wechat.simulator.world.citizens import ChatEntry, Citizen

BEFORE, AFTER, SHOWN_LETTERS = 3, 6, 60


def around(citizens: Iterable[Citizen], number: str) -> Iterator[str]:
    """Give the entries from a little before a question or a deed with this mark was said to a little after it, a line each."""
    for citizen in citizens:
        asked = [at for at, entry in enumerate(citizen.entries) if _asks(entry, number)]
        for at in asked:
            yield from map(_line, citizen.entries[max(at - BEFORE, 0) : at + AFTER])


def _asks(entry: ChatEntry, number: str) -> bool:
    return entry.side == "citizen" and number in entry.text


def _line(entry: ChatEntry) -> str:
    words = entry.text.replace("\n", " ")[:SHOWN_LETTERS]
    return f"{entry.at:%H:%M:%S.%f} {entry.side} {entry.via or entry.kind} {entry.trace} {entry.grey} {words}"
