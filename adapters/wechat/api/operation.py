"""One call of the platform's API as a row: where it goes, by which method, and what is brought or fetched."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

ANSWER_BYTES = 1024 * 1024


class PlatformHost(StrEnum):
    """Which of the platform's three addresses answers (protocol §1)."""

    API = "api"
    PICTURES = "pictures"
    LOGIN = "login"


@dataclass(frozen=True, slots=True)
class Operation:
    """One endpoint; `most_bytes` bounds its answer.

    What the program calls by itself, again and again, is held back after a lasting refusal; whatever a person starts
    by hand is not. `with_token` puts the access token into the query. `feature` names what alone is held back where the
    kind of the account does not allow it; the rest of the endpoint goes on.
    """

    path: str
    method: Literal["GET", "POST"] = "POST"
    host: PlatformHost = PlatformHost.API
    by_itself: bool = False
    with_token: bool = True
    most_bytes: int = ANSWER_BYTES
    feature: str = ""

    @property
    def name(self) -> str:
        """The endpoint, and the feature of it."""
        return f"{self.path}#{self.feature}" if self.feature else self.path


@dataclass(frozen=True, slots=True)
class MediaFile:
    """A file for the form field `media`; the platform wants its name and its type (protocol §12)."""

    name: str
    content_type: str
    octets: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file that the platform gave, with the type and the name that it told; both are its word only."""

    octets: bytes = field(repr=False)
    content_type: str
    name: str = ""
