"""The menu of the operators' desk: few groups, each with its entrances; whoever may not open a page is not shown it."""

from collections.abc import Callable
from dataclasses import dataclass

May = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Entrance:
    """A page with an entrance; `words` is its text key, under the addresses `below` lie the pages reached from it."""

    address: str
    words: str
    below: tuple[str, ...] = ()

    def leads_to(self, path: str) -> bool:
        """Whether a page is this one or lies below it."""
        own = path in {self.address, f"{self.address}/"}
        return own or any(path.startswith(f"{one}/") for one in self.below)


@dataclass(frozen=True, slots=True)
class MenuGroup:
    """What belongs together, under one word of the menu."""

    words: str
    entrances: tuple[Entrance, ...]


@dataclass(frozen=True, slots=True)
class ShownMenuGroup:
    """A group as somebody sees it: where it leads first, whether its page is open, and the entrances left."""

    words: str
    address: str
    current: bool
    entrances: tuple[tuple[Entrance, bool], ...]


def _lies(name: str, words: str, *below: str) -> Entrance:
    """Give an entrance below the desk, with its own pages and those of the names in `below`."""
    return Entrance(f"/operators/{name}", words, tuple(f"/operators/{one}" for one in (name, *below)))


_OF_ONE_DOCUMENT = (
    "documents",
    "document-photos",
    "editor",
    "versions",
    "proposals",
    "submissions",
    "scans",
    "passages",
)
MENU: tuple[MenuGroup, ...] = (
    MenuGroup(
        "desk_menu.documents",
        (
            Entrance("/operators", "desk_menu.all", tuple(f"/operators/{one}" for one in _OF_ONE_DOCUMENT)),
            Entrance("/operators/editor", "publishing.editor.new"),
            _lies("texts", "text_search.title"),
            _lies("due", "due.title"),
            _lies("batches", "batches.title"),
            _lies("waived", "waived.desk.nav"),
            _lies("discards", "publishing.discards.title"),
        ),
    ),
    MenuGroup(
        "desk_menu.imports",
        (_lies("import", "operators.import.title"), _lies("web-pages", "web_pages.title")),
    ),
    MenuGroup(
        "desk_menu.reviews",
        (
            _lies("reviews", "publishing.queue.title", "sheets", "rehearsals", "effects"),
            _lies("paths", "paths.desk.nav"),
            _lies("withheld", "withheld.nav"),
        ),
    ),
    MenuGroup(
        "desk_menu.questions",
        (
            _lies("questions", "asked.title"),
            _lies("gaps", "gaps.title"),
            _lies("popular", "popular.nav"),
            _lies("try", "operators.nav.try"),
            _lies("regression", "regression.nav"),
            _lies("switches", "switches.nav"),
        ),
    ),
    MenuGroup(
        "desk_menu.words",
        (
            _lies("words", "publishing.words.title"),
            _lies("sayings", "sayings.tab"),
            _lies("unit-phones", "unit_phones.title"),
            _lies("plan", "openness.tab"),
        ),
    ),
    MenuGroup(
        "desk_menu.report",
        (
            _lies("report", "report.title"),
            _lies("openness", "inspection.title"),
            _lies("outlets", "outlets.title"),
        ),
    ),
    MenuGroup("desk_menu.accounts", (_lies("accounts", "accounts.list.nav"),)),
)


def menu(may: May, path: str) -> tuple[ShownMenuGroup, ...]:
    """Give the groups somebody sees at a page; `may` tells whether a route, such as `GET /operators`, opens."""
    return tuple(shown for group in MENU if (shown := _shown(group, may, path)))


def _shown(group: MenuGroup, may: May, path: str) -> ShownMenuGroup | None:
    left = [(one, one.leads_to(path)) for one in group.entrances if may(f"GET {one.address}")]
    if not left:
        return None
    return ShownMenuGroup(group.words, left[0][0].address, any(open_ for _, open_ in left), tuple(left))
