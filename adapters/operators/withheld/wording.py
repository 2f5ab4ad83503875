"""The register of what is not made public, in words: its rows, the steps offered and taken, its form and its refusals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from adapters.operators.addresses import withheld_address
from bot.errors import BotError, InputError, ProcedureError
from handlers.texts import Texts
from knowledge.publication.withheld.ledger import Taken, Withheld
from knowledge.publication.withheld.lifecycle import ARTICLES, POINTS, WITH_REASON, Ground, Stage, Step
from knowledge.publication.withheld.service import Registration

TONES = {
    Stage.REGISTERED: "warn",
    Stage.CHECKED: "info",
    Stage.RETURNED: "bad",
    Stage.SEALED: "good",
    Stage.RELEASED: "",
}
ASKED_AGAIN_STEPS = frozenset({Step.SEAL, Step.RELEASE})
FIELD_LETTERS = 2000
FIELDS = ("title", "unit", "reason", "decided_by", "basis", "document_id", "summary", "kept_at")


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """A record in the list."""

    record: Withheld
    url: str
    number: str
    ground: str
    stage: str
    tone: str
    late: bool


@dataclass(frozen=True, slots=True)
class Way:
    """A step this person may take now, with what it asks for."""

    name: str
    words: str
    points: Sequence[tuple[str, str, bool]]
    with_reason: bool
    with_day: bool
    asks: str


@dataclass(frozen=True, slots=True)
class Past:
    """A step that was taken, in words."""

    step: str
    by: str
    reason: str
    at: datetime


class WithheldWords:
    """Puts the register's codes into words."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts

    def way(self, step: Step, written: Mapping[str, str]) -> Way:
        """Give a step as it is offered; `written` is what the person has filled in so far."""
        own = written.get("step") == step.value
        points = [
            (name, self._texts(f"withheld.points.{step.value}.{name}"), own and f"point.{name}" in written)
            for name in POINTS.get(step, ())
        ]
        asks = self._texts(f"withheld.asks.{step.value}") if step in ASKED_AGAIN_STEPS else ""
        words = self._texts(f"withheld.steps.{step.value}")
        return Way(step.value, words, points, step in WITH_REASON, step is Step.RENEW, asks)

    def past(self, one: Taken, names: Mapping[str, str]) -> Past:
        """Give a step that was taken."""
        words = self._texts(f"withheld.steps.{one.step.value}")
        return Past(words, names.get(one.actor, one.actor), one.reason, one.at)

    def row(self, record: Withheld, *, today: date) -> RegisterRow:
        """Give a record as the list shows it; late when its day of review is over."""
        return RegisterRow(
            record,
            withheld_address(str(record.id)),
            self._texts("withheld.one", year=record.year, number=record.number),
            self._texts(f"withheld.grounds.{record.ground.value}"),
            self._texts(f"withheld.stages.{record.stage.value}"),
            TONES[record.stage],
            late=record.stage is Stage.SEALED and record.review_on < today,
        )

    def refusal(self, error: BotError, names: Mapping[str, str]) -> str:
        """Give a refusal as a sentence: codes become words, log-in names become names."""
        values: dict[str, object] = dict(error.values)
        if isinstance(error, ProcedureError):
            values["article"] = error.article
        if "points" in values:
            of = f"withheld.points.{values['step']}"
            points = str(values["points"]).split("、")
            values["points"] = "”“".join(self._texts(f"{of}.{point}") for point in points)
        for name, group in (
            ("state", "stages"), ("step", "steps"), ("before", "steps"), ("missing", "steps")
        ):  # fmt: skip
            if name in values:
                codes = str(values[name]).split("、")
                values[name] = "、".join(self._texts(f"withheld.{group}.{code}") for code in codes)
        if "person" in values:
            values["person"] = names.get(str(values["person"]), values["person"])
        return self._texts(error.text_key, **values)

    def named(self, group: str, kinds: type[Stage] | type[Ground]) -> Sequence[tuple[str, str]]:
        """Give what may be chosen of a kind: each value with its words."""
        return [(one.value, self._texts(f"withheld.{group}.{one.value}")) for one in kinds]

    def fields(self, values: Mapping[str, str]) -> dict[str, Any]:
        """Give what the form shows: the values written so far, and the grounds with their articles."""
        named = {name: values.get(name, "") for name in (*FIELDS, "decided_on", "review_on")}
        grounds = [
            (
                one.value,
                self._texts(f"withheld.grounds.{one.value}"),
                ARTICLES[one],
                values.get("ground") == one.value,
            )
            for one in Ground
        ]
        return {"values": named, "grounds": grounds}


def entry(fields: Mapping[str, str]) -> Registration:
    """Read an entry from a form; raises `InputError` for a ground or a day that is none."""
    try:
        ground = Ground(fields.get("ground", ""))
    except ValueError:
        raise InputError("withheld.refused.no_ground") from None
    try:
        decided_on = day_of(fields.get("decided_on", ""))
        review_on = day_of(fields.get("review_on", ""))
    except ValueError:
        raise InputError("withheld.refused.bad_day") from None
    if decided_on is None or review_on is None:
        raise InputError("withheld.refused.bad_day")
    values = {name: fields.get(name, "")[:FIELD_LETTERS] for name in FIELDS}
    return Registration(ground=ground, decided_on=decided_on, review_on=review_on, **values)


def written_of(record: Withheld) -> dict[str, str]:
    """Give a record as its form holds it; what is sealed is written anew."""
    return {
        "title": record.title,
        "unit": record.unit,
        "ground": record.ground.value,
        "basis": record.basis,
        "reason": record.reason,
        "document_id": record.document_id,
        "decided_by": record.decided_by,
        "decided_on": record.decided_on.isoformat(),
        "review_on": record.review_on.isoformat(),
    }


def day_of(value: str) -> date | None:
    """Give the day a field holds, None when it is empty; raises `ValueError` for what is none."""
    return date.fromisoformat(value) if value else None
