"""Projects kept at the desk, shown to everybody, and rated once by each citizen."""

import hashlib
from collections.abc import Sequence

from bot import audit
from bot.clock import Clock
from bot.database import Database
from bot.errors import InputError
from handlers.projects import store
from handlers.projects.project import Project, ProjectEntry, ProjectPlan
from handlers.projects.records import ProjectEntryRecord, ProjectRecord
from handlers.projects.stages import ProjectStage
from handlers.ratings.records import RatingRecord

POINTS = range(1, 6)
MARK_DIGITS = 10


class ProjectService:
    """Each method is one transaction."""

    def __init__(self, database: Database, *, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def on(self, database: Database) -> "ProjectService":
        """Give it on another database."""
        return ProjectService(database, clock=self._clock)

    async def all(self, *, public: bool = True) -> Sequence[Project]:
        """Give the projects, the latest year first; drafts only for the desk."""
        async with self._database.reading() as tx:
            return await store.projects(tx, public=public)

    async def one(self, number: int, *, public: bool = True) -> Project:
        """Give a project; raises `InputError` where there is none, or none that is public."""
        found = next((one for one in await self.all(public=public) if one.number == number), None)
        if found is None:
            raise InputError("projects.refused.missing")
        return found

    async def ratings(self, number: int) -> tuple[int, float | None]:
        """Give how many rated a project, and the mean where enough did."""
        async with self._database.reading() as tx:
            return await store.ratings(tx, number)

    async def make(self, plan: ProjectPlan, *, actor: str) -> int:
        """Keep a new project as a draft, and give its number."""
        async with self._database.transaction() as tx:
            now = self._clock.now()
            row = ProjectRecord(state=store.DRAFT, made_by=actor, made_at=now, version=1)
            store.write(row, plan)
            tx.add(row)
            await tx.flush()
            await audit.record(tx, "project:make", actor=actor, subject=str(row.number), now=now)
            return row.number

    async def change(self, number: int, plan: ProjectPlan, *, actor: str) -> None:
        """Change what is said of a project, its stage and its progress; raises `InputError` where there is none."""
        async with self._database.transaction() as tx:
            row = await store.row_of(tx, number)
            if row is None:
                raise InputError("projects.refused.missing")
            detail = {"stage": f"{row.stage}→{plan.stage}", "progress": f"{row.progress}→{plan.progress}"}
            store.write(row, plan)
            row.version += 1
            await audit.record(
                tx, "project:change", actor=actor, subject=str(number), now=self._clock.now(), detail=detail
            )

    async def add(self, number: int, entry: ProjectEntry, *, actor: str) -> None:
        """Publish a piece of information of a project; raises `InputError` where there is none."""
        async with self._database.transaction() as tx:
            now = self._clock.now()
            if await store.row_of(tx, number) is None:
                raise InputError("projects.refused.missing")
            tx.add(
                ProjectEntryRecord(
                    project=number,
                    kind=entry.kind,
                    day=entry.day,
                    words=entry.words,
                    made_by=actor,
                    made_at=now,
                )
            )
            detail = {"kind": entry.kind}
            await audit.record(tx, "project:add", actor=actor, subject=str(number), now=now, detail=detail)

    async def publish(self, number: int, *, actor: str) -> None:
        """Show a project to everybody; raises `InputError` where there is none."""
        async with self._database.transaction() as tx:
            row = await store.row_of(tx, number)
            if row is None:
                raise InputError("projects.refused.missing")
            row.state = store.PUBLIC
            await audit.record(tx, "project:publish", actor=actor, subject=str(number), now=self._clock.now())

    async def rate(self, number: int, points: int, *, citizen: str, channel: str) -> None:
        """Keep a citizen's rating of a project under way or done, the latest one; raises `InputError` where it cannot be rated."""
        project = await self.one(number)
        if points not in POINTS:
            raise InputError("projects.refused.points")
        if project.plan.stage not in {ProjectStage.CARRY_OUT, ProjectStage.ASSESS}:
            raise InputError("projects.refused.early")
        now = self._clock.now()
        mark = hashlib.sha256(f"{channel}:{citizen}".encode()).hexdigest()[:MARK_DIGITS]
        async with self._database.transaction() as tx:
            found = await tx.get(RatingRecord, f"{store.rating_prefix(number)}{mark}", with_for_update=True)
            if found is not None:
                found.points, found.rated_at = points, now
                return
            tx.add(
                RatingRecord(
                    number=f"{store.rating_prefix(number)}{mark}",
                    kind=store.RATED,
                    unit=project.plan.unit,
                    channel=channel,
                    citizen=citizen,
                    asked_at=now,
                    points=points,
                    rated_at=now,
                )
            )
