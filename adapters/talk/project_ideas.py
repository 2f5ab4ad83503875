"""Projects of the people's own: brought forward as opinions on the call that is open, and taken up or not as those are."""

from handlers.opinions.collecting.service import OpinionService
from handlers.projects.actions import CallForIdeas
from handlers.projects.phrases import NAMED


async def call_for_ideas(opinions: OpinionService) -> CallForIdeas | None:
    """Give the call on which ideas are taken now, the one that ends first; None where no open draft is one by its title."""
    calls = [draft for draft in await opinions.pending() if NAMED.search(draft.paper.title)]
    found = min(calls, key=lambda draft: draft.paper.closes_on, default=None)
    return CallForIdeas(found.number, found.paper.title, found.paper.closes_on) if found else None
