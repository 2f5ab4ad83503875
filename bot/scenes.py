"""What the code opens that somebody scanned: words or a payload that it stands for, or a plain word why it opens nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

FOLLOW, SCAN = "event/subscribe", "event/scan"
SCANS = frozenset({FOLLOW, SCAN})


@dataclass(frozen=True, slots=True)
class SceneOpening:
    """What a scene opens: what whoever brings it says by that, else the key of the word that tells why nothing opens."""

    says: str = ""
    trouble: str = ""


SceneReader = Callable[[str, datetime], SceneOpening]


def opens_nothing(scene: str, at: datetime) -> SceneOpening:  # noqa: ARG001 - `SceneReader`.
    """Give what every scene opens where no codes were made."""
    return SceneOpening()
