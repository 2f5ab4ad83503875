"""An answer on its way, line by line, as colleagues read and compare it."""

from collections.abc import Iterator

from bot.message import Wording
from handlers.disclosure.decision.facts import SPECS, Fact, FactKind
from handlers.disclosure.proceeding.working import WorkingAnswer


def answer_lines(answer: WorkingAnswer, texts: Wording) -> Iterator[str]:
    """Give the item, the ground and each fact on a line."""
    yield f"{answer.asked}（{answer.part}）" if answer.part else answer.asked
    yield texts(f"decision.ground.{answer.ground.value}")
    for name, value in answer.facts.items():
        fact = Fact(name)
        ticked = SPECS[fact].kind is FactKind.TICK
        words = texts("disclosure.ticked") if ticked else _plain(value)
        yield f"{texts(f'decision.fact.{fact.value}')}：{words}"


def _plain(value: object) -> str:
    return "、".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
