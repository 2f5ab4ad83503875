"""What people say to the form besides answers: more to come, that was all, leave it as it was, let me correct that."""

import re

# The words that end a description told in pieces.
FINISHED = re.compile(
    r"(?:好了?|行了?|[,，。]|我)*(?:写完了?|说完了?|发完了?|就这些了?|就这样|没有?了?|没有?(?:门牌|号|门牌号|号码|组)码?了?|没别的了?|完了|结束|好了|齐了|够了)[的吧啊呀。.!！]*"
)
CONTINUING = re.compile(
    r"^(?:我?(?:写|说|发)完了|就这些了?)$|^(?:对了|哦|噢|嗯|[,，、 ])*(?:还有|另外|补充|再加|加上|还要|也要|还想要|外加)(?!.*(?:[?？]|吗|呢|么)[。!！~～ ]*$)"
    r"(?!.{0,12}(?:多久|几天|多少钱|什么时候|怎么办|怎么填|谁))(?=.{4})"
)
# Only such words, amid a description of what is wanted, turn to something else; 另外还有花了多少钱 describes on.
ASKING = re.compile(
    r"顺[便带]|順[便帶]|问一?下|問一?下|[请想再]问|[請想再]問|打听|打聽|咨询|諮詢|帮我[查看约找]|人工"
)
UNCHANGED = re.compile(
    r"(?:算了|那|就|还是|这项|先|[,，])*(?:不改|不变|不用改|不修改|保持不变|保持原样|照旧|跟原来一样|用原来的|原来的)(?:了|吧|就行|就好)*[。.!！]*"
)

# Whoever wanted to leave and stays after all; 确认提交 then means the form, never the leaving of it.
STAYING = re.compile(
    r"(?:算了|那|就|哎呀?|不|我|先|[,，。、 ])*(?:还是|继续|接着)(?:要|想|得|来|先)?(?:办|填|申请|弄|写|提交)?(?:完|了它|下去)?(?:吧|了|的|好了|[。.!！])*"
    r"|(?:那|就|我|还是|先|[,，。 ])*(?:不|别|不要|没|没有|没说)(?:要)?(?:取消|退出|不填|不办|退)[了吧的啊呀,，。!！ ]*+(?:我?(?:还)?(?:要|想)(?:办|填|申请)(?:的|了|呢)?)?[。.!！]*"
    r"|(?:确认)?提交(?:申请)?(?:吧|了)?|我(?:还)?要(?:办|填)(?:的|下去)?[。.!！]*"
)

_LEAD = (
    r"(?:不对|算了|那|就|还是|能不能|可不可以|可以|能|等等|等一下|等下|哎|呀|哦|噢|对了|那个|请|帮我|给我|麻烦|我|想|要|需要|再|还|把|先|刚才|刚刚|前面|上面"
    r"|有(?:个|一?处|一?项)?(?:地方)?|[,，。、!！ ]){0,40}"
)
_CHANGE = r"(?:修改|更改|更正|改正|改动|改改|改一改|改(?![成为到])|重新填写?|重新写|重填|重写)(?:一下子?|下)?"
_WRONG = r"(?:写|填|输|打|说|弄|搞|选|报)?(?:错了?|反了|不对|有误|不是这个)(?:[,，]?(?:要改|改一下|我要改|要修改|需要改|想改))?"
_END = r"(?:的|了|吧|啊|呀|哈|内容|可以吗|行吗|能吗|好吗|怎么改|吗|[。.!！?？~ ])*"
_WHAT = r"(?P<what>[^,，。!！?？]{0,8}?)"
_BECOMES = r"(?:(?<![,，。 ])[,，。 ]++)?+(?:(?:要|应该|应当|现在)?(?:改成|改为|换成|换为|更正为|改到)|应该是|应当是|其实是|是)(?P<value>(?!.*(?:多少|什么|啥|谁|哪|怎么|吗|呢|[?？])).{2}(?:.*[^吧啊呀。!！~ \n])?+)[吧啊呀。!！~ ]*"
CORRECTING = (
    re.compile(_LEAD + _WHAT + r"(?:" + _WRONG + r")?" + _BECOMES),
    re.compile(_LEAD + _CHANGE + _WHAT + _END),
    re.compile(_LEAD + _WHAT + r"(?:要|需要|想|得)" + _CHANGE + _END),
    re.compile(_LEAD + r"(?P<what>[^,，。!！?？]{1,8}?)的?" + _CHANGE + _END),
    re.compile(_LEAD + _WHAT + _WRONG + _END),
    re.compile(_LEAD + r"(?:不|别)(?:想|要|用)?(?P<what>邮寄|快递)(?:了|吧|啊|[。.!！])*"),
    # What is said to be right instead names no field, so the citizen is asked which one.
    re.compile(r"(?:不对|错了|写错了)[,，。 ]*(?:应该是|应当是|其实是|是).{2,20}"),
)
