"""Whether words ask what a rule says, told by one rule: beside danger, in a form, wherever else something is told of."""

import re

from handlers.talk.offered import CLAUSE

RULES = re.compile(
    "申请|申领|领取|补贴|补助|津贴|救助(?![我他她])|报销|保险|医保|低保|公租房|社保(?![卡局])|政策|规定|条件|材料|手续"
    "|要带|能不能领|怎么办理|办理|批地|收费|登记"
)
# 前几天 and 哪怕 tell, they do not ask.
ASKED = re.compile(
    "吗|呢|怎|咋|如何|多少|(?<![前这那好十第])几(?!天前|个?月前|年前|次了)|什么|啥|哪(?!怕)|谁|能不能|能领|可以|可不可以|有没有|有无|是不是|行不行"
    "|要不要|需不需要|不$|没$"
)
# Who hopes for something says so, and asks for no rule: 希望我妈可以领取补助.
HOPES = re.compile("希望|盼|但愿")


def asks_rules(said: str) -> bool:
    """Whether one clause both names a rule and asks: a card named in the story of a fraud (说我医保卡被冻结了) asks for none."""
    marked = said.replace("？", "吗，").replace("?", "吗,")
    return any(
        RULES.search(part) and ASKED.search(part) and not HOPES.search(part) for part in CLAUSE.split(marked)
    )
