"""Puts the pages of writing, reviewing and publishing together: they share preview, wording and vocabulary."""

from collections.abc import Awaitable, Callable

from aiohttp import web

from adapters.operators.abolitions import AbolitionPages
from adapters.operators.documents import KnowledgePages
from adapters.operators.editor import EditorPages
from adapters.operators.findings import LinkChecker, ProofReader
from adapters.operators.preview import Preview
from adapters.operators.procedure import Wording
from adapters.operators.reviews import ReviewPages
from adapters.operators.sheets import SheetPages
from adapters.operators.submissions import SubmissionPages
from adapters.operators.versions import VersionPages
from adapters.operators.vocabulary import VocabularyKeeper
from adapters.operators.words import WordPages
from adapters.staff.colleagues import Colleagues
from handlers.texts import Texts
from knowledge.index import Index
from knowledge.library import KnowledgeService


def desk_routes(
    *,
    knowledge: KnowledgeService,
    index: Index,
    preview: Preview,
    colleagues: Colleagues,
    texts: Texts,
    link_checker: LinkChecker,
    changed: Callable[[], Awaitable[None]],
    rehearsed: Callable[[str], Awaitable[object]],
    withdrawn: Callable[[str], Awaitable[None]],
) -> list[web.RouteDef]:
    """Give the routes; `changed` is told of what became public, `withdrawn` at once of what must not answer.

    `rehearsed` is asked before a document becomes public, and may send the visitor elsewhere.
    """
    wording = Wording(texts, colleagues)
    reader = ProofReader(knowledge=knowledge, vocabularies=VocabularyKeeper(index), link_checker=link_checker)
    submissions = SubmissionPages(knowledge=knowledge, wording=wording, texts=texts, reader=reader)
    reviews = ReviewPages(
        knowledge=knowledge,
        preview=preview,
        wording=wording,
        texts=texts,
        reader=reader,
        changed=changed,
        rehearsed=rehearsed,
    )
    documents = KnowledgePages(
        knowledge=knowledge, preview=preview, wording=wording, texts=texts, withdrawn=withdrawn
    )
    return [
        *EditorPages(
            knowledge=knowledge, preview=preview, wording=wording, texts=texts, changed=changed
        ).routes(),
        *VersionPages(knowledge=knowledge, wording=wording, texts=texts).routes(),
        *WordPages(knowledge=knowledge, wording=wording, texts=texts).routes(),
        *AbolitionPages(knowledge=knowledge).routes(),
        *SheetPages(knowledge=knowledge, wording=wording, texts=texts).routes(),
        *submissions.routes(),
        *reviews.routes(),
        *documents.routes(),
    ]
