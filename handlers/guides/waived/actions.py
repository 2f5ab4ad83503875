"""Says in the talk that a material on the county's list need not be brought, why, and from where the office gets it."""

from collections.abc import Sequence
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.message import Choice, Wording
from handlers.guides.guide import read
from handlers.guides.materials import ASKS_FOR_MATERIAL, named
from handlers.guides.meant import guides_meant
from handlers.guides.waived.service import WaivedMaterials
from handlers.guides.waived.waived_material import WaivedMaterial
from handlers.published.library import Library
from handlers.talk.last_answer import recall
from handlers.talk.turn import hear, say, step
from knowledge.documents.document import Document
from knowledge.documents.guide import Mark

LONGEST_LETTERS = 50


class TellWaived:
    """Looks at questions whether a paper has to be brought; a list without it leaves the answer to the guides."""

    def __init__(self, wording: Wording, *, waived: WaivedMaterials, library: Library, sample: bool) -> None:
        self._wording = wording
        self._library = library
        self._waived = waived
        self._sample = wording("policy.source.sample") if sample else ""

    async def look(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[dict[str, Any]] | None:
        """Tell it; None where the list says nothing of it."""
        heard = hear(tracker)
        if heard.emergency or heard.kind != "text" or tracker.active_loop_name or heard.slot("said"):
            return None
        if not heard.said or len(heard.said) > LONGEST_LETTERS or not ASKS_FOR_MATERIAL.search(heard.said):
            return None
        guides = await guides_meant(self._library, heard, recall(tracker))
        guide = guides[0] if guides else None
        found = await self._waived.named(heard.said, matter=guide.title if guide else "")
        if not found or (guide is not None and self._says_so(guide, heard.said)):
            return None
        text = self._wording("waived.show", sample=self._sample, lines="\n".join(self._lines(found)))
        say(dispatcher, tracker, text, steps=self._steps(guide))
        return []

    def _says_so(self, guide: Document, said: str) -> bool:
        """Whether the guide itself tells that what is asked for is not wanted: its own words, with their source, go first."""
        listed = read(guide, self._library.text(guide.id)).materials()
        return any(one.mark is Mark.WAIVED for one in named(listed, said, title=guide.title))

    def _steps(self, guide: Document | None) -> tuple[Choice, ...]:
        if guide is None:
            return ()
        words = self._wording("guides.steps.materials")
        return (step(words, "service_guide", guide=guide.id, element="materials"),)

    def _lines(self, found: Sequence[WaivedMaterial]) -> list[str]:
        return [
            self._wording(
                "waived.line",
                material=one.material,
                matter=self._wording("waived.of_matter", matter=one.matter) if one.matter else "",
                way=one.way.value,
                reason=one.reason,
                source=self._wording("waived.source", source=one.source) if one.source else "",
                basis=self._wording("waived.basis", basis=one.basis) if one.basis else "",
            )
            for one in found
        ]
