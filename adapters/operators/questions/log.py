"""What citizens asked: the log with its filters, and how many were answered, declined and handed over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from aiohttp import web

from adapters.operators.addresses import document_address
from adapters.operators.choices import ListChoice, choice
from adapters.web.charts import Bar, Chart, Column, Part, lying, stacked
from adapters.web.pages import render
from adapters.web.paging import Sheet, page_number
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
        return [web.get("/questions", self.show)]

    async def show(self, request: web.Request) -> web.Response:
        """Show the figures and a sheet of the log."""
        query = request.query
        figures = await self._log.by_week(theme=query.get("theme", ""))
        choices = await self._choices(query, [figure.of for figure in figures])
        chosen = {choice.name: choice.chosen for choice in choices}
        text = query.get("text", "")[:SEARCH_LETTERS].strip()
        gap = query.get("gap", "")
        page = page_number(query.get("page", ""))
        found, more = await self._log.page(_filters(chosen, text, gap), number=page)
        sheet = Sheet(
            page=page, more=more, path="/operators/questions", query={**chosen, "text": text, "gap": gap}
        )
        themes = await self._log.by_theme()
        return render(
            request,
            "operators/questions.html",
            filters=choices,
            text=text,
            gap=gap,
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


def _filters(chosen: Mapping[str, str], text: str, gap: str) -> QuestionFilters:
    return QuestionFilters(
        outcome=QuestionOutcome(chosen["outcome"]) if chosen["outcome"] else None,
        theme=chosen["theme"],
        week_on=date.fromisoformat(chosen["week"]) if chosen["week"] else None,
        channel=chosen["channel"],
        text=text,
        gap=int(gap) if gap.isascii() and gap.isdigit() and len(gap) < 10 else None,  # noqa: PLR2004 - what a row can bear
    )
