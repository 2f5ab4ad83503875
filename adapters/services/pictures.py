"""The services of pictures: those that citizens sent, their small copies, and those that are published."""

from dataclasses import dataclass, replace
from typing import Self

from adapters.services.foundation import Foundation
from adapters.storage.picture_holders import filed_forms
from handlers.pictures.published import PROJECT_SHOWN, PublishedPictures
from handlers.pictures.service import PictureService
from handlers.pictures.thumbnails import PictureThumbnails


@dataclass(frozen=True, slots=True)
class PictureServices:
    """What the talk and the pages use of pictures; `of_projects` are photographs of building sites."""

    service: PictureService
    thumbnails: PictureThumbnails
    published: PublishedPictures
    of_projects: PublishedPictures

    @classmethod
    def of(cls, base: Foundation) -> Self:
        """Give them."""
        database, vault, clock = base.database, base.vault, base.clock
        return cls(
            service=_service(base),
            thumbnails=PictureThumbnails(database, vault=vault, clock=clock),
            published=PublishedPictures(database, vault=vault, clock=clock),
            of_projects=PublishedPictures(database, vault=vault, clock=clock, prefix=PROJECT_SHOWN),
        )

    def on(self, base: Foundation) -> Self:
        """Give what a talk uses of them on another foundation."""
        return replace(self, service=_service(base))


def _service(base: Foundation) -> PictureService:
    return PictureService(base.database, vault=base.vault, clock=base.clock, filed=filed_forms)
