"""What the simulator must know of the account it plays and of the adapter it pushes to."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from adapters.wechat.simulator.protocol.rights import PROFILE_NAMES, Profile
from adapters.wechat.simulator.protocol.switches import Switches

Mode = Literal["clear", "compatible", "safe"]

NOTICE = "模拟器，不是微信"


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulatorSettings:
    """One simulated account; `port` 0 takes a free one, `timeout` is in seconds of real time.

    `also` are the adapter's other addresses: pushes go to each in turn, as a reverse proxy would hand them on.
    `data_dir` keeps the conversations, one file a citizen; without it they end with the process.
    `login_hosts` are the hosts (with port) of pages that may ask for a web login. `allowed_ips` empty means that every address may call the API. Raises ValueError, in plain words, when a value
    could not stand in the platform's own console.
    """

    callback_url: str
    also: tuple[str, ...] = ()
    token: str = field(repr=False)
    aes_key: str = field(repr=False)
    appid: str
    secret: str = field(repr=False)
    account: str
    mode: Mode = "safe"
    host: str = "127.0.0.1"
    port: int = 0
    max_deliveries: int = 3
    timeout: float = 5.0
    title: str = "青岚县政务公开（示例）"
    profile: Profile = "service"
    allowed_ips: tuple[str, ...] = ()
    data_dir: Path | None = None
    menu_path: Path | None = None
    templates: tuple[str, ...] = ("SIMULATED_TEMPLATE",)
    login_hosts: tuple[str, ...] = ()
    switches: Switches = field(default_factory=Switches)

    def __post_init__(self) -> None:
        rules = (
            ("callback_url", r"https?://\S+", "必须以 http:// 或 https:// 开头"),
            ("token", r"[A-Za-z0-9]{3,32}", "必须是3至32位字母或数字"),
            ("aes_key", r"[A-Za-z0-9+/]{43}" + ("|" if self.mode == "clear" else ""), "必须是43位字母或数字"),
            ("appid", r"\S+", "不能为空"),
            ("secret", r"\S+", "不能为空"),
            ("account", r"gh_[A-Za-z0-9_]+", "必须是公众号的原始ID，以 gh_ 开头"),
            ("mode", r"clear|compatible|safe", "只能是 clear、compatible 或 safe"),
        )
        for name, pattern, words in rules:
            if not re.fullmatch(pattern, getattr(self, name)):
                raise ValueError(f"{name}：{words}")
        if not all(re.fullmatch(r"https?://\S+", address) for address in self.also):
            raise ValueError("also：每个地址都要以 http:// 或 https:// 开头")
        if self.profile not in PROFILE_NAMES:
            raise ValueError(f"profile：只能是{'、'.join(PROFILE_NAMES)}")
        if self.max_deliveries < 1 or self.timeout <= 0:
            raise ValueError("max_deliveries 至少为1，timeout 必须大于0")
