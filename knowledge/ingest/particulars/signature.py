"""Who signed a paper and when: the organs and the day below its body, the note below its title, the printing note."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from knowledge.ingest.particulars.dates import DAY, day_of, find_day
from knowledge.ingest.particulars.evidence import Sighting
from knowledge.ingest.particulars.lines import Line, head
from knowledge.ingest.particulars.numbers import NUMBER
from knowledge.ingest.particulars.organs import joined, organs_in

MOST_SIGNERS = 15
_PASSED = re.compile(r"通过|公布|发布|修订|修正|批准|印发")
# From when a paper is in force is no day of its making: （某日公布　自某日起施行）.
_IN_FORCE = re.compile(r"自\s?\d{4}\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日\s?起\s?(?:施行|实施|执行)")
_PRINTED = re.compile(r"印\s*发$")


@dataclass(frozen=True, slots=True)
class SignedDay:
    """A day that stands by itself, with the organs above or before it."""

    at: int
    day: date
    organs: tuple[str, ...]
    words: str


def signatures(lines: Sequence[Line]) -> list[SignedDay]:
    """Give every day that stands by itself, in the order of the text."""
    found = []
    for at, line in enumerate(lines):
        bare = line.bare.strip("（()）。")
        day = DAY.search(bare)
        value = day_of(day) if day else None
        if day is None or value is None or day.end() != len(bare):
            continue
        before = line.text[: line.text.find(day["year"])].strip("（( ")
        if not before:
            above = _above(lines, at)
            found.append(SignedDay(at, value, above, " ".join([*above, bare])))
        elif organs := organs_in(before):
            above = _above(lines, at)
            found.append(SignedDay(at, value, (*above, *organs), " ".join([*above, line.text])))
    return found


def signed(lines: Sequence[Line]) -> Iterator[Sighting]:
    """Give issuer and day of the signature: the first that names organs, else the first day below a body."""
    found = signatures(lines)
    begin = len(head(lines))
    main = next((one for one in found if one.organs), None)
    if main is not None:
        place = lines[main.at].number
        yield Sighting("issuer", joined(main.organs), main.words, 0.85, line=place)
        yield Sighting("written_on", main.day.isoformat(), main.words, 0.93, line=place)
        return
    below = next((one for one in found if one.at >= begin), None)
    if below is not None:
        yield Sighting("written_on", below.day.isoformat(), below.words, 0.85, line=lines[below.at].number)


def noted(lines: Sequence[Line]) -> Iterator[Sighting]:
    """Give the day of the note below the title and of the printing note at the end."""
    noted_days = [(day, line) for line in head(lines) for day in _noted_days(line)]
    if noted_days:
        day, line = max(noted_days, key=lambda one: one[0])
        yield Sighting("written_on", day.isoformat(), line.text, 0.7, line=line.number)
    for line in reversed(lines):
        printed = find_day(line.bare) if _PRINTED.search(line.text) else None
        if printed is not None:
            yield Sighting("written_on", printed.isoformat(), line.text, 0.5, line=line.number)
            return


def _noted_days(line: Line) -> list[date]:
    """Give the days a line below a title tells: it consists of one, or says that something was passed on it."""
    days = [day for one in DAY.finditer(_IN_FORCE.sub("", line.text)) if (day := day_of(one))]
    alone = DAY.sub("", NUMBER.sub("", line.bare)).strip("（()），,") == ""
    passed = _PASSED.search(line.text) and not line.text.endswith(("施行", "实施", "执行"))
    return days if alone or passed else []


def _above(lines: Sequence[Line], at: int) -> tuple[str, ...]:
    """Give the organs on the lines directly above."""
    found: tuple[str, ...] = ()
    for line in reversed(lines[max(0, at - MOST_SIGNERS) : at]):
        organs = () if line.headed else organs_in(line.text)
        if not organs:
            break
        found = (*organs, *found)
    return found
