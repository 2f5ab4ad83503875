"""What the clauses of a text say: what they deny, which matters they name, and which they name together."""

import re
from functools import cache
from importlib import resources

from bot.text.plain_yaml import read_yaml
from knowledge.text import normal_form, segmentation
from knowledge.text.synonyms import official_words

# Small words that a segmenter joins to others, and everyday ones of a single letter: they name nothing.
JOINING = "先由再也就都要把被给去到在和与及后前还得着了的能会没不有从跟让做用里向经或为是找往上下中对于等时这那它其并且按照"
_SMALL = frozenset(f"{JOINING}人钱家老")
_SENTENCE_ENDS = re.compile("[。；;\n！!？?]")
# 超过90日参保的, is the condition of the clause behind it.
_CONDITION_ENDS = re.compile("的[,，]")
_DIRECTIONS = ("前", "后")
_CLAUSE_ENDS = re.compile("[。；;,，\n：:！!？?]")
# Kinds of words as the segmenter has them: names, and all that name matters and deeds.
NAMED = ("nr", "ns", "nt", "nz")
_MATTER = (*NAMED, "n", "vn", "v", "l", "i", "j", "t", "s")


def turns_denial(said: str, known: str) -> bool:
    """Whether words deny what the sources grant or grant what they deny: all in all, or of the things of one clause.

    A thing that the sources only deny is only denied; else the clause that shares most things with one tells.
    """
    if _denies(said) != _denies(known):
        return True
    clauses = [(clause, _denies(clause)) for clause in _CLAUSE_ENDS.split(known) if clause.strip()]
    for clause in _CLAUSE_ENDS.split(said):
        things = {word for word in _things(clause) if not _denies(word)}
        shared = [(sum(word in own for word in things), denied) for own, denied in clauses]
        most = max((count for count, _ in shared), default=0)
        only_denied = any(
            word in known and all(denied for own, denied in clauses if word in own) for word in things
        )
        if only_denied and not _denies(clause):
            return True
        if most and not any(denied == _denies(clause) for count, denied in shared if count == most):
            return True
    return False


def _denies(text: str) -> bool:
    return any(word in text for word in gate_words()["negations"])


def joins_matters(said: str, known: str) -> bool:
    """Whether a clause, with its condition, says together what the sources only say in sentences of their own.

    What is said before something must not be said behind it there.
    """
    sentences = _SENTENCE_ENDS.split(known)
    for clause in _CLAUSE_ENDS.split(_CONDITION_ENDS.sub("的", said)):
        things = [word for word in _things(clause) if word in known]
        things += [direction for direction in _DIRECTIONS if direction in clause]
        if things and not any(all(word in sentence for word in things) for sentence in sentences):
            return True
    return False


def _things(clause: str) -> set[str]:
    """Give the words of a clause that name matters and deeds."""
    return {word for word, kind in segmentation.tagged(clause) if kind.startswith(_MATTER) and len(word) > 1}


def foreign_words(said: str, known: str) -> set[str]:
    """Give the words of matters that the sources do not speak of, neither so nor in official words."""
    everyday, letters = gate_words()["everyday"], set(known)
    also = {
        spoken: official for spoken, official in official_words(said) if normal_form.fold(official) in known
    }
    return {
        word
        for word, kind in segmentation.tagged(said)
        if len(word) > 1
        and kind.startswith(_MATTER)
        and word not in known
        and word not in everyday
        and not set(word) - _SMALL <= letters
        and not any(word in spoken or spoken in word for spoken in also)
    }


@cache
def gate_words() -> dict[str, frozenset[str]]:
    """Give the words that the gate knows, by what they are (`knowledge/data/rewording.yml`)."""
    text = resources.files("knowledge").joinpath("data/rewording.yml").read_text(encoding="utf-8")
    return {name: frozenset(words) for name, words in read_yaml(text).items()}
