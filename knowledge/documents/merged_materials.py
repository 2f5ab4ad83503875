"""One list out of several guides' lists: what is asked for more than once is brought once (一套材料)."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from knowledge.documents.guide import Mark, Material

# Whose paper it is does not make it another paper: whoever comes brings one of each.
_OWNER = re.compile(
    r"^(?:(?:共同申请人|申请人|经办人|本人|双方|夫妻|父母|监护人|负责人|户主|当事人|法定代表人|股东|投资人|经营者|从业人员|代办人|家庭成员|新生儿)[和及、与]?){1,5}的?"
)
_ENDS = re.compile(r"(?:原件及复印件|原件和复印件|原件|复印件|信息)$")
_PAPER_END = re.compile(r"(?:证|簿|证明|证书|书|表|照|记录|照片|合同|执照|发票)$")
_SAME = {"居民身份证": "身份证", "户口本": "户口簿", "居民户口簿": "户口簿", "社保卡": "社会保障卡"}
# The stricter mark of two holds: who has to show a paper for one matter has to have it along.
_STRICT = (Mark.REQUIRED, Mark.LICENCE, Mark.LATER, Mark.WAIVED)


@dataclass(frozen=True, slots=True)
class MergedMaterial:
    """One material of several matters; `titles` are the matters that ask for it."""

    material: Material
    titles: tuple[str, ...]


def merged(lists: Iterable[tuple[str, Sequence[Material]]]) -> tuple[MergedMaterial, ...]:
    """Give what is asked for by several matters, each a title with its list, in the order in which it comes up.

    A paper that everybody brings for one matter is not listed again for those who bring it for another.
    """
    kept: dict[tuple[str, str], MergedMaterial] = {}
    for title, listed in lists:
        for one in (paper for material in listed for paper in papers(material)):
            key = (paper_key(one.name), one.only or one.situation)
            known = kept.get(key)
            kept[key] = _both(known, one, title) if known else MergedMaterial(one, (title,))
    return tuple(one for key, one in kept.items() if not key[1] or not _covers(kept.get((key[0], "")), one))


def papers(material: Material) -> Iterator[Material]:
    """Give each paper of a line that names several: 结婚证、出生医学证明 are two."""
    names = [name.strip() for name in material.name.split("、")]
    if len(names) > 1 and all(_PAPER_END.search(name) for name in names):
        yield from (replace(material, name=name) for name in names)
    else:
        yield material


def paper_key(name: str) -> str:
    """Give what makes a paper the same one, whoever's it is and however it is copied."""
    bare = _ENDS.sub("", _OWNER.sub("", name.strip())) or name.strip()
    return _SAME.get(bare, bare)


def _both(known: MergedMaterial, other: Material, title: str) -> MergedMaterial:
    stricter = min((known.material, other), key=lambda one: _STRICT.index(one.mark))
    titles = known.titles if title in known.titles else (*known.titles, title)
    return MergedMaterial(replace(stricter, name=min(known.material.name, other.name, key=len)), titles)


def _covers(everybody: MergedMaterial | None, some: MergedMaterial) -> bool:
    """Whether what everybody brings spares those who would bring it only in some case."""
    if everybody is None:
        return False
    return _STRICT.index(everybody.material.mark) <= _STRICT.index(some.material.mark)
