"""Holds what citizens were told against what was kept: nothing lost, doubled, wrong, unbidden, untold or out of order."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from benchmarks.chaos.promises import ACCEPTED, Heard, Petition, Plea, Promises


@dataclass(frozen=True, slots=True)
class KeptApplication:
    """A registered application as it lies in the database, opened."""

    number: str
    citizen: str
    information: str
    name: str
    identity: str
    phone: str
    address: str


@dataclass(frozen=True, slots=True)
class KeptTicket:
    """A ticket as it lies in the database."""

    number: str
    citizen: str
    question: str


@dataclass(frozen=True, slots=True)
class Kept:
    """Everything that was kept."""

    applications: Sequence[KeptApplication]
    tickets: Sequence[KeptTicket]


@dataclass(frozen=True, slots=True, order=True)
class Breach:
    """A promise that was not kept: of which kind, and about what."""

    kind: str
    about: str


def breaches(promises: Promises, kept: Kept) -> list[Breach]:
    """Give every promise that was not kept, and everything that was done and nobody asked for."""
    found = [
        *_of_numbers(promises, kept),
        *_of_petitions(promises.petitions, kept.applications),
        *_of_pleas(promises.pleas, kept.tickets),
    ]
    return sorted(set(found))


def _of_numbers(promises: Promises, kept: Kept) -> Iterator[Breach]:
    """Look whether each number told names exactly one case, its citizen's own, and whether no case was kept from its citizen."""
    cases: list[KeptApplication | KeptTicket] = [*kept.applications, *kept.tickets]
    times = Counter(case.number for case in cases)
    owners = {case.number: case.citizen for case in cases}
    for citizen, numbers in promises.numbers.items():
        for number in numbers:
            if times[number] != 1:
                yield Breach("doubled" if times[number] else "lost", number)
            elif owners[number] != citizen:
                yield Breach("another's", number)
    told = {number for numbers in promises.numbers.values() for number in numbers}
    yield from (Breach("untold", case.number) for case in cases if case.number not in told)


def _of_petitions(petitions: Sequence[Petition], kept: Sequence[KeptApplication]) -> Iterator[Breach]:
    known = {petition.wanted.mark: petition for petition in petitions}
    found: Counter[str] = Counter()
    for case in kept:
        mark = case.information[-6:]
        if mark not in known:
            yield Breach("unbidden", case.number)
            continue
        found[mark] += 1
        if _differs(case, known[mark]):
            yield Breach("wrong", case.number)
    for petition in petitions:
        yield from _judged(petition.wanted.mark, petition.confirmed, found[petition.wanted.mark])


def _differs(case: KeptApplication, petition: Petition) -> bool:
    wanted = petition.wanted
    meant = (wanted.information, wanted.name, wanted.identity, wanted.phone, wanted.address, petition.citizen)
    return meant != (case.information, case.name, case.identity, case.phone, case.address, case.citizen)


def _judged(mark: str, heard: Sequence[Heard], times: int) -> Iterator[Breach]:
    """Judge one deed by what its citizen heard each time it was bidden, and by how often it was done."""
    if times > 1:
        yield Breach("doubled", mark)
    if not times and ACCEPTED & set(heard):
        yield Breach("lost", mark)
    if times and not heard:
        yield Breach("unbidden", mark)
    if times and heard and set(heard) == {Heard.REFUSED}:
        yield Breach("told it was not done", mark)


def _of_pleas(pleas: Sequence[Plea], kept: Sequence[KeptTicket]) -> Iterator[Breach]:
    by_citizen: dict[str, list[Plea]] = {}
    for plea in pleas:
        by_citizen.setdefault(plea.citizen, []).append(plea)
    for citizen, own in by_citizen.items():
        questions = "\n".join(ticket.question for ticket in kept if ticket.citizen == citizen)
        for plea in own:
            yield from _judged(plea.mark, plea.heard, questions.count(plea.mark))
        yield from _disorder(own, questions)
    known = {plea.mark for plea in pleas}
    for ticket in kept:
        said = ticket.question.splitlines()
        yield from (Breach("unbidden", ticket.number) for line in said if line[-6:] not in known)


def _disorder(pleas: Iterable[Plea], questions: str) -> Iterator[Breach]:
    """Look whether what was accepted before the next was written stands before it."""
    accepted = [plea.mark for plea in pleas if ACCEPTED & set(plea.heard) and plea.mark in questions]
    for before, after in pairwise(accepted):
        if questions.index(before) > questions.index(after):
            yield Breach("out of order", f"{before} {after}")
