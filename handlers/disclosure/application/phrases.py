"""What people say to the form besides answers: more to come, that was all, leave it as it was, let me correct that."""

import re

CONTINUING = re.compile(
    r"^(?!.*(?:[?？]|吗|么)[。!！~～ ]*$)[^,，。]{2,20}(?:之外|以外|除外)[,，][^,，。?？]{2,30}(?:也|还|一起|一并)(?:想|都)?(?:要|给我|加上|申请)"
    r"|^(?>(?:对了|哦|噢|嗯|[,，、 ])*)我?(?:还|也)(?:想要|要|需要)(?!改|多久|几天|多少|写|填|去|带|交|等|问|取消)(?!.*(?:[?？]|吗|么)[。!！~～ ]*$)(?=.{4})"
    r"|^(?!.*(?:[?？]|吗|么)[。!！~～ ]*$)[^,，。]{3,24}也(?:一起|一并)?(?:要|想要|给我|加上|加进去)(?:一份)?(?:的|了|吧|[。.!！])*$"
    r"|^(?:我?(?:写|说|发)完了|就这些了?)$|^(?:对了|哦|噢|嗯|[,，、 ])*(?:还有|另外|补充|再加|加上|还要|也要|还想要|外加)(?!.*(?:[?？]|吗|呢|么)[。!！~～ ]*$)"
    r"(?!.{0,12}(?:多久|几天|多少钱|什么时候|怎么办|怎么填|谁))(?=.{4})"
)
# Only such words, amid a description of what is wanted, turn to something else; 另外还有花了多少钱 describes on.
ASKING = re.compile(
    r"顺[便带]|順[便帶]|问一?下|問一?下|[请想再]问|[請想再]問|打听|打聽|咨询|諮詢|帮我[查看约找]|人工"
)

# Whoever was asked whether a question is what is applied for, and stays with it.
INSISTING = re.compile(
    r"(?:我)?(?:就是?|还是|坚持|一定|非)(?:要|想|按|用|照)?(?:申请|写|填|提交|登记)?(?:这个|这句话?|这样|这件事|刚才(?:那|这)句话?)?"
    r"(?:来)?(?:申请|公开|写|填|提交|登记)?(?:公开)?(?:不可)?[吧了的。.!！ ]*"
)
SAID_AGAIN_PERCENT = 80
"""So much alike are words that are said again."""

# A number that says by itself which field it belongs to.
PHONE = re.compile(r"1[3-9]\d[ -]?\d{4}[ -]?\d{4}")
IDENTITY = re.compile(r"\d{17}[\dXx]")

# The notice asks for no consent (the law is the ground), so whoever agrees to go on, in any plain words, goes on.
_AGREES = (
    r"没(?:啥|什么|有)?(?:意见|问题)|同意|接受|愿意|允许|可以|行|好|成|中|得|没问题|没意见|没得问题|要得|莫得问题|认可|授权|确认|确定|明白|知道|了解|晓得|清楚|懂"
    r"|(?:看|读|阅读|听|瞧)(?:过|完|好|明白|懂|清楚)?了?|已阅读?|已读|收到|继续|开始|下一步|往下|填|来|办|申请|走|弄|ok|okay|yes|是|对"
)
CONSENTING = re.compile(
    rf"(?:(?>(?:我|俺|咱|你|您|都|嗯+|哦+|噢+|啊|那|就|也|已经|现在|马上|全部?|上面|告知|内容|说的|这个|当然|完全|要|想|请|帮我|给我|直接|赶紧|快|[,，。.!！~～、 ])*)"
    rf"(?:{_AGREES})(?>(?:的|了|吧|呀|啊|啦|嘞|滴|哒|呢|嘛|申请|填|写|下去|一下|[,，。.!！~～、 ])*)){{1,5}}",
    re.IGNORECASE,
)
# None of these agrees, whatever stands beside it.
NO_CONSENT = re.compile(
    r"不(?!要紧|用谢|客气)|别|没(?:看|读|同意|听|懂|明白|清楚|时间)|先(?!填|办|申请)|等|再(?:想|看|说)|算了|吗|么|[?？]|什么|怎么|取消"
)
