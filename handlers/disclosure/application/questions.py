"""What people ask about the application itself while they fill it in: fee, time, going there, why a number is wanted.

Such a question names nothing but the application, else it is about another matter and goes to the guides and policies.
"""

import re

RELATIVES = "老伴|爹|娘|爸|妈|媳妇|孙子|孙女|哥哥?|姐姐?|弟弟?|妹妹?|家里人|家人|爸爸?|妈妈?|父母|爷爷|奶奶|老公|老婆|爱人|孩子|儿子|女儿|老人|朋友|亲戚|邻居|别人|人家|他人|他们|他|她"
# The first topic that the words name is asked about.
TOPICS = {
    "agent": re.compile(
        rf"(?:叫|让|请|喊|由)(?:我|我家|村里)?(?:的)?(?:{RELATIVES}|村里)[^,，。]{{0,3}}(?:替|帮|代|来填|填|弄|办)|(?:替|帮|代|给)(?:我|我家|村里)?(?:的)?(?:{RELATIVES}|村里)|委托|代办|代替|代理"
    ),
    "help": re.compile(
        r"不会打字|看不清|字太?小|眼睛?花|不识字|不认识字|不会(?:弄|填|写|用)|(?:谁|哪个|找人|有没有人)(?:能|来|可以)?(?:帮|代|替)我?填"
    ),
    "withdraw": re.compile(r"反悔|后悔|撤回|撤销|作废|改主意|不想要了|取消得?了"),
    "papers": re.compile(
        r"驾驶证|驾照|护照|港澳|台胞|台湾|军官证|社保卡|户口[本簿]|居住证|医保卡|学生证|工作证|临时身份证|别的证|其他证|出生证|回乡证"
    ),
    "fee": re.compile(
        r"收费|要钱|花钱|多少钱|几块钱|几元|免费|交钱|费用|掏钱|付钱|出钱|收钱|邮费|运费|快递费|工本费|贵不贵"
    ),
    "time": re.compile(
        r"多久|几天|多长时间|多少天|什么时候|啥时候|哪天|几时|几号|时限|期限|快不快|几个工作日|快点|加急|加快"
    ),
    "presence": re.compile(
        r"本人|亲自|跑一趟|跑腿|去一趟|去现场|去窗口|去你们|当面|到场|要去吗|要不要去|用去吗|去不去|过去吗|上门"
    ),
    "delivery": re.compile(
        r"(?:怎么|咋|如何|哪里|哪儿|在哪|到哪|去哪).{0,4}(?:领|拿|取|收)|在外地|不在(?:本地|县里|家)|寄到(?:外地|外省)"
    ),
    "materials": re.compile(r"带什么|带啥|带身份证|什么材料|哪些材料|啥材料|什么手续|准备什么|准备啥|带证件"),
    "identity": re.compile(
        r"身份证|证件|真名|实名|真实姓名|匿名|名字|姓名|号码|电话|个人信息"
        r"|不写|不填|不想写|不想填|必须写|必须填|一定要写|一定要填"
    ),
    "privacy": re.compile(
        r"泄露|保密|安全|谁(?:能|会|可以)?看|别人(?:能|会|可以)?看|看得?到|骗|隐私|传出去|卖(?:掉|了|给)|报复|知道是我"
    ),
    "purpose": re.compile(r"用途|理由|原因|干什么用|做什么用|说明"),
}
WHY = re.compile(
    r"为什么|为啥|干什么|干嘛|干啥|做什么|凭什么|一定|必须|不写|不填|不想|可以不|能不能不|行不行|有什么用|匿名"
)
ASKING = re.compile(
    r"[?？]|吗|么|呢|嘛|多少|几|多久|多长|什么|啥|谁|怎么|为何|哪|凭什么"
    r"|[不没][。!！~ ]*$|能不能|可不可以|是不是|要不要|用不用|会不会|行不行|[去贵快]不[去贵快]|可以.{0,6}不"
)
# Everything a question about the application is made of; what remains names another matter.
MADE_OF = re.compile(
    r"政府信息公开|信息公开|依申请公开|申请公开|公开申请|公开|申请表?|这个|这件事|这事|这件|这种|那个|这样|这|那"
    r"|号码|丢|没带|过期|卖|驾驶证|驾照|护照|港澳台?|台胞证?|台湾|军官证|社保卡|户口[本簿]|居住证|医保卡|学生证|工作证|临时|出生证|回乡证|反悔|后悔|撤回|撤销|作废|改主意|取消|别的|其他|叫|请|喊|由|代替"
    r"|请问|问一下|问下|想问|打听|咨询|我们|我|你们|您|你|大家|自己|本人|亲自|到底|一般|大概|大约|究竟|还|都|也|再|先|就|才"
    r"|是不是|不是|是|要不要|用不用|需不需要|需要|必须|一定|非得|得|要|会不会|会|能不能|能|可不可以|可以|可|行不行|行"
    r"|办理|办好|办完|办成|办下来|办|弄好|弄|做|处理|审批|批|填完|填好|填写|填|写完|写|交|提交|提|登记|准备|带"
    r"|出结果|结果|答复|回复|回信|回音|消息|文件|材料|资料|东西|手续|拿到|拿|收到|收|领到|领|取|寄到|寄过来|寄|邮寄|快递"
    r"|下来|出来|过来|给|发|有|收费|费用|费|要钱|花钱|钱|免费|花|掏|付|出|邮费|运费|工本|贵|多少|几块|几元|块|元"
    r"|多久|多长时间|多长|时间|几天|几个工作日|几|天|工作日|日|号|什么时候|啥时候|时候|几时|哪天|哪些|时限|期限"
    r"|快点|加急|加快|等|快|左右|过去|去一趟|跑一趟|一趟|趟|跑|去|来|到场|到|现场|窗口|当面|单位|上门|场|腿"
    rf"|替|帮|代替|代理|代办|代|委托|{RELATIVES}|家里|村里|人|身份证|证件|证|真名|实名|匿名|真实|姓名|名字|名|号码"
    r"|电话|地址|手机|个人|信息|为什么|为啥|为何|凭什么|干什么|干嘛|干啥|做什么|什么|啥|怎么|怎样|一个|用途|用处|用|理由|原因|说明"
    r"|外地|外省|本地|县里|老家|打工|哪里|哪儿|咋|如何|电子版|电子|纸质件?|微信|能收|三种|方式|办法|到哪|在哪|家"
    r"|泄露|保密|安全|谁|看得到|看到|看见|看|知道|骗人|骗子|骗|隐私|传出去|卖掉|报复|不想|不敢|怕|想|不|没|别|吗|么|呢|嘛|吧|啊|呀"
    r"|哦|噢|嗯|的话|的|了|着|在|上|里|后|以后|之后|和|跟|把|被|让|为|[\W_\d]"
)
# That it is for somebody else is told as well as asked.
FOR_ANOTHER = re.compile(
    rf"(?:我是?|这是)?(?:替|帮|代|给)(?:我|我家|我们家)?的?(?:{RELATIVES})(?:申请|填|办|弄|来)(?:的|一下|呢|吧|[。.!！])*"
)
NAMED = re.compile("身份证|证件|真名|姓名|名字|电话|号码")
LONGEST_ASIDE_LETTERS = 24
LONGEST_QUESTION_LETTERS = 32
# The application by its names, and what somebody may want by it.
APPLYING = re.compile(r"信息公开|公开申请|依申请|申请[^,，。?？]{0,6}公开|公开信息")
RECORD = re.compile(
    r"合同|批文|批复|纪要|明细|决算|预算|台账|名单|报告|方案|图纸|账目|记录|决定书|邮编|复议|诉讼|不服|机构|地址|信封"
)
OUTSIDE = ("withdraw", "purpose", "fee", "agent", "privacy", "identity", "presence")


def about(said: str, *, private: bool = False) -> str:
    """Give what a question about the application is about, by the end of its text key; empty when it is none.

    In a `private` field, one that holds a name or a number, 不写行不行 asks about that field.
    """
    if TOPICS["help"].search(said) and len(said) <= LONGEST_ASIDE_LETTERS:
        return "help"
    asks = ASKING.search(said) or FOR_ANOTHER.fullmatch(said)
    if len(said) > LONGEST_ASIDE_LETTERS or not asks or MADE_OF.sub("", said):
        return ""
    named = (topic for topic, words in TOPICS.items() if words.search(said))
    return next((topic for topic in named if topic != "identity" or _asks_why(said, private=private)), "")


def _asks_why(said: str, *, private: bool) -> bool:
    """Whether it is asked why a number is wanted; that something is not wanted may be said of any field."""
    return WHY.search(said) is not None and (private or NAMED.search(said) is not None or "不" not in said)


def about_from_outside(said: str) -> str:
    """Give what a question about applying is about, where no form is open; empty when it is none.

    It names the application, asks something of it, and names no record, which would be what is wanted.
    """
    if len(said) > LONGEST_QUESTION_LETTERS or not APPLYING.search(said) or RECORD.search(said):
        return ""
    if not ASKING.search(said):
        return ""
    return next((topic for topic in OUTSIDE if TOPICS[topic].search(said)), "")
