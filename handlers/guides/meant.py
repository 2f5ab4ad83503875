"""The guides that a question about a paper is about: the one it names, else the one talked about."""

from handlers.guides.matching import by_documents, by_title
from handlers.guides.materials import unnamed
from handlers.published.library import Library
from handlers.talk.last_answer import LastAnswer
from handlers.talk.turn import Heard
from knowledge.documents.document import Document


async def guides_meant(library: Library, heard: Heard, last: LastAnswer | None) -> list[Document]:
    """Give them; none where several are of one name, which is for the citizen to choose from."""
    guides = await library.guides()
    if named := by_title(guides, heard.slot("topic"), heard.said, unnamed(heard.said)):
        return named if len(named) == 1 else []
    about = library.document(last.document) if last else None
    return by_documents(guides, [about])[:1] if about else []
