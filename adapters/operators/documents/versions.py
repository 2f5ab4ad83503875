"""The versions of a document: any two compared, paragraph by paragraph, and an earlier one brought back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from aiohttp import web

from adapters.operators.addresses import discards_address, document_address, versions_address
from adapters.operators.dossiers import Dossiers
from adapters.web.access.duties import person_of
from adapters.web.errors import RefusedError
from adapters.web.forms import form
from adapters.web.pages import render
from adapters.web.press import apart
from knowledge.documents import differences
from knowledge.documents.store import Listed, Version
from knowledge.library.editor import Editor
from knowledge.publication.lifecycle import IN_REVIEW, Duty


@dataclass(frozen=True, slots=True)
class VersionOption:
    """One version to choose."""

    number: int
    by: str
    at: datetime
    note: str
    is_public: bool
    is_newest: bool


class VersionPages:
    """Compares versions and restores one."""

    def __init__(
        self,
        dossiers: Dossiers,
        *,
        editor: Editor,
    ) -> None:
        self._dossiers = dossiers
        self._editor = editor

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/operators`; an id may hold anything, slashes included."""
        return [
            web.get("/versions/{id:.+}", self.show),
            web.post("/versions/{id:.+}", self.restore),
        ]

    async def show(self, request: web.Request) -> web.Response:
        """Show two versions side by side: those asked for, else the newest and the one before it.

        Raises `RefusedError` (404) when there is none.
        """
        versions = await self._dossiers.documents.versions(request.match_info["id"])
        if not versions:
            raise RefusedError("operators.document.missing", status=404)
        newest, person = versions[0], person_of(request)
        listed = (await self._dossiers.documents.read(newest.document.id)).listed
        before, after = _chosen(request, versions, public=listed.public_version)
        given = await self._dossiers.reviews.of(newest.document.id)
        locked = given is not None and given.stage in IN_REVIEW
        names = await self._dossiers.wording.names()
        lines = await apart(lambda: differences.changed_only(differences.texts(before.text, after.text)))
        return render(
            request,
            "operators/versions.html",
            document=newest.document,
            url=document_address(newest.document.id),
            here_url=versions_address(newest.document.id),
            editions=[
                VersionOption(
                    one.number,
                    names.get(one.author, one.author),
                    one.created_at,
                    self._note(one.note),
                    one.number == listed.public_version,
                    one is newest,
                )
                for one in versions
            ],
            before=before.number,
            after=after.number,
            altered=differences.particulars(before.document, after.document),
            lines=lines,
            same=before.text == after.text and before.document == after.document,
            newest=newest.number,
            may_restore=Duty.DRAFT in person.duties and not locked,
            may_discard=_is_discardable(newest, listed, under_review=locked) and len(versions) > 1,
            discard_url=discards_address(newest.document.id),
        )

    async def restore(self, request: web.Request) -> web.Response:
        """Make an earlier version the newest again.

        Raises `HTTPBadRequest` for a version that is no number.
        """
        person, fields = person_of(request), await form(request)
        try:
            number, based_on = int(fields.get("number", "")), int(fields.get("based_on", ""))
        except ValueError:
            raise web.HTTPBadRequest from None
        identifier = request.match_info["id"]
        version = await self._editor.restore(identifier, number, based_on=based_on, actor=person.login)
        raise web.HTTPSeeOther(f"{document_address(version.document.id)}?done=restored")

    def _note(self, note: str) -> str:
        """Give what made a version, in words; an import notes the file it came from."""
        key = f"publishing.versions.notes.{note.partition(' ')[0]}"
        return self._dossiers.texts(key) if key in self._dossiers.texts else note


def _is_discardable(newest: Version, listed: Listed, *, under_review: bool) -> bool:
    """Whether the newest version is neither public nor under review."""
    return listed.public_version != newest.number and not under_review


def _chosen(
    request: web.Request, versions: Sequence[Version], *, public: int | None
) -> tuple[Version, Version]:
    """Give the two versions to compare, the earlier first: by default the newest with the public one."""
    by_number = {str(one.number): one for one in versions}
    after = by_number.get(request.query.get("to", ""), versions[0])
    previous = max((one.number for one in versions if one.number < after.number), default=after.number)
    earlier = public if public and public != after.number else previous
    before = by_number.get(request.query.get("from", ""), by_number.get(str(earlier), after))
    return (before, after) if before.number <= after.number else (after, before)
