"""Before the first review: the proof-reading list, the disclosure attribute, the sensitive kinds, and the submission."""

from collections.abc import Mapping

from aiohttp import web

from adapters.console import LinkCheck
from adapters.operators.addresses import correction_address, document_address, editor_address
from adapters.operators.dossiers import Dossiers
from adapters.operators.reviews.findings import ProofReader
from adapters.operators.reviews.papers import is_official
from adapters.web.access.duties import person_of
from adapters.web.forms import form, posted
from adapters.web.pages import render
from adapters.web.press import apart
from bot.errors import BotError, ServiceError
from knowledge.documents.document import Disclosure
from knowledge.library.service import DocumentView
from knowledge.publication.findings_report import FindingsLog
from knowledge.publication.proofreading.finding import Weight
from knowledge.publication.proofreading.proofread import links
from knowledge.publication.sensitivity import kinds_of, sensitive_kinds
from knowledge.publication.submission import Submission, in_scope

REASON_LETTERS = 500
REASONS = ("findings_reason", "interpretation_reason", "kinds_reason")


class SubmissionPages:
    """Shows what was found in a document and takes its submission."""

    def __init__(
        self,
        dossiers: Dossiers,
        *,
        findings: FindingsLog,
        reader: ProofReader,
    ) -> None:
        self._dossiers = dossiers
        self._findings = findings
        self._reader = reader

    def routes(self) -> list[web.RouteDef]:
        """Give the pages below `/operators`; an id may hold anything, slashes included."""
        return [
            web.get("/submissions/{id:.+}", self.show),
            web.post("/submissions/{id:.+}", self.submit),
        ]

    async def show(self, request: web.Request) -> web.Response:
        """Show the findings and the form."""
        reading = await self._reading(request)
        check = await self._reader.try_links(reading.version)
        return await self._page(request, reading, check)

    async def submit(self, request: web.Request) -> web.Response:
        """Submit the newest version; what is missing is said on the same page."""
        person, reading = person_of(request), await self._reading(request)
        everything = await posted(request)
        fields = await form(request)
        chosen = [str(one) for one in everything.getall("kinds", [])]
        known = {kind.key for kind in sensitive_kinds()}
        check = await self._reader.try_links(reading.version)
        submission = Submission(
            _attribute(fields),
            kinds=tuple(key for key in chosen if key in known),
            findings_reason=fields.get("findings_reason", "")[:REASON_LETTERS],
            interpretation_reason=fields.get("interpretation_reason", "")[:REASON_LETTERS],
            kinds_reason=fields.get("kinds_reason", "")[:REASON_LETTERS],
            dead_links=check.dead,
            links_checked=check.checked,
        )
        try:
            await self._dossiers.reviews.submit(request.match_info["id"], submission, actor=person)
        except ServiceError:
            raise
        except BotError as error:
            refusal = await self._dossiers.wording.refusal(error)
            return await self._page(
                request, reading, check, refusal=refusal, written=fields, chosen=chosen, status=422
            )
        raise web.HTTPSeeOther(f"{document_address(reading.version.document.id)}?done=submitted")

    async def _reading(self, request: web.Request) -> DocumentView:
        return await self._dossiers.open(request.match_info["id"])

    async def _page(
        self,
        request: web.Request,
        reading: DocumentView,
        check: LinkCheck,
        *,
        refusal: str = "",
        written: Mapping[str, str] | None = None,
        chosen: list[str] | None = None,
        status: int = 200,
    ) -> web.Response:
        document, text = reading.version.document, reading.version.text
        found = await self._reader.read(reading.version, dead=check.dead)
        await self._findings.note(document.id, reading.version.number, found)
        proposed = await apart(lambda: kinds_of(document, text))
        fields = written or {}
        return render(
            request,
            "operators/submission.html",
            status=status,
            refusal=refusal,
            document=document,
            url=document_address(document.id),
            edit=editor_address(document.id),
            correct=correction_address(document.id),
            version=reading.version.number,
            findings=self._dossiers.wording.findings(found, text),
            blocking=any(one.is_blocking for one in found),
            mending=any(one.weight is Weight.MEND for one in found),
            links_checked=check.checked or not links(text),
            attributes=[(one.value, fields.get("attribute") == one.value) for one in Disclosure],
            kinds=[
                (kind.key, kind.name, kind.key in (proposed if chosen is None else chosen))
                for kind in sensitive_kinds()
            ],
            proposed=bool(proposed),
            is_official=is_official(document),
            in_scope=in_scope(document),
            interpreted=in_scope(document) and await self._dossiers.reviews.interpreted(document.id),
            reasons={name: fields.get(name, "") for name in REASONS},
        )


def _attribute(fields: Mapping[str, str]) -> Disclosure | None:
    try:
        return Disclosure(fields.get("attribute", ""))
    except ValueError:
        return None
