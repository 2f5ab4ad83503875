"""A floor under every answer: words that might mean danger get the number to call before anything that turns away.

Where danger is sure its own words come first (`action_warn_emergency`). Here it is not: the words may be a question about
rules, and then an answer with its source is what was wanted. Everything else — a no, a guess, a form's question — begins
with one calm line. It fails towards saying the line once too often.
"""

import re
from collections.abc import Sequence

from bot.message import Reply, Wording
from bot.understanding import Understanding

ASKING = re.compile(
    r"[?？]|吗|么|多久|多长|好久|最迟|最晚|[要行去收得能]不$|怎么|怎样|如何|咋|什么|啥|多少|几|哪|谁|能不能|可不可以|可以|有没有|是不是|要不要"
)
SOURCE = re.compile("《[^《》]+》")
# Which line is said for which kind of danger; other kinds get all the numbers.
CALLED = {
    "rooftop": "police", "home": "police", "crime": "police", "threat": "police", "missing": "police",
    "harm_others": "police",
    "fire": "fire", "gas": "fire", "wires": "fire", "chemical": "fire", "trapped": "fire", "flood": "fire",
    "animal": "fire",
    "drowning": "water", "overdose": "medical", "carbon": "medical", "birth": "medical", "poisoning": "medical",
    "medical": "medical", "traffic": "traffic", "self_harm": "heart", "fraud": "fraud",
}  # fmt: skip


class Floor:
    """Gives the line that has to be said before the replies to a message, if any."""

    def __init__(self, wording: Wording) -> None:
        self._wording = wording

    def __call__(self, heard: Understanding, replies: Sequence[Reply], *, in_form: bool) -> list[Reply]:
        """Give it; a question that got an answer with its source needs none, silence stays silence."""
        if not heard.alarm or heard.emergency or not replies:
            return []
        if not in_form and ASKING.search(heard.text) and any(SOURCE.search(reply.text) for reply in replies):
            return []
        return [Reply(self._wording(f"general.floor.{CALLED.get(heard.alarm, 'other')}"))]
