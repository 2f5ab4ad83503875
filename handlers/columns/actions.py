"""OpenColumns in the talk: an issue of the gazette, a series, a village's board, what columns and channels there are."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlencode

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.assurance import Assurance, Degree, Quotation
from bot.clock import Clock, local_date
from bot.message import Card, Choice, Wording
from handlers.columns.numbering import IssueNumber
from handlers.columns.phrases import ColumnWanted, ColumnWish, wanted_in
from handlers.columns.shelf import BoardEntry, ColumnShelf, OpenColumns, issue
from handlers.county.openness_plan import Rubric, Village
from handlers.published.library import plain
from handlers.published.sources import Sources
from handlers.talk.last_answer import LastAnswer
from handlers.talk.turn import hear, say, step
from knowledge.documents.document import Document

Events = list[dict[str, Any]]
ABOUT = "columns"
OFFERED = 6
TEXT_LETTERS = 240
VALUE_LETTERS = 400

ColumnAddress = Callable[[str], str]
"""Gives the address of a page of the columns by its path (``, `boards/上石村`); empty where no page is served."""


def no_column_page(path: str) -> str:  # noqa: ARG001 - `ColumnAddress`.
    """Give no address, as where no page is served."""
    return ""


class ShowColumns:
    """Looks at messages that want something of the columns; whatever else is asked is left to others."""

    def __init__(
        self,
        wording: Wording,
        *,
        columns: OpenColumns,
        sources: Sources,
        clock: Clock,
        address: ColumnAddress = no_column_page,
    ) -> None:
        self._wording = wording
        self._columns = columns
        self._sources = sources
        self._clock = clock
        self._address = address

    async def look(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events | None:
        """Show it; None for a message that wants nothing of the columns."""
        heard = hear(tracker)
        if tracker.active_loop_name or heard.emergency or heard.kind != "text":
            return None
        chosen = heard.slot("about") == ABOUT
        if not chosen and (heard.slot("about") or heard.slot("said") or not heard.said):
            return None
        if chosen:
            wanted: ColumnWanted | None = _carried(heard.slot("value")[:VALUE_LETTERS])
        else:
            year = local_date(self._clock.now()).year
            wanted = wanted_in(heard.said, self._columns.plan, year=year)
        if wanted is None:
            return None
        # Only now is what stands in the columns laid out: most messages want nothing of it.
        showing = _Showing(dispatcher, tracker, wanted, await self._columns.shelf())
        return self._shown(showing)

    def _shown(self, showing: "_Showing") -> Events | None:
        ways = {
            ColumnWish.RUBRICS: self._rubrics,
            ColumnWish.RUBRIC: self._rubric,
            ColumnWish.CHANNELS: self._channels,
            ColumnWish.GAZETTE: self._gazette,
            ColumnWish.SERIES: self._series,
            ColumnWish.BOARD: self._board,
        }
        return ways[showing.wanted.wish](showing)

    def _rubrics(self, showing: "_Showing") -> Events | None:
        plan = self._columns.plan
        if not plan.rubrics:
            return None
        steps = [_going(parent, ColumnWish.RUBRIC, name=parent) for parent in plan.parents][:OFFERED]
        text = self._text("rubrics", first=len(plan.parents), second=len(plan.rubrics))
        return self._say(showing, text, steps=steps, page="")

    def _rubric(self, showing: "_Showing") -> Events | None:
        """Show the columns of the second level with how much each holds, or what stands in one."""
        name = showing.wanted.name
        below = [rubric for rubric in self._columns.plan.rubrics if rubric.parent == name]
        if below:
            named = [(rubric, len(showing.shelf.held(rubric))) for rubric in below]
            line = self._wording("columns.comma").join(
                self._wording("columns.counted", name=rubric.name, count=count)
                if count or rubric.place is None
                else rubric.name
                for rubric, count in named
            )
            filled = sorted((one for one in named if one[1] or one[0].place), key=lambda one: -one[1])
            steps = [
                _going(rubric.name, ColumnWish.RUBRIC, name=rubric.name)
                if count
                else self._to_place(rubric, rubric.name)
                for rubric, count in filled[:OFFERED]
            ]
            return self._say(showing, self._text("parent", name=name, line=line), steps=steps, page="")
        found = next((rubric for rubric in self._columns.plan.rubrics if rubric.name == name), None)
        if found is None:
            return None
        held = showing.shelf.held(found)
        key = "rubric" if held else "rubric_elsewhere" if found.place else "rubric_empty"
        text = self._text(key, name=name, parent=found.parent, count=len(held))
        page = f"list?{urlencode({'rubric': f'{found.parent}/{found.name}'})}"
        led = (self._to_place(found, self._place(found, "label")),) if found.place else ()
        return self._say(showing, text, steps=(*self._documents(held), *led), page=page)

    def _to_place(self, rubric: Rubric, label: str) -> Choice:
        """Give the step to where the rest of a column stands: the words that ask for it."""
        return Choice(label, self._place(rubric, "asks"))

    def _place(self, rubric: Rubric, what: str) -> str:
        return self._wording(f"columns.places.{rubric.place.name.lower()}.{what}") if rubric.place else ""

    def _channels(self, showing: "_Showing") -> Events | None:
        channels = self._columns.plan.channels
        if not channels:
            return None
        kinds: dict[str, list[str]] = {}
        for channel in channels:
            kinds.setdefault(channel.kind, []).append(channel.name)
        lines = "\n".join(
            self._wording("columns.channel", kind=kind, names=self._wording("columns.comma").join(names))
            for kind, names in kinds.items()
        )
        return self._say(showing, self._text("channels", count=len(channels), lines=lines), page="")

    def _gazette(self, showing: "_Showing") -> Events | None:
        return self._issues(showing, showing.shelf.gazettes, self._wording("columns.gazette"))

    def _series(self, showing: "_Showing") -> Events | None:
        name = showing.wanted.name
        return self._issues(showing, showing.shelf.series.get(name, ()), name)

    def _issues(self, showing: "_Showing", issues: Sequence[Document], name: str) -> Events | None:
        """Show the issue that is meant, or list them where none is named; one that there is not is said to be missing."""
        if not issues:
            return None
        wanted = showing.wanted.issue
        if wanted.number or wanted.latest or wanted.year:
            found = issue(issues, IssueNumber(wanted.year, wanted.number))
            if found is not None:
                return self._document(showing, found)
            text = self._text("no_issue", name=name, count=len(issues), latest=issues[0].title)
            return self._say(showing, text, steps=self._documents(issues))
        text = self._text("issues", name=name, count=len(issues))
        return self._say(showing, text, steps=self._documents(issues), page="")

    def _board(self, showing: "_Showing") -> Events | None:
        """Show a village's board, or one part of it; whose village is not known is asked."""
        plan, wanted = self._columns.plan, showing.wanted
        village = next((one for one in plan.villages if one.name == wanted.name), None)
        if not plan.boards or not plan.villages:
            return None
        if village is None:
            steps = [
                _going(f"{one.township}{one.name}", ColumnWish.BOARD, name=one.name, part=wanted.part)
                for one in plan.villages[:OFFERED]
            ]
            return self._say(showing, self._text("whose"), steps=steps, page="boards", ask_back=True)
        entries = showing.shelf.board(village)
        if wanted.part:
            return self._part(showing, village, entries)
        lines = "\n".join(self._board_lines(entries))
        text = self._text("board", village=f"{village.township}{village.name}", lines=lines)
        steps = [
            _going(entry.part, ColumnWish.BOARD, name=village.name, part=entry.part)
            for entry in entries
            if entry.documents
        ][:OFFERED]
        return self._say(showing, text, steps=steps, page=f"boards/{village.name}")

    def _board_lines(self, entries: Sequence[BoardEntry]) -> list[str]:
        lines: list[str] = []
        for name in dict.fromkeys(entry.board for entry in entries):
            own = [entry for entry in entries if entry.board == name]
            missing = [entry.part for entry in own if not entry.documents]
            key = "board_line" if missing else "board_full"
            lacking = self._wording("columns.comma").join(missing)
            lines.append(
                self._wording(
                    f"columns.{key}", name=name, done=len(own) - len(missing), total=len(own), missing=lacking
                )
            )
        return lines

    def _part(self, showing: "_Showing", village: Village, entries: Sequence[BoardEntry]) -> Events:
        found = [entry for entry in entries if entry.part == showing.wanted.part]
        documents = [document for entry in found for document in entry.documents]
        if documents:
            return self._document(showing, documents[0])
        name = f"{village.township}{village.name}"
        text = self._text("part_missing", village=name, part=showing.wanted.part)
        steps = (
            _going(name, ColumnWish.BOARD, name=village.name),
            step(self._wording("columns.apply"), "disclosure_request"),
        )
        return self._say(showing, text, steps=steps)

    def _document(self, showing: "_Showing", document: Document) -> Events:
        """Show a document's beginning with its source, and the link to the whole."""
        words = plain(self._columns.text(document).partition("\n")[2].strip())
        shown = words if len(words) <= TEXT_LETTERS else f"{words[:TEXT_LETTERS].rstrip()}……"
        text = self._text(
            "document",
            title=document.title,
            text=shown,
            source=self._sources.line(document, local_date(self._clock.now())),
        )
        steps = (step(self._wording("columns.source"), "show_source", document=document.id),)
        card = Card(self._wording("columns.whole"), document.title, self._sources.link(document))
        sure = Assurance(Degree.SURE, quotations=(Quotation(document.id, shown),))
        say(showing.dispatcher, showing.tracker, text, steps=steps, card=card, assurance=sure)
        return [LastAnswer(document.title, document.title, document.id, ((document.id, 0),)).event()]

    def _documents(self, documents: Sequence[Document]) -> list[Choice]:
        return [step(document.title, "show_source", document=document.id) for document in documents[:OFFERED]]

    def _say(
        self,
        showing: "_Showing",
        text: str,
        *,
        steps: Sequence[Choice] = (),
        page: str | None = None,
        ask_back: bool = False,
    ) -> Events:
        address = self._address(page) if page is not None else ""
        card = Card(self._wording("columns.page"), self._wording("columns.page_about"), address)
        say(
            showing.dispatcher,
            showing.tracker,
            text,
            steps=steps,
            card=card if address else None,
            assurance=Assurance(Degree.ASK_BACK) if ask_back else None,
        )
        return []

    def _text(self, key: str, **values: object) -> str:
        sample = self._wording("columns.sample") if self._columns.plan.sample else ""
        return self._wording(f"columns.{key}", sample=sample, **values)


@dataclass(frozen=True, slots=True)
class _Showing:
    """One message being answered: where to speak, what is wanted, and what stands in the columns."""

    dispatcher: CollectingDispatcher
    tracker: Tracker
    wanted: ColumnWanted
    shelf: ColumnShelf


def _going(label: str, wish: ColumnWish, *, name: str, part: str = "") -> Choice:
    """Give a step that goes on: it carries what is wanted, and nothing of it is read from its words."""
    value = urlencode({"wish": wish.value, "name": name, **({"part": part} if part else {})})
    return step(label, "ask_policy", about=ABOUT, value=value)


def _carried(value: str) -> ColumnWanted | None:
    fields = {name: values[0] for name, values in parse_qs(value).items()}
    wish = fields.get("wish", "")
    if wish not in set(ColumnWish):
        return None
    return ColumnWanted(ColumnWish(wish), fields.get("name", ""), fields.get("part", ""))
