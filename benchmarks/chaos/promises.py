"""What citizens asked for and what they were told, so that it can be held against what was kept."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

SURNAMES = "王李张刘陈杨赵黄周吴"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉"
LETTERS = "BCDFGHJKLMNPQRSTVWXZ"
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_SIGNS = "10X98765432"


class Heard(StrEnum):
    """What a citizen got for a message.

    An answer; of a deed, an answer that speaks of something else; silence, which promises an answer; the program's word
    that nothing was done; its word that nobody knows; or the platform's line that the account is out of order.
    """

    ANSWERED = "answered"
    ELSE = "else"
    PROMISED = "promised"
    REFUSED = "refused"
    UNCERTAIN = "uncertain"
    UNHEARD = "unheard"


ACCEPTED = frozenset({Heard.ANSWERED, Heard.PROMISED})


@dataclass(frozen=True, slots=True)
class Particulars:
    """What one application says; no two of a run are alike in any of it."""

    mark: str
    name: str
    identity: str
    phone: str

    @property
    def information(self) -> str:
        """What is applied for."""
        return f"青岚县石桥镇2025年道路维修决算报告，代号{self.mark}"

    @property
    def address(self) -> str:
        """Where the answer is to be posted."""
        return f"青岚县石桥镇下坝村{int(self.phone[-4:])}号"


@dataclass(slots=True)
class Petition:
    """One application through the form; `confirmed` tells what became of each word that was to submit it."""

    citizen: str
    wanted: Particulars
    confirmed: list[Heard] = field(default_factory=list)


@dataclass(slots=True)
class Plea:
    """One sentence for staff, said until it is taken or the citizen gives up."""

    citizen: str
    mark: str
    heard: list[Heard] = field(default_factory=list)

    @property
    def words(self) -> str:
        """What is said."""
        return f"请转人工：路灯的事想问问工作人员，代号{self.mark}"


@dataclass(slots=True)
class Promises:
    """Everything that was asked for, in the order in which it was said, and the numbers each citizen was told."""

    petitions: list[Petition] = field(default_factory=list)
    pleas: list[Plea] = field(default_factory=list)
    numbers: dict[str, set[str]] = field(default_factory=dict)

    def in_doubt(self) -> Iterator[tuple[str, Plea | None]]:
        """Give who does not know what became of the last word of a deed; with the sentence where it was for staff."""
        for petition in self.petitions:
            if petition.confirmed and petition.confirmed[-1] not in ACCEPTED:
                yield petition.citizen, None
        for plea in self.pleas:
            if plea.heard and plea.heard[-1] not in ACCEPTED:
                yield plea.citizen, plea


def particulars(dice: random.Random) -> Iterator[Particulars]:
    """Give applications without end; marks, identity numbers and phones differ, the check digits are right."""
    for number, mark in enumerate(marks(dice), start=1):
        name = dice.choice(SURNAMES) + "".join(dice.sample(GIVEN, 2))
        first = f"3399011985{1 + number % 12:02d}{1 + number // 12 % 28:02d}{number % 1000:03d}"
        total = sum(int(digit) * weight for digit, weight in zip(first, WEIGHTS, strict=True))
        yield Particulars(mark, name, first + CHECK_SIGNS[total % 11], f"139{10000000 + number}")


def marks(dice: random.Random) -> Iterator[str]:
    """Give marks of six letters without end, each once: letters only, since numbers would be hidden as personal ones."""
    given: set[str] = set()
    while True:
        mark = "".join(dice.choices(LETTERS, k=6))
        if mark not in given:
            given.add(mark)
            yield mark
