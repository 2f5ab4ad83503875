"""Chinese has no blanks between words: this turns a text into the words and character pairs that are searched."""

import re

import rjieba

_RUN = re.compile(r"[^\s]+")


def words(bare_text: str) -> list[str]:
    """Give the words of a bare text (see `normal_form.bare`), in order, without blanks."""
    return [word for word in rjieba.cut(bare_text) if not word.isspace()]


def tagged(text: str) -> list[tuple[str, str]]:
    """Give the words of a text, each with its part of speech (nr is a person's name)."""
    return [(str(word), str(kind)) for word, kind in rjieba.tag(text)]


def spaced(bare_text: str) -> str:
    """Give a bare text with a blank between any two words, as the index takes it."""
    return " ".join(rjieba.cut(bare_text))


def pairs(bare_text: str) -> list[str]:
    """Give every pair of neighbouring characters inside each unbroken run of a bare text, in order."""
    return [run[at : at + 2] for run in _RUN.findall(bare_text) for at in range(len(run) - 1)]
