"""Puts the pages of writing, reviewing and publishing together: they share preview, wording and vocabulary."""

from collections.abc import Awaitable, Callable

from aiohttp import web

from adapters.knowledge_services import KnowledgeServices
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


def desk_routes(
    *,
    knowledge: KnowledgeServices,
    index: Index,
    preview: Preview,
    colleagues: Colleagues,
    texts: Texts,
    link_checker: LinkChecker,
    rehearsed: Callable[[str], Awaitable[object]],
) -> list[web.RouteDef]:
    """Give the routes; `rehearsed` is asked before a document becomes public, and may send the visitor elsewhere."""
    wording = Wording(texts, colleagues)
    documents, reviews = knowledge.documents, knowledge.reviews
    reader = ProofReader(
        watchwords=knowledge.watchwords, vocabularies=VocabularyKeeper(index), link_checker=link_checker
    )
    return [
        *EditorPages(
            documents=documents,
            editor=knowledge.editor,
            reviews=reviews,
            preview=preview,
            wording=wording,
            texts=texts,
        ).routes(),
        *VersionPages(
            documents=documents, editor=knowledge.editor, reviews=reviews, wording=wording, texts=texts
        ).routes(),
        *WordPages(watchwords=knowledge.watchwords, wording=wording, texts=texts).routes(),
        *AbolitionPages(abolitions=knowledge.abolitions).routes(),
        *SheetPages(documents=documents, reviews=reviews, wording=wording, texts=texts).routes(),
        *SubmissionPages(
            documents=documents,
            findings=knowledge.findings,
            reviews=reviews,
            wording=wording,
            texts=texts,
            reader=reader,
        ).routes(),
        *ReviewPages(
            documents=documents,
            reviews=reviews,
            preview=preview,
            wording=wording,
            texts=texts,
            reader=reader,
            rehearsed=rehearsed,
        ).routes(),
        *KnowledgePages(
            documents=documents,
            shelf=knowledge.shelf,
            proposals=knowledge.proposals,
            reviews=reviews,
            preview=preview,
            wording=wording,
            texts=texts,
        ).routes(),
    ]
