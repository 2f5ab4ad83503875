"""A page that knows who opened it from the chat: whatever is written there is written as in the talk."""

from collections.abc import Callable

PersonalPage = Callable[[str, str], str]
"""Gives the address of a page for a citizen by the number of what it shows; empty where there is none."""


def no_personal_page(citizen: str, number: str) -> str:  # noqa: ARG001 - `PersonalPage`.
    """Give no address, as where no page is served."""
    return ""
