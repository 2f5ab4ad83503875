"""Background work ends: a job that always says that it found something would keep a processor busy for ever."""

from pathlib import Path

import pytest

from adapters.serving import jobs
from knowledge.questions.popular import LEAST_ASKERS
from tests.e2e.conversations.stage import Stage, opened_house

ROUNDS = 60
"""More than the sample county gives any job to do."""


@pytest.mark.asyncio(loop_scope="session")
async def test_every_job_rests_once_its_work_is_done(tmp_path: Path, trained: Path) -> None:
    async with opened_house(tmp_path, trained) as house:
        stage, program = Stage(house), house.ready
        for number in range(LEAST_ASKERS):
            await stage.say(stage.person(f"市民{number}"), "高龄津贴多少钱")
        await program.notes.flush()
        await program.carrier.carry()
        assert await program.services.asked.popular.recount() > 0
        restless = []
        for job in jobs(program):
            for _ in range(ROUNDS):
                if not await job.work():
                    break
            else:
                restless.append(job.name)
        assert restless == []
