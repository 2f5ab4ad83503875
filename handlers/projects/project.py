"""A project as everybody sees it, and a project as it is typed at the desk, read into a value."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.errors import InputError
from handlers.projects.stages import KINDS, STAGES, ProjectStage, missing, stage_of_kind

LETTERS = {"title": 40, "unit": 40, "phone": 30, "place": 60, "about": 800}
ENTRY_LETTERS = 1_000
FIRST_YEAR, LAST_YEAR = 2000, 2100
WHOLE = 100
FIGURES = 4


@dataclass(frozen=True, slots=True)
class ProjectPlan:
    """What the desk writes of a project."""

    title: str
    year: int
    unit: str
    phone: str
    place: str
    about: str
    stage: ProjectStage
    progress: int


@dataclass(frozen=True, slots=True)
class ProjectEntry:
    """One piece of information of a stage."""

    kind: str
    day: date
    words: str


@dataclass(frozen=True, slots=True)
class Project:
    """One project with what was published of it, the oldest first."""

    number: int
    plan: ProjectPlan
    public: bool
    entries: tuple[ProjectEntry, ...] = ()

    @property
    def lacking(self) -> tuple[str, ...]:
        """The kinds of information that should be there by now and are not."""
        return missing(self.plan.stage, {entry.kind for entry in self.entries})

    def of_stage(self, stage: ProjectStage) -> tuple[ProjectEntry, ...]:
        """Give what was published of one stage, in the order of its kinds, then of days."""
        kinds = KINDS[stage]
        own = (entry for entry in self.entries if entry.kind in kinds)
        return tuple(sorted(own, key=lambda one: (kinds.index(one.kind), one.day)))

    @property
    def latest(self) -> ProjectEntry | None:
        """What was published last."""
        return max(self.entries, key=lambda one: one.day, default=None)


def read_plan(typed: Mapping[str, str]) -> ProjectPlan:
    """Give the project that was typed; raises `InputError` naming the first field that is wrong."""
    texts = {name: " ".join(typed.get(name, "").split()) for name in LETTERS}
    for name, most in LETTERS.items():
        if not texts[name] or len(texts[name]) > most:
            raise InputError(f"projects.refused.{name}", most=most)
    stage = typed.get("stage", "")
    if stage not in set(STAGES):
        raise InputError("projects.refused.stage")
    return ProjectPlan(
        year=_figure(typed, "year", FIRST_YEAR, LAST_YEAR),
        stage=ProjectStage(stage),
        progress=_figure(typed, "progress", 0, WHOLE),
        **texts,
    )


def read_entry(typed: Mapping[str, str], *, today: date) -> ProjectEntry:
    """Give the information that was typed; raises `InputError` naming the first field that is wrong."""
    kind, words = typed.get("kind", ""), typed.get("words", "").strip()
    if stage_of_kind(kind) is None:
        raise InputError("projects.refused.kind")
    if not words or len(words) > ENTRY_LETTERS:
        raise InputError("projects.refused.words", most=ENTRY_LETTERS)
    try:
        day = date.fromisoformat(typed.get("day", ""))
    except ValueError:
        raise InputError("projects.refused.day") from None
    if day > today:
        raise InputError("projects.refused.day")
    return ProjectEntry(kind, day, words)


def _figure(typed: Mapping[str, str], name: str, least: int, most: int) -> int:
    text = typed.get(name, "").strip()
    if not (text.isascii() and text.isdecimal() and len(text) <= FIGURES and least <= int(text) <= most):
        raise InputError(f"projects.refused.{name}", least=least, most=most)
    return int(text)
