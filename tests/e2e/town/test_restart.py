"""Power cuts, restarts and a lost Redis: nothing is forgotten, nothing is done twice."""

import os
import signal
import time

from redis import Redis

from adapters.redis.server import socket_for
from tests.e2e.town.test_first_conversation import NUMBER
from tests.e2e.town.town import IDENTITY, PATIENCE, Town, fill


def test_a_killed_program_goes_on_with_the_form(own_town: Town) -> None:
    town, person = own_town, "oRestartCitizen0000000001"
    town.start()
    fill(town, person, until="身份证号码")
    town.kill()
    town.start()
    assert "电话" in town.say(person, IDENTITY)
    town.talk(person, "13900001234", "电子版，在微信里收")
    number = NUMBER.search(town.say(person, "确认提交"))
    assert number
    assert town.stop() == 0
    town.start()
    assert number[0] in town.say(person, "我的申请到哪了")


def test_a_lost_redis_is_said_plainly_and_comes_back(own_town: Town) -> None:
    town, person = own_town, "oRestartCitizen0000000002"
    town.start()
    fill(town, person, until="身份证号码")
    socket = socket_for((town.folder / "data" / "redis").resolve()).path
    with Redis.from_url(f"unix://{socket}") as client:
        os.kill(int(client.info("server")["process_id"]), signal.SIGKILL)
    answer = town.say(person, IDENTITY)
    deadline = time.monotonic() + 20
    while ("稍后再" in answer or "收到没有还不清楚" in answer) and time.monotonic() < deadline:
        time.sleep(0.2)
        answer = town.say(person, IDENTITY)
    assert "电话" in answer


def test_a_program_told_to_end_while_it_starts_leaves_no_redis_behind(own_town: Town) -> None:
    town = own_town
    started = town.launch()
    socket = socket_for((town.folder / "data" / "redis").resolve()).path
    until = time.monotonic() + PATIENCE
    while not socket.exists() and time.monotonic() < until:
        time.sleep(0.01)
    started.send_signal(signal.SIGTERM)
    assert started.wait(timeout=PATIENCE) == 0, town.output()
    town.end()
