"""What people say who want to know how something is made public, given on request, or kept: which way, or all three. Pure."""

import re

from handlers.paths.path import OpennessWay

LONGEST_LETTERS = 36
ALL = re.compile(
    r"三合一|三条路|三种(?:公开)?(?:方式|情形|路径)|公开(?:的)?导图|公开流程图|公开的?(?:全)?流程"
)
WAYS = (
    (OpennessWay.WITHHELD, re.compile(r"不予公开|不(?:能|可以|应当?)?公开(?:的)?(?:东西|文件|信息|材料)?")),
    (OpennessWay.ON_REQUEST, re.compile(r"依申请(?:公开)?")),
    (
        OpennessWay.ACTIVE,
        re.compile(r"主动公开|公开(?:一份|一个)?(?:文件|信息|材料)|(?:文件|信息|材料)(?:要|想)公开"),
    ),
)
PROCESS = re.compile(
    r"流程|程序|步骤|导图|(?:几|哪几|多少)(?:道|关|步|审)|(?:要|得|需要|都)?(?:经过|走)(?:哪些|什么|几)|哪些(?:审核|审查|检查|关)|怎么(?:走|审|审核|把关|定(?:下来|的)?)"
    r"|(?:谁|哪个)来?(?:审|定|把关|审核|说了算|拍板)|三审"
)
SHOWN = re.compile(
    r"(?:文件|信息|政务|材料|东西)[一-鿿]{0,10}(?:公开|发出来|放出来|挂出来)|公开(?:之前|以前|前)"
)
"""Said of whatever is made public, no way named."""
CHECKED = re.compile(
    r"审|把关|怎么(?:样)?(?:才能|才会|一步一?步)?公开(?:出来|出去)|几道关|多少关|检查|核对|流程|程序|(?:谁|哪个)(?:来|说)?(?:定|了算|拍板|批|签字)"
)
OPENNESS = re.compile(r"政务|政府|信息|文件|公开办|三合一|主动|依申请|不予|你们|材料|审")
ELSE = re.compile(
    r"目录|指南|年报|多少钱|收费|几天|多久|期限|电话|在哪|为什么|投诉|复议|起诉|我的|我申请|我那|到哪|进度|公示"
)


def ways_asked(said: str) -> tuple[OpennessWay, ...]:
    """Give the ways whose steps are asked for; none where something else is."""
    if not said or len(said) > LONGEST_LETTERS or ELSE.search(said):
        return ()
    process = PROCESS.search(said) is not None
    if "申请" in said and "依申请" not in said:
        return (OpennessWay.ON_REQUEST,) if "公开" in said and process else ()
    if ALL.search(said) and OPENNESS.search(said):
        return _named(said) or tuple(OpennessWay)
    if found := _named(said) if process else ():
        return found
    return (OpennessWay.ACTIVE,) if SHOWN.search(said) and CHECKED.search(said) else ()


def _named(said: str) -> tuple[OpennessWay, ...]:
    found, rest = [], said
    for way, words in WAYS:
        if words.search(rest):
            found.append(way)
            rest = words.sub("，", rest)
    return tuple(way for way in OpennessWay if way in found)
