"""Publishing without any one of the checks is refused with the missing one named, and nothing becomes public (K3)."""

from contextlib import suppress
from datetime import UTC, date, datetime
from itertools import pairwise

import pytest

from adapters.operators.withheld.wording import WithheldWords
from adapters.operators.wording import refusal_in_words
from adapters.services.openness_paths import REQUEST_STEPS, openness_paths
from bot.clock import SettableClock
from bot.database import Database
from bot.errors import BotError, ProcedureError
from bot.privacy import Vault
from handlers.disclosure.case import lifecycle as request
from handlers.paths.path import OpennessWay
from handlers.texts import Texts
from knowledge.documents.document import Disclosure, Document, Kind
from knowledge.documents.draft import Draft
from knowledge.publication.lifecycle import CHECKLISTS, CHECKS, PUBLICATION, Duty, Person, Step
from knowledge.publication.reviews import ReviewVerdict
from knowledge.publication.submission import Submission
from knowledge.publication.withheld import lifecycle as withholding
from knowledge.publication.withheld.service import RegisterMove, Registration, WithheldRegister
from tests.factories.publication import knowledge_services

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
TEXTS = Texts.load()
SENSITIVE = Submission(Disclosure.ACTIVE, kinds=("land",))
WAY = (Step.SUBMIT, Step.PASS_FIRST, Step.PASS_SECOND, *CHECKS, Step.RELEASE)
EVERYBODY = {step: Person(step.value, frozenset(Duty)) for step in WAY}
TICKS = [(step, point) for step in WAY for point in CHECKLISTS.get(step, ())]


class Way:
    """One document on its way, carried on step by step."""

    def __init__(self, database: Database) -> None:
        self._knowledge = knowledge_services(database, SettableClock(NOW))

    async def begin(self) -> None:
        """Keep the draft."""
        document = Document("a", "征地补偿公告", Kind.NOTICE)
        await self._knowledge.imports.keep([Draft(document, "征收土地12亩。", "a.md")], author="zhao")

    async def take(self, step: Step, *, without: str = "") -> None:
        """Take a step, all its points ticked but one."""
        if step is Step.SUBMIT:
            await self._knowledge.reviews.submit("a", SENSITIVE, actor=EVERYBODY[step])
            return
        ticked = frozenset(CHECKLISTS[step]) - {without}
        await self._knowledge.reviews.decide("a", ReviewVerdict(step, 1, ticked), actor=EVERYBODY[step])

    async def public(self) -> bool:
        """Whether citizens read it."""
        return (await self._knowledge.documents.read("a")).listed.public_version is not None


@pytest.fixture
async def way(database: Database) -> Way:
    found = Way(database)
    await found.begin()
    return found


async def test_with_every_step_it_is_public(way: Way) -> None:
    for step in WAY:
        assert not await way.public()
        await way.take(step)
    assert await way.public()


@pytest.mark.parametrize("left_out", WAY[:-1])
async def test_publishing_without_a_step_is_refused_and_names_it(way: Way, left_out: Step) -> None:
    for step in WAY[:-1]:
        if step is not left_out:
            with suppress(ProcedureError):
                await way.take(step)
    with pytest.raises(ProcedureError) as refused:
        await way.take(Step.RELEASE)
    assert TEXTS(f"publishing.steps.{left_out.value}") in refusal_in_words(refused.value, TEXTS)
    assert not await way.public()


@pytest.mark.parametrize(("step", "point"), TICKS)
async def test_a_step_with_a_point_left_out_is_refused_and_names_it(way: Way, step: Step, point: str) -> None:
    for earlier in WAY[: WAY.index(step)]:
        await way.take(earlier)
    with pytest.raises(BotError) as refused:
        await way.take(step, without=point)
    words = refusal_in_words(refused.value, TEXTS)
    assert TEXTS(f"publishing.checklist.{step.value}.{point}") in words
    assert not await way.public()


async def test_sealing_without_the_check_is_refused_and_names_it(database: Database) -> None:
    register = WithheldRegister(database, vault=Vault("s" * 32), clock=SettableClock(NOW))
    entry = Registration(
        title="评审专家名单",
        unit="甲县财政局",
        ground=withholding.Ground.PRIVACY,
        reason="会损害专家个人权益",
        decided_by="局长办公会",
        decided_on=date(2026, 11, 1),
        review_on=date(2027, 11, 1),
    )
    number = (await register.register(entry, actor=Person("a", frozenset({Duty.DRAFT})))).id
    points = frozenset(withholding.POINTS[withholding.Step.SEAL])
    with pytest.raises(ProcedureError) as refused:
        await register.take(
            number, RegisterMove(withholding.Step.SEAL, points), actor=Person("b", frozenset({Duty.FINAL}))
        )
    words = WithheldWords(TEXTS).refusal(refused.value, {})
    assert "现在不能封存：还没有办涉密审核" in words
    with pytest.raises(BotError) as unticked:
        await register.take(
            number,
            RegisterMove(withholding.Step.CHECK, frozenset({"secret"})),
            actor=Person("c", frozenset({Duty.FIRST})),
        )
    assert "涉密原件没有录入本系统" in WithheldWords(TEXTS).refusal(unticked.value, {})


def test_the_picture_shows_the_very_tables() -> None:
    active, asked, kept = openness_paths(TEXTS)
    assert [path.way for path in (active, asked, kept)] == list(OpennessWay)
    assert [step.code for step in active.steps if not step.only] == [one.value for one in PUBLICATION.forward]
    assert {step.code for step in active.steps if step.only} == {one.value for one in CHECKS}
    assert all(step.checks for step in active.steps[1:])
    assert [step.code for step in kept.steps] == [one.value for one in withholding.WITHHOLDING.forward]
    for one, following in pairwise(REQUEST_STEPS):
        ends = {row.to for (_, step), row in request.TABLE.items() if step is one}
        assert any((state, following) in request.TABLE or _leads(state, following) for state in ends)
    assert all(
        step.who and step.article and step.name for path in (active, asked, kept) for step in path.steps
    )


def _leads(state: request.State, step: request.Step) -> bool:
    """Whether a step can be taken once what was asked of others is in."""
    resumed = request.TABLE.get((state, request.Step.RESUME))
    return resumed is not None and (resumed.to, step) in request.TABLE
