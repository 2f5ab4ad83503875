"""Brings the sample county's projects into the demonstration through the program's own service, where there are none yet."""

from datetime import timedelta
from pathlib import Path

from adapters.cli.sample.drawn_scene import DrawnScenes
from adapters.main import Program
from bot.clock import local_date
from bot.text.plain_yaml import read_yaml
from handlers.pictures.published import ChosenPicture
from handlers.pictures.service import PROJECT, BroughtPicture
from handlers.projects.project import ProjectEntry, read_plan

FILE = "projects.yml"
ACTOR = "demo"


async def fill_projects(program: Program, county: Path) -> None:
    """Bring them; `ago` of the file counts days before the day of loading."""
    service, file = program.services.openness.projects, county / FILE
    if not file.is_file() or await service.all(public=False):
        return
    today = local_date(program.clock.now())
    for told in read_yaml(file.read_text("utf-8"))["projects"]:
        typed = {name: str(value) for name, value in told.items() if name not in {"entries", "drawn"}}
        number = await service.make(read_plan({**typed, "year": str(today.year)}), actor=ACTOR)
        for entry in told["entries"]:
            day = today - timedelta(days=int(entry["ago"]))
            await service.add(number, ProjectEntry(entry["kind"], day, entry["words"]), actor=ACTOR)
        await service.publish(number, actor=ACTOR)
        if drawn := told.get("drawn"):
            await _photo(program, number, DrawnScenes.of(county).picture(drawn))


async def _photo(program: Program, number: int, drawn: bytes) -> None:
    """Keep a drawn picture as a photo of a project and choose it, as somebody at the desk would."""
    holder = f"{PROJECT}{number}"
    await program.services.pictures.service.keep(BroughtPicture(holder, "desk", "", drawn))
    chosen = [
        ChosenPicture(one.id, holder)
        for one in await program.services.pictures.service.pictures(holder)
        if one.kept
    ]
    await program.services.pictures.of_projects.choose(
        chosen, document=str(number), subject=str(number), actor=ACTOR
    )
