"""Kept conversations said again: the same answers are the same whatever numbers and times they name, others are told."""

from collections.abc import Callable
from pathlib import Path

from aiohttp import web

from adapters.wechat.simulator.app import Simulator
from adapters.wechat.simulator.delivery.replay import Replay, ReplayReport, exchanges
from adapters.wechat.simulator.world.citizens import Citizen
from adapters.wechat.simulator.world.transcripts import read_transcript
from tests.integration.simulator.conftest import OpenStage
from tests.integration.simulator.endpoint import CITIZEN, Endpoint, Push, text_xml

Words = Callable[[Push], str]


def speaking(words: Words) -> Endpoint:
    endpoint = Endpoint()

    async def answered(push: Push) -> web.Response:
        said = words(push)
        return endpoint.answer(text_xml(push, said)) if said else web.Response()

    endpoint.behave = answered
    return endpoint


async def kept(open_stage: OpenStage, folder: Path, words: Words) -> Citizen:
    """Give the transcript of a talk with an adapter."""
    stage = await open_stage(speaking(words), data_dir=folder)
    await stage.say("低保怎么办")
    await stage.event("CLICK", key="MENU_ASK")
    await stage.say("好", bizmsgmenuid="2")
    await stage.event("unsubscribe")
    await stage.event("subscribe", key="place:hall")
    await stage.simulator.world.transcripts.stop()
    found = read_transcript(folder / f"{CITIZEN}.jsonl")
    assert found is not None
    return found


async def replayed(
    open_stage: OpenStage, transcript: Citizen, words: Words, *, patience: float = 0.0
) -> tuple[ReplayReport, Endpoint]:
    endpoint = speaking(words)
    stage = await open_stage(endpoint)
    return await Replay(stage.simulator.deeds, patience).run([transcript]), endpoint


def then(push: Push) -> str:
    asked = push.fields.get("Content") or push.fields.get("EventKey") or "欢迎"
    return f"{asked}\n编号GK202603020001，3月2日 10:30 前\nhttps://a.example/m/cases/token1"


def now(push: Push) -> str:
    return (
        then(push)
        .replace("0001", "0777")
        .replace("3月2日 10:30", "12月31日 9:05")
        .replace("token1", "token2")
    )


async def test_what_varies_by_nature_is_no_difference(open_stage: OpenStage, tmp_path: Path) -> None:
    transcript = await kept(open_stage, tmp_path, then)
    report, endpoint = await replayed(open_stage, transcript, now)
    assert report.plain() == {
        "simulator": "not WeChat",
        "transcripts": 1,
        "exchanges": 5,
        "same": 5,
        "different": 0,
        "skipped": 0,
    }
    deeds = [
        (push.fields.get("Event", "text"), push.fields.get("EventKey", ""), push.fields.get("bizmsgmenuid"))
        for push in endpoint.received
    ]
    assert deeds == [
        ("text", "", None),
        ("CLICK", "MENU_ASK", None),
        ("text", "", "1"),
        ("unsubscribe", "", None),
        ("subscribe", "qrscene_place:hall", None),
    ]


async def test_other_words_are_told_with_what_stood_there(open_stage: OpenStage, tmp_path: Path) -> None:
    transcript = await kept(open_stage, tmp_path, then)

    def changed(push: Push) -> str:
        return "今天放假" if push.fields.get("EventKey") == "MENU_ASK" else now(push)

    report, _ = await replayed(open_stage, transcript, changed)
    [difference] = report.differences
    assert difference.deed == "点了菜单：MENU_ASK"
    assert "-MENU_ASK" in difference.lines
    assert "+今天放假" in difference.lines
    assert report.plain()["different"] == 1


async def test_silence_where_there_were_words_is_a_difference(open_stage: OpenStage, tmp_path: Path) -> None:
    transcript = await kept(open_stage, tmp_path, then)
    report, _ = await replayed(open_stage, transcript, lambda _: "")
    assert len(report.differences) == 4
    assert all(line.startswith("-") for line in report.differences[0].lines[3:])


async def test_a_message_that_came_later_is_waited_for(open_stage: OpenStage, tmp_path: Path) -> None:
    transcript = await kept(open_stage, tmp_path, lambda push: "")
    at = next(place for place, entry in enumerate(transcript.entries) if entry.side == "citizen")
    stages: list[Simulator] = []

    def late(push: Push) -> str:
        if push.fields.get("Content") == "低保怎么办":
            world = stages[0].world
            citizen = world.citizens[push.fields["FromUserName"]]
            world.add(citizen, side="account", kind="text", text="迟到的话", via="custom")
        return ""

    stage = await open_stage(speaking(late))
    stages.append(stage.simulator)
    source = stage.simulator.world.settle("抄写（示例）", follows=True)
    told = stage.simulator.world.add(source, side="account", kind="text", text="迟到的话", via="custom")
    transcript.entries.insert(at + 1, told)
    report = await Replay(stage.simulator.deeds, 10.0).run([transcript])
    assert report.differences == []


def test_a_window_without_a_deed_has_no_exchange() -> None:
    assert list(exchanges([])) == []
