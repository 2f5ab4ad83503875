"""Whether words are nothing but a place: where a place is asked for, its sound alone (卫生院门口, 大桥下面) tells of no danger.

Signs and evidence count as ever, and so does all that is guessed of words that name anybody, or tell of anything that
happens.
"""

import re

MOST_LETTERS = 24
# Names in which a letter of those below stands for nobody and nothing that happens.
_NAMES = re.compile(r"人民|人行|人社|人才|人防|他山|打铁|打索|喊泉|烧烤|烧饼|烧腊|儿童|女儿|妇女|子女|跳蚤")
_HAPPENS = re.compile(
    r"[我俺咱你您他她它们人谁孩娃爸妈爹娘爷奶公婆哥姐弟妹儿女叔姨伯跳死活救掉坠落摔哭喊叫打杀砍捅血晕昏倒病痛疼伤漏冒烟烧炸裂塌撞追躲逃困淹溺漂沉吞喝毒]"
    r"|味|着火|不见|没了|出事|来不及|快点|危险|[?？!！]"
)
_PUBLIC = re.compile(r"公(?=园|路|交|寓|安|司|厕|墓|馆|共|租|务|证)")


def is_bare_place(form: str) -> bool:
    """Whether a normal form is short and names neither anybody nor anything that happens."""
    return len(form) <= MOST_LETTERS and not _HAPPENS.search(_PUBLIC.sub("", _NAMES.sub("", form)))
