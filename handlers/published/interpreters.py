"""Who explains a document to citizens (解读人): whom a question goes to that its documents do not answer."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from knowledge.answers.answer import Answer, Decline
from knowledge.documents.document import Document
from knowledge.text.matter_words import EVERYWHERE
from knowledge.text.question import analyse

# What is said of every matter, and asked of it, names none.
OF_ANY = EVERYWHERE | {"政策", "规定", "免费", "可以", "怎么"}


@dataclass(frozen=True, slots=True)
class Interpreter:
    """The unit that answers for a document, the person there, and the phone; person and phone may be empty."""

    unit: str
    person: str = ""
    phone: str = ""


# Gives who answers for what a question is about; None when nobody is named, or nothing is near enough.
Addressing = Callable[[str], Interpreter | None]


def interpreter_of(document: Document) -> Interpreter | None:
    """Give who explains a document; None when its unit has named nobody."""
    unit = document.interpreter_unit or (document.unit if document.interpreter else "")
    return (
        Interpreter(unit, document.interpreter, document.interpreter_phone or document.unit_phone)
        if unit
        else None
    )


def addressee(result: Answer | Decline) -> Interpreter | None:
    """Give who answers what a question is about: for what it was answered from, or what comes near enough to it."""
    if isinstance(result, Answer):
        about = (result.citation.document, *result.policies)
    else:
        # Only when the nearest document tells who is responsible is it near enough; a guide or an interpretation
        # names nobody, the policy of the same unit beside it does.
        is_near = bool(result.unit) and _names_matter(result.question, result.nearest[:1])
        about = tuple(one for one in result.nearest if is_near and one.unit == result.unit)
    return next(filter(None, map(interpreter_of, about)), None)


def _names_matter(question: str, documents: Sequence[Document]) -> bool:
    """Whether a title names a matter that the question names: 老人免费坐公交吗 is no question for the school bus."""
    telling = analyse(question).inner - OF_ANY
    return any(pair in document.title for document in documents for pair in telling)


def nobody(_: str) -> Interpreter | None:
    """Address nobody: where no document is at hand to tell."""
    return None
