"""What people say when they complain: a bare call for it, which kind it is, that words tell a time, a place, a wish."""

import re
from collections.abc import Mapping

from handlers.complaints.case.kinds import ComplaintKind, TipCategory
from knowledge.judgement.sought import EITHER_OR

# Nothing but the wish to complain: what happened is still to be told.
BARE = re.compile(
    r"(?:我|俺|你好|您好|请问|在吗|[,，。.!！ ]){0,6}(?:要|想要?|来|需要)?(?:进行)?(?:投诉举报|投诉|举报|爆料|曝光|反映(?:个|一个|下|一下)?(?:问题|情况)?|提(?:个|一个|点)?(?:建议|意见)|求助|维权|民生诉求|诉求|告状)"
    r"(?:一下|下|个事|件事|一件事|个问题|某人|他们)?(?:了|吧|啊|呀|[,，。.!！~ ]){0,4}"
    r"(?:(?:事情|情况|经过)?是?这样[子的]?[:：,，。 ]{0,2}|听我说|您听我说|我慢慢说)?"
)
# Whoever uses such a word wants it registered, though the sentence may be a question.
CALLS = re.compile(
    r"投诉|举报|爆料|曝光|反映|求助|建议|意见|没人管|没人(?:修|收|理|清|扫)|谁[来能]?管|管不管|管一管|有没有人管|扰民|拖欠|维权|讨个?说法|太差|恶劣|坏了|不管"
)
# Something that is wrong with the world around, told and not asked about.
TROUBLE = re.compile(
    r"堆成[山堆]|堆满|(?:没人?|不|没有人?)(?:来)?(?:拉|收|清理?|扫|打扫|运|修|管)|臭[死得气烘味]|恶臭|发[黄黑臭浑]|漏[水电雨]|堵[了住塞得]|塞住|[停断][水电气](?:了|好|两|三|[0-9])"
    r"|坏[了掉着]|不亮|塌[了下陷]|坑坑洼洼|大坑|积水|苍蝇|老鼠|蟑螂|井盖|死鱼|污水|噪[音声]|扰民|吵[死得人闹]|油烟|乱[收停倒扔堆涨搭盖放]|拖欠|欠薪|欠[我们着]|[占堵]道|霸占|路灯"
    r"|态度[很太真特]?(?:差|坏|恶劣|不好)|推来推去|踢皮球|没人(?:接|理)|跑了[^，。,]{1,4}趟|睡不着|没法[睡走住过用]"
)
# A suggestion by its first words.
SUGGESTING = re.compile(
    r"(?:我|我们|本人|大家|强烈|想|要|,|，)*(?:建议|提议|呼吁|提(?:个|一个|点)(?:建议|意见))"
)
# Where one of these stands, something is asked.
INQUIRING = re.compile(
    r"[?？]|[吗么]|怎么|怎样|如何|多少|多久|什么|哪[里儿个家些]|能不能|会不会|可不可以|要不要|是不是|几天(?:给|能|才|内|之内|答|办)|标准|规定|条件|补贴|政策"
    r"|有没有(?!人)|(?:有|打|往)(?:哪|啥)?(?:个|的)?(?:电话|号码?|热线)|往哪|打哪|[能有可][^，。]{1,12}[不没]$"
)
# Whoever says so with a call wishes to stay unnamed, and has not told what happened yet.
UNNAMED = re.compile(
    r"[,，。 ]{0,2}(?:但是?|不过|可是?|就是|只是)?我?(?:又|就|也)?(?:不(?:想|愿意?|要|敢|希望)|别|怕)(?:让|被)?(?:别?人|他们|对方|任何人|谁)?(?:知道|晓得|看见|查到|认出)(?:是)?我?(?:是谁|的?名字|的?身份|举报的|说的)?[了的吧]?[。.!！]?"
    r"|[,，。 ]{0,2}(?:要|想|能)?匿名(?:举报|投诉|反映)?[。.!！]?$"
)
_KINDS: tuple[tuple[ComplaintKind, re.Pattern[str]], ...] = (
    (ComplaintKind.TIP, re.compile(r"爆料|曝光")),
    (
        ComplaintKind.REPORT,
        re.compile(r"举报|检举|偷税|偷排|假冒|假货|黑作坊|黑诊所|无证|非法|传销|赌博|贪污|冒领|套取"),
    ),
    (
        ComplaintKind.SUGGESTION,
        re.compile(
            r"建议|提(?:个|一个|点)?意见|(?:希望|盼望?|能不能|可不可以)[^。！？!?]{0,12}(?:增加|增设|加装|加个|多建|多设|延长|开通|新建|设个|装个|改成|优化)"
        ),
    ),
    (ComplaintKind.CONSULTATION, re.compile(r"咨询(?:一下|下)?")),
    (
        ComplaintKind.COMPLAINT,
        re.compile(
            r"投诉|扰民|油烟|噪[音声]|吵|臭|态度|拖欠|欠薪|欠我|乱收费|多收|不退|退费|骗|坑|占道|乱停|违建|踢皮球|推诿|不作为|欺负|霸占|刁难|甩站|宰客"
        ),
    ),
)
"""Read in this order; what fits none is a call for help."""
TIMED = re.compile(
    r"\d{1,2}[点:：]\d{0,2}|[一二三四五六七八九十两]点|今天|昨天|大?前天|前(?:几|两|些|阵子|段时间)天?|上个?(?:星期|礼拜)|好几天|好久|昨晚|今晚|今早|早上|上午|中午|下午|晚上|半夜|凌晨|夜里|夜间|天天|每天|每晚|每周|周[一二三四五六日末]|最近|这几天|这段时间"
    r"|(?<!\d)\d{1,4}[号日月年天]|[一二三四五六七八九十两几半]个?(?:天|周|月|年|星期|小时)|上周|上个?月|去年|今年|一直|经常|刚才|刚刚|现在"
)
WISHED = re.compile(
    r"希望|要求|请(?:尽快|帮|有关|派|政府|领导|相关)|建议|尽快|能不能|可不可以|赶紧|要(?:退|赔|修|换|罚|查)"
)
PLACED = re.compile(
    r"[镇乡村街路巷弄组区栋幢楼号门店院校园站场厂桥河沟塘江口库山坡寨湾坝亭馆所局厅室][^,，。!！?？]{0,20}|旁边?|对面|附近|隔壁|楼下|楼上|门口|路口|拐角|后面|前面|里面|中心|超市|公园|广场|市场|医院|学校|我家|小区|工地|大道|高速|车站"
)
QUESTION = re.compile(
    r"[?？]\s*$|(?:吗|么|呢|多久|几天|多少钱|怎么办|怎么弄|什么时候)[?？。 ]{0,2}$|^(?:请问|大概|要|得|那){0,2}(?:为什么|怎么|多久|几天|要不要|能不能|是不是)"
)
# Told while a place, a time or a wish is asked for, such words go on with what happened.
CONTINUING = re.compile(
    r"^(?:对了|哦|噢|嗯|[,，、 ]){0,4}(?:还有|另外|补充|再加|加上|而且|并且|关键是|主要是)(?!.*(?:[?？]|吗|呢|么)[。!！~～ ]*$)(?=.{4})"
    r"|^(?:我|我们|都|也|已经|之前|上次|前面|跟|找|打)[^?？]{0,12}(?:打过|打了|反映过|投诉过|说过|找过|报过|去过|问过)[^?？]{2,}$"
)
# Only such words turn from the telling to another wish in one message.
ASKING = re.compile(r"顺[便带]|问一?下|[请想再]问|打听|帮我[查看约找]|人工")
# Said instead of a place, a time or a name by somebody who leaves for a while, or agrees, or is done.
NO_ANSWER = re.compile(
    r"先忙|忙去|回头|等会|待会|一会儿?再|晚点|有事|再说|稍等|等等|想想|这就|马上|完了|说完|就这些|没了|好了|查一查|看着办|随你|你们?定"
)
SKIPS = re.compile(
    r"(?:跳过|不(?:知道|清楚|记得|确定|留|填|写|说|用|想留|方便|想说|想写|要求)|没有?(?:什么)?(?:要求|希望|想法|了)?|无|略|算了|随便|都行|不了|记不清|忘了|暂时没有)(?:了|吧|的|啊|呀|[,，。.!！~ ]){0,4}"
)
ANONYMOUS = re.compile(
    r"(?:我?(?:要|想|选|就)?(?:匿名|不?实名|不留名?字?|不(?:想|愿|要)?(?:留|写|填|说|透露)(?:名字|姓名|名)?|不用留?了?|保密|不留|别留|不))(?:的?吧?|了|吧|[,，。.!！~ ]){0,4}"
)
PHONE = re.compile(r"1[3-9]\d[ -]?\d{4}[ -]?\d{4}")
KIND_NAMES: Mapping[str, ComplaintKind] = {
    "咨询": ComplaintKind.CONSULTATION,
    "求助": ComplaintKind.HELP,
    "投诉": ComplaintKind.COMPLAINT,
    "举报": ComplaintKind.REPORT,
    "建议": ComplaintKind.SUGGESTION,
    "爆料": ComplaintKind.TIP,
}
CATEGORY_NAMES: Mapping[str, TipCategory] = {
    "综合治理": TipCategory.PUBLIC_ORDER,
    "治安": TipCategory.PUBLIC_ORDER,
    "市场": TipCategory.MARKET,
    "综合执法": TipCategory.ENFORCEMENT,
    "城管": TipCategory.ENFORCEMENT,
    "便民": TipCategory.SERVICE,
    "服务": TipCategory.SERVICE,
}


def tells_trouble(said: str) -> bool:
    """Whether words tell of something wrong, or suggest something, and ask nothing: no document answers them.

    收不收 asks, and tells of nobody who does not collect; what else is told beside 管不管 counts as ever.
    """
    tells = TROUBLE.search(EITHER_OR.sub("", said)) is not None or SUGGESTING.match(said) is not None
    return tells and INQUIRING.search(said) is None


def kind_of(said: str) -> ComplaintKind:
    """Give the kind that words tell of; whoever only tells what is broken asks for help."""
    return next((kind for kind, sign in _KINDS if sign.search(said)), ComplaintKind.HELP)


def called_kind(said: str) -> ComplaintKind | None:
    """Give the kind that a bare call names itself; None where it names none of its own."""
    kinds = {ComplaintKind.REPORT, ComplaintKind.TIP, ComplaintKind.SUGGESTION}
    found = kind_of(said)
    return found if found in kinds else None
