"""How an activity stands, in a few words: 可报名，余6个名额."""

from datetime import datetime

from bot.message import Wording
from handlers.activities.programme.activity import Activity
from handlers.activities.programme.lifecycle import ActivityPhase


def standing_words(activity: Activity, texts: Wording, *, now: datetime) -> str:
    """Give the words for a citizen at an instant."""
    phase = activity.phase(now)
    alone = phase is ActivityPhase.FULL and not activity.waiting
    key = "full_alone" if alone else phase.value
    return texts(f"activities.phase.{key}", left=activity.left, waiting=activity.waiting)
