"""The photos of a complaint as its pages show them: small, each look noted; and those that somebody chose to be public."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from adapters.staff.rows import PictureRow, picture_rows
from handlers.complaints.case.ledger import ComplaintStory
from handlers.pictures.published import ChosenPicture, PublishedPictures
from handlers.pictures.service import EVIDENCE, FORM, PictureService, ViewedPicture
from handlers.pictures.thumbnails import PictureThumbnails
from handlers.texts import Texts

FIELD = "photo_"
TOLD = "told"
WITH_EVIDENCE = "evidence"


@dataclass(frozen=True, slots=True)
class OfferedPhoto:
    """A photo that may be chosen: its line, where it is from, the field by which it is chosen."""

    row: PictureRow
    source: str

    @property
    def field(self) -> str:
        """The name of the field."""
        return f"{FIELD}{self.row.held.id}"


@dataclass(frozen=True, slots=True)
class SeenPhoto:
    """A photo's file, and where it is from."""

    file: ViewedPicture
    source: str


class CasePhotos:
    """Shows what came with a complaint and what was attached to it, and hands on what was chosen."""

    def __init__(
        self,
        pictures: PictureService,
        *,
        thumbnails: PictureThumbnails,
        published: PublishedPictures,
        texts: Texts,
    ) -> None:
        self._pictures = pictures
        self._thumbnails = thumbnails
        self._published = published
        self._texts = texts

    async def told(self, story: ComplaintStory, *, actor: str) -> list[PictureRow]:
        """Give those of the applicant, and note that they were looked at."""
        return await self._rows(_told(story), story, "/staff/complaints", actor=actor)

    async def evidence(self, story: ComplaintStory, *, actor: str) -> list[PictureRow]:
        """Give those that were attached as evidence, and note that they were looked at."""
        return await self._rows(_evidence(story), story, "/staff/complaint-evidence", actor=actor)

    async def _rows(self, holder: str, story: ComplaintStory, below: str, *, actor: str) -> list[PictureRow]:
        number, held = story.line.number, await self._pictures.pictures(holder)
        small: Mapping[str, bytes] = {}
        if any(each.kept for each in held):
            small = await self._thumbnails.of(holder, subject=number, actor=actor)
        return picture_rows(held, f"{below}/{number}", self._texts, thumbnails=small)

    async def offered(self, story: ComplaintStory, *, actor: str) -> list[OfferedPhoto]:
        """Give all that may be chosen; none of them is."""
        told = [OfferedPhoto(row, TOLD) for row in await self.told(story, actor=actor)]
        rows = await self.evidence(story, actor=actor)
        return [one for one in (*told, *(OfferedPhoto(row, WITH_EVIDENCE) for row in rows)) if one.row.url]

    async def seen(self, story: ComplaintStory, *, actor: str) -> list[SeenPhoto]:
        """Give the files of all that are there, and note each as a look at it."""
        number = story.line.number
        return [
            SeenPhoto(await self._pictures.view(each.id, holder=holder, subject=number, actor=actor), source)
            for holder, source in ((_told(story), TOLD), (_evidence(story), WITH_EVIDENCE))
            for each in await self._pictures.pictures(holder)
            if each.kept
        ]

    async def chosen(self, story: ComplaintStory, fields: Mapping[str, str]) -> Sequence[ChosenPicture]:
        """Give those that a form chose; what is none of the case's is not chosen by naming it."""
        holders = (_told(story), _evidence(story))
        return [
            ChosenPicture(each.id, holder)
            for holder in holders
            for each in await self._pictures.pictures(holder)
            if each.kept and fields.get(f"{FIELD}{each.id}")
        ]

    async def publish(
        self, chosen: Sequence[ChosenPicture], *, document: str, subject: str, actor: str
    ) -> None:
        """Give a document what was chosen."""
        await self._published.choose(chosen, document=document, subject=subject, actor=actor)


def _told(story: ComplaintStory) -> str:
    return f"{FORM}{story.form_id}"


def _evidence(story: ComplaintStory) -> str:
    return f"{EVIDENCE}{story.line.number}"
