"""Where the pages of the operators' desk lie, and the tones in which they show where a document stands."""

from collections.abc import Mapping
from urllib.parse import quote

from knowledge.documents.document import DocumentState
from knowledge.publication.lifecycle import Stage

LIST = "/operators"
DISCARDS = f"{LIST}/discards"
STATE_TONES: Mapping[DocumentState, str] = {
    DocumentState.DRAFT: "warn",
    DocumentState.PUBLISHED: "good",
    DocumentState.WITHDRAWN: "",
}
STAGE_TONES: Mapping[Stage, str] = {
    Stage.DRAFT: "warn",
    Stage.FIRST: "info",
    Stage.SECOND: "info",
    Stage.FINAL: "info",
    Stage.PUBLISHED: "good",
    Stage.WITHDRAWN: "bad",
}


def document_address(identifier: str) -> str:
    """Give the address of a document's page at the operators' desk."""
    return _below("documents", identifier)


def photo_address(identifier: str) -> str:
    """Give the address of a document's photo at the operators' desk."""
    return _below("document-photos", identifier)


def editor_address(identifier: str) -> str:
    """Give the address where a document is edited."""
    return _below("editor", identifier)


def versions_address(identifier: str) -> str:
    """Give the address where a document's versions are compared."""
    return _below("versions", identifier)


def discards_address(identifier: str) -> str:
    """Give the address where a draft, or its newest version, is thrown away."""
    return _below("discards", identifier)


def proposals_address(identifier: str) -> str:
    """Give the address where a document's proposed particulars are checked."""
    return _below("proposals", identifier)


def scan_address(identifier: str) -> str:
    """Give the address where a document's scan is compared with what was read off it."""
    return _below("scans", identifier)


def scan_picture_address(identifier: str) -> str:
    """Give the address of the pictures of a document's scan."""
    return _below("scan-pictures", identifier)


def abolition_address(identifier: str) -> str:
    """Give the address where what a document ends is registered."""
    return _below("abolitions", identifier)


def submission_address(identifier: str) -> str:
    """Give the address where a document is proof-read and submitted."""
    return _below("submissions", identifier)


def correction_address(identifier: str) -> str:
    """Give the address where what proof-reading found in a document is mended."""
    return _below("corrections", identifier)


def rehearsal_address(identifier: str) -> str:
    """Give the address that shows what a document's newest version would make worse."""
    return _below("rehearsals", identifier)


def effect_address(identifier: str) -> str:
    """Give the address that shows what publishing a document changes among the questions asked lately."""
    return _below("effects", identifier)


def passages_address(identifier: str) -> str:
    """Give the address where a document is looked at passage by passage."""
    return _below("passages", identifier)


def review_address(identifier: str) -> str:
    """Give the address of a document's three-review page."""
    return _below("reviews", identifier)


def sheet_address(identifier: str) -> str:
    """Give the address of a document's review sheet."""
    return _below("sheets", identifier)


def withheld_address(identifier: str) -> str:
    """Give the address of an entry of the register of what is not public."""
    return _below("withheld", identifier)


def _below(place: str, identifier: str) -> str:
    """Give an address with an id in it, which may hold anything, slashes included."""
    return f"{LIST}/{place}/{quote(identifier, safe='')}"
