"""What people say before they come to the matter: whom they greet, who sent them, where they heard of it, that nobody knows.

邻居都在传，老师周末要直播上课吗 is the question behind the comma. Its first words stand in many documents and in none for this
question's sake, so they are not looked for.
"""

import re

# What is shorter without its lead-in asks nothing.
LEAST_LETTERS = 5
# So many lead-ins may follow one another.
MOST_LEAD_INS = 4
_WHO = (
    "群里|村里|村上|家里|屋里|单位上?|厂里|邻居|街坊|同事|同行|工友|老乡|朋友|亲戚|网上|网友|大家|别人|人家|村干部|社区|居委会|物业|老师|家长|我妈|我爸|妈妈|爸爸|"
    "老伴|老婆|老公|爱人|媳妇|孩子|儿子|女儿|爷爷|奶奶|领导|老板|家里人|家里老人|隔壁|小区里?|街上|外面|有人|他们|我们"
)
_TOLD = "(?:在)?(?:传|说|讲|问|打听|议论|聊|转|吵)"
_UNKNOWN = "(?:说|讲|弄|搞|答|问)(?:得)?(?:不)?(?:清楚?|明白)|不(?:知道|清楚|晓得|懂|明白)"
_LEAD_INS = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?:喂|嗨|哈喽|嗯|呃|啊|哎|诶|那个|这个|就是说|就是|是这样|话说)(?:的)?[,，.。!！~ ]{0,3}",
        r"(?:在吗|在不在|有人吗|有人在吗|有没有人)[?？,，.。!！ ]{0,3}",
        r"(?:各位)?(?:老师|同志|师傅|领导|大哥|大姐|亲|工作人员|小编|客服|管理员|大神)?(?:们)?(?:你|您|大家)好(?:啊|呀)?[,，.。!！ ]{0,3}",
        r"(?:我)?(?:再|来|想|就想)?(?:请教|请问|打听|求助|求教|求问|麻烦|打扰|劳驾|问|咨询|了解)(?:你|您)?(?:一下|下|了|一声|个事|个问题|一个问题)[,，.。!！: ]{0,3}",
        rf"听(?:说|讲|(?:{_WHO})(?:屋)?(?:的)?(?:人)?(?:说|讲))(?:的)?[,，.。: ]{{1,3}}",
        r"(?:求助|求教|请教|请问|打扰了|急急急|急|在线等)[,，.。!！: ]{1,3}",
        r"(?:麻烦|请)?(?:帮忙|帮我|帮|替我)(?:看看|看一下|看下|查查|查一下|查下|问问|问一下)[,，.。!！: ]{1,3}",
        rf"(?:{_WHO})(?:没人|没一个人?|谁)?(?:都|也)?(?:{_UNKNOWN})[,，.。!！: ]{{0,3}}",
        rf"(?:几个|我们|我|好几个|一帮)?(?:{_WHO})(?:几个|那些|里头?)?(?:老的|人)?(?:都|也|全|个个|天天|最近|一直){{1,2}}{_TOLD}[,，.。!！: ]{{0,3}}",
        rf"(?:{_WHO})(?:让|叫|托|喊|催)我?(?:来)?(?:帮)?(?:他|她|忙)?(?:问|打听|查|了解|看)(?:问|一下|一问|下|看|个事)[,，.。!！: ]{{0,3}}",
        r"(?:我)?(?:刚|刚刚|刚才|今天|昨天|早上)?(?:在)?(?:看|刷|听|瞧)(?:到|见)(?:了)?(?:个|一个|条|一条)?(?:群里|网上|抖音上?|朋友圈|电视上?|新闻|广播)(?:里|上)?(?:转|发|说|播)?(?:的)?(?:个|一个)?(?:通知|新闻|消息|视频|文章)?[,，.。!！: ]{0,3}",
        r"(?:我)?(?:在)?(?:网上|上网|到处|自己|官网上?|百度)?(?:查|找|搜|翻|问|打)(?:了)?(?:半天|好久|一圈|一上午|一下午|一天|好几天|几个人|好几个人|好多人|一遍|半天电话)(?:也|都|还是|还)?(?:没|没有|不)(?:查|找|搜|问|看|弄|搞)?(?:到|着|见|清楚?|明白|人接|人理|人说得清)[,，.。!！: ]{0,3}",
        r"(?:打了)?(?:半天|几个|好几个|一上午)?(?:电话|热线)(?:打了半天)?(?:一直|都|也|老是)?(?:没人接|打不通|占线|没打通)[,，.。!！: ]{1,3}",
    )
)  # fmt: skip


def without_lead_in(text: str) -> str:
    """Give a message without what is said before its matter; what is too short without it stays whole."""
    rest = text
    for _ in range(MOST_LEAD_INS):
        found = next((match for lead in _LEAD_INS if (match := lead.match(rest))), None)
        if found is None:
            break
        rest = rest[found.end() :].lstrip()
    return rest if len(rest) >= LEAST_LETTERS else text
