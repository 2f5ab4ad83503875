from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.wechat.simulator.delivery.load import LoadReport, script
from adapters.wechat.simulator.protocol.allowance import Allowance
from adapters.wechat.simulator.protocol.markup import MarkupError, read, write
from adapters.wechat.simulator.protocol.pushes import PushWriter
from adapters.wechat.simulator.protocol.refusals import RefusalError
from adapters.wechat.simulator.protocol.settings import SimulatorSettings
from adapters.wechat.simulator.protocol.switches import Switches
from adapters.wechat.simulator.world import menus
from adapters.wechat.simulator.world.faults import Faults
from adapters.wechat.simulator.world.timepiece import Timepiece
from adapters.wechat.simulator.world.tokens import Tokens
from bot.clock import SettableClock

NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
GOOD = {
    "callback_url": "http://127.0.0.1:1/wechat", "token": "abc", "aes_key": "a" * 43, "appid": "wx1", "secret": "s",
    "account": "gh_1",
}  # fmt: skip


# --- quota -----------------------------------------------------------------------------------------------------------


def test_five_messages_in_48_hours_and_the_sixth_is_spent() -> None:
    allowance = Allowance()
    allowance.trigger("message", NOON)
    for _ in range(5):
        assert allowance.judge(NOON + HOUR) == "open"
        allowance.spend(NOON + HOUR)
    assert allowance.judge(NOON + HOUR) == "spent"
    assert allowance.judge(NOON + 48 * HOUR) == "late"


def test_a_message_renews_the_row() -> None:
    allowance = Allowance()
    allowance.trigger("message", NOON)
    for _ in range(5):
        allowance.spend(NOON)
    allowance.trigger("message", NOON + HOUR)
    assert allowance.judge(NOON + HOUR) == "open"


@pytest.mark.parametrize("row", ["click", "follow", "scan"])
def test_short_rows_give_three_within_a_minute(row: str) -> None:
    allowance = Allowance()
    allowance.trigger(row, NOON)  # type: ignore[arg-type]
    for _ in range(3):
        allowance.spend(NOON)
    assert allowance.judge(NOON) == "spent"
    assert allowance.judge(NOON + MINUTE) == "late"


def test_rows_do_not_add_up_unless_switched() -> None:
    for add_up, expected in ((False, 5), (True, 8)):
        allowance, sent = Allowance(add_up=add_up), 0
        allowance.trigger("message", NOON)
        allowance.trigger("click", NOON)
        while allowance.judge(NOON) == "open":
            allowance.spend(NOON)
            sent += 1
        assert sent == expected


def test_nothing_may_be_sent_before_any_trigger_or_after_unfollowing() -> None:
    allowance = Allowance()
    assert allowance.judge(NOON) == "late"
    allowance.trigger("message", NOON)
    allowance.close()
    assert allowance.judge(NOON) == "late"


# --- tokens ----------------------------------------------------------------------------------------------------------


def test_the_stable_token_stays_and_is_renewed_in_its_last_five_minutes() -> None:
    tokens = Tokens()
    first, seconds = tokens.fetch_stable(NOON)
    assert seconds == 7200
    assert len(first) <= 512
    assert tokens.fetch_stable(NOON + HOUR) == (first, 3600)
    near_end = NOON + timedelta(seconds=7200 - 300)
    second, seconds = tokens.fetch_stable(near_end)
    assert second != first
    assert seconds == 7200
    assert tokens.check(first, near_end) == tokens.check(second, near_end) == "good"
    assert tokens.check(first, NOON + 2 * HOUR) == "expired"


def test_forcing_ends_the_old_one_and_is_limited() -> None:
    tokens, now = Tokens(), NOON
    first, _ = tokens.fetch_stable(now)
    second, _ = tokens.fetch_stable(now, force=True)
    assert tokens.check(first, now) == "unknown"
    assert tokens.check(second, now) == "good"
    with pytest.raises(RefusalError) as caught:
        tokens.fetch_stable(now + timedelta(seconds=29), force=True)
    assert caught.value.code == 45011
    for _ in range(19):
        now += timedelta(seconds=30)
        tokens.fetch_stable(now, force=True)
    with pytest.raises(RefusalError) as caught:
        tokens.fetch_stable(now + MINUTE, force=True)
    assert caught.value.code == 45009


def test_forcing_counts_by_beijing_days() -> None:
    tokens, late = Tokens(), datetime(2026, 3, 2, 15, 40, tzinfo=UTC)
    for number in range(20):
        tokens.fetch_stable(late + number * MINUTE, force=True)
    with pytest.raises(RefusalError):
        tokens.fetch_stable(datetime(2026, 3, 2, 15, 59, 59, 999_999, tzinfo=UTC), force=True)
    midnight = datetime(2026, 3, 2, 16, 0, 30, tzinfo=UTC)
    token, _ = tokens.fetch_stable(midnight, force=True)
    assert tokens.check(token, midnight) == "good"


def test_the_plain_token_replaces_with_overlap() -> None:
    tokens = Tokens()
    first, _ = tokens.fetch(NOON)
    second, _ = tokens.fetch(NOON + MINUTE)
    assert tokens.check(first, NOON + 5 * MINUTE) == "good"
    assert tokens.check(first, NOON + 6 * MINUTE) == "expired"
    assert tokens.check(second, NOON + 6 * MINUTE) == "good"


# --- menu ------------------------------------------------------------------------------------------------------------


def button(**changed: object) -> dict[str, object]:
    return {"type": "click", "name": "问政策", "key": "k"} | changed


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, 40016),
        ({"button": []}, 40016),
        ({"button": [button()] * 4}, 40016),
        ({"button": [button(name="字" * 6)]}, 40018),
        ({"button": [button(name="")]}, 40018),
        ({"button": [button(type="tap")]}, 40017),
        ({"button": [button(key="k" * 129)]}, 40019),
        ({"button": [button(type="view", url="https://a/" + "x" * 1024)]}, 40020),
        ({"button": [button(type="view", url="javascript:1")]}, 40020),
        ({"button": [{"name": "我的", "sub_button": [button()] * 6}]}, 40023),
        ({"button": [{"name": "我的", "sub_button": [button(name="字" * 21)]}]}, 40025),
        ({"button": [{"name": "我的", "sub_button": [button(key="k" * 129)]}]}, 40026),
        ({"button": ["x"]}, 47001),
    ],
)
def test_a_menu_over_size_is_refused_with_its_code(body: dict[str, object], code: int) -> None:
    with pytest.raises(RefusalError) as caught:
        menus.checked(body)
    assert caught.value.code == code


def test_the_sample_menu_is_one_the_platform_would_take() -> None:
    assert [top["name"] for top in menus.sample()["button"]] == ["问政策", "申请公开", "我的"]


# --- XML -------------------------------------------------------------------------------------------------------------


@given(
    st.text(
        alphabet=st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"),
        max_size=200,
    )
)
def test_any_text_survives_writing_and_reading(text: str) -> None:
    assert read(write([("Content", text)])).value("Content") == text


@pytest.mark.parametrize(
    "text",
    [
        "", "{}", "<xml>", "<a/>", "<xml></xml><xml/>", '<!DOCTYPE xml [<!ENTITY a "b">]><xml>&a;</xml>', "<xml>&a;</xml>",
        "<xml>" + "<a>" * 9 + "</a>" * 9 + "</xml>", "<xml>\x00</xml>", "<xml>\ud800</xml>",
    ],
)  # fmt: skip
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(MarkupError):
        read(text)


def test_a_scalar_that_repeats_or_has_children_is_refused() -> None:
    for text in ("<xml><a>1</a><a>2</a></xml>", "<xml><a><b/></a></xml>", "<xml/>"):
        with pytest.raises(MarkupError):
            read(text).value("a")


# --- pushes ----------------------------------------------------------------------------------------------------------


def test_messages_have_their_own_numbers_and_events_a_key_of_second_and_name() -> None:
    writer = PushWriter("gh_1")
    first, second = (writer.text("o1", "你好", at=NOON) for _ in range(2))
    assert first.key != second.key
    event = writer.event("o1", "CLICK", at=NOON, fields=[("EventKey", "我的")])
    assert event.key == f"e:o1:{int(NOON.timestamp())}:click:我的"
    assert "MsgId" not in event.xml


def test_a_tap_on_a_menu_message_counts_as_the_switch_says() -> None:
    assert PushWriter("gh_1").text("o1", "x", at=NOON, menu_id="1").row == "click"
    assert (
        PushWriter("gh_1", menu_message_click_is_a_menu_click=False).text("o1", "x", at=NOON, menu_id="1").row
        == "message"
    )


# --- clock, faults, settings, load -----------------------------------------------------------------------------------


def test_the_timepiece_runs_on_with_its_offset() -> None:
    base = SettableClock(NOON)
    clock = Timepiece(base)
    clock.set(datetime(2026, 5, 1))  # noqa: DTZ001 - a time without zone is the case
    base.advance(HOUR)
    assert clock.now() == datetime(2026, 5, 1, 1, tzinfo=UTC)
    clock.advance(-HOUR)
    assert clock.now() == datetime(2026, 5, 1, tzinfo=UTC)
    clock.reset()
    assert clock.now() == NOON + HOUR


def test_a_fault_is_used_up_and_meets_only_whom_it_is_meant_for() -> None:
    faults = Faults()
    faults.order({"kind": "late", "openid": "o1", "times": 2})
    assert faults.take("late", openid="o2") is None
    assert faults.take("lost", openid="o1") is None
    assert faults.take("late", openid="o1")
    assert faults.take("late", openid="o1")
    assert faults.take("late", openid="o1") is None
    assert faults.open() == []


def test_the_same_seed_hits_the_same_occasions() -> None:
    runs = []
    for _ in range(2):
        faults = Faults()
        faults.order({"kind": "late", "times": 500, "rate": 0.3, "seed": 7})
        runs.append([faults.take("late") is not None for _ in range(100)])
    assert runs[0] == runs[1]
    assert 10 < sum(runs[0]) < 60


@pytest.mark.parametrize(
    "order",
    [
        {},
        {"kind": "x"},
        {"kind": "late", "times": 0},
        {"kind": "late", "rate": 2},
        {"kind": "late", "value": "x"},
    ],
)
def test_a_senseless_fault_is_refused(order: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"应|只能"):
        Faults().order(order)


@pytest.mark.parametrize("name", ["callback_url", "token", "aes_key", "appid", "secret", "account"])
def test_settings_that_no_console_would_take_are_refused_by_name(name: str) -> None:
    with pytest.raises(ValueError, match=name):
        SimulatorSettings(**(GOOD | {name: ""}))  # type: ignore[arg-type]


def test_clear_mode_needs_no_key() -> None:
    assert SimulatorSettings(**(GOOD | {"aes_key": "", "mode": "clear"})).aes_key == ""  # type: ignore[arg-type]


def test_settings_hide_their_secrets() -> None:
    shown = repr(SimulatorSettings(**GOOD))  # type: ignore[arg-type]
    assert "a" * 43 not in shown
    assert "secret" not in shown


def test_every_switch_has_a_mark_and_a_meaning() -> None:
    for switch in Switches().described():
        assert switch["mark"] in {"[?]", "[F]", "[R]", "[ours]"}
        assert switch["says"]


def test_percentiles_are_of_the_answers_measured() -> None:
    report = LoadReport(latencies=[0.4, 0.1, 0.3, 0.2])
    assert (report.percentile(0.5), report.percentile(0.99)) == (0.2, 0.4)
    assert LoadReport().plain()["pushes"] == 0


def test_scripts_are_lines_and_an_unknown_one_is_an_error(tmp_path: Path) -> None:
    assert all(isinstance(line, str) for line in script("greeting"))
    own = tmp_path / "own.yml"
    own.write_text("mine: [一, 二]", encoding="utf-8")
    assert script("mine", own) == ["一", "二"]
    with pytest.raises(KeyError):
        script("nothing")


# --- independence ----------------------------------------------------------------------------------------------------


def test_the_simulator_imports_nothing_it_is_to_test() -> None:
    import ast

    folder = Path(menus.__file__).parents[1]
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            for name in names:
                # What time it is, where a program listens, how squares are drawn say nothing of the protocol.
                neutral = {"bot.clock", "adapters.port", "adapters.qr_code"}
                own = name.startswith("adapters.wechat.simulator") or name in neutral
                assert own or name.split(".")[0] not in {
                    "adapters",
                    "handlers",
                    "knowledge",
                    "intents",
                    "bot",
                    "wechatpy",
                }, (path, name)
