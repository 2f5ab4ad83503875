"""The whole proof-reading list of a version: the rules, the county's own vocabulary, the operators' words, dead links."""

from collections.abc import Sequence
from typing import Protocol

from adapters.console import LinkCheck, LinkChecker
from adapters.web.press import apart
from knowledge.documents.store import Version
from knowledge.publication.proofreading.finding import Finding, Trouble, Weight
from knowledge.publication.proofreading.lexicon import ProofreadingLexicon
from knowledge.publication.proofreading.misprints import Vocabulary
from knowledge.publication.proofreading.proofread import links, proofread
from knowledge.publication.proofreading.watchwords import Watchwords


class Vocabularies(Protocol):
    """Whatever knows the words of the published documents."""

    async def current(self) -> Vocabulary:
        """Give the vocabulary as it is now."""
        ...


class ProofReader:
    """Reads versions before people do."""

    def __init__(
        self, *, watchwords: Watchwords, vocabularies: Vocabularies, link_checker: LinkChecker
    ) -> None:
        self._watchwords = watchwords
        self._vocabularies = vocabularies
        self._links = link_checker

    async def try_links(self, version: Version) -> LinkCheck:
        """Try the links of a version; takes as long as the slowest of them, some seconds at most."""
        return await self._links.check(links(version.text))

    async def read(self, version: Version, *, dead: Sequence[str]) -> list[Finding]:
        """Give everything found, in the order of the text; what two ways found is said once.

        A long text takes seconds, in a thread.
        """
        words = await self._watchwords.lexicon()
        vocabulary = await self._vocabularies.current()
        return await apart(lambda: _read(version, words, vocabulary, dead))


def _read(
    version: Version, words: ProofreadingLexicon, vocabulary: Vocabulary, dead: Sequence[str]
) -> list[Finding]:
    found = list(proofread(version.document, version.text, words=words))
    typos = [one for one in found if one.trouble is Trouble.TYPO]
    found += [
        one
        for one in vocabulary.misprints(version.text)
        if not any(one.start < other.end and other.start < one.end for other in typos)
    ]
    found += [_dead(version.text, link) for link in dead]
    return sorted(found, key=lambda one: (one.start, one.end))


def _dead(text: str, link: str) -> Finding:
    start = max(0, text.find(link))
    return Finding(Trouble.LINK, Weight.REASON, "dead", link, start, start + len(link))
