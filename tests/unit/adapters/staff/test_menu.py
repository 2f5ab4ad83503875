"""The desk's menu stays short: whoever works there all day finds things without reading."""

from pathlib import Path

MENU = Path(__file__).parents[4] / "adapters/staff/templates/nav.html"
MOST = 8


def test_the_menu_stays_under_nine_entries() -> None:
    assert MENU.read_text("utf-8").count("<a href=") <= MOST
