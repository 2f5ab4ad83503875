"""What the command line does with the account: its kind is told, and no simulator starts where citizens are served."""

import pytest
from typer.testing import CliRunner

from adapters.cli.health.surroundings import account_features
from adapters.cli.main import app
from adapters.settings import Settings


@pytest.mark.parametrize(
    "command", [["serve"], ["send", "你好"], ["load"], ["replay", "x"]], ids=lambda command: command[0]
)
def test_no_simulator_starts_in_production(command: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINGBAI_PRODUCTION", "true")
    result = CliRunner().invoke(app, ["simulate", *command])
    assert result.exit_code == 1
    assert "正式环境" in result.output


async def test_the_doctor_tells_what_a_kind_lacks_and_what_is_done_instead() -> None:
    good, words = await account_features(Settings.model_construct(wechat_kind="public", wechat_notice="off"))
    assert good
    assert "自定义菜单：可以用" in words
    assert "模板消息、订阅通知：没有，不请市民回来，到时间转给工作人员" in words
    good, words = await account_features(
        Settings.model_construct(wechat_kind="public", wechat_notice="template")
    )
    assert not good
    assert "MINGBAI_WECHAT_NOTICE" in words
