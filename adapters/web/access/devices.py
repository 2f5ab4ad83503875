"""What a person would call the device a session was opened on, from what the browser says of itself."""

from collections.abc import Sequence

# The first that fits: browsers name their forebears too, and the more particular one stands first.
BROWSERS = (
    ("MicroMessenger", "微信"),
    ("Edg", "Edge"),
    ("QQBrowser", "QQ浏览器"),
    ("360SE", "360浏览器"),
    ("QIHU", "360浏览器"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("HarmonyOS", "鸿蒙"),
    ("Android", "安卓"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
)


def device_of(agent: str) -> str:
    """Give browser and system, such as `Edge · Windows`; empty when neither is known."""
    return " · ".join(filter(None, (_first(agent, BROWSERS), _first(agent, SYSTEMS))))


def _first(agent: str, names: Sequence[tuple[str, str]]) -> str:
    return next((name for mark, name in names if mark in agent), "")
