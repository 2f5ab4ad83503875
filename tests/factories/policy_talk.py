"""A question put to the policy actions, and the answer that they keep for what comes next."""

from rasa_sdk import Action

from handlers.talk.last_answer import LastAnswer
from knowledge.answers.answer import Further
from tests.factories.library import ALLOWANCE, GUIDE
from tests.factories.talks import Said, run, tracker
from tests.fakes.answering import answer

QUOTE = "80周岁以上每人每月60元。"
ANSWER = answer(
    ALLOWANCE, QUOTE, text="很长的前文。" * 20 + QUOTE, further=(Further(GUIDE, 0),), guides=(GUIDE,)
)


async def ask(stage: dict[str, Action], text: str, last: LastAnswer | None = None, **entities: str) -> Said:
    slots = {"last_answer": last.event()["value"]} if last else {}
    return await run(stage["action_ask_policy"], tracker(text, entities=entities, slots=slots))


def kept(said: Said) -> LastAnswer:
    return LastAnswer(**said.slots["last_answer"])
