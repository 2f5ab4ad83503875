"""Which of the activities words mean: by a kind, a day, and the words of a title; pure."""

from collections.abc import Sequence
from datetime import date
from difflib import SequenceMatcher

from handlers.activities.programme.activity import Activity
from handlers.activities.programme.kinds import kinds_in

LEAST_SHARED_LETTERS = 2
# Words of every title and of the kinds, by which none is told from another.
COMMON = (
    "坝坝会", "列席", "体验官", "协商会", "问政", "开放日",
    "活动", "报名", "参加", "我想", "最近", "什么", "有没有", "还能", "开放", "县", "青岚", "会议", "政府", "现场",
)  # fmt: skip


def meant(activities: Sequence[Activity], said: str, *, days: str = "") -> list[Activity]:
    """Give the activities that words may mean, in their order; none where the words name something else, all where nothing.

    `days` is a day or a span of days as the recogniser gives it.
    """
    found = list(activities)
    if kinds := kinds_in(said):
        found = [each for each in found if each.plan.kind in kinds]
    if span := _span(days):
        found = [each for each in found if span[0] <= each.plan.day <= span[1]]
    shared = [(_shared(each, said), each) for each in found]
    most = max((letters for letters, _ in shared), default=0)
    if most >= LEAST_SHARED_LETTERS:
        found = [each for letters, each in shared if letters == most]
    return found


def _shared(activity: Activity, said: str, *, with_place: bool = True) -> int:
    """Give how many letters in a row of a title or a place stand in the words, common ones left out."""
    plain, title = said, activity.plan.title
    title = f"{title} {activity.plan.place}" if with_place else title
    for word in COMMON:
        plain, title = plain.replace(word, "\n"), title.replace(word, "\t")
    match = SequenceMatcher(None, plain, title, autojunk=False).find_longest_match()
    return match.size


def names_one(activities: Sequence[Activity], said: str) -> bool:
    """Whether words name a kind or part of a title, so that whoever says them means an activity."""
    return bool(kinds_in(said)) or any(_shared(each, said) > LEAST_SHARED_LETTERS for each in activities)


def names_title(activities: Sequence[Activity], said: str) -> bool:
    """Whether words hold part of a title: whoever names a place only may want to go there for anything."""
    return any(_shared(each, said, with_place=False) > LEAST_SHARED_LETTERS for each in activities)


def _span(days: str) -> tuple[date, date] | None:
    first, _, last = days.partition("/")
    try:
        since = date.fromisoformat(first)
        return since, date.fromisoformat(last) if last else since
    except ValueError:
        return None
