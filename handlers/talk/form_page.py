"""A form as a page shows it: the same fields, labels and checks as in the talk, filled as far as the talk got."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

# What a button says for a citizen, in the program's own words.
YES = "/affirm"
INSISTS = "insist"
"""The field of a page by which somebody goes on past another door that was shown."""


@dataclass(frozen=True, slots=True)
class PageField:
    """One field: what it is called, what it holds, and what is wrong with what was given.

    `value` is what may be shown for changing; of private fields only `held` is shown, with the middle hidden. Options that
    are `listed` are too many to stand one beside the other. `part` says whom the field is for, where not everybody needs it.
    """

    name: str
    label: str
    hint: str
    value: str = ""
    held: str = ""
    fault: str = ""
    options: tuple[str, ...] = ()
    listed: bool = False
    long: bool = False
    part: str = ""


@dataclass(frozen=True, slots=True)
class FormPage:
    """The page: its notice, whether that has to be accepted still, the fields, whether nothing is missing but the yes.

    `posting` is the choice that needs an address, empty for a form without one. `tells` says that the notice stands there
    though nothing has to be accepted.
    """

    notice: str
    accepted: bool
    fields: tuple[PageField, ...]
    complete: bool
    posting: str = ""
    tells: bool = False


@dataclass(frozen=True, slots=True)
class FormSheet:
    """What the page of one form needs: the group of its texts, the page for what the talk holds, the answers it brings.

    `pictures` says that photos may be sent along; where they answer a field, `encloses` is that one. `elsewhere` says that
    another door may be shown for what was told, past which the citizen may go.
    """

    group: str
    page: Callable[[Mapping[str, Any]], FormPage]
    answers: Callable[[Mapping[str, str], FormPage], dict[str, str]]
    pictures: bool = False
    encloses: str = ""
    elsewhere: bool = False


FormAddress = Callable[[str, str], str]
"""Gives the address of the page of a citizen's form, by the form's identity; empty where there is none."""


def on_no_page(citizen: str, form_id: str) -> str:  # noqa: ARG001 - `FormAddress`.
    """Give no address, as where no page is served."""
    return ""
