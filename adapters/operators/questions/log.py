"""What citizens asked: the log with its filters, and how many were answered, declined and handed over."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from urllib.parse import urlencode

from aiohttp import web

from adapters.operators.addresses import document_address
from adapters.operators.choices import ListChoice, choice
from adapters.web.charts import Bar, Chart, Column, Part, lying, stacked
from adapters.web.dates import moment
from adapters.web.downloads import WORKBOOK, download
from adapters.web.pages import render
from adapters.web.paging import Sheet, page_number
from handlers.files.table_file import as_csv, as_workbook
from handlers.texts import Texts
from knowledge.questions.log import Figure, LoggedQuestion, QuestionFilters, QuestionLog
from knowledge.questions.note import QuestionOutcome

TONES = {
    QuestionOutcome.ANSWERED: "good",
    QuestionOutcome.PARTIAL: "good",
    QuestionOutcome.DECLINED: "warn",
    QuestionOutcome.HANDED_OVER: "info",
    QuestionOutcome.OUT_OF_SCOPE: "",
}
CHANNELS = ("wechat", "site", "kiosk", "api", "rasa")
SEARCH_LETTERS = 40
# More is taken away in several files, by narrowing the days.
EXPORTED_QUESTIONS = 20_000
EXPORTED = ("asked_at", "question", "outcome", "theme", "sure", "channel")
ROWS_OF_TEXT = "text/csv"


VERDICTS: Mapping[bool | None, str] = {None: "", True: "useful", False: "useless"}


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A question in the list."""

    question: str
    asked_at: datetime
    try_url: str
    outcome: str
    tone: str
    theme: str
    channel: str
    sure: str
    document_url: str
    document: str
    gap_url: str
    verdict: str


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """A theme with its figures and their bar."""

    name: str
    url: str
    total: int
    counts: Sequence[int]
    bars: tuple[Bar, ...]


class QuestionPages:
    """Shows the log; whatever names nothing known narrows nothing."""

    def __init__(self, *, log: QuestionLog, texts: Texts) -> None:
        self._log = log
        self._texts = texts

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/operators`."""
        return [
            web.get("/questions", self.show),
            web.get("/questions.xlsx", self.workbook),
            web.get("/questions.csv", self.rows),
        ]

    async def workbook(self, request: web.Request) -> web.Response:
        """Give what the filters leave of the log as a workbook, the newest first."""
        content = await asyncio.to_thread(as_workbook, self._texts("asked.title"), await self._table(request))
        return download(content, WORKBOOK, name=f"{self._texts('asked.title')}.xlsx")

    async def rows(self, request: web.Request) -> web.Response:
        """Give it as rows of text."""
        content = await asyncio.to_thread(as_csv, await self._table(request))
        return download(content, ROWS_OF_TEXT, name=f"{self._texts('asked.title')}.csv")

    async def _table(self, request: web.Request) -> list[list[str]]:
        weeks = [figure.of for figure in await self._log.by_week()]
        filters, _ = await self._narrowing(request.query, weeks)
        found, more = await self._log.page(filters, size=EXPORTED_QUESTIONS)
        head = [self._texts(f"asked.{name}") for name in EXPORTED]
        cut = [[self._texts("asked.cut", count=EXPORTED_QUESTIONS)]] if more else []
        return [head, *(self._exported(self._row(one)) for one in found), *cut]

    @staticmethod
    def _exported(row: QuestionRow) -> list[str]:
        return [moment(row.asked_at), row.question, row.outcome, row.theme, row.sure, row.channel]

    async def _narrowing(
        self, query: Mapping[str, str], weeks: Sequence[str]
    ) -> tuple[QuestionFilters, Mapping[str, str]]:
        """Give what the log is narrowed to, and as what it is written in addresses."""
        chosen = {choice.name: choice.chosen for choice in await self._choices(query, weeks)}
        text = query.get("text", "")[:SEARCH_LETTERS].strip()
        days = {name: _day(query.get(name, "")) for name in ("first", "last")}
        written = {
            **chosen,
            "text": text,
            "gap": query.get("gap", ""),
            **{name: day.isoformat() if day else "" for name, day in days.items()},
        }
        filters = replace(
            _filters(chosen, text, query.get("gap", "")), first_on=days["first"], last_on=days["last"]
        )
        return filters, written

    async def show(self, request: web.Request) -> web.Response:
        """Show the figures and a sheet of the log."""
        query = request.query
        figures = await self._log.by_week(theme=query.get("theme", ""))
        weeks = [figure.of for figure in figures]
        filters, written = await self._narrowing(query, weeks)
        page = page_number(query.get("page", ""))
        found, more = await self._log.page(filters, number=page)
        sheet = Sheet(page=page, more=more, path="/operators/questions", query=written)
        themes = await self._log.by_theme()
        return render(
            request,
            "operators/questions.html",
            filters=await self._choices(query, weeks),
            text=written["text"],
            gap=written["gap"],
            first=written["first"],
            last=written["last"],
            exported=urlencode({name: value for name, value in written.items() if value}),
            sheet=sheet,
            rows=[self._row(question) for question in found],
            outcomes=[(each.value, self._texts(f"asked.outcomes.{each.value}")) for each in QuestionOutcome],
            chart=self._chart(figures) if any(figure.total for figure in figures) else None,
            weeks=[
                (figure.of, [figure.counts[each] for each in QuestionOutcome], figure.total)
                for figure in figures
            ],
            themes=[self._theme(figure, themes[0].total) for figure in themes],
        )

    async def _choices(self, query: Mapping[str, str], weeks: Sequence[str]) -> list[ListChoice]:
        themes = [(theme, theme) for theme in await self._log.themes()]
        mondays = [(day, self._texts("asked.week_of", day=day)) for day in reversed(weeks)]
        outcomes = [(each.value, self._texts(f"asked.outcomes.{each.value}")) for each in QuestionOutcome]
        channels = [(each, self._texts(f"asked.channels.{each}")) for each in CHANNELS]
        return [
            choice(name, options, query.get(name, ""))
            for name, options in (
                ("outcome", outcomes),
                ("theme", themes),
                ("week", mondays),
                ("channel", channels),
            )
        ]

    def _row(self, question: LoggedQuestion) -> QuestionRow:
        declined = question.outcome in {QuestionOutcome.DECLINED, QuestionOutcome.OUT_OF_SCOPE}
        # A guide is shown by its name, and a hand-over asks no document: neither was weighed.
        weighed = question.passage is not None or declined or question.outcome is QuestionOutcome.PARTIAL
        return QuestionRow(
            question=question.question,
            asked_at=question.asked_at,
            try_url=f"/operators/try?{urlencode({'question': question.question})}",
            outcome=self._texts(f"asked.outcomes.{question.outcome.value}"),
            tone=TONES[question.outcome],
            theme=question.theme,
            channel=self._channel(question.channel),
            sure=f"{question.confidence:.2f}／{question.threshold:.2f}" if weighed else "",
            document_url=document_address(question.document_id) if question.document_id else "",
            document=self._texts("asked.near" if declined else "asked.cited"),
            gap_url=f"/operators/gaps/{question.gap_id}" if question.gap_id else "",
            verdict=VERDICTS[question.useful],
        )

    def _channel(self, channel: str) -> str:
        return self._texts(f"asked.channels.{channel}") if channel in CHANNELS else channel

    def _parts(self, figure: Figure, of: str) -> tuple[Part, ...]:
        return tuple(
            Part(
                each.value,
                figure.counts[each],
                self._texts(
                    "asked.figure",
                    of=of,
                    outcome=self._texts(f"asked.outcomes.{each.value}"),
                    count=figure.counts[each],
                ),
            )
            for each in QuestionOutcome
        )

    def _chart(self, figures: Sequence[Figure]) -> Chart:
        return stacked([Column(figure.of[5:], self._parts(figure, figure.of)) for figure in figures])

    def _theme(self, figure: Figure, most: int) -> ThemeRow:
        name = figure.of or self._texts("asked.no_theme")
        return ThemeRow(
            name=name,
            url=f"/operators/questions?{urlencode({'theme': figure.of})}" if figure.of else "",
            total=figure.total,
            counts=[figure.counts[each] for each in QuestionOutcome],
            bars=lying(self._parts(figure, name), most),
        )


def _day(written: str) -> date | None:
    """Give a day; what is none narrows nothing."""
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return None
    return day if date.min.year + 1 < day.year < date.max.year else None


def _filters(chosen: Mapping[str, str], text: str, gap: str) -> QuestionFilters:
    return QuestionFilters(
        outcome=QuestionOutcome(chosen["outcome"]) if chosen["outcome"] else None,
        theme=chosen["theme"],
        week_on=date.fromisoformat(chosen["week"]) if chosen["week"] else None,
        channel=chosen["channel"],
        text=text,
        gap=int(gap) if gap.isascii() and gap.isdigit() and len(gap) < 10 else None,  # noqa: PLR2004 - what a row can bear
    )
