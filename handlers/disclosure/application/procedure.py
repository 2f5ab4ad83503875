"""What is asked about the procedure of disclosure by whoever has no form open: who, where, from which day, how long, what then.

Every answer is a rule of the Regulation or of the laws on review and litigation, and names its article; what belongs to the
county (address, phone, the organ of review, the court) comes from the county file. A question that names a record is a
request for that record, and none of these.
"""

import re
from collections.abc import Mapping

from handlers.disclosure.application.questions import ASKING

LONGEST_QUESTION_LETTERS = 60
# The procedure by its names: the institution, the application, the office, the answer that came of it.
_SUBJECT = re.compile(
    "信息公开|政府公开|公开申请|公开办|公开信息|公开的?(?:答复|回复|决定|告知书?)|依申请|依法公开|申请(?:政府)?公开|申请[^,，。?？]{0,4}公开|公开(?:政府)?(?:信息|文件)的?(?:申请|事)"
    "|第三方[^,，。?？]{0,8}公开|不予公开|不给公开|不公开(?!透明)|(?:跟|向|找|问|管)(?:你们?|咱们?|县里|县政府|政府|局里|镇里|单位)[^,，。?？]{0,4}要(?:个|份|点|一些)?(?:政府)?(?:文件|资料|信息|材料|数据)"
)
# A record that is wanted, by its kind or its year: that is a request.
_RECORD = re.compile(
    "关于[^,，。?？]{2,}|合同|批文|批复|纪要|明细|决算|预算|台账|名单|方案|图纸|账目|会议记录|处罚决定|规划|报告|清单|采购|招标|招聘|结果|拨款|征地|拆迁|(?:19|20)[0-9]{2}年[^,，。?？]{0,16}(?:情况|标准|数据|结果|资料)"
)
# The first that the words meet is asked about.
_TOPICS: Mapping[str, re.Pattern[str]] = {
    "kept_chat": re.compile(
        "(?:聊天|对话|咨询|提问|说的话|问的?(?:问题|东西|内容|话)|留言)[^,，。?？]{0,8}(?:记录|内容)?[^,，。?？]{0,6}(?:存|保存|保留|留)[^,，。?？]{0,4}(?:多久|多长|几[个年天月]|哪|吗|不)|(?:聊天|对话)记录[^,，。?？]{0,6}(?:多久|几个?[年月天]|删)"
    ),
    "anonymous": re.compile(
        "(?:只是|光是?|单纯|就是?|仅仅|随便|平时)?(?:来)?(?:问|咨询|查|打听|了解)(?:一下|下|个|点|问)?[^,，。?？]{0,6}(?:政策|事|办事|指南|规定|情况)?[^,，。?？]{0,4}(?:要|用|需要|得|必须|是不是要|登记|提供|留|填)[^,，。?？]{0,6}(?:身份证|身份|实名|真名|名字|姓名|证件|个人信息|手机号|电话号码)"
    ),
}
_OF_PROCEDURE: Mapping[str, re.Pattern[str]] = {
    "meaning": re.compile(
        "(?:什么|啥|何)(?:是|叫做?|谓)(?:政府信息公开|信息公开|依申请|公开申请|申请公开)|(?:信息公开|依申请公开|公开申请|申请公开)(?:制度)?(?:到底)?(?:是|指|叫)个?(?:什么|啥|怎么)(?:意思|东西|回事)?[的呢呀啊?？。]*$|(?:依申请|主动)公开[^,，。?？]{0,8}(?:区别|不一样|(?:什么|啥)不同)"
    ),
    "remedy": re.compile(
        "不服|复议|起诉|打官司|诉讼|告(?:你们|政府|他们|上法院|到法院)|法院|上诉|维权|(?:不给|不予|不肯|拒绝|不)公开[^,，。?？]{0,4}(?:怎么办|咋办|咋整|找谁|去哪|能告|有办法)|不满意|有意见|不认可|(?:被|给)[^,，。?？]{0,3}(?:拒绝|驳回|退回)了?[^,，。?？]{0,6}(?:怎么办|咋办|找谁|办法)"
    ),
    "supervision": re.compile(
        "不作为|不答复|不回复|没人(?:理|管|答复)|不理我|拖着不|超期|超时|到期(?:了)?(?:还)?(?:没|不)|逾期(?:不|没)|投诉|举报|监督|推诿|踢皮球|敷衍"
    ),
    "repeated": re.compile("重复|再[^,，。?？]{0,6}一[次遍]|同样的|同一[个份条]|一样的(?:申请|信息)|申请过(?:了)?(?:一次)?[^,，。?？]{0,6}(?:再|还)"),
    "excessive": re.compile(
        "(?:很多|好多|多|几十|上百|无数|太多)(?:次|件|份|条|回)|老是|总是|经常|反复|频繁|大量|次数|频次|一直申请|天天申请|处理费"
    ),
    "mended": re.compile("补正|补充(?:申请|材料|内容)|写得?不(?:清|明)|不(?:明确|具体|清楚)|说我写|退回(?:来)?(?:要|让)?我?(?:改|补)|要我补|让我补"),
    "other_party": re.compile(
        "第三方|别人的?(?:隐私|信息|商业)|商业秘密|个人隐私|征求[^,，。?？]{0,4}意见|(?:别人|对方|企业|公司|人家)不?同意|涉及(?:到)?(?:别人|他人|企业|公司|个人)"
    ),
    "extended": re.compile("延期|延长|再加[^,，。?？]{0,4}天|拖(?:到|多)?(?:多久|几天|长)|能拖|推迟|延后|晚(?:点|几天)答复"),
    "received": re.compile(
        "(?:哪天|哪一天|什么时候|何时|几时|啥时候|从哪|哪日)[^,，。?？]{0,6}(?:算|起算|开始算|计算|收到|受理)|算(?:是)?(?:哪天|收到|受理|提交|从)|收到(?:之)?日|从(?:哪天|什么时候|何时|几号)[^,，。?？]{0,3}(?:算|起)|起算"
    ),
    "not_here": re.compile(
        "不归你们|不是你们|不归[^,，。?？]{0,6}管|找错|送错|投错|别的(?:部门|单位|局)|信息不存在|没有这(?:个|份|条)|不存在|哪个(?:部门|单位|机关|局)(?:公开|申请|管|负责)|向(?:哪|谁|哪个)[^,，。?？]{0,6}申请|该(?:找|向)(?:哪|谁)"
    ),
    "withheld": re.compile(
        "(?:哪些|什么|啥|哪样|哪种)[^,，。?？]{0,8}(?:不公开|不能公开|第三方[^,，。?？]{0,8}公开|不予公开|不给公开|不能给|不会公开|保密)|会不会(?:被|给)?(?:拒绝|驳回|不给|不公开)|国家秘密|涉密|内部(?:文件|材料|信息|事务)|过程(?:性)?信息|草稿|讨论稿|执法案卷|(?:能|会|可以|都)(?:全部|全都|都)?公开吗"
    ),
    "partial": re.compile("部分公开|只给(?:了)?(?:一)?(?:部分|半)|涂黑|涂掉|遮住|遮盖|打码|区分处理"),
    "published": re.compile("已经公开|公开过的|网上(?:已经)?有的|主动公开|多久(?:之?内)?(?:要|必须|应当)?公开|几天(?:之?内)?(?:要|必须)?公开|哪里(?:能|可以)?查"),
    "corrected": re.compile("信息(?:有|写|记)?(?:错|误)|不准确|更正|写错了|记错了|改正"),
    "unable": re.compile("不会写|不识字|不认字|写不(?:来|了|好)|口头|代写|代填|帮(?:我|他|她)(?:写|填)|看不(?:清|见)|听不见|盲人|聋|残疾|老年人|眼睛"),
    "who": re.compile(
        "(?:不是|非|没有)(?:本地|当地|你们县|咱县|我们县|[一-鿿]{1,4}(?:县|市)?)(?:人|户口|户籍|居民)|外地|外省|外县|外国|户口不在|谁(?:能|可以|都能|有资格)|哪些人|什么人|任何人|(?:公司|企业|单位|组织|律师|记者|学生|未成年|小孩)[^,，。?？]{0,6}(?:能|可以|可不可以)|有(?:没有)?资格|限制"
    ),
    "office": re.compile(
        "信封|邮寄|寄(?:到|去|给|过|哪|信|挂号)|写信|邮编|邮政编码|地址|在哪|在什么地方|几楼|哪个(?:房间|办公室|地方)|哪间|电话|号码|邮箱|传真|邮件|几点|上班|下班|周末|联系|当面|现场|窗口|上门交"
    ),
    "content": re.compile("写(?:些)?(?:什么|啥|哪些|清楚?)|填(?:些)?(?:什么|啥|哪些)|怎么写|怎么填|要写|格式|哪(?:几|些)(?:项|样|内容)|包括什么|(?:带|准备|交|需要|要|用)(?:些|上)?(?:什么|哪些|啥)(?:材料|手续|证件|东西|证明)"),
    "wanted": re.compile("(?:哪些|什么|啥|哪样|哪种)(?:样|种|类)?的?(?:信息|文件|东西|内容|资料)[^,，。?？]{0,4}(?:能|可以|可|才能)[^,，。?？]{0,3}(?:申请|要)|(?:能|可以|可)(?:申请|要)[^,，。?？]{0,4}(?:哪些|什么|啥)"),
    "time": re.compile("多久|几天|多长时间|多少天|什么时候|啥时候|时限|期限|几个工作日|多少个?工作日|最(?:晚|迟|长)"),
}  # fmt: skip


def asked_of_procedure(said: str) -> str:
    """Give what of the procedure a question asks, by the end of its text key; empty when it asks for something else."""
    if len(said) > LONGEST_QUESTION_LETTERS or not ASKING.search(said):
        return ""
    about_talks = next((topic for topic, words in _TOPICS.items() if words.search(said)), "")
    if about_talks:
        return about_talks
    if not _SUBJECT.search(said) or _RECORD.search(said):
        return ""
    topic = next((topic for topic, words in _OF_PROCEDURE.items() if words.search(said)), "")
    return "" if topic in _OF_A_CASE and _OWN_CASE.search(said) else topic


# Who asks so of an application of their own wants to know where it stands.
_OF_A_CASE = frozenset({"time", "extended", "received"})
_OWN_CASE = re.compile(
    "我(?:那个|那件|那份|这个|这件|的|交的|提的|上次|上个月|之前|前几天)[^,，。?？]{0,8}申请|我[^,，。?？]{0,6}申请[^,，。?？]{0,4}(?:了|过|到哪)"
)
# Asked about the talk itself, and so without naming any application.
OF_TALKS = frozenset(_TOPICS)
TOPICS = (*_TOPICS, *_OF_PROCEDURE)
PATTERNS = (_SUBJECT, _RECORD, _OWN_CASE, *_TOPICS.values(), *_OF_PROCEDURE.values())
