"""What the pages of the procedure share: its words, its refusals in words, and rows of what was done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from adapters.web.access.colleagues import Colleagues
from bot.errors import BotError, ProcedureError
from handlers.texts import Texts
from knowledge.publication.lifecycle import CHECKS, IN_REVIEW, REVIEWS, Stage, Step
from knowledge.publication.proofreading.finding import Finding
from knowledge.publication.records import Procedure, Review
from knowledge.text import passages

HEADING_LETTERS = 24
STEP_TONES = {Step.SEND_BACK: "bad", Step.WITHDRAW: "bad", Step.RELEASE: "good"}
# Values of a refusal that are codes, and where their words stand.
_WORDS = {"state": "stages", "step": "steps", "before": "steps"}


@dataclass(frozen=True, slots=True)
class StepTaken:
    """One step that was taken, in words."""

    step: str
    tone: str
    by: str
    at: datetime
    version: int
    round: int
    reason: str


@dataclass(frozen=True, slots=True)
class ReviewMark:
    """One review or check of a round: taken by whom, or still to come."""

    step: str
    focus: str
    by: str
    due: bool


# What is longer is mended in the editor.
MENDED_LETTERS = 60


@dataclass(frozen=True, slots=True)
class Shown:
    """A finding in words; `place` is the particular it stands in, or the heading it stands under.

    `words` are what stands at `at` of the text, from and to, where so little can be mended in place.
    """

    trouble: str
    weight: str
    tone: str
    advice: str
    excerpt: str
    instead: str
    place: str
    words: str = ""
    at: str = ""


class ProcedureWording:
    """Puts the procedure into words, with people's names."""

    def __init__(self, texts: Texts, colleagues: Colleagues) -> None:
        self._texts = texts
        self._colleagues = colleagues

    async def refusal(self, error: BotError) -> str:
        """Give a refusal as a sentence: codes become words, log-in names become names."""
        return refusal_in_words(error, self._texts, await self._names_for(error))

    async def worded(self, error: ProcedureError) -> ProcedureError:
        """Give the same refusal with words in it, for the page of errors."""
        values = _in_words(error, self._texts, await self._names_for(error))
        article = str(values.pop("article", error.article))
        return ProcedureError(error.text_key, article=article, **values)

    async def _names_for(self, error: BotError) -> Mapping[str, str]:
        return await self._colleagues.names() if "person" in error.values else {}

    async def names(self) -> Mapping[str, str]:
        """Give everybody's name by log-in name."""
        return await self._colleagues.names()

    def history(self, reviews: Sequence[Review], names: Mapping[str, str]) -> list[StepTaken]:
        """Give the steps of a document, the last first."""
        return [
            StepTaken(
                self._texts(f"publishing.steps.{one.step.value}"),
                STEP_TONES.get(one.step, "info"),
                names.get(one.actor, one.actor),
                one.at,
                one.version,
                one.round,
                one.reason,
            )
            for one in reversed(reviews)
        ]

    def marks(self, given: Procedure, names: Mapping[str, str]) -> list[ReviewMark]:
        """Give the reviews, and where they are wanted the checks, of the round in hand."""
        first, second, final = REVIEWS.values()
        wanted = [first, second, *(CHECKS if given.kinds else ()), final]
        return [
            ReviewMark(
                self._texts(f"publishing.steps.{step.value}"),
                self._texts(f"publishing.focus.{step.value}"),
                names.get(by, by) if (by := given.taken.get(step, "")) else "",
                due=step is REVIEWS.get(given.stage)
                or (step in CHECKS and step not in given.taken and given.stage in IN_REVIEW),
            )
            for step in wanted
        ]

    def stage(self, stage: Stage) -> str:
        """Give a stage in words."""
        return self._texts(f"publishing.stages.{stage.value}")

    def findings(self, found: Sequence[Finding], text: str) -> list[Shown]:
        """Give findings in words, each with its place: a particular, or the article of the text."""
        outline = passages.headings(text)
        tones = {"look": "", "reason": "warn", "mend": "bad"}
        return [
            Shown(
                self._texts(f"publishing.troubles.{one.trouble.value}"),
                self._texts(f"publishing.weights.{one.weight.value}"),
                tones[one.weight.value],
                self._texts(f"publishing.advice.{one.advice}"),
                one.excerpt,
                one.instead,
                self._texts(f"publishing.fields.{one.field}") if one.field else _place(outline, one),
                _mendable(one, text),
                f"{one.start}-{one.end}",
            )
            for one in found
        ]


def _mendable(one: Finding, text: str) -> str:
    """Give the words as they stand; none for what is masked (somebody's number is seen in the editor only) or long."""
    words = text[one.start : one.end]
    return (
        words if words and words in one.excerpt and len(words) <= MENDED_LETTERS and "\n" not in words else ""
    )


def refusal_in_words(error: BotError, texts: Texts, names: Mapping[str, str] | None = None) -> str:
    """Give a refusal of the procedure as a sentence; `names` are people's names by log-in name."""
    return texts(error.text_key, **_in_words(error, texts, names or {}))


def _in_words(error: BotError, texts: Texts, names: Mapping[str, str]) -> dict[str, Any]:
    values: dict[str, Any] = dict(error.values)
    for name, group in _WORDS.items():
        if name in values:
            values[name] = texts(f"publishing.{group}.{values[name]}")
    for name in ("steps", "missing"):
        if name in values:
            steps = str(values[name]).split("、")
            values[name] = "、".join(texts(f"publishing.steps.{step}") for step in steps)
    if "points" in values:
        of = f"publishing.checklist.{error.values['step']}"
        points = str(values["points"]).split("、")
        values["points"] = "”“".join(texts(f"{of}.{point}") for point in points)
    if "person" in values:
        values["person"] = names.get(str(values["person"]), str(values["person"]))
    return values


def _place(outline: tuple[passages.Heading, ...], one: Finding) -> str:
    """Give the innermost heading or article above a finding."""
    path = passages.path_at(outline, one.start) if one.end else ()
    return path[-1][:HEADING_LETTERS] if path else ""
