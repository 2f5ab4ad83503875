"""The shares and means of a period from its counts, as docs/figures.md writes them. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

Counts = Mapping[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class Share:
    """Some of a whole; there is none where there is no whole."""

    some: int
    whole: int

    @property
    def value(self) -> float | None:
        """The share, from 0 to 1."""
        return self.some / self.whole if self.whole else None


def total(counts: Counts, measure: str, *branches: str) -> int:
    """Give a figure over all its branches, or over some."""
    return sum(
        count
        for (key, branch), count in counts.items()
        if key == measure and (not branches or branch in branches)
    )


def shares(counts: Counts) -> dict[str, Share]:
    """Give the shares of a period."""
    solved = total(counts, "complaints", "solved")
    asked = total(counts, "questions")
    ended = total(counts, "complaints") - total(counts, "complaints", "running")
    return {
        "answered": Share(total(counts, "questions", "answered", "partial"), asked),
        "declined": Share(total(counts, "questions", "declined", "out_of_scope"), asked),
        "tickets": Share(total(counts, "tickets_answered"), total(counts, "tickets")),
        "complaints_on_time": Share(ended - total(counts, "complaints_late"), ended),
        "solved": Share(solved, solved + total(counts, "complaints", "unsolved")),
        "complaints_satisfied": Share(
            total(counts, "complaints_satisfied"), total(counts, "complaints_rated")
        ),
        "online": Share(total(counts, "guides_online"), total(counts, "guides")),
        "served": Share(
            total(counts, "visits_ended", "served"), total(counts, "visits_ended", "served", "missed")
        ),
        "rated": Share(total(counts, "ratings_given"), total(counts, "ratings_asked")),
        "satisfied": Share(total(counts, "ratings_satisfied"), total(counts, "ratings_given")),
    }


def satisfied_with(counts: Counts, kind: str) -> Share:
    """Give how many of those who rated one kind of case were satisfied."""
    return Share(total(counts, "ratings_satisfied", kind), total(counts, "ratings_given", kind))
