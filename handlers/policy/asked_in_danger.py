"""Whoever tells of danger and asks for rules besides: the number to call stands first, the answer after it."""

import re

from handlers.talk.offered import CLAUSE

RULES = re.compile(
    "申请|补贴|补助|津贴|救助(?![我他她])|报销|保险|医保|低保|政策|规定|条件|材料|手续|能不能领|怎么办理|批地|收费|登记"
)
ASKED = re.compile(
    "吗|呢|怎|咋|如何|多少|几|什么|啥|哪|谁|能不能|能领|可以|可不可以|有没有|有无|是不是|行不行|要不要|需不需要|不$|没$"
)


def asks_rules(said: str) -> bool:
    """Whether one clause both names a rule and asks: a card named in the story of a fraud (说我医保卡被冻结了) asks for none."""
    marked = said.replace("？", "吗，").replace("?", "吗,")
    return any(RULES.search(part) and ASKED.search(part) for part in CLAUSE.split(marked))
