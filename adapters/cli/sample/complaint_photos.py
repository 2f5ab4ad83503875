"""The drawn pictures that lie with the sample county's complaints where an applicant's and a unit's photos lie."""

from dataclasses import dataclass
from pathlib import Path
from typing import Self

from adapters.cli.sample.drawn_scene import DrawnScenes
from adapters.cli.sample.invented_complaints import InventedComplaint
from adapters.storage.picture_holders import filed_forms
from bot.clock import Clock
from bot.database import Database
from bot.privacy import Vault
from handlers.pictures.service import EVIDENCE, FORM, BroughtPicture, PictureService

TOLD_CHANNEL, DESK = "sample", "desk"


@dataclass(frozen=True, slots=True)
class ComplaintPhotos:
    """Keeps the drawings through the service that keeps photos, at the time of the complaint's own clock."""

    scenes: DrawnScenes
    pictures: PictureService

    @classmethod
    def of(cls, county: Path, *, database: Database, vault: Vault, clock: Clock) -> Self:
        """Give it over a county's drawings; raises `OSError` and `yaml.YAMLError` for a file that cannot be read."""
        pictures = PictureService(database, vault=vault, clock=clock, filed=filed_forms)
        return cls(DrawnScenes.of(county), pictures)

    async def told(self, case: InventedComplaint) -> None:
        """Keep what an applicant sent along, if anything; raises `ServiceError` when the database is away."""
        if case.told_scene:
            content = self.scenes.picture(case.told_scene)
            holder = f"{FORM}{case.form_id}"
            await self.pictures.keep(BroughtPicture(holder, TOLD_CHANNEL, case.citizen, content))

    async def done(self, case: InventedComplaint, number: str) -> bool:
        """Keep what a unit attaches to its report, and give whether there is anything."""
        if not case.done_scene:
            return False
        content = self.scenes.picture(case.done_scene)
        await self.pictures.keep(BroughtPicture(f"{EVIDENCE}{number}", DESK, "", content))
        return True
