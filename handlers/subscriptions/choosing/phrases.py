"""What people say about being told: of what, that it shall stop, what they have, at which hour. Pure."""

import re
from collections.abc import Mapping

from bot.text.characters import clean

LONGEST_WORDS_LETTERS = 60
LEAST_LETTERS, MOST_LETTERS = 2, 30
_POLITE = r"(?:请|麻烦|帮我|给我|我要|我想|我|想|要|把|能不能|可以|现在|赶紧|快|[,，。 ]){0,5}"
_END = r"(?:了|吧|啊|呀|掉|谢谢|[。.!！~～ ]){0,4}"
STOPPING_ALL = re.compile(
    rf"{_POLITE}(?:(?:全部|都|所有的?|统统|一律)?(?:退订|取消订阅|取消所有订阅|不订阅?了|td)(?:全部|所有|消息)?"
    rf"|(?:别|不要|不想|不用)(?:再)?(?:给我|收)?(?:推送|推|发)(?:订阅)?(?:的)?(?:消息|东西|信息|内容)?(?:给我)?"
    rf"|(?:订阅|推送)(?:的)?(?:消息)?(?:全部|都)?(?:关掉|退掉|退了|取消|停掉|停了))(?:全部|所有)?{_END}",
    re.IGNORECASE,
)
STOPPING_ONE = re.compile(
    r"(?:^|把|取消|退订|退掉)(?:我?订(?:阅)?的|取消|退订|退掉)?([^,，。!！?？]{1,30}?)的?(?:订阅|推送|提醒)?(?:退订|退掉|退了|取消|关掉|停掉|不要|不订)?"
    rf"{_END}$"
)
STOP_WORD = re.compile("退订|退掉|退了|取消|关掉|停掉|不订了")
LISTING = re.compile(
    rf"{_POLITE}(?:看看?|看[一]?下|查看?|查[一]?下|瞧瞧?|管理|修改|打开)?(?:一下)?(?:我)?(?:这儿|这里|现在)?(?:都)?(?:的订阅(?:列表|内容)?|订阅列表|(?:都)?(?:订|关注)(?:阅|了|过|的){{0,2}}(?:什么|哪些|啥子|啥|些什么|些啥子?)(?:东西|内容|消息)?)(?:呢|呀|啊|吗|[?？。 ]){{0,3}}"
)
BARE = re.compile(
    rf"{_POLITE}(?:政策|消息)?订阅?(?:政策|消息|功能)?(?:一下|在哪里?|怎么订|怎么用){{0,1}}{_END}[?？]{{0,1}}"
)
_TELL = r"(?:告诉|通知|提醒|说|喊|叫|推送?|发|知会|来个信)"
THIS_DOCUMENT = re.compile(
    rf"(?:如果|要是|以后|今后|等)?(?:这|那|该|上面|刚才)(?:一)?(?:个|份|条|项|些)?的?(?:文件|政策|办法|规定|通知|指南|细则|标准|事项?)(?:以后|今后|要是|如果|一旦|一|有|再|哪天){{0,3}}"
    rf"(?:变|改|更新|修|废止|到期|作废|失效|动|新)[^,，。!！?？]{{0,8}}[,，]?(?:就|请|都|麻烦|记得|要)?{_TELL}"
)
_TO_ME = r"(?:(?:给|跟|向|和|同|对)(?:我|我们|俺)|(?:告诉|通知|提醒|知会)(?:我|我们|俺))"
TELLING = re.compile(
    rf"(?:变了?|改了?|调整|更新|开始(?:申请|申报|报名|登记|受理|发放?)?了?|出(?:来|台|了|啥子?|什么|新)|有(?:啥子?|什么|了|新)?)"
    rf"[^。！!?？]{{0,14}}{_TO_ME}(?:都|也|再|就)?(?:说|讲|吱|打|发|提|通)?(?:个|一)?(?:一?声|下|招呼|过来|信|一下)?"
)
"""Asks in everyday words to be told of what changes or comes; of what is read from the rest."""
_TOLD_BY_OTHERS = re.compile(
    r"(?:社区|村里|村干部|居委会?|街道|学校|老师|单位|公司|厂里|老板|领导|他们?|她|医院|医生|物业|房东|派出所|窗口|银行|电话里?|有人|人家|邻居)"
    r"[^，。！？,!?\s]{0,6}(?:通知|告诉|提醒|推送)(?:了|过)?(?:我|咱)"
)
_FROM_NOW_ON = re.compile("订|以后|今后|下次|到时候?|有新|一有|有了|有消息|有变化|随时|及时|第一时间")
NEWS = re.compile("政策|通知|消息|文件|公告|规定|标准|办法|动静|活动|开始申请|开始报名|变动|新闻")
"""Whoever names none of these wants to be told how a matter of his own goes on."""
TITLED = re.compile(r"《([^《》]{2,80})》")
ASKS_TO_BE_TOLD = re.compile(rf"订阅|关注|{_TELL}(?:给)?我|有[^,，。]{{0,8}}(?:变|改|更新|动)")
HOUR = re.compile(
    r"(早上|早晨|上午|中午|下午|晚上|傍晚)?([0-9]{1,2}|[一二两三四五六七八九十]{1,3})(?:点钟?|:00|：00|时)(?:整)?(?!半)"
)
HOUR_WISH = re.compile("收|发|推|提醒|通知|改到|改成|换到|换成")
_FIGURES: Mapping[str, int] = {
    **{letter: at for at, letter in enumerate("一二三四五六七八九十", start=1)},
    "两": 2,
    "十一": 11,
    "十二": 12,
}
NOON = 12
YES = re.compile(
    r"(?:同意|好的?|可以|得行|行|是的?|要得|要的?|嗯|订吧?|对|中|确认|没问题|ok)(?:订|了|吧|啊|呀|[,，。.!！~ ]){0,3}",
    re.IGNORECASE,
)
PROJECT = re.compile(r"(?:项目|工程)$")
# What stands before and behind the matter in the words of whoever asks to be told of it.
_HEAD = re.compile(
    r"^(?:请问|请|麻烦|帮忙?|给|我们|我|想要|想|要|能不能|能|可不可以|可以|希望|以后|今后|往后|凡是|只要|如果|要是|等|一旦|一|再|"
    r"订阅|订|关注|关住|推送|收到|收|开通?|加|盯着?点?|dy|有|新出台的|新出的|最新的?|新的|新|关于|任何|县里|县政府|政府|所有|全部|每天|每周|每月|第一时间|个|下|把|[🔔,，:： ])",
    re.IGNORECASE,
)
_TAIL = re.compile(
    rf"(?:{_TELL}(?:一?声|一下|一份|个信儿?)?|给|我们|我|俺|本人|就|请|麻烦|都|第一时间|及时|马上|的时候|的话|时候|时|一?声|一下|一份|出来|出台|公布|发布|出了|有了|来了|更新|变化|变动|变了|改了|有变|有|了|"
    r"最新|新|的事情?|的事儿|政策|文件|通知|消息|公告|信息|内容|动态|资讯|新闻|方面|这方面|相关|有关|之类|这类|类|这块|那块|什么|任何|提醒|"
    r"能不能|可以吗|行吗|好吗|行不行|吗|么|呗|吧|哈|哦|啊|呀|嘛|呢|的|[,，。.!！?？~～🔔 ])$"
)
_KEPT_WHOLE = re.compile(r"(?:征地|招考|招聘|拍卖|征收|停水|停电|防汛|规划)(?:公告|通知|公示|信息)$")


def matter_of(said: str, topic: str = "") -> str:
    """Give what somebody wants to be told of, without the words that only ask for it; empty where nothing is left."""
    words = _bare(topic) or _bare(TITLED.sub(r"\1", said))
    return words if LEAST_LETTERS <= len(words) <= MOST_LETTERS else ""


def _bare(said: str) -> str:
    words, before = clean(said).strip(), ""
    while words != before:
        before = words
        words = _HEAD.sub("", words, count=1)
        if not _KEPT_WHOLE.search(words):
            words = _TAIL.sub("", words, count=1)
    return words


def hour_of(said: str) -> int | None:
    """Give the hour of the day, 0 to 24, that words name; None where they name none."""
    found = HOUR.search(said)
    if found is None:
        return None
    part, figures = found.groups()
    hour = int(figures) if figures.isascii() and figures.isdigit() else _FIGURES.get(figures)
    if hour is None:
        return None
    afternoon = part in {"下午", "晚上", "傍晚"} or (part == "中午" and hour < NOON // 2)
    return hour + NOON if afternoon and hour < NOON else hour


# What is to be told one by one is to be told now (这几样挨个告诉我).
_EACH = "(?:一样一样|一样样|一个一个|一个个|一件一件|一件件|一项一项|一条一条|一条条|一步一步|一步步|逐个|逐一|逐项|挨个|挨着|分别|分开|详细|仔细|好好|慢慢|慢点)"
_EACH_NOW = re.compile(
    f"(?:{_EACH}|都|直接|马上|现在就?)[^，。！？,!?]{{0,4}}(?:告诉|讲给|说给|跟)(?:我|咱|俺)"
)
_HOW = re.compile(
    rf"{_POLITE}(?:你|您|那|就|都|得){{0,3}}{_EACH}[地的]?(?:(?:跟|给|对|和)(?:我|咱|俺)(?:说|讲|讲讲|说说)|(?:告诉|讲给|说给)(?:我|咱|俺)听?)(?:一下|清楚|明白)?{_END}"
)


def says_how(said: str) -> bool:
    """Whether words say only how something is to be told (一样一样告诉我), and nothing of what."""
    return _HOW.fullmatch(said) is not None


def told_by_others(said: str) -> bool:
    """Whether words tell what somebody else made known (社区通知我在家呆着), or ask to be told now, and for no news from now on."""
    told = _TOLD_BY_OTHERS.search(said) is not None or _EACH_NOW.search(said) is not None
    return told and _FROM_NOW_ON.search(said) is None
