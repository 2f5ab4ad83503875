"""What is said of subscriptions, and the steps beside it."""

from collections.abc import Sequence

from bot.message import Choice, Wording
from handlers.subscriptions.consent.service import Held
from handlers.subscriptions.digest.words import INTENT
from handlers.subscriptions.subject import Subject, SubjectKind
from handlers.talk.turn import step

SHOWN = 7
HOURS = (8, 12, 18, 20)
NAME_LETTERS = 24


class SubscriptionReplies:
    """Writes the replies; `sample` marks an invented county."""

    def __init__(self, wording: Wording, *, sample: bool) -> None:
        self._wording = wording
        self._sample = wording("subscriptions.sample") if sample else ""

    @property
    def consent_version(self) -> str:
        """Give the version of the words that ask for consent."""
        return self._wording("subscriptions.consent.version")

    def what(self, subject: Subject) -> str:
        """Give a subject's name with its kind."""
        name = subject.name if len(subject.name) <= NAME_LETTERS else f"{subject.name[: NAME_LETTERS - 1]}…"
        kind = self._wording(f"subscriptions.kind.{subject.kind.value}")
        if subject.kind is SubjectKind.DOCUMENT:
            return f"《{name}》"
        return self._wording("subscriptions.what", kind=kind, name=name)

    def all_of(self, subjects: Sequence[Subject]) -> str:
        """Give several subjects in one line."""
        return "、".join(map(self.what, subjects))

    def consent(
        self, subjects: Sequence[Subject], hour: int, *, wished: bool = False
    ) -> tuple[str, tuple[Choice, ...]]:
        """Ask for consent to the first of what may be meant; the others can be chosen instead. A `wished` hour comes with it."""
        at = str(hour) if wished else ""
        words = self._wording(
            "subscriptions.consent.words", what=self.what(subjects[0]), hour=hour, sample=self._sample
        )
        agree = self._deed("agree", subjects[0], "agree", hour=at)
        others = [self._deed("agree", subject, "other", hour=at) for subject in subjects[1:3]]
        refuse = step(self._wording("subscriptions.steps.refuse"), INTENT, deed="refuse")
        return words, (agree, *others, refuse)

    def ready(self, subject: Subject, held: Held, *, already: bool) -> tuple[str, tuple[Choice, ...]]:
        """Say that somebody is subscribed."""
        key = "already" if already else "ready"
        words = self._wording(f"subscriptions.said.{key}", what=self.what(subject), hour=held.hour)
        return words, (self.hours_step(), self.list_step(), self._deed("stop", subject, "stop"))

    def listed(self, held: Held, *, page: str) -> tuple[str, tuple[Choice, ...]]:
        """Tell what somebody is subscribed to; each is one tap from its end."""
        lines = "\n".join(
            self._wording("subscriptions.said.line", what=self.what(subject)) for subject in held.subjects
        )
        link = self._wording("subscriptions.said.page", link=page) if page else ""
        words = self._wording(
            "subscriptions.said.listed", count=len(held.subjects), hour=held.hour, lines=lines, page=link
        )
        shown = [self._deed("stop", subject, "stop") for subject in held.subjects[:SHOWN]]
        return words, (*shown, self.stop_all_step(), self.hours_step())

    def stopped(self, gone: Sequence[Subject], left: Held) -> tuple[str, tuple[Choice, ...]]:
        """Say what was stopped; a slip is mended with one tap, which asks for consent again."""
        key = "stopped_rest" if left.subjects else "stopped"
        words = self._wording(
            f"subscriptions.said.{key}", what=self.all_of(gone), **_rest(len(left.subjects))
        )
        again = [self._deed("propose", subject, "again") for subject in gone[:2]]
        return words, tuple(again)

    def not_there(self, words: str, held: Held) -> tuple[str, tuple[Choice, ...]]:
        """Say that there is no such subscription, and what there is."""
        lines = "\n".join(
            self._wording("subscriptions.said.line", what=self.what(subject)) for subject in held.subjects
        )
        said = self._wording("subscriptions.said.not_there", what=words, lines=lines)
        return said, tuple(self._deed("stop", subject, "stop") for subject in held.subjects[:SHOWN])

    def hours(self) -> tuple[str, tuple[Choice, ...]]:
        """Ask for the hour."""
        choices = tuple(
            step(self._wording("subscriptions.steps.hour", hour=hour), INTENT, deed="hour", value=str(hour))
            for hour in HOURS
        )
        return self._wording("subscriptions.said.hours"), choices

    def ask(self) -> str:
        """Ask of what somebody wants to be told."""
        return self._wording("subscriptions.said.ask", sample=self._sample)

    def offer(self, subject: Subject) -> tuple[str, Choice]:
        """Give the words that offer to tell later, and their step, which asks for consent first."""
        choice = step(
            self._wording("subscriptions.offer.step"),
            INTENT,
            deed="propose",
            kind=subject.kind.value,
            value=subject.key,
        )
        return self._wording("subscriptions.offer.words"), choice

    def list_step(self) -> Choice:
        """Give the step that tells what one is subscribed to."""
        return step(self._wording("subscriptions.steps.list"), INTENT, deed="list")

    def hours_step(self) -> Choice:
        """Give the step that asks for another hour."""
        return step(self._wording("subscriptions.steps.hours"), INTENT, deed="hours")

    def stop_all_step(self) -> Choice:
        """Give the step that stops everything."""
        return step(self._wording("subscriptions.steps.stop_all"), INTENT, deed="stop_all")

    def _deed(self, deed: str, subject: Subject, label: str, *, hour: str = "") -> Choice:
        words = self._wording(f"subscriptions.steps.{label}", what=self.what(subject))
        return step(words, INTENT, deed=deed, kind=subject.kind.value, value=subject.key, hour=hour)


def _rest(count: int) -> dict[str, int]:
    return {"count": count} if count else {}
