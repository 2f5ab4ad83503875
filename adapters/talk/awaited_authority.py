"""The authority for which an application filed by a representative still waits, as pictures of the talk know it."""

from handlers.disclosure.proceeding.authority import AuthorityPapers
from handlers.pictures.actions import AwaitedPaper
from handlers.pictures.service import AUTHORITY


class AwaitedAuthorities:
    """Implements `AwaitedPapers` on the cases."""

    def __init__(self, papers: AuthorityPapers) -> None:
        self._papers = papers

    async def of(self, citizen: str) -> AwaitedPaper | None:
        """Give the paper of the newest such case; None where none waits."""
        found = await self._papers.awaited(citizen)
        return AwaitedPaper(f"{AUTHORITY}{found.form_id}", found.number) if found else None

    async def came(self, paper: AwaitedPaper, *, citizen: str, message: str) -> None:
        """Note it in the case's log."""
        await self._papers.sent(paper.number, citizen=citizen, message=message)
