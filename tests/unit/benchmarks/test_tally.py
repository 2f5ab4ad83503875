"""Runs of a storm add up over pieces and restarts, and say which program they are of."""

from pathlib import Path

from redis.exceptions import TimeoutError as RedisTimeoutError

from benchmarks.sayings import Citizens
from benchmarks.tally import KEPT_ERRORS, SHOWN, SLOWEST_ALLOWED, StormBook, Tally, Turn, program_mark
from bot.errors import ServiceError


def tally(*seconds: float, broken: int = 0, unanswered: int = 0) -> Tally:
    made = Tally()
    for number, each in enumerate(seconds):
        made.note(Turn(each, "form", f"话{number}", 7), answer=b"" if number < unanswered else b"<xml/>")
    for number in range(broken):
        made.fail("KeyError", f"坏{number}")
    return made


def test_pieces_add_up_to_what_one_run_counts() -> None:
    seconds = [0.001 * number for number in range(100)]
    whole, pieces = tally(*seconds), tally(*seconds[:30])
    pieces.join(tally(*seconds[30:]))
    assert pieces.report["p99"] == whole.report["p99"] == 0.099
    assert (pieces.texts, pieces.kinds, pieces.times) == (whole.texts, whole.kinds, whole.times)
    assert [turn.seconds for turn in pieces.slowest] == sorted(seconds)[: -SHOWN - 1 : -1]


def test_a_tally_is_read_as_it_was_written() -> None:
    written = tally(0.2, 0.1, broken=2, unanswered=1)
    assert Tally.read(written.plain()) == written


def test_errors_are_counted_all_and_kept_few() -> None:
    many = tally(0.1, broken=KEPT_ERRORS + 10)
    many.join(tally(broken=5))
    assert (many.broken, len(many.errors), many.passed) == (KEPT_ERRORS + 15, KEPT_ERRORS, False)


def test_what_is_slow_or_raised_does_not_pass() -> None:
    assert tally(SLOWEST_ALLOWED / 2).passed
    assert not tally(SLOWEST_ALLOWED).passed
    raised = Tally()
    raised.note(Turn(0.1, "noise", "话"), answer=KeyError("slot"))
    assert (raised.passed, raised.errors) == (False, [("KeyError", "话")])


def test_a_world_that_was_away_is_told_by_its_part_from_a_fault_of_the_program() -> None:
    made = tally(*[0.1] * 20_000)
    for peer, cause in (("redis", RedisTimeoutError()), ("database", FileNotFoundError()), ("", None)):
        error = ServiceError(**({"peer": peer} if peer else {}))
        error.__cause__ = cause
        outer = ServiceError()
        outer.__cause__ = error
        made.note(Turn(0.1, "form", "话"), answer=outer)
    assert made.away == {"redis TimeoutError": 1, "database FileNotFoundError": 1, "limit ServiceError": 1}
    assert (made.broken, made.passed) == (0, False)
    assert Tally.read(made.plain()) == made
    more = tally(*[0.1] * 20_000)
    more.join(made)
    assert more.passed
    assert more.report["away"] == {
        "redis TimeoutError": 1,
        "database FileNotFoundError": 1,
        "limit ServiceError": 1,
    }
    old = made.plain()
    del old["away"]
    assert Tally.read(old).away == {}


def test_a_book_goes_on_after_a_torn_line(tmp_path: Path) -> None:
    book = StormBook(tmp_path / "kept" / "storm.jsonl", program="now")
    assert (book.next_seed(), book.total().texts) == (1, 0)
    book.add(1, tally(0.1, broken=1))
    StormBook(book.path, program="mended").add(book.next_seed(), tally(0.1, 0.2))
    with book.path.open("a") as file:
        file.write('{"seed": 3, "kin')
    assert (book.next_seed(), book.total().texts, book.programs()) == (3, 3, {"now": 1, "mended": 2})
    book.add(3, tally(0.3))
    assert [run["seed"] for run in book.runs()] == [1, 2, 3]
    assert (book.total("now").passed, book.total("mended").passed) == (False, True)


def test_the_mark_of_a_program_is_of_its_sources() -> None:
    assert program_mark() == program_mark()
    assert len(program_mark()) == 12


def test_one_seed_gives_the_same_texts() -> None:
    first, again, other = (Citizens(seed) for seed in (4, 4, 5))
    told = [first.talk() for _ in range(20)]
    assert told == [again.talk() for _ in range(20)]
    assert told != [other.talk() for _ in range(20)]
