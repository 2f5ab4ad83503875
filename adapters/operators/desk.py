"""Puts the pages of writing, reviewing and publishing together: they share preview, wording and vocabulary."""

from collections.abc import Awaitable, Callable

from aiohttp import web

from adapters.operators.documents.abolitions import AbolitionPages
from adapters.operators.documents.document import KnowledgePages
from adapters.operators.documents.editor import EditorPages
from adapters.operators.documents.preview import Preview
from adapters.operators.documents.versions import VersionPages
from adapters.operators.reviews.findings import LinkChecker, ProofReader
from adapters.operators.reviews.review import ReviewPages
from adapters.operators.reviews.sheets import SheetPages
from adapters.operators.reviews.submissions import SubmissionPages
from adapters.operators.reviews.vocabulary import VocabularyKeeper
from adapters.operators.reviews.words import WordPages
from adapters.operators.wording import Wording
from adapters.web.colleagues import Colleagues
from handlers.texts import Texts
from knowledge.index.generations import Index
from knowledge.library.service import KnowledgeService


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
