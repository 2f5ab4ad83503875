"""Three hundred invented complaints from one file of the sample county: texts that read as different, days, where each stands.

The same three hundred each time; only their days are counted back from the day on which they are made.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bot.text.plain_yaml import read_yaml
from handlers.complaints.case.kinds import ComplaintKind, ComplaintResult, TipCategory

FILE = "complaints.yml"
COUNT = 300
SEED = 20261120
LAST_YEAR = 0.4
KINDS = (
    *((ComplaintKind.HELP, 30), (ComplaintKind.COMPLAINT, 34), (ComplaintKind.CONSULTATION, 12)),
    *((ComplaintKind.REPORT, 8), (ComplaintKind.SUGGESTION, 8), (ComplaintKind.TIP, 8)),
)
CHANNELS = ("wechat",) * 6 + ("call", "call", "visit", "hotline")
"""By which door every tenth came."""
# How far a case has come: the name of the last step of its way, and how many of a hundred stop there.
STANDS = (
    *(("registered", 6), ("accepted", 5), ("handling", 12), ("objected", 3), ("reported", 5)),
    *(("closed", 6), ("rated", 8), ("visited", 24), ("call_back", 4), ("reopened", 3)),
    *(("supervised", 1), ("finished", 20), ("declined", 3)),
)
RESULTS = (
    *((ComplaintResult.SOLVED, 70), (ComplaintResult.PARTLY, 12)),
    *((ComplaintResult.EXPLAINED, 12), (ComplaintResult.UNABLE, 6)),
)
MENDED = frozenset({ComplaintResult.SOLVED, ComplaintResult.PARTLY})
"""After these there is something to be seen."""
OPEN_DAYS, ENDED_DAYS, PUT_AWAY_DAYS = 6, 75, 45
UNENDED = frozenset({"registered", "accepted", "handling", "objected", "reported"})
PUT_AWAY = frozenset({"finished", "answered", "declined"})
LEAST_DAYS: Mapping[str, int] = {"closed": 4, "reopened": 6, "supervised": 11}
"""How many days ago a case that stands so was told at the least; others whose end is told of, six."""
LATE_DAYS = 4
REPEAT_HOURS = 3
EVENT_HOURS, EVENT_MINUTES = 26, 5
"""How long ago the event of many began, and how often somebody told of it."""
SUGGESTED = UNENDED - {"reported"} | {"declined"}
"""Where a suggestion may stand."""


@dataclass(frozen=True, slots=True)
class InventedComplaint:
    """One invented complaint, and how far it goes; `scores` are speed, effect and attitude.

    `told_scene` and `done_scene` are the drawings that lie with it as photos: of what was told, and of what was done.
    """

    form_id: str
    kind: ComplaintKind
    category: TipCategory | None
    what: str
    where: str
    wish: str
    matter: str
    stands: str
    result: ComplaintResult
    result_words: str
    law: str
    scores: tuple[int, int, int]
    told_at: datetime
    channel: str = "wechat"
    teller: str = ""
    told_scene: str = ""
    done_scene: str = ""

    @property
    def citizen(self) -> str:
        """Who told of it: somebody else each time, but for those who tell of a thing again."""
        return f"{self.teller or self.form_id}-citizen"


def invented_complaints(county: Path, *, now: datetime) -> Sequence[InventedComplaint]:
    """Give all of them, the oldest first; raises `OSError` and `yaml.YAMLError` for a file that cannot be read."""
    data = read_yaml((county / FILE).read_text("utf-8"))
    chance = random.Random(SEED)  # noqa: S311 - invented, and the same each time
    cores = [(matter, text) for matter, of in data["matters"].items() for text in of["told"]]
    chance.shuffle(cores)
    planned = [*_event(data["event"], now), *_repeats(data["repeats"], now)]
    alone = range(COUNT - len(planned))
    cases = [*(_case(at, data, cores[at % len(cores)], chance, now) for at in alone), *planned]
    drawn = [_with_scenes(case, data["photos"]) for case in cases]
    return sorted(drawn, key=lambda case: (case.told_at, case.form_id))


def _with_scenes(case: InventedComplaint, photos: Sequence[Mapping[str, str]]) -> InventedComplaint:
    """Give a complaint the drawings that fit its words, if any do."""
    shown = _photos_of(case.what, photos)
    if not shown:
        return case
    return replace(case, told_scene=shown["told"], done_scene=shown["done"] if case.result in MENDED else "")


def _photos_of(what: str, photos: Sequence[Mapping[str, str]]) -> Mapping[str, str]:
    return next((one for one in photos if one["words"] in what), {})


def _repeats(pairs: Sequence[Mapping[str, Any]], now: datetime) -> Iterator[InventedComplaint]:
    """Give those that one person told of twice within some days."""
    for pair, about in enumerate(pairs):
        for at, told in enumerate(about["told"]):
            yield InventedComplaint(
                form_id=f"sample-repeat-{pair}-{at}",
                kind=ComplaintKind.HELP,
                category=None,
                what=told,
                where=about["where"],
                wish="",
                matter=about["matter"],
                stands=about["stands"][at],
                result=ComplaintResult.SOLVED,
                result_words=about["done"],
                law="",
                scores=(4, 4, 5),
                told_at=now - timedelta(days=about["days"][at], hours=REPEAT_HOURS),
                teller=f"sample-repeat-{pair}",
            )


def _event(data: Mapping[str, Any], now: datetime) -> list[InventedComplaint]:
    """Give those that tell of one thing within an hour; the first of them is being handled."""
    begun = now - timedelta(hours=EVENT_HOURS)
    return [
        InventedComplaint(
            form_id=f"sample-event-{at}",
            kind=ComplaintKind.HELP,
            category=None,
            what=told,
            where=data["where"],
            wish="",
            matter=data["matter"],
            stands="registered" if at else "handling",
            result=ComplaintResult.SOLVED,
            result_words="",
            law="",
            scores=(5, 5, 5),
            told_at=begun + timedelta(minutes=EVENT_MINUTES * at),
        )
        for at, told in enumerate(data["told"])
    ]


def _case(
    at: int, data: Mapping[str, Any], core: tuple[str, str], chance: random.Random, now: datetime
) -> InventedComplaint:
    matter, text = core
    area = chance.choice(list(data["places"]))
    place = chance.choice(data["places"][area])
    told = text.format(p=place, t=chance.choice(data["times"]))
    what = f"{chance.choice(data['openings'])}{told}。{chance.choice(data['closings'])}"
    kind, stands = _weighed(KINDS, chance), _weighed(STANDS, chance)
    if kind is ComplaintKind.SUGGESTION and stands not in SUGGESTED:
        # A suggestion is answered, and neither reported on nor rated.
        stands = "answered"
    result = _weighed(RESULTS, chance)
    done = chance.choice(data["matters"][matter]["done"])
    if shown := _photos_of(what, data["photos"]):
        # What was done is what the photo shows.
        done = shown["words_done"]
    return InventedComplaint(
        form_id=f"sample-{at}",
        kind=kind,
        category=chance.choice(list(TipCategory)) if kind is ComplaintKind.TIP else None,
        what=what,
        where=place if place.startswith(area[:2]) else f"{area}{place}",
        wish=chance.choice(data["wishes"]),
        matter=matter,
        stands=stands,
        result=result,
        result_words=_words(data, result, done),
        law=data["law"] if result is ComplaintResult.UNABLE else "",
        scores=_scores(stands, chance),
        told_at=_told_at(stands, chance, now),
        channel=CHANNELS[at % len(CHANNELS)],
    )


def _words(data: Mapping[str, Any], result: ComplaintResult, done: str) -> str:
    if result is ComplaintResult.SOLVED:
        return done
    return str(data[result.value]).format(done=done)


def _scores(stands: str, chance: random.Random) -> tuple[int, int, int]:
    low = stands in {"call_back", "reopened", "supervised"}
    figures = (1, 2) if low else (3, 4, 5, 5)
    return (chance.choice((3, 4, 5)), chance.choice(figures), chance.choice((3, 4, 5)))


def _told_at(stands: str, chance: random.Random, now: datetime) -> datetime:
    """Give a moment from which a case can have come so far by now."""
    if stands in UNENDED:
        days = chance.randrange(OPEN_DAYS) + (12 if chance.random() < LAST_YEAR / 2 else 0)
    elif stands in PUT_AWAY:
        days = PUT_AWAY_DAYS + 15 + chance.randrange(ENDED_DAYS)
        days += 365 if chance.random() < LAST_YEAR else 0
    elif stands in LEAST_DAYS or stands == "call_back":
        days = LEAST_DAYS.get(stands, 6) + chance.randrange(LATE_DAYS)
    else:
        days = 6 + chance.randrange(ENDED_DAYS // 3)
    return now - timedelta(days=days, minutes=chance.randrange(60, 23 * 60))


def _weighed(choices: Sequence[tuple[Any, int]], chance: random.Random) -> Any:
    return chance.choices([one for one, _ in choices], [weight for _, weight in choices])[0]
