"""The pictures that came with a request: what was sent with the form, and the paper by which somebody acts for the applicant.

A picture cannot be masked: only a bundle of clear values holds the files, every other one their digests.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from handlers.disclosure.bundle.paper import BundlePaper, told


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A picture: `purpose` is `form` or `authority`, `ending` its file's; empty `content` where it is not there to be given."""

    purpose: str
    sent_at: datetime
    channel: str
    state: str
    ending: str
    octets: int
    digest: str
    content: bytes = b""


HandedInPictures = Callable[[str, bool], Awaitable[Sequence[HandedIn]]]
"""Gives the pictures that came with a form, by its identity; with their files where the second argument says so."""


async def nothing_handed_in(_form_id: str, _clear: bool) -> Sequence[HandedIn]:
    """Give nothing, where no pictures are kept."""
    return ()


def handed_in_papers(pictures: Sequence[HandedIn]) -> list[BundlePaper]:
    """Give the list of pictures and the files of those that are to be given."""
    listed, files = [], []
    for place, one in enumerate(pictures, start=1):
        path = f"pictures/{place:03d}-{one.purpose}.{one.ending}" if one.content else None
        if path:
            files.append(BundlePaper(path, one.content))
        names = ("purpose", "sent_at", "channel", "state", "octets", "digest")
        listed.append({**{name: getattr(one, name) for name in names}, "file": path})
    return [told("pictures.json", listed), *files]
