"""What a decision lacks, as a value that can be told in words."""

from dataclasses import dataclass, replace

from bot.message import Wording
from handlers.disclosure.decision.facts import Fact
from handlers.disclosure.decision.grounds import AnswerGround


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that is missing or wrong: the key of its words, and where: in which item, under which ground.

    `facts` are those of which one has to be entered; `value` fills the words where a fact speaks against itself.
    """

    key: str
    item: int = 0
    ground: AnswerGround | None = None
    facts: tuple[Fact, ...] = ()
    value: str = ""

    def at(self, item: int, ground: AnswerGround) -> "Lack":
        """Give the same lack with its place."""
        return replace(self, item=item, ground=ground)


def told(lack: Lack, wording: Wording) -> str:
    """Give a lack in Chinese, such as 第2项（政府信息不存在）缺少：检索范围."""
    facts = wording("decision.or").join(wording(f"decision.fact.{fact.value}") for fact in lack.facts)
    words = wording(lack.key, facts=facts, value=lack.value)
    if not lack.item:
        return words
    ground = wording(f"decision.ground.{lack.ground.value}") if lack.ground else ""
    return wording(
        "decision.at" if ground else "decision.at_item", item=lack.item, ground=ground, words=words
    )
