"""Settings are refused in plain words, all at once, before anything starts."""

from pathlib import Path

import pytest

from adapters.settings import Settings, SettingsError, load

GOOD = {
    "MINGBAI_SECRET_KEY": "k" * 32,
    "MINGBAI_WECHAT_TOKEN": "token",
    "MINGBAI_WECHAT_AES_KEY": "a" * 43,
    "MINGBAI_WECHAT_APPID": "wx1",
    "MINGBAI_WECHAT_ACCOUNT": "gh_1",
}


@pytest.fixture
def place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(f"MINGBAI_{name.upper()}", raising=False)
    for name, value in GOOD.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


def test_good_settings_load(place: pytest.MonkeyPatch) -> None:
    settings = load()
    assert settings.wechat_mode == "safe"
    assert settings.data_dir == Path("data")


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("MINGBAI_SECRET_KEY", "", "MINGBAI_SECRET_KEY"),
        ("MINGBAI_SECRET_KEY", "short", "至少要 32 个字符"),
        ("MINGBAI_WECHAT_AES_KEY", "", "MINGBAI_WECHAT_AES_KEY"),
        ("MINGBAI_WECHAT_TOKEN", "", "MINGBAI_WECHAT_TOKEN"),
        ("MINGBAI_DINGTALK_URL", "http://oapi.dingtalk.com", "要以 https:// 开头"),
        ("MINGBAI_WECOM_URL", "qyapi.weixin.qq.com", "要以 https:// 开头"),
        ("MINGBAI_MAIL_HOST", "mail.xx.gov.cn", "MINGBAI_MAIL_FROM"),
        ("MINGBAI_MAIL_USER", "tixing", "MINGBAI_MAIL_PASSWORD"),
        ("MINGBAI_MAIL_TLS", "none", "MINGBAI_MAIL_TLS"),
        ("MINGBAI_PORT", "many", "MINGBAI_PORT"),
        ("MINGBAI_PORT", "70000", "MINGBAI_PORT"),
        ("MINGBAI_WECHAT_MODE", "secret", "MINGBAI_WECHAT_MODE"),
        ("MINGBAI_REDIS_URL", "http://x", "redis://"),
        ("MINGBAI_DATABASE_URL", "mysql://x", "postgresql://"),
        ("MINGBAI_PUBLIC_URL", "example.cn", "http://"),
        ("MINGBAI_PROT", "8000", "是不是 MINGBAI_PORT"),
        ("MINGBAI_XQZWV", "1", "docs/operations.md"),
        ("MINGBAI_ANSWER_BUDGET", "9", "MINGBAI_ANSWER_BUDGET"),
        ("MINGBAI_EMBEDDING_URL", "localhost/v1", "http://"),
        ("MINGBAI_EMBEDDING_URL", "http://localhost/v1", "MINGBAI_EMBEDDING_MODEL"),
        ("MINGBAI_EMBEDDING_TIMEOUT", "2", "MINGBAI_EMBEDDING_TIMEOUT"),
        ("MINGBAI_CHAT_MODEL_URL", "10.1.2.3:8000/v1", "http://"),
        ("MINGBAI_CHAT_MODEL_URL", "http://10.1.2.3:8000/v1", "MINGBAI_CHAT_MODEL_NAME"),
        ("MINGBAI_CHAT_MODEL_TIMEOUT", "3.5", "MINGBAI_CHAT_MODEL_TIMEOUT"),
        ("MINGBAI_TALK_DAYS", "366", "MINGBAI_TALK_DAYS"),
        ("MINGBAI_TALK_DAYS", "0", "MINGBAI_TALK_DAYS"),
        ("MINGBAI_PARCEL_DAYS", "0", "MINGBAI_PARCEL_DAYS"),
        ("MINGBAI_BACKUP_DAYS", "0", "MINGBAI_BACKUP_DAYS"),
    ],
)
def test_wrong_settings_stop_the_start(place: pytest.MonkeyPatch, name: str, value: str, words: str) -> None:
    place.setenv(name, value)
    with pytest.raises(SettingsError, match="(?s)" + words.replace("/", "/")):
        load()


def test_a_misspelt_line_in_the_file_is_found(place: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("MINGBAI_WECHAT_TOKN=x\n", "utf-8")
    with pytest.raises(SettingsError, match="MINGBAI_WECHAT_TOKEN"):
        load()


def test_secrets_do_not_show(place: pytest.MonkeyPatch) -> None:
    shown = repr(load())
    assert "k" * 32 not in shown
    assert "a" * 43 not in shown
