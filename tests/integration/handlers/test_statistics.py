"""Statistics on both engines: every figure is counted a second time, row by row, and outlives what retention deletes."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import delete

from adapters.services.statistics import MEASURES
from bot.clock import SettableClock
from bot.database import Base, Database
from bot.errors import InputError
from handlers.activities.programme.records import ActivityRecord
from handlers.activities.signup.records import SignupRecord
from handlers.appointments.booking.records import AppointmentRecord
from handlers.complaints.case.records import ComplaintRecord
from handlers.complaints.measures.records import ComplaintFactRecord
from handlers.opinions.collecting.records import OpinionRecord, PublicDraftRecord
from handlers.outlets.records import OutletItemRecord
from handlers.places.records import PlaceVisitRecord
from handlers.questionnaires.collecting.records import QuestionnaireReplyRecord
from handlers.ratings.records import RatingRecord
from handlers.statistics.ledger import BY_YEAR, FigureSpan
from handlers.statistics.office import StatisticsOffice
from handlers.statistics.overview import year_rows
from handlers.statistics.rates import satisfied_with
from handlers.statistics.records import FigureDayRecord
from handlers.statistics.visits import PageCounter
from handlers.tickets.records import TicketRecord
from knowledge.documents.document import Kind
from knowledge.documents.records import DocumentRecord
from knowledge.questions.records import QuestionRecord
from tests.factories.rows import row
from tests.factories.talks import TEXTS

NOW = datetime(2026, 11, 20, 2, tzinfo=UTC)
CHINA = ZoneInfo("Asia/Shanghai")
FIRST, LAST = date(2026, 3, 1), date(2026, 10, 31)
ROWS = 40
STANDING = {"guides", "guides_online"}
Counts = Counter[tuple[str, str]]


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock(NOW)


@pytest.fixture
def office(database: Database, clock: SettableClock) -> StatisticsOffice:
    return StatisticsOffice.of(database, MEASURES, clock=clock)


class Town:
    """Rows of every service by chance, and what a person with a pencil counts of them."""

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)
        self.rows: list[Base] = []
        self.counts: Counts = Counter()

    def instant(self) -> datetime:
        # Around midnight in China, where a day of UTC and a civil day differ.
        hour = self.chance.choice([0, 8, 15, 16, 17, 23])
        return datetime(2026, 1, 1, hour, 59, tzinfo=UTC) + timedelta(days=self.chance.randrange(330))

    def one_of(self, *choices: Any) -> Any:
        return self.chance.choice(choices)

    def counts_if(
        self, key: str, at: date | datetime | None, branch: str = "", *, when: bool = True, times: int = 1
    ) -> None:
        if at is None or not when:
            return
        day = at.astimezone(CHINA).date() if isinstance(at, datetime) else at
        if FIRST <= day <= LAST:
            self.counts[key, branch] += times

    def fill(self) -> None:
        makers: tuple[Callable[[int], None], ...] = (
            self.document, self.question, self.ticket, self.complaint, self.appointment, self.activity,
            self.signup, self.opinion, self.rating, self.item, self.visits,
        )  # fmt: skip
        for number in range(ROWS):
            for make in makers:
                make(number)

    def document(self, number: int) -> None:
        kind, day, public = self.one_of(*Kind), self.instant().date(), self.one_of(None, 1, 2)
        kind, online = self.one_of(kind, Kind.GUIDE), self.one_of(True, False)
        self.rows.append(
            row(
                DocumentRecord, id=f"d{number}", kind=kind, dated_on=day, public_version=public, online=online
            )
        )
        if kind is Kind.GUIDE and public is not None:
            # What stands now counts whatever its day.
            self.counts["guides", ""] += 1
            self.counts["guides_online", ""] += online
        self.counts_if("published", day, kind.value, when=public is not None and kind is not Kind.FAQ)

    def question(self, number: int) -> None:
        at, outcome = (
            self.instant(),
            self.one_of("answered", "partial", "declined", "handed_over", "out_of_scope"),
        )
        channel = self.one_of("wechat", "site", "kiosk")
        self.rows.append(row(QuestionRecord, key=f"q{number}", asked_at=at, outcome=outcome, channel=channel))
        self.counts_if("questions", at, outcome)
        self.counts_if("asked_by", at, channel)

    def visits(self, number: int) -> None:
        """Pages that were opened, and places that somebody came to, each row of a day standing for several."""
        day, times = date(2026, 1, 1) + timedelta(days=7 * number), self.chance.randrange(1, 9)
        page, way = self.one_of("documents", "figures"), self.one_of("scan", "kiosk")
        self.rows.append(row(FigureDayRecord, day=day, measure="visits", branch=page, count=times))
        self.rows.append(row(PlaceVisitRecord, place="tushuguan", day_on=day, way=way, total=times))
        self.counts_if("visits", day, page, times=times)
        self.counts_if("came", day, way, times=times)

    def ticket(self, number: int) -> None:
        at, kind, merged = self.instant(), self.one_of("question", "undelivered"), self.one_of("", "", "RG9")
        answered = self.one_of(None, at)
        self.rows.append(
            row(
                TicketRecord,
                number=f"RG{number}",
                kind=kind,
                opened_at=at,
                answered_at=answered,
                merged_into=merged,
                state="closed",
            )
        )
        self.counts_if("tickets", at, when=kind == "question" and not merged)
        self.counts_if(
            "tickets_answered", at, when=kind == "question" and not merged and answered is not None
        )

    def complaint(self, number: int) -> None:
        at, figure = self.instant(), self.one_of("running", "solved", "unsolved", "answered", "redirected")
        late, rated, satisfied = (self.one_of(True, False) for _ in range(3))
        excluded = self.one_of("", "", "withdrawn")
        name = f"SQ{number}"
        self.rows.append(row(ComplaintRecord, number=name, submitted_at=at))
        self.rows.append(
            row(
                ComplaintFactRecord,
                number=name,
                figure=figure,
                late=late,
                rated=rated,
                satisfied=satisfied,
                excluded=excluded,
            )
        )
        self.counts_if("complaints", at, figure, when=not excluded)
        ended = not excluded and figure != "running"
        self.counts_if("complaints_late", at, when=ended and late)
        self.counts_if("complaints_rated", at, when=ended and rated)
        self.counts_if("complaints_satisfied", at, when=ended and rated and satisfied)

    def appointment(self, number: int) -> None:
        made, day = self.instant(), self.instant().date()
        state = self.one_of("booked", "served", "missed", "cancelled", "lapsed")
        self.rows.append(
            row(AppointmentRecord, number=f"YY{number}", made_at=made, day=day, state=state, open_key=None)
        )
        self.counts_if("appointments", made)
        self.counts_if("visits_ended", day, state, when=state in {"served", "missed", "cancelled"})

    def activity(self, number: int) -> None:
        day, state = self.instant().date(), self.one_of("draft", "published", "closed", "called_off")
        self.rows.append(row(ActivityRecord, day=day, state=state, title="坝坝会"))
        self.counts_if("activities", day, when=state in {"published", "closed"})
        opens = self.one_of(None, day)
        self.rows.append(row(PublicDraftRecord, number=f"YJ{number}", opens_on=opens, title="草案"))
        self.counts_if("drafts", opens)

    def signup(self, number: int) -> None:
        made, came = self.instant(), self.one_of(None, self.instant())
        state = self.one_of("seated", "attended", "absent", "cancelled")
        self.rows.append(
            row(SignupRecord, number=f"HD{number}", made_at=made, arrived_at=came, state=state, open_key=None)
        )
        self.counts_if("signups", made)
        self.counts_if("attended", came, when=state == "attended")

    def opinion(self, number: int) -> None:
        made, done = self.instant(), self.one_of(None, self.instant())
        self.rows.append(row(OpinionRecord, number=f"O{number}", made_at=made))
        self.rows.append(row(QuestionnaireReplyRecord, id=f"r{number}", done_at=done))
        self.counts_if("opinions", made)
        self.counts_if("questionnaire_replies", done)

    def item(self, number: int) -> None:
        outlet, shown = self.one_of("site", "wechat", "screen"), self.one_of(None, self.instant())
        self.rows.append(
            row(OutletItemRecord, outlet=outlet, document_id=f"d{number}", shown_at=shown, traces={})
        )
        self.counts_if("fed", shown, outlet)

    def rating(self, number: int) -> None:
        at, kind, points = self.instant(), self.one_of("ticket", "appointment"), self.one_of(None, 1, 3, 4, 5)
        self.rows.append(row(RatingRecord, number=f"N{number}", kind=kind, asked_at=at, points=points))
        self.counts_if("ratings_asked", at, kind)
        self.counts_if("ratings_given", at, kind, when=points is not None)
        self.counts_if("ratings_satisfied", at, kind, when=points is not None and points >= 4)


async def settle(database: Database, town: Town) -> None:
    async with database.transaction() as tx:
        for one in town.rows:
            tx.add(one)
            await tx.flush()


async def test_every_figure_equals_an_independent_count(database: Database, office: StatisticsOffice) -> None:
    town = Town(16)
    town.fill()
    await settle(database, town)
    await office.counting.all()
    found = await office.ledger.figures(FigureSpan(FIRST, LAST))
    assert {key: count for key, count in found.counts.items() if count} == dict(town.counts)
    assert {one.key for one in MEASURES} == {key for key, _ in town.counts}
    # A second turn over the same rows changes nothing.
    await office.counting.all()
    assert (await office.ledger.figures(FigureSpan(FIRST, LAST))).counts == found.counts
    counted = town.counts
    shares = {name: (share.some, share.whole) for name, share in found.shares.items()}
    questions = sum(count for (key, _), count in counted.items() if key == "questions")
    assert shares["answered"] == (
        counted["questions", "answered"] + counted["questions", "partial"],
        questions,
    )
    assert shares["solved"] == (
        counted["complaints", "solved"],
        counted["complaints", "solved"] + counted["complaints", "unsolved"],
    )
    assert shares["served"][1] == counted["visits_ended", "served"] + counted["visits_ended", "missed"]
    assert shares["online"] == (counted["guides_online", ""], counted["guides", ""])
    ended = sum(
        count for (key, branch), count in counted.items() if key == "complaints" and branch != "running"
    )
    assert shares["complaints_on_time"] == (ended - counted["complaints_late", ""], ended)
    assert shares["complaints_satisfied"] == (
        counted["complaints_satisfied", ""],
        counted["complaints_rated", ""],
    )
    assert shares["satisfied"] == tuple(
        sum(count for (key, _), count in counted.items() if key == measure)
        for measure in ("ratings_satisfied", "ratings_given")
    )
    assert shares["tickets"] == (counted["tickets_answered", ""], counted["tickets", ""])
    satisfied = satisfied_with(found.counts, "ticket")
    assert (satisfied.some, satisfied.whole) == (
        counted["ratings_satisfied", "ticket"],
        counted["ratings_given", "ticket"],
    )
    # Of a year, what went out and how citizens came is the same by its channels.
    (year,) = year_rows({2026: found.counts}, TEXTS)
    assert {one.key: one.count for one in year.figures} == {
        key: sum(count for (named, _), count in counted.items() if named == key) for key in BY_YEAR
    }
    assert all(sum(part.count for part in one.branches) == one.count for one in year.figures)


async def test_every_figure_opens_as_many_rows_as_it_counts(
    database: Database, office: StatisticsOffice
) -> None:
    town = Town(17)
    town.fill()
    await settle(database, town)
    for (key, branch), count in town.counts.items():
        rows, more = await office.ledger.behind(key, FigureSpan(FIRST, LAST), branch=branch or None)
        assert (sum(one.times for one in rows), more) == (count, False), key
        assert all(FIRST <= one.on <= LAST for one in rows) or key in STANDING
    with pytest.raises(InputError):
        await office.ledger.behind("nothing", FigureSpan(FIRST, LAST))


async def test_years_and_months_add_up_to_the_figure(database: Database, office: StatisticsOffice) -> None:
    town = Town(18)
    town.fill()
    await settle(database, town)
    await office.counting.all()
    found = await office.ledger.figures(FigureSpan(date(2026, 1, 1), date(2026, 12, 31)))
    assert sum(found.published_by_month.values()) == found.total("published")
    assert sum(n for (key, _), n in found.years[2026].items() if key == "published") == found.total(
        "published"
    )


async def test_items_and_visits_are_told_year_by_year(
    database: Database, office: StatisticsOffice, clock: SettableClock
) -> None:
    days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 5, 1)]
    async with database.transaction() as tx:
        for number, day in enumerate(days):
            tx.add(row(DocumentRecord, id=f"d{number}", kind=Kind.POLICY, dated_on=day, public_version=1))
        # What nobody can read is counted in no year.
        tx.add(row(DocumentRecord, id="draft", kind=Kind.POLICY, dated_on=days[0], public_version=None))
    # The last minute of a year in China, and the first of the next.
    for moment, visits in (
        (datetime(2025, 12, 31, 15, 59, tzinfo=UTC), 2),
        (datetime(2025, 12, 31, 16, 0, tzinfo=UTC), 3),
    ):
        clock.set(moment)
        for _ in range(visits):
            office.visits.saw("documents")
        await office.visits.flush()
    clock.set(NOW)
    await office.counting.all()
    years = (await office.ledger.figures(FigureSpan(FIRST, LAST))).years
    assert {year: dict(counts) for year, counts in years.items()} == {
        2025: {("published", "policy"): 1, ("visits", "documents"): 2},
        2026: {("published", "policy"): 2, ("visits", "documents"): 3},
    }


async def test_what_retention_deletes_stays_counted_and_what_is_corrected_does_not(
    database: Database, office: StatisticsOffice, clock: SettableClock
) -> None:
    old, new = NOW - timedelta(days=90), NOW - timedelta(days=3)
    async with database.transaction() as tx:
        tx.add(row(QuestionRecord, asked_at=old, outcome="answered", channel="site"))
        tx.add(row(QuestionRecord, asked_at=new, outcome="answered", channel="site"))
        tx.add(row(DocumentRecord, id="d", kind=Kind.POLICY, dated_on=old.date(), public_version=1))
    await office.counting.all()
    async with database.transaction() as tx:
        await tx.execute(delete(QuestionRecord))
        document = await tx.get(DocumentRecord, "d")
        assert document is not None
        document.public_version = None
    clock.advance(timedelta(minutes=1))
    again = StatisticsOffice.of(database, MEASURES, clock=clock)
    await again.counting.all()
    counts = (await again.ledger.figures(FigureSpan(old.date(), NOW.date()))).counts
    assert counts == {("questions", "answered"): 1, ("asked_by", "site"): 1}


async def test_visits_of_several_processes_add_up(database: Database, clock: SettableClock) -> None:
    one, other = PageCounter(database, clock=clock), PageCounter(database, clock=clock)
    for counter in (one, other, one):
        counter.saw("documents")
        counter.saw("documents")
        await counter.flush()
    other.saw("figures")
    await other.flush()
    await other.flush()
    found = await StatisticsOffice.of(database, (), clock=clock).ledger.figures(
        FigureSpan(NOW.date(), NOW.date())
    )
    assert found.branches("visits") == {"documents": 6, "figures": 1}


async def test_counting_leaves_visits_alone(database: Database, office: StatisticsOffice) -> None:
    office.visits.saw("documents")
    await office.visits.flush()
    await office.counting.all()
    assert (await office.ledger.figures(FigureSpan(NOW.date(), NOW.date()))).total("visits") == 1


HEAD = ["指标", "开始日期", "结束日期", "数值", "来源", "截至日期"]


async def test_figures_of_other_systems_give_the_shares_of_the_source(
    database: Database, office: StatisticsOffice
) -> None:
    span = ["2026-01-01", "2026-10-31"]
    table = [
        HEAD,
        ["最多跑一次事项数", *span, "488", "政务服务平台", "2026-11-01"],
        ["事项数", *span, "510", "政务服务平台", "2026-11-01"],
        ["办件数", "2026/1/1", "2026/10/31", "1,866,000", "政务服务平台", "2026-11-01"],
    ]
    assert await office.outside.bring(table, actor="wangli") == 3
    table[2][3] = "512"
    assert await office.outside.bring(table, actor="wangli") == 3
    table[2][3] = "510"
    await office.outside.bring(table, actor="wangli")
    found = await office.ledger.figures(FigureSpan(date(2026, 1, 1), date(2026, 12, 31)))
    assert sorted((one.name, int(one.value)) for one in found.outside) == [
        ("done", 1866000),
        ("items", 510),
        ("items_once", 488),
    ]


@pytest.mark.parametrize(
    ("cells", "key"),
    [
        (["人均收入", "2026-01-01", "2026-02-01", "1", "统计局", "2026-03-01"], "name"),
        (["办件数", "2026-01-32", "2026-02-01", "1", "平台", "2026-03-01"], "day"),
        (["办件数", "2026-03-01", "2026-02-01", "1", "平台", "2026-03-01"], "span"),
        (["办件数", "2026-01-01", "2026-02-01", "1", "平台", "2027-03-01"], "span"),
        (["办件数", "2026-01-01", "2026-02-01", "1e9999", "平台", "2026-03-01"], "number"),
        (["办件数", "2026-01-01", "2026-02-01", "NaN", "平台", "2026-03-01"], "number"),
        (["办件数", "2026-01-01", "2026-02-01", "-3", "平台", "2026-03-01"], "number"),
        (["办件数", "2026-01-01", "2026-02-01", "3", "", "2026-03-01"], "source"),
        (["办件数"], "day"),
    ],
)
async def test_a_table_with_one_wrong_row_is_not_taken(
    office: StatisticsOffice, cells: list[str], key: str
) -> None:
    good = ["办件数", "2026-01-01", "2026-02-01", "1", "平台", "2026-03-01"]
    with pytest.raises(InputError) as refused:
        await office.outside.bring([HEAD, good, cells], actor="wangli")
    assert refused.value.text_key == f"statistics.refused.{key}"
    assert not (await office.ledger.figures(FigureSpan(date(2026, 1, 1), date(2026, 12, 31)))).outside
