"""Devices are named as people name them."""

import pytest

from adapters.web.access.devices import device_of

CHROME = "Mozilla/5.0 ({}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36{}"


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        (CHROME.format("Windows NT 10.0; Win64; x64", ""), "Chrome · Windows"),
        (CHROME.format("Windows NT 10.0; Win64; x64", " Edg/120.0"), "Edge · Windows"),
        (CHROME.format("X11; Linux x86_64", ""), "Chrome · Linux"),
        (CHROME.format("Linux; Android 14", " MicroMessenger/8.0"), "微信 · 安卓"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Safari/604.1",
            "Safari · iPhone",
        ),
        ("Mozilla/5.0 (Windows NT 10.0; rv:120.0) Gecko/20100101 Firefox/120.0", "Firefox · Windows"),
        ("curl/8.0", ""),
        ("", ""),
        ("\udcff<script>", ""),
    ],
)
def test_browser_and_system_are_named(agent: str, device: str) -> None:
    assert device_of(agent) == device
