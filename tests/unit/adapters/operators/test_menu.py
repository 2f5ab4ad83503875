"""The desk's menu: few groups, every page has its entrance, nobody is shown a door that stays shut."""

import re

import pytest

from adapters.operators.menu import MENU, menu
from adapters.web.access.permissions import ROUTES
from handlers.texts import Texts

ENTRANCES = [entrance for group in MENU for entrance in group.entrances]
# The first page's second spelling, a fragment of pages, and a form that stands on the page of its register.
NO_PAGES = ("/operators/", "/operators/pick", "/operators/withheld/new")


def anything(_: str) -> bool:
    return True


def test_there_are_fewer_than_nine_groups_and_each_has_words() -> None:
    texts = Texts.load()
    assert len(MENU) < 9
    assert all(group.words in texts for group in MENU)
    assert all(entrance.words in texts for entrance in ENTRANCES)


def test_every_page_that_needs_no_number_has_an_entrance() -> None:
    pages = {
        key.removeprefix("GET ")
        for key in ROUTES
        if key.startswith("GET /operators") and not re.search(r"\{|\.\w+$", key)
    }
    assert pages - set(NO_PAGES) == {entrance.address for entrance in ENTRANCES}


def test_a_page_lies_under_one_entrance_only() -> None:
    pages = [
        key.removeprefix("GET ").replace("{id}", "a/b") for key in ROUTES if key.startswith("GET /operators")
    ]
    for page in pages:
        assert sum(entrance.leads_to(page) for entrance in ENTRANCES) <= 1, page


@pytest.mark.parametrize(
    ("path", "group", "entrance"),
    [
        ("/operators", "documents", "/operators"),
        ("/operators/", "documents", "/operators"),
        ("/operators/editor", "documents", "/operators/editor"),
        ("/operators/editor/policy/a", "documents", "/operators"),
        ("/operators/gaps/3", "questions", "/operators/gaps"),
        ("/operators/sheets/policy-a", "reviews", "/operators/reviews"),
    ],
)
def test_the_open_page_is_marked(path: str, group: str, entrance: str) -> None:
    [current] = [one for one in menu(anything, path) if one.current]
    assert current.words == f"desk_menu.{group}"
    assert [one.address for one, open_ in current.entrances if open_] == [entrance]


def test_a_group_leads_to_the_first_page_that_opens() -> None:
    shown = menu(lambda key: key == "GET /operators/waived", "/operators/waived")
    assert [(one.address, len(one.entrances)) for one in shown] == [("/operators/waived", 1)]
