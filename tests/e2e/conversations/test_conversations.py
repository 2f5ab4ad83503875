"""Plays every conversation script against the whole program, through the sealed door and the outbox."""

import re

import pytest

from tests.e2e.conversations.coverage import REACHED
from tests.e2e.conversations.script import Line, Script, load
from tests.e2e.conversations.stage import House, Person, Stage

SCRIPTS = load()
BARE_NUMBER = re.compile(r"(?<![0-9A-Za-z*])\d{17}[\dXx](?![0-9A-Za-z])|(?<!\d)1[3-9]\d{9}(?!\d)")
EXAMPLE = "13800000000"
# Where applicants check what they filled in, they read their own phone; an identity number stands nowhere in full.
OWN_PHONE = re.compile(r"(?:联系电话：(?:[一-鿿·]+ )?|原来写的是：(?:[一-鿿·]+ )?)1[3-9]\d{9}")
GAP = re.compile(r"\{[a-z_]+\}")
BYTES = 2048


class Play:
    """One script on the stage."""

    def __init__(self, script: Script, stage: Stage) -> None:
        self._script = script
        self._stage = stage
        self._person: Person = stage.person("")
        self._answer = ""
        self._unheard: Line | None = None

    async def run(self) -> None:
        for place, line in enumerate(self._script.lines):
            following = self._script.lines[place + 1 :]
            await self._step(line, silent=bool(following) and following[0].words == "-")

    async def _step(self, line: Line, *, silent: bool) -> None:
        if line.kind in {"say", "deed"}:
            self._person = self._stage.person(line.person) if line.kind == "say" else self._person
            act = self._stage.say if line.kind == "say" else self._stage.do
            self._answer = await act(self._person, line.words)
            self._proper(line, silent=silent)
        elif line.kind == "wait":
            await self._stage.wait(line.words)
        elif line.kind == "state":
            await self._compare(line)
        else:
            self._match(line)

    def _proper(self, line: Line, *, silent: bool) -> None:
        """Check what holds for everything that is ever said."""
        REACHED.heard(self._answer)
        assert self._answer or silent or line.kind == "deed", self._told(line, "no answer")
        others = OWN_PHONE.sub("", self._answer.replace(EXAMPLE, ""))
        assert not BARE_NUMBER.search(others), self._told(line, "personal data")
        assert not GAP.search(self._answer), self._told(line, "an unfilled gap")
        assert "出了点问题" not in self._answer, self._told(line, "a failure")
        assert len(self._answer.encode()) <= 2 * BYTES, self._told(line, "too long")

    def _match(self, line: Line) -> None:
        if line.words == "-":
            assert not self._answer, self._told(line, "expected silence")
            return
        pattern = self._stage.filled(line.words)
        found = re.search(pattern, self._answer)
        assert bool(found) is (line.kind == "expect"), self._told(line, f"{line.kind}: {pattern}")

    async def _compare(self, line: Line) -> None:
        state = await self._stage.kept(self._person)
        for pair in line.words.split():
            name, _, value = pair.partition("=")
            names = {"form": state["form"], "awaited": state["slots"].get("requested_slot")}
            kept = names[name] if name in names else state["slots"].get(name)
            wanted = None if value == "-" else self._stage.filled(value)
            assert (kept if kept is None else str(kept)) == wanted, self._told(line, f"{name} is {kept!r}")

    def _told(self, line: Line, fault: str) -> str:
        return f"{self._script.file}.txt:{line.number}: {fault}\n--- {line.words}\n{self._answer}"


@pytest.mark.asyncio(loop_scope="session")
@pytest.mark.parametrize("script", SCRIPTS, ids=str)
async def test_conversation(script: Script, house: House) -> None:
    await Play(script, Stage(house)).run()


def test_there_are_enough_scripts() -> None:
    assert len(SCRIPTS) >= 60
