"""What there is to know of a document that was found: its boxes with their grounds, and the copies that were made of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from handlers.disclosure.decision.grounds import BY_GROUND, AnswerGround
from handlers.disclosure.released.box import CoverBox
from handlers.disclosure.released.records import CoverBoxRecord, ReleasedCopyRecord
from handlers.files.document_form import DocumentForm

NAME_LETTERS = 100


@dataclass(frozen=True, slots=True)
class DrawnBox:
    """A box with its ground; `id` is 0 for one that a copy was made with."""

    id: int
    box: CoverBox
    ground: AnswerGround
    note: str

    @property
    def article(self) -> str:
        """The article of its ground."""
        return BY_GROUND[self.ground].article


@dataclass(frozen=True, slots=True)
class ReleasedCopy:
    """A copy: made by one person, and looked through by another before it may leave."""

    id: str
    serial: int
    boxes: tuple[DrawnBox, ...]
    digest: str
    octets: int
    made_at: datetime
    made_by: str
    checked_at: datetime | None
    checked_by: str
    proposed: str
    left_at: datetime | None = None
    opened_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class FoundDocument:
    """A document with its boxes and copies; `digest` is of the file as it was brought."""

    id: str
    request: str
    name: str
    form: DocumentForm
    pages: int
    digest: str
    added_at: datetime
    added_by: str
    boxes: tuple[DrawnBox, ...]
    copies: tuple[ReleasedCopy, ...]
    stays: bool = False

    @property
    def changed_since(self) -> bool:
        """Whether boxes were drawn or taken away since the last copy was made."""
        return bool(self.copies) and _bare(self.copies[-1].boxes) != _bare(self.boxes)


def drawn_of(row: CoverBoxRecord) -> DrawnBox:
    """Give a row as a box."""
    box = CoverBox(row.page, row.left, row.top, row.right, row.bottom)
    return DrawnBox(row.id, box, AnswerGround(row.ground), row.note)


def copy_of(row: ReleasedCopyRecord) -> ReleasedCopy:
    """Give a row as a copy."""
    return ReleasedCopy(
        id=row.id,
        serial=row.serial,
        boxes=tuple(map(of_plain, row.boxes)),
        digest=row.digest,
        octets=row.octets,
        made_at=row.made_at,
        made_by=row.made_by,
        checked_at=row.checked_at,
        checked_by=row.checked_by,
        proposed=row.proposed,
        left_at=row.left_at,
        opened_at=row.opened_at,
    )


def plain(drawn: DrawnBox) -> dict[str, object]:
    """Give a box as a copy keeps it."""
    return {"at": [drawn.box.page, *drawn.box.edges], "ground": drawn.ground.value, "note": drawn.note}


def of_plain(kept: dict[str, object]) -> DrawnBox:
    """Give a box that a copy kept."""
    at = kept["at"]
    assert isinstance(at, list), "as `plain` writes it"
    return DrawnBox(0, CoverBox(*at), AnswerGround(str(kept["ground"])), str(kept["note"]))


def _bare(boxes: Sequence[DrawnBox]) -> list[tuple[CoverBox, AnswerGround]]:
    return [(one.box, one.ground) for one in boxes]


def file_name(name: str, form: DocumentForm) -> str:
    """Give a file's name without its folder, its ending told by its content."""
    bare = name.replace("\\", "/").rsplit("/", 1)[-1]
    stem = bare.rsplit(".", 1)[0].strip() or form.value
    return f"{stem[:NAME_LETTERS]}.{form.value}"
