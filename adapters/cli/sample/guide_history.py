"""Earlier limits and fees of the sample county's guides, so that a demonstration shows what has changed."""

from datetime import date, datetime, time
from pathlib import Path

from adapters.main import Program
from bot.clock import SHANGHAI
from bot.text.plain_yaml import read_yaml
from knowledge.documents.guide import parts
from knowledge.publication.element_changes import ElementChangeRecord

FILE = "guide_changes.yml"


async def fill_history(program: Program, folder: Path) -> None:
    """Write them beside the published guides; raises `InputError` where one of them is not there."""
    path = folder / FILE
    rows = read_yaml(path.read_text("utf-8"))["changes"] if path.is_file() else []
    documents = program.services.knowledge.documents
    texts = {row["guide"]: (await documents.read(row["guide"])).version for row in rows}
    async with program.resources.database.transaction() as tx:
        for row in rows:
            newest = texts[row["guide"]]
            tx.add(
                ElementChangeRecord(
                    document_id=row["guide"],
                    version=newest.number,
                    element=row["element"],
                    before=row["before"],
                    after=parts(newest.text)[row["element"]],
                    at=datetime.combine(_day(row["since"]), time(9), SHANGHAI),
                )
            )


def _day(value: date | str) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)
