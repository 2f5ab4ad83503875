"""Formulas of Word (Office Math) on one line: a fraction keeps its stroke, an exponent stays above."""

from xml.etree.ElementTree import Element

from knowledge.documents.draft import Refusal
from knowledge.ingest import limits
from knowledge.ingest.readers.signs import shifted

M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MATH = frozenset({f"{M}oMath", f"{M}oMathPara"})
_PROPERTIES = "Pr"


def formula(element: Element, depth: int = 0) -> str:
    """Give a formula in signs on one line; raises `Refusal` when it is nested too deep."""
    if depth > limits.NESTING:
        raise Refusal("too_deep")
    name = element.tag.removeprefix(M)
    if name == "t":
        return element.text or ""
    if name.endswith(_PROPERTIES):
        return ""
    inside = {child.tag.removeprefix(M): formula(child, depth + 1) for child in element}
    written = _written(name, element, inside)
    return written if written is not None else "".join(formula(child, depth + 1) for child in element)


def _written(name: str, element: Element, inside: dict[str, str]) -> str | None:
    base = inside.get("e", "")
    if name == "f":
        return f"{_grouped(inside.get('num', ''))}/{_grouped(inside.get('den', ''))}"
    if name in {"sSup", "sSub", "sSubSup"}:
        return base + _lowered(inside.get("sub", "")) + _raised(inside.get("sup", ""))
    if name == "rad":
        return f"{_raised(inside.get('deg', ''))}√{_grouped(base)}"
    if name == "nary":
        sign = _value(element, "naryPr", "chr") or "∫"
        return f"{sign}{_lowered(inside.get('sub', ''))}{_raised(inside.get('sup', ''))}{base}"
    if name == "d":
        within = "，".join(formula(one) for one in element.findall(f"{M}e"))
        return f"{_value(element, 'dPr', 'begChr') or '('}{within}{_value(element, 'dPr', 'endChr') or ')'}"
    return None


def _grouped(words: str) -> str:
    return words if words.isalnum() or words.replace(".", "", 1).isdecimal() else f"({words})"


def _raised(words: str) -> str:
    return shifted(words, raised=True)


def _lowered(words: str) -> str:
    return shifted(words, raised=False)


def _value(element: Element, properties: str, name: str) -> str:
    found = element.find(f"{M}{properties}/{M}{name}")
    return "" if found is None else found.get(f"{M}val") or ""
