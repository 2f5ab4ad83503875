"""Brings the sample county's list of materials that need not be brought, where there is none yet."""

from pathlib import Path

from adapters.main import Program
from bot.text.plain_yaml import read_yaml
from handlers.guides.waived.waived_material import COLUMNS

FILE = "waived.yml"
ACTOR = "demo"


async def fill_waived(program: Program, county: Path) -> None:
    """Bring the list through the program's own service."""
    service, file = program.services.openness.waived, county / FILE
    if not file.is_file() or await service.all():
        return
    listed = read_yaml(file.read_text("utf-8"))["materials"]
    rows = [[str(one.get(name, "")) for name in COLUMNS] for one in listed]
    await service.bring([COLUMNS, *rows], actor=ACTOR)
