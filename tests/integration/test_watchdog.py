"""A process whose event loop stands ends by itself and says where; one that is only suspended does not."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from adapters.watchdog import STATUS

LIMIT = 0.6
PROGRAM = """
import asyncio, logging, re, sys, threading, time
from adapters.watchdog import watching
logging.basicConfig(format="%(message)s %(stack)s")

def asleep_on_the_loop(secret):
    time.sleep(60)

def busy_on_the_loop(secret):
    while True:
        pass

def holding_the_interpreter(secret):
    re.match(r"(a+)+$", "a" * 60 + "b")

def with_the_log_locked(secret):
    logging.getLogger().handlers[0].acquire()
    time.sleep(60)

async def main():
    async with watching({limit}, last_words=lambda: print("last words", flush=True)):
        print("watched", flush=True)
        for _ in range(20):
            await asyncio.sleep({limit} / 10)
        {deed}
        print("ended", flush=True)

asyncio.run(main())
"""


@contextmanager
def program(deed: str) -> Iterator[subprocess.Popen[str]]:
    text = PROGRAM.format(limit=LIMIT, deed=deed)
    with subprocess.Popen(
        [sys.executable, "-c", text], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout
            assert process.stdout.readline() == "watched\n"
            yield process
        finally:
            process.kill()


@pytest.mark.parametrize("deed", ["asleep_on_the_loop", "busy_on_the_loop"])
def test_a_loop_that_stands_ends_its_process_and_the_log_says_where(deed: str) -> None:
    with program(f"{deed}('339901198503142016')") as process:
        out, errors = process.communicate(timeout=20)
    assert process.returncode == STATUS
    assert f":{deed} < " in errors
    assert "339901" not in errors
    assert out == "last words\n"


def test_code_that_holds_the_interpreter_is_ended_too() -> None:
    with program("holding_the_interpreter('339901198503142016')") as process:
        out, errors = process.communicate(timeout=20)
    assert process.returncode == -signal.SIGPROF
    assert "in holding_the_interpreter" in errors
    assert "339901" not in errors
    assert out == ""


def test_a_log_that_cannot_be_written_does_not_keep_the_process() -> None:
    with program("with_the_log_locked('')") as process:
        process.communicate(timeout=20)
    assert process.returncode == STATUS


def test_a_process_that_was_suspended_as_a_whole_goes_on() -> None:
    with program("pass") as process:
        os.kill(process.pid, signal.SIGSTOP)
        time.sleep(2 * LIMIT)
        os.kill(process.pid, signal.SIGCONT)
        out, errors = process.communicate(timeout=20)
    assert (process.returncode, out, errors) == (0, "ended\n", "")


def test_zero_watches_nothing() -> None:
    with program("pass") as process:
        assert process.wait(timeout=20) == 0
    text = PROGRAM.format(limit=0, deed="time.sleep(0.2)")
    subprocess.run([sys.executable, "-c", text], check=True, capture_output=True, timeout=20)
