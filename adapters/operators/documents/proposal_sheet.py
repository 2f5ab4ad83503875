"""The particulars that were read out of a file, each beside the words it was taken from, as a person checks them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from handlers.texts import Texts
from knowledge.documents.document import (
    Disclosure,
    Document,
    Explanation,
    ExplanationForm,
    Kind,
    Openness,
    Validity,
)
from knowledge.documents.draft import Proposal, Proposed
from knowledge.documents.proposals import PendingProposal

DAYS = ("written_on", "published_on", "effective_on", "expires_on", "review_on")
ORDER = (
    "title",
    "number",
    "issuer",
    "kind",
    "theme",
    "genre",
    "written_on",
    "published_on",
    "effective_on",
    "expires_on",
    "validity",
    "disclosure",
    "disclosure_reason",
    "review_on",
    "unit",
    "unit_phone",
    "level",
    "place",
    "audience",
)
# Shown only where the source told them: most documents have none of these.
RARE = (
    "explanation",
    "form",
    "language",
    "rubric",
    "openness",
    "life_stage",
    "online",
    "interpreter",
    "interpreter_unit",
    "interpreter_phone",
)
PARTICULARS = (*ORDER, *RARE)
LISTED: Mapping[str, type[StrEnum]] = {
    "validity": Validity,
    "disclosure": Disclosure,
    "explanation": Explanation,
    "form": ExplanationForm,
    "openness": Openness,
}
ALWAYS_SET = frozenset({"kind", "validity", "disclosure", "explanation"})
YES = "是"
PERCENT = 100


@dataclass(frozen=True, slots=True)
class ProposedField:
    """One particular to be checked; `options` are the values it may have, none for free words.

    `line` is the line of the text its words stand on, 0 for none; `doubt` says why it has to be looked at, `others`
    are the values other places give.
    """

    name: str
    label: str
    value: str
    evidence: str
    source: str
    is_day: bool
    options: Sequence[tuple[str, str]]
    line: int = 0
    doubt: str = ""
    others: tuple[str, ...] = ()


class ProposalSheet:
    """Sets the particulars of a proposal, for its own page and for the batch that confirms many."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts

    def entries(
        self, waiting: PendingProposal, written: Mapping[str, str] | None = None
    ) -> list[ProposedField]:
        """Give the particulars to be checked, each beside the words it was taken from."""
        return [self._entry(name, waiting, written or {}) for name in _named(waiting.proposal)]

    def _entry(self, name: str, waiting: PendingProposal, written: Mapping[str, str]) -> ProposedField:
        found = _proposed(waiting.proposal, name)
        return ProposedField(
            name,
            self.label(name),
            written.get(name, _plain(waiting.document, name)),
            found.evidence if found else "",
            self._texts(f"operators.proposal.source.{found.source}") if found else "",
            name in DAYS,
            self._options(name),
            found.line if found else 0,
            doubt_of(found, self._texts),
            found.others if found else (),
        )

    def _options(self, name: str) -> list[tuple[str, str]]:
        if name == "kind":
            return [(kind.value, self._texts(f"citizen.kinds.{kind.value}")) for kind in Kind]
        if name not in LISTED:
            return []
        none = [] if name in ALWAYS_SET else [("", self._texts("operators.proposal.none"))]
        return [*none, *((one.value, one.value) for one in LISTED[name])]

    def label(self, name: str) -> str:
        """Give what a field of the sheet is called; a name that is none stays as it is."""
        return label(name, self._texts) if name in PARTICULARS else name


def doubt_of(found: Proposed | None, texts: Texts) -> str:
    """Give the words of doubt for a value that is not certain, with its certainty in percent."""
    if found is None or found.is_certain:
        return ""
    return texts("operators.proposal.doubt", percent=round(PERCENT * found.certainty))


def label(name: str, texts: Texts) -> str:
    """Give what a particular is called at the desk."""
    own = f"operators.proposal.fields.{name}"
    return texts(own if own in texts else f"publishing.fields.{name}")


def _named(proposal: Proposal) -> tuple[str, ...]:
    told = {one.field for one in proposal.fields}
    return (*ORDER, *(name for name in RARE if name in told))


def _proposed(proposal: Proposal, name: str) -> Proposed | None:
    return next((one for one in proposal.fields if one.field == name), None)


def _plain(document: Document, name: str) -> str:
    value = getattr(document, name)
    if value is None or value is False:
        return ""
    if value is True:
        return YES
    if isinstance(value, tuple):
        return "、".join(value)
    return value.isoformat() if isinstance(value, date) else str(value)
