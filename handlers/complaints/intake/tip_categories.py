"""Which of the four categories the words of a tip come near (O13): proposed to whoever tells it, who decides. Pure."""

import re
from collections.abc import Mapping

from handlers.complaints.case.kinds import TipCategory

SIGNS: Mapping[TipCategory, re.Pattern[str]] = {
    TipCategory.PUBLIC_ORDER: re.compile(
        r"赌博?|打麻将赌|斗殴|打架|打群架|闹事|寻衅|盗窃|小偷|偷(?:电瓶|车|东西|井盖|菜|鸡|狗)|吸毒|贩毒|卖淫|嫖娼|传销|诈骗|骗子|骗老人"
        r"|恶犬|恶狗|咬人|高空抛物|从楼上(?:扔|丢)|消防通道|飞线|私拉电线|烟花|爆竹|群租|纠纷|聚众|黑恶|收保护费|邪教"
    ),
    TipCategory.MARKET: re.compile(
        r"过期|变质|发霉|假(?:货|酒|药|烟|名牌|茶|种子|化肥|农药)|假冒|山寨|以次充好|短斤少两|缺斤(?:短|少)两|秤(?:不准|有鬼)|哄抬|涨价|不明码标价|没有?标价"
        r"|价格欺诈|宰客|强制消费|黑作坊|三无|无证经营|无照|没有?(?:营业)?执照|虚假宣传|虚假广告|地沟油|添加剂|注水肉|病死猪|食物中毒|保健品|气瓶|钢瓶"
    ),
    TipCategory.ENFORCEMENT: re.compile(
        r"占道|摆摊|流动摊|违建|违章|私搭|乱搭|乱盖|搭(?:了|个)?棚|乱倒|偷倒|倾倒|倒(?:泔水|垃圾|渣土|污水)|渣土|抛洒|油烟|噪音|噪声|扰民|广场舞"
        r"|小广告|乱贴|乱涂|毁绿|砍(?:了)?(?:树|行道树)|偷排|直排|乱停|违停|露天烧烤|焚烧|烧(?:秸秆|垃圾)|扬尘|夜间施工|半夜施工"
    ),
    TipCategory.SERVICE: re.compile(
        r"路灯|井盖|停水|停电|停气|公交|站台|厕所|垃圾桶|没人(?:收|清运|打扫|修)|坑洼|大坑|路面|积水|下水道|堵塞|健身器材|盲道|红绿灯|护栏|窗口|排(?:长)?队"
        r"|办事(?:难|慢|不)|充电桩|信号(?:差|不好)|快递柜|绿化|电梯坏|自来水|停车位"
    ),
}


def category_of(told: str) -> TipCategory | None:
    """Give the category whose signs are most among the words; None where there are none, or two have as many."""
    counts = {category: len(set(sign.findall(told))) for category, sign in SIGNS.items()}
    most = max(counts.values())
    found = [category for category, count in counts.items() if count == most]
    return found[0] if most and len(found) == 1 else None
