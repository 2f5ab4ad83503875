"""A refusal of a step in words: the steps and states that it names are codes until somebody reads it."""

from bot.errors import ProcedureError
from bot.message import Wording

SKIPPED = "disclosure.refused.skipped"


def in_words(error: ProcedureError, wording: Wording) -> ProcedureError:
    """Give the refusal with words for its codes; every other refusal as it is."""
    if error.text_key != SKIPPED:
        return error
    missing = str(error.values["missing"]).split("、")
    return ProcedureError(
        SKIPPED,
        article=error.article,
        step=wording(f"disclosure.step.{error.values['step']}"),
        missing="、".join(wording(f"disclosure.step.{one}") for one in missing),
        state=wording(f"disclosure.state.{error.values['state']}"),
    )
