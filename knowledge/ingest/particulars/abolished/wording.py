"""The words by which a paper ends, those that only speak of ending, and those by which it stays in force."""

import re

_ENDED = re.compile(r"废止|停止执行|不再执行|不再施行|停止施行|停止适用|停止使用|失效|作废")
# What only speaks of ending: as a duty, as an intention, as something long past.
_NO_END = re.compile(
    r"不得废止|不予废止|未废止|尚未失效|(?:拟|确需|如需|需要|建议|申请|提出|可以|认为应当)[^，。]{0,4}(?:废止|停止执行|失效)"
    r"|(?:修改|修订|制定|立|改)(?:、|或者?|和)?废(?:止)?(?:、|工作|或|和|情况)?"
    r"|(?:已经?|早已|曾)(?:(?:被|于|由|按照?|依照?|随|因)[^，。；]{0,120}?)?(?:废止|失效|停止执行)|此前已经?(?:废止|失效)"
    r"|废止前|失效前|自动失效|自行失效|自行废止|废止或者?失效"
)
_STANDING = re.compile(r"继续有效|保留|修改|修订|现行有效|继续执行|继续施行|重新公布|拟")
_PARTLY = re.compile(r"部分|条款|第[一二三四五六七八九十百\d]{1,4}[章条款项]|个别")
_REASON = re.compile(r"(?:废止|失效|停止执行)(?:的)?(?:理由|依据|原因|日期|时间|方式|说明)")


def ends(plain: str) -> "list[re.Match[str]]":
    """Give the words by which something ends, leaving out those that only speak of ending."""
    return list(_ENDED.finditer(spoken(plain)))


def spoken(plain: str) -> str:
    """Give words with what only speaks of ending blanked, sign for sign."""
    return _NO_END.sub(lambda found: "　" * len(found[0]), plain)


def stays(plain: str) -> bool:
    """Whether words tell that papers stay in force, be it changed."""
    return bool(_STANDING.search(plain))


def ends_whole(verdict: str) -> bool:
    """Whether what a table says of a paper ends it as a whole."""
    partly = _PARTLY.search(verdict) and "全文" not in verdict
    return bool(ends(verdict)) and not partly and not stays(verdict)


def tells_reason(column: str) -> bool:
    """Whether a column is named for why or when papers ended, so that each of its rows ends one."""
    return bool(_REASON.search(column))
