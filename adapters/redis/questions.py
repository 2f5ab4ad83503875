"""Notes of questions on their way from a turn to the database: a queue in the process, a stream in Redis, a batch.

A turn only lays its note into the queue. The queue is written to the stream twice a second and at the program's end:
a process that is killed loses at most the notes of that half second, and never what a citizen waits for, which is
written to the database at once. What is in the stream is lost no more: a worker takes it over after the death of
another, and acknowledges it when the database has it. A line that the database cannot hold is set aside, so that it
never stands in the way of the others. What lies in Redis is sealed.
"""

import logging
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

import orjson
from prometheus_client import Counter
from redis.asyncio import Redis
from redis.exceptions import ResponseError

from adapters.redis.keys import key_of
from adapters.redis.reach import reachable
from adapters.turn_times import TurnPart, note_time
from bot.database import UnfitError
from bot.errors import ServiceError
from bot.privacy import Vault
from bot.text.characters import clean
from knowledge.questions.note import MaskedNote, QuestionNote, QuestionOutcome
from knowledge.text.persons import mask_question

log = logging.getLogger(__name__)
LOST = Counter(
    "mingbai_questions_lost", "Notes of questions that had no room, because Redis was away for long"
)
ASIDE = Counter("mingbai_questions_set_aside", "Notes of questions that could not be written down or kept")
UNFIT_KEPT = timedelta(days=7)
GROUP = "log"
QUEUED_NOTES = 10_000
NOTES_A_BATCH = 200
# Seven hours of two batches a second: more than a database's longest absence brings.
KEPT_BATCHES = 50_000
ABANDONED_MS = 60_000
QUESTION_LETTERS = 300
PURPOSE = "question"
SEALED_FOR = "questions"


def stream_key() -> str:
    """Give the name of the stream of what was asked."""
    return key_of("questions")


def unfit_key() -> str:
    """Give the name of the stream of what no log takes."""
    return key_of("questions", "unfit")


class QuestionStream:
    """Implements `knowledge.questions.note.Notebook`; `threshold` and `generation` tell what answers were given with."""

    def __init__(
        self,
        redis: Redis,
        *,
        vault: Vault,
        threshold: Callable[[], float],
        generation: Callable[[], str | None],
    ) -> None:
        self._redis = redis
        self._vault = vault
        self._threshold = threshold
        self._generation = generation
        self._queue: deque[MaskedNote] = deque()
        # The word lists are read here, not within somebody's turn.
        mask_question("")

    def note(self, note: QuestionNote) -> None:
        """Lay a note into the queue, without personal data; when there is no room the oldest one is lost."""
        if len(self._queue) >= QUEUED_NOTES:
            self._queue.popleft()
            LOST.inc()
        note_time(TurnPart.FINDING, note.ms / 1000)
        self._queue.append(self._line(note))

    async def flush(self) -> None:
        """Write the queue to the stream; raises `ServiceError` when Redis is away: the notes then stay queued."""
        while self._queue:
            batch = _fit([self._queue.popleft() for _ in range(min(NOTES_A_BATCH, len(self._queue)))])
            try:
                async with reachable():
                    await self._redis.xadd(
                        stream_key(),
                        {"sealed": self._vault.seal(_packed(batch), purpose=SEALED_FOR)},
                        maxlen=KEPT_BATCHES,
                        approximate=True,
                    )
            except BaseException:
                # Written perhaps, perhaps not: the keys of the lines keep a second copy out.
                self._queue.extendleft(reversed(batch))
                raise

    def _line(self, note: QuestionNote) -> MaskedNote:
        """Mask a note within its turn: neither who asks, nor a person named, nor a number leaves it."""
        return MaskedNote(
            key=self._vault.fingerprint(
                f"{note.channel}:{note.citizen}:{note.key}:{note.outcome}", purpose=PURPOSE
            ),
            at=note.at,
            channel=note.channel,
            citizen=self._vault.fingerprint(f"{note.channel}:{note.citizen}", purpose=PURPOSE),
            question=mask_question(clean(note.question))[:QUESTION_LETTERS],
            outcome=note.outcome,
            theme=note.theme,
            unit=note.unit,
            document=note.document,
            passage=note.passage,
            score=note.score,
            confidence=note.confidence,
            threshold=self._threshold(),
            generation=self._generation() or "",
            ms=note.ms,
            interpreter=note.interpreter,
            interpreter_unit=note.interpreter_unit,
            useful=note.useful,
        )


class QuestionCarrier:
    """Carries notes from the stream into the database; several workers share the stream."""

    def __init__(
        self, redis: Redis, take: Callable[[Sequence[MaskedNote]], Any], *, vault: Vault, name: str
    ) -> None:
        self._redis = redis
        self._vault = vault
        self._take = take
        self._name = name
        self._ready = False

    async def carry(self) -> int:
        """Carry what waits, a few batches at most; give how many batches there were.

        Raises `ServiceError` when Redis or the database is away: the batches then come again.
        """
        async with reachable():
            if not self._ready:
                await self._begin()
            batches = await self._abandoned() or await self._waiting()
        for number, fields in batches:
            await self._keep(await self._read(fields))
            async with reachable(), self._redis.pipeline(transaction=True) as pipeline:
                pipeline.xack(stream_key(), GROUP, number)
                pipeline.xdel(stream_key(), number)
                await pipeline.execute()
        return len(batches)

    async def _read(self, fields: Mapping[bytes, bytes]) -> list[MaskedNote]:
        """Give the lines of a batch, also of one from before batches were sealed; what is none is set aside."""
        packed, sealed = fields.get(b"lines", b""), fields.get(b"sealed")
        try:
            if sealed is not None:
                packed = self._vault.open_bytes(sealed, purpose=SEALED_FOR)
            rows: list[Any] = list(orjson.loads(packed))
        except ServiceError:
            await self._keep_aside(sealed or b"")
            return []
        except (TypeError, ValueError):
            await self._set_aside(packed)
            return []
        read = [(row, _line_of(row)) for row in rows]
        for row, line in read:
            if line is None:
                await self._set_aside(orjson.dumps(row))
        return [line for _, line in read if line is not None]

    async def _keep(self, lines: Sequence[MaskedNote]) -> None:
        """Hand lines to the database; the one that it cannot hold is found by halving, and set aside."""
        try:
            await self._take(lines)
        except UnfitError:
            if len(lines) == 1:
                await self._set_aside(_packed(lines))
                return
            half = len(lines) // 2
            await self._keep(lines[:half])
            await self._keep(lines[half:])

    async def _set_aside(self, packed: bytes) -> None:
        """Lay something by for a week, sealed, for whoever looks after the program; the log names no content."""
        await self._keep_aside(self._vault.seal(packed, purpose=SEALED_FOR))

    async def _keep_aside(self, sealed: bytes) -> None:
        ASIDE.inc()
        async with reachable():
            now = int((await self._redis.time())[0])
            oldest = (now - int(UNFIT_KEPT.total_seconds())) * 1000
            await self._redis.xadd(unfit_key(), {"sealed": sealed}, minid=str(oldest), approximate=False)
            await self._redis.expire(unfit_key(), UNFIT_KEPT)
        log.error("a note of a question cannot be kept", extra={"octets": len(sealed)})

    async def _begin(self) -> None:
        try:
            await self._redis.xgroup_create(stream_key(), GROUP, id="0", mkstream=True)
        except ResponseError as error:
            if "BUSYGROUP" not in str(error):
                raise
        self._ready = True

    async def _abandoned(self) -> list[tuple[bytes, dict[bytes, bytes]]]:
        """Take over batches that another worker began and did not end, or that this one failed to keep."""
        found: Any = await self._redis.xautoclaim(stream_key(), GROUP, self._name, ABANDONED_MS, count=5)
        return [(number, fields) for number, fields in found[1] if fields]

    async def _waiting(self) -> list[tuple[bytes, dict[bytes, bytes]]]:
        found: Any = await self._redis.xreadgroup(GROUP, self._name, {stream_key(): ">"}, count=5)
        return [each for _, batches in found for each in batches] if found else []


def _packed(lines: Sequence[MaskedNote]) -> bytes:
    return orjson.dumps([line._asdict() for line in lines])


def _fit(lines: list[MaskedNote]) -> list[MaskedNote]:
    """Give the lines that can be written down, in most cases all of them."""
    try:
        _packed(lines)
    except TypeError:
        fit = [line for line in lines if _is_writable(line)]
        ASIDE.inc(len(lines) - len(fit))
        log.error("notes of questions cannot be written down", extra={"count": len(lines) - len(fit)})  # noqa: TRY400
        return fit
    return lines


def _is_writable(line: MaskedNote) -> bool:
    try:
        _packed([line])
    except TypeError:
        return False
    return True


def _line_of(row: Any) -> MaskedNote | None:
    try:
        return MaskedNote(**row | {"outcome": QuestionOutcome(row["outcome"])})
    except (LookupError, TypeError, ValueError):
        return None
