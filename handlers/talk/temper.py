"""Angry words: which they are, and whether a message holds nothing else."""

import re

# The action that answers such words in a form.
CALM = "action_stay_calm"
RUDE = re.compile(
    r"傻[逼比bB叉狗]|煞笔|沙比|脑残|智障|弱智|白痴|蠢[货猪]|笨蛋|笨死|废物|饭桶|垃圾|滚[蛋开]?$|滚犊子|去死|死全家|你妈|他妈|妈的"
    r"|草泥马|卧槽|狗屁|狗东西|王八蛋|混蛋|畜生|吃屎|屁用|没用的东西|什么玩意|骗子|吃干饭|神经病|有病|不要脸|nmsl|cnm|tmd|fuck|shit",
    re.IGNORECASE,
)
# What stands around such words and says nothing by itself.
AROUND = re.compile(
    r"你们?|您|他们?|这些?|那些?|就是|都是|全是|真是|简直|一群|一帮|一个|个|是|都|全|真|太|好|的|了|啊|呀|吧|吗|呢|给我|赶紧|快|啥|破|烂"
    r"|系统|机器人|公众号|机器|程序|软件|东西|玩意儿?|政府|干部|领导|办事的?|当官的?|官|人|[\W_\d]"
)


def only_rude(said: str) -> bool:
    """Whether a message is nothing but angry words; whoever is angry and wants something is heard for what they want."""
    return RUDE.search(said) is not None and not AROUND.sub("", RUDE.sub("", said))
