"""What is asked of a chat model, whoever it is: four small tasks over masked text."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Protocol


class ChatTask(StrEnum):
    """A task; the adapter has its instructions.

    `REWRITE` puts a question into official words, `JUDGE` says whether a passage answers a question, `REWORD` puts a
    passage into plainer words, `PROPOSE` gives questions that a document answers.
    """

    REWRITE = "rewrite"
    JUDGE = "judge"
    REWORD = "reword"
    PROPOSE = "propose"


class ChatModel(Protocol):
    """Whatever answers tasks in words. What it is given is masked by whoever asks."""

    async def reply(self, task: ChatTask, material: Mapping[str, str], *, seconds: float) -> str:
        """Give the model's own words within so many seconds; raises `ServiceError` with its `reason`."""
        ...


class RewordingCounter(Protocol):
    """Whoever counts what became of tasks."""

    def count(self, task: ChatTask, outcome: str) -> None:
        """Count a task: `kept`, `unchanged`, `resting`, `busy`, `late`, a service's reason, or `dropped_` with the gate's reason."""
        ...
