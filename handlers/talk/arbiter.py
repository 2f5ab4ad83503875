"""One decision for every message that is neither a command nor an answer in a form: do the documents answer it instead of a wish.

A recogniser guesses a wish from words alone; 投诉殡仪馆乱收费，县里几天给答复 sounds like a complaint and asks for a rule. So
before a wish is acted on, the evidence is put side by side: how likely the best words in the documents answer, whether
the message asks anything, and whether it holds what the wish needs (a case number, a place that exists, a person asked
for). A small table of bars, readable line by line, then decides; what it rested on can be told (`Decision.reasons`).
"""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot import trace
from handlers.talk.turn import Heard, hear, reading_of
from knowledge.judgement.sought import sought_by
from knowledge.text.question import AnswerKind, analyse

Events = list[dict[str, Any]]
SHORTEST_QUESTION_LETTERS = 3
# Wishes that the documents answer.
OF_DOCUMENTS = frozenset({"ask_policy", "service_guide"})
# Digits and marks alone, as 666 or ???, stand in many documents and ask for none.
WORDLESS = re.compile(r"[\W\d_]*")


@dataclass(frozen=True, slots=True)
class Bars:
    """How likely a document's words must belong to a message, 0 to 1, before it takes a message away from a wish.

    `meant` counts where the message holds what the wish needs, `doubtful` where it does not; each for a message that
    `asks` and for one that only `tells`. Above 1 nothing takes the message away; below, what the recogniser itself
    holds for a question lowers the bar by that share.
    """

    meant_asks: float
    meant_tells: float
    doubtful_asks: float
    doubtful_tells: float

    def least(self, *, meant: bool, asks: bool) -> float:
        """Give the bar for a message."""
        if meant:
            return self.meant_asks if asks else self.meant_tells
        return self.doubtful_asks if asks else self.doubtful_tells


@dataclass(frozen=True, slots=True)
class WishEvidence:
    """What speaks for and against a wish.

    The chance of the best answer, whether the message asks, whether it holds what the wish needs, whether it only
    goes on with what was answered last, and how likely the recogniser takes it for a question to the documents, 0 to 1.
    """

    action: str
    chance: float
    asks: bool
    meant: bool
    goes_on: bool = False
    question: float = 0.0

    @property
    def least(self) -> float:
        """Give the chance from which the documents answer; above 1 for an action that nothing takes a message from."""
        bars = BARS.get(self.action)
        if bars is None:
            return NEVER
        least = 0.0 if self.goes_on else bars.least(meant=self.meant, asks=self.asks)
        return least * (1 - self.question) if least <= 1 and self.asks else least


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether the documents answer instead of the wish, and why, as (name, value) in the order they were weighed."""

    from_documents: bool
    reasons: tuple[tuple[str, str], ...]


NEVER = 2.0
BARS: Mapping[str, Bars] = {
    "action_start_complaint": Bars(NEVER, NEVER, 0.25, 0.65),
    "action_report_status": Bars(NEVER, NEVER, 0.0, 0.5),
    "action_find_place": Bars(NEVER, NEVER, 0.3, 0.7),
    "action_start_appointment": Bars(NEVER, NEVER, 0.3, 0.5),
    "action_show_activities": Bars(NEVER, NEVER, 0.3, 0.6),
    "action_subscribe": Bars(0.35, NEVER, 0.0, 0.6),
    "action_explain_rating": Bars(0.4, 0.7, 0.35, 0.6),
    "action_decline_scope": Bars(0.35, NEVER, 0.15, 0.55),
    "action_fallback": Bars(0.15, 0.3, 0.15, 0.3),
    "action_open_ticket": Bars(NEVER, NEVER, 0.0, 0.4),
    "action_start_disclosure": Bars(NEVER, NEVER, 0.3, 0.03),
    "action_show_guide": Bars(NEVER, NEVER, 0.35, NEVER),
    "action_greet": Bars(0.3, 0.5, 0.3, 0.5),
    "action_thank": Bars(0.5, NEVER, 0.5, NEVER),
    "action_affirm": Bars(0.5, NEVER, 0.5, NEVER),
    "action_deny": Bars(0.5, NEVER, 0.5, NEVER),
    "action_help": Bars(0.5, 0.75, 0.4, 0.7),
    "action_cancel": Bars(0.6, NEVER, 0.4, 0.7),
    "action_withdraw_request": Bars(0.7, NEVER, 0.5, NEVER),
    "action_more_answer": Bars(NEVER, NEVER, 0.4, 0.6),
}
"""For each action that may be the wrong door. Set by hand from what a mistake costs: who asks for a person gets one, who
asks a question is answered, and a complaint is only taken for a question where it asks one."""


RESTLESS = frozenset(
    {
        "action_fallback", "action_start_complaint", "action_report_status", "action_greet", "action_decline_scope",
        "action_help", "action_start_appointment", "action_subscribe", "action_explain_rating",
        "action_thank", "action_affirm", "action_deny", "action_cancel", "action_find_place",
    }
)  # fmt: skip
"""Where the rest of a question is heard wrongly: 晚上呢, after the parking fees of a day, greets nobody, 错过了往哪丢 denies nothing."""


class PolicyAnswers(Protocol):
    """Whoever answers from the documents; `handlers.policy.ask_policy.AskPolicy` does."""

    def chance(self, tracker: Tracker) -> float:
        """Give how likely the best words found belong to the latest message, 0 to 1, in the light of the talk."""
        ...

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> Events:
        """Answer it."""
        ...


# Whether a message holds what a wish needs.
Need = Callable[[Heard, Tracker], Awaitable[bool]]


class GoingOn(Protocol):
    """Whatever tells that a message only goes on with what was answered last."""

    def __call__(self, heard: Heard, tracker: Tracker, action: str, *, meant: bool) -> bool:
        """Tell whether it does, though it was taken for an action's wish; `meant` is whether it holds what that needs."""
        ...


def _stays_apart(heard: Heard, tracker: Tracker, action: str, *, meant: bool) -> bool:  # noqa: ARG001 - nothing goes on.
    return False


def decide(evidence: WishEvidence) -> Decision:
    """Decide between a wish and the documents."""
    if evidence.action not in BARS:
        return Decision(False, (("action", evidence.action),))
    reasons = (
        ("action", evidence.action),
        ("meant", str(evidence.meant).lower()),
        ("asks", str(evidence.asks).lower()),
        ("question", f"{evidence.question:.2f}"),
        ("chance", f"{evidence.chance:.2f}"),
        ("least", f"{evidence.least:.2f}"),
    )
    return Decision(evidence.chance >= evidence.least, reasons)


def asks(said: str) -> bool:
    """Whether words ask for something a document could say: a side of a matter, a figure, a place, yes or no."""
    sought = sought_by(said)
    return bool(sought.aspects) or sought.yes_no or analyse(said).answer_kind is not AnswerKind.OTHER


def _question_share(tracker: Tracker) -> float:
    """Give how likely the recogniser takes the latest message for what the documents answer, 0 to 1."""
    ranking = (tracker.latest_message or {}).get("intent_ranking") or ()
    shares = (float(rank.get("confidence") or 0.0) for rank in ranking if rank["name"] in OF_DOCUMENTS)
    return min(1.0, sum(shares))


def _chosen(tracker: Tracker) -> bool:
    """Whether the latest message chose a numbered step, by its number or by its words: its meaning is the step's."""
    metadata: Mapping[str, Any] = (tracker.latest_message or {}).get("metadata") or {}
    words = str(metadata.get("normal_text") or "")
    return words.startswith("/") and reading_of(words)


class Arbiter:
    """Weighs a wish against the documents before its action runs."""

    def __init__(
        self,
        answers: PolicyAnswers,
        needs: Mapping[str, Need],
        *,
        goes_on: GoingOn = _stays_apart,
    ) -> None:
        """Take whoever answers, and for each action what tells that a message holds what it needs; without one it does.

        `goes_on` tells whether a message is only the rest of a question on what was answered last.
        """
        self._answers = answers
        self._needs = dict(needs)
        self._goes_on = goes_on

    async def weigh(self, action: str, tracker: Tracker) -> Decision:
        """Gather the evidence on the latest message and decide.

        What costs most, looking the message up, comes last, and only where it can tip the scales or somebody asks why.
        """
        heard = hear(tracker)
        need = self._needs.get(action)
        meant = await need(heard, tracker) if need else True
        goes_on = action in RESTLESS and self._goes_on(heard, tracker, action, meant=meant)
        evidence = WishEvidence(action, 0.0, asks(heard.said), meant, goes_on, _question_share(tracker))
        if evidence.least <= 1 or trace.is_traced():
            evidence = replace(evidence, chance=self._answers.chance(tracker))
        decision = decide(evidence)
        trace.note(decision)
        return decision

    def before(self, action: str) -> "Weighing":
        """Give the look that weighs one action."""
        return Weighing(self, action, self._answers)


class Weighing:
    """Looks at a message before one action, and answers it from the documents where these are what is wanted."""

    def __init__(self, arbiter: Arbiter, action: str, answers: PolicyAnswers) -> None:
        self._arbiter = arbiter
        self._action = action
        self._answers = answers

    async def __call__(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events | None:
        """Answer from the documents; None when the action is what is wanted."""
        heard = hear(tracker)
        # A step that was chosen has its own meaning, and danger has its own words.
        if _chosen(tracker) or heard.emergency or len(heard.said) < SHORTEST_QUESTION_LETTERS:
            return None
        if WORDLESS.fullmatch(heard.said):
            return None
        decision = await self._arbiter.weigh(self._action, tracker)
        if not decision.from_documents:
            return None
        return await self._answers.run(dispatcher, tracker, {})
