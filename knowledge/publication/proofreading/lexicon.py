"""The words a proof-reader goes by: the list that comes with the program, and what operators add to it."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import Any

from bot.text.plain_yaml import read_yaml
from knowledge.publication.proofreading.finding import Weight
from knowledge.text.surnames import surnames


@dataclass(frozen=True, slots=True)
class ProofreadingLexicon:
    """All word lists; `sensitive` gives for each word its weight and the key of the advice."""

    sensitive: Mapping[str, tuple[Weight, str]]
    misprints: Mapping[str, str]
    catch_all: re.Pattern[str]
    names: re.Pattern[str]

    def with_words(
        self,
        sensitive: Mapping[str, tuple[Weight, str]],
        misprints: Mapping[str, str],
        *,
        without: Collection[str] = (),
    ) -> "ProofreadingLexicon":
        """Give the lexicon with what operators added, and without what they let pass."""
        return replace(
            self,
            sensitive={
                word: advice
                for word, advice in {**self.sensitive, **sensitive}.items()
                if word not in without
            },
            misprints={
                word: advice
                for word, advice in {**self.misprints, **misprints}.items()
                if word not in without
            },
        )


@cache
def lexicon() -> ProofreadingLexicon:
    """Give the word lists that come with the program."""
    source = resources.files("knowledge").joinpath("data/proofreading.yml").read_text(encoding="utf-8")
    rows: dict[str, Any] = read_yaml(source)
    return ProofreadingLexicon(
        sensitive={word: (Weight(weight), advice) for word, (weight, advice) in rows["sensitive"].items()},
        misprints=rows["misprints"],
        catch_all=re.compile("|".join(rows["catch_all"])),
        names=_names(before=rows["before_names"], after=rows["after_names"]),
    )


def _names(*, before: list[str], after: list[str]) -> re.Pattern[str]:
    """Give what finds a name told by the word beside it: 联系人：王小雨, 王小雨同志."""
    # Small words and parts of titles are in nobody's given name: 经营者的王, 管负责.
    name = f"[{surnames().single}](?:(?![的是了在和与或及责有为被将])[\\u4e00-\\u9fff]){{1,2}}"
    return re.compile(
        f"(?:{'|'.join(before)})[为是]?[：:][ \\u3000]*(?P<beside>{name})(?![\\u4e00-\\u9fff])"
        f"|(?P<named>{name})(?:{'|'.join(after)})"
    )
