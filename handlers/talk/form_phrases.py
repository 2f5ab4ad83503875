"""What people say to any form besides answers: that was all, leave it as it was, I stay, let me correct that, yes."""

import re
import unicodedata
from typing import Any

from bot.forms.spec import NEVER

AFFIRM = "/affirm"
# What the documents answer beside a form; the composition root has it.
BESIDE = "action_answer_beside"
YES = re.compile(
    r"(?>(?:(?:我|现在|就|都|请|那)?(?:确认|确定|提交|同意|接受|看过|看完|已阅读|继续|是|对|好|行|可以|没问题|没错|无误|正确|要得|得行|就这样|就这么(?:办|定|着)|递交|交(?=吧|了|上去|[,，。.!！ ]|$)|中|ok|yes)"
    r"(?>(?:的|了|吧|上去|呀|啊|啦|嘞|滴|哒|无误|提交|申请|继续)*)[\s,，。.!！~～、]*+)+)"
)

_ONLY_READ = re.compile(
    r"(?>(?:(?:我|现在|就|都|请|那)?(?:看过|看完|已阅读|继续)"
    r"(?>(?:的|了|吧|呀|啊|啦|嘞|滴|哒|继续)*)[\s,，。.!！~～、]*+)+)"
)
"""Says that it was read, or that one may go on: enough after a notice, and no word that files anything."""

# The words that end a description told in pieces.
FINISHED = re.compile(
    r"(?:好了?|行了?|[,，。]|我)*(?:写完了?|说完了?|发完了?|就这些了?|就这样|没有?了?|没有?(?:门牌|号|门牌号|号码|组)码?了?|没别的了?|完了|结束|好了|齐了|够了)[的吧啊呀。.!！]*"
)
UNCHANGED = re.compile(
    r"(?:算了|那|就|还是|这项|先|[,，])*(?:不改|不变|不用改|不修改|保持不变|保持原样|照旧|跟原来一样|用原来的|原来的)(?:了|吧|就行|就好)*[。.!！]*"
)

# Whoever wanted to leave and stays after all; 确认提交 then means the form, never the leaving of it.
_STAYS = (
    r"(?:不|我|先|那|就)?(?:还是|继续|接着)(?:要|想|得|来|先)?(?:办|填|申请|登记|投诉|弄|写|提交|来|下去)?(?:完|了它|下去)?"
    r"|(?:不|别|不要|没|没有|没说|没想)(?:想)?(?:要)?(?:取消|退出|不填|不办|退)(?:这个|这份|了)?(?:申请)?"
    r"|我?(?:还)?(?:要|想)(?:办|填|申请)(?:的|下去|呢)?|(?:确认)?提交(?:申请)?|点错了?|按错了?|说错了?|手滑了?|留着|等等|等一下|慢着"
    r"|(?:把)?(?:刚才|刚刚)?(?:填好|填过|填)?的?(?:都|内容)?(?:恢复|找回来?|还给我)"
)
STAYING = re.compile(
    rf"(?>(?:算了|那|就|哎呀?|我|先|不对|不是|[,，。、！! ])*)(?:(?:{_STAYS})(?>(?:吧|了|的|好了|啊|呀|[,，。.、!！ ])*)){{1,3}}"
)

_LEAD = (
    r"(?:不对|算了|那|就|还是|能不能|可不可以|可以|能|等等|等一下|等下|哎|呀|哦|噢|对了|那个|请|帮我|给我|麻烦|我|想|要|需要|再|还|把|先|刚才|刚刚|前面|上面"
    r"|有(?:个|一?处|一?项)?(?:地方)?|[,，。、!！ ]){0,40}"
)
_CHANGE = r"(?:修改|更改|更正|改正|改动|改改|改一改|改(?![成为到])|重新填写?|重新写|重填|重写)(?:一下子?|下)?"
_WRONG = r"(?:写|填|输|打|说|弄|搞|选|报)?(?:错了?|反了|不对|有误|不是这个)(?:[,，]?(?:要改|改一下|我要改|要修改|需要改|想改))?"
_END = r"(?:的|了|吧|啊|呀|哈|内容|可以吗|行吗|能吗|好吗|怎么改|吗|[。.!！?？~ ])*"
_WHAT = r"(?P<what>[^,，。!！?？]{0,8}?)"
_BECOMES = r"(?>(?:(?<![,，。 ])[,，。 ]++)?)(?:(?:要|应该|应当|现在)?(?:改成|改为|换成|换为|更正为|改到)|应该是|应当是|其实是|是)(?P<value>(?!.*(?:多少|什么|啥|谁|哪|怎么|吗|呢|[?？])).{2}(?>(?:.*[^吧啊呀。!！~ \n])?))[吧啊呀。!！~ ]*"
CORRECTING = (
    re.compile(_LEAD + _WHAT + r"(?:" + _WRONG + r")?" + _BECOMES),
    re.compile(_LEAD + _CHANGE + _WHAT + _END),
    re.compile(_LEAD + _WHAT + r"(?:要|需要|想|得)" + _CHANGE + _END),
    re.compile(_LEAD + r"(?P<what>[^,，。!！?？]{1,8}?)的?" + _CHANGE + _END),
    re.compile(_LEAD + _WHAT + _WRONG + _END),
    re.compile(_LEAD + r"(?:不|别)(?:想|要|用)?(?P<what>邮寄|快递)(?:了|吧|啊|[。.!！])*"),
    re.compile(
        _LEAD
        + r"(?P<what>[^,，。!！?？0-9]{1,8}?)(?:要|想)?(?:换|改)(?:成|为|一?[个下])?[,，:： ]{1,2}(?:是|用)?(?P<value>[^,，。!！?？ ][^,，。!！?？]{1,39}?)[。.!！]{0,3}"
    ),
    # The number alone says which one is meant.
    re.compile(
        r"(?:不对|错了|写错了|[,，。 ])*(?:不是|不要)这个号?码?(?P<what>)[,，。 ]{0,3}(?:应该)?(?:要?是|用|换成|改成)?[:： ]{0,2}(?P<value>[0-9][0-9 -]{6,19}[0-9Xx])[。. ]*"
    ),
    # What is said to be right instead names no field, so the citizen is asked which one.
    re.compile(r"(?:不对|错了|写错了)[,，。 ]*(?:应该是|应当是|其实是|是).{2,20}"),
)


_LED = r"(?:嗯{1,3}|哦|对|好|行|可以|是|要得|没错|没问题|中)(?:的|了|嘞|滴|呀|啊)?[\s,，。.!！]{1,3}"
_URGED = r"(?:(?:就|那就|那|请|麻烦|给我|帮我|替我|把它|都|快|先)[,， ]?){0,3}"
_SETTLED = r"(?:吧|了|的|嘛|哈|呗|噻|起|就行|就是|谢谢|[\s,，。.!！~～]){0,4}"


def yes_to(deed: str) -> re.Pattern[str]:
    """Give the pattern of a yes with the words behind it for what is agreed to: 好，排上."""
    return re.compile(f"{_LED}{_URGED}(?:{deed}){_SETTLED}")


def says_yes(value: Any, *, agreed: re.Pattern[str] = NEVER) -> bool:
    """Whether the message is an explicit yes: the step that was offered, or nothing but words for it.

    `agreed` is a yes together with what it agrees to. A guess is no yes, however likely: 嗯再想想 and 对了我问一下
    begin like one.
    """
    said = _folded(value)
    return said == AFFIRM or YES.fullmatch(said) is not None or agreed.fullmatch(said) is not None


def submits(value: Any, *, agreed: re.Pattern[str] = NEVER) -> bool:
    """Whether the message plainly agrees that what was read over is handed in for good; 我已阅读，继续 asks once more."""
    return says_yes(value, agreed=agreed) and _ONLY_READ.fullmatch(_folded(value)) is None


def _folded(value: Any) -> str:
    return unicodedata.normalize("NFKC", str(value)).strip().lower()
