"""The questions asked of the tables of projects; every function works in the caller's transaction and never commits."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.projects.project import Project, ProjectEntry, ProjectPlan
from handlers.projects.records import ProjectEntryRecord, ProjectRecord
from handlers.projects.stages import ProjectStage
from handlers.ratings.records import RatingRecord

DRAFT, PUBLIC = "draft", "public"
LISTED = 200
RATED = "project"
"""Of what kind the ratings of projects are, among those of cases."""
SHORTEST_LIST = 3
"""From so many ratings on their mean is told: fewer would tell who gave which."""


def rating_prefix(number: int) -> str:
    """Give what the numbers of a project's ratings begin with."""
    return f"P{number}-"


async def row_of(tx: AsyncSession, number: int) -> ProjectRecord | None:
    """Give the row of a project, held until the transaction ends."""
    return await tx.get(ProjectRecord, number, with_for_update=True)


async def projects(tx: AsyncSession, *, public: bool) -> Sequence[Project]:
    """Give the projects, the latest year first; only the public ones where so asked."""
    record = ProjectRecord
    chosen = select(record).order_by(record.year.desc(), record.number).limit(LISTED)
    rows = (await tx.scalars(chosen.where(record.state == PUBLIC) if public else chosen)).all()
    entries: dict[int, list[ProjectEntry]] = defaultdict(list)
    wanted = select(ProjectEntryRecord).where(ProjectEntryRecord.project.in_([row.number for row in rows]))
    for entry in await tx.scalars(wanted.order_by(ProjectEntryRecord.day, ProjectEntryRecord.id)):
        entries[entry.project].append(ProjectEntry(entry.kind, entry.day, entry.words))
    return [_project(row, tuple(entries[row.number])) for row in rows]


async def ratings(tx: AsyncSession, number: int) -> tuple[int, float | None]:
    """Give how many rated a project, and the mean of the points from `SHORTEST_LIST` ratings on."""
    own = select(func.count(), func.avg(RatingRecord.points)).where(
        RatingRecord.kind == RATED, RatingRecord.number.startswith(rating_prefix(number))
    )
    count, mean = (await tx.execute(own)).one()
    return int(count), float(mean) if mean is not None and count >= SHORTEST_LIST else None


def write(row: ProjectRecord, plan: ProjectPlan) -> None:
    """Put what the desk wrote into a row."""
    row.title, row.year, row.unit, row.phone = plan.title, plan.year, plan.unit, plan.phone
    row.place, row.about = plan.place, plan.about
    row.stage, row.progress = plan.stage.value, plan.progress


def _project(row: ProjectRecord, entries: tuple[ProjectEntry, ...]) -> Project:
    plan = ProjectPlan(
        title=row.title,
        year=row.year,
        unit=row.unit,
        phone=row.phone,
        place=row.place,
        about=row.about,
        stage=ProjectStage(row.stage),
        progress=row.progress,
    )
    return Project(row.number, plan, row.state == PUBLIC, entries)
