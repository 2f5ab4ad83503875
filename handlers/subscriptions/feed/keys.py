"""By which keys a publication finds its subscribers. Pure."""

from collections.abc import Iterable, Mapping

from handlers.subscriptions.consent.records import KEY_LETTERS
from handlers.subscriptions.feed.phrases import PhraseAutomaton
from handlers.subscriptions.subject import SPOKEN, SubjectKind
from knowledge.documents.document import Document
from knowledge.text.normal_form import fold

Key = tuple[SubjectKind, str]


class SubscribedPhrases:
    """The phrases that anybody subscribed to: names of places, found in titles, and words, found anywhere."""

    def __init__(self, phrases: Iterable[Key]) -> None:
        self._by_phrase: dict[str, list[Key]] = {}
        for kind, key in phrases:
            self._by_phrase.setdefault(fold(key), []).append((kind, key))
        self._automaton = PhraseAutomaton(self._by_phrase)

    def found(self, title: str, text: str) -> set[Key]:
        """Give the keys whose phrase stands in a document."""
        if not self._automaton:
            return set()
        titled = self._keys(self._automaton.found(fold(title)))
        inside = self._keys(self._automaton.found(fold(text)))
        return titled | {key for key in inside if key[0] in SPOKEN}

    def _keys(self, phrases: Iterable[str]) -> set[Key]:
        return {key for phrase in phrases for key in self._by_phrase[phrase]}


def keys_of(document: Document, text: str, phrases: SubscribedPhrases) -> frozenset[Key]:
    """Give every key of a document: its particulars, itself and what it explains, and the phrases that stand in it."""
    particulars: Mapping[SubjectKind, tuple[str, ...]] = {
        SubjectKind.TOPIC: (document.theme,),
        SubjectKind.STAGE: (document.life_stage,),
        SubjectKind.PLACE: (document.place,),
        SubjectKind.UNIT: (document.unit, document.issuer),
        SubjectKind.DOCUMENT: (document.id, *document.interprets),
    }
    named = {(kind, value[:KEY_LETTERS]) for kind, values in particulars.items() for value in values if value}
    return frozenset(named | phrases.found(document.title, text))
