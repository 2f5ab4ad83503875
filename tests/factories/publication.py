"""The services of the knowledge base on a test's database; three reviews by three persons, and a withdrawal."""

from adapters.services.knowledge import KnowledgeServices
from bot.clock import Clock
from bot.database import Database
from knowledge.documents.document import Disclosure
from knowledge.documents.store import Listed
from knowledge.publication.index_notice import IndexNotice
from knowledge.publication.lifecycle import CHECKLISTS, REVIEWS, Duty, Person
from knowledge.publication.reviews import ReviewVerdict
from knowledge.publication.submission import Submission
from tests.fakes.index_notice import ToldIndex

WRITER = Person("writer", frozenset({Duty.DRAFT}))
AS_IT_IS = Submission(
    Disclosure.ACTIVE, findings_reason="原文如此", interpretation_reason="已有说明", kinds_reason="不涉及"
)


def knowledge_services(
    database: Database, clock: Clock, *, index: IndexNotice | None = None
) -> KnowledgeServices:
    """Give the services; without `index` the test brings its index up to date itself."""
    return KnowledgeServices.of(database, clock, index=index or ToldIndex())


async def release(knowledge: KnowledgeServices, identifier: str) -> Listed:
    """Make the newest version of a document public."""
    given = await knowledge.reviews.submit(identifier, AS_IT_IS, actor=WRITER)
    for step in REVIEWS.values():
        reviewer = Person(f"reviewer of {step}", frozenset(Duty))
        verdict = ReviewVerdict(step, given.version, frozenset(CHECKLISTS[step]))
        await knowledge.reviews.decide(identifier, verdict, actor=reviewer)
    return (await knowledge.documents.read(identifier)).listed


async def withdraw(knowledge: KnowledgeServices, identifier: str) -> Listed:
    """Take a document out of all answers."""
    return await knowledge.reviews.withdraw(identifier, actor=WRITER, reason="内容有误")
