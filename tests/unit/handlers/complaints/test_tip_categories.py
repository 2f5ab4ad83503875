"""Tips with the category that they are of: what words propose, and what is left to whoever tells it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.complaints.case.kinds import TipCategory
from handlers.complaints.intake.tip_categories import category_of

ORDER, MARKET = TipCategory.PUBLIC_ORDER, TipCategory.MARKET
ENFORCEMENT, SERVICE = TipCategory.ENFORCEMENT, TipCategory.SERVICE
TIPS = (
    ("桥下小屋天天晚上有人聚众赌博", ORDER),
    ("昨晚夜宵店门口两伙人打群架", ORDER),
    ("我们楼有人从楼上扔酒瓶下来", ORDER),
    ("小区好几家的电瓶车被偷，小偷就是外面来的", ORDER),
    ("卖保健品的把老人拉去洗脑，像是传销诈骗", ORDER),
    ("隔壁养了条恶狗没拴绳，见人就扑", ORDER),
    ("楼道里飞线充电，消防通道堆满了", ORDER),
    ("石桥街那家超市卖过期牛奶，日期改过", MARKET),
    ("农资店卖的是假化肥，撒下去苗都黄了", MARKET),
    ("菜场卖肉的缺斤少两，秤不准", MARKET),
    ("老街有个黑作坊在做豆腐干，没有执照", MARKET),
    ("换煤气的钢瓶上没有二维码，也看不到检验日期", MARKET),
    ("民宿过节涨价三倍还不明码标价", MARKET),
    ("抖音直播卖的茶叶虚假宣传，说能治高血压", MARKET),
    ("有人往河里倒泔水，昨天晚上倒的", ENFORCEMENT),
    ("学校门口全是流动摊，占道没法走", ENFORCEMENT),
    ("三楼住户在顶楼私搭了个棚子", ENFORCEMENT),
    ("工地半夜施工，打桩噪音吵得睡不着", ENFORCEMENT),
    ("渣土车一路抛洒，全是泥", ENFORCEMENT),
    ("村口天天有人烧秸秆，烟大得很", ENFORCEMENT),
    ("人行道上全贴满小广告，地上喷的也有", ENFORCEMENT),
    ("实验小学门口的路灯坏了半个月", SERVICE),
    ("下水道堵塞，一下雨路面就积水", SERVICE),
    ("公交站台没有顶棚，老人等车淋雨", SERVICE),
    ("公园的厕所常年锁着不开", SERVICE),
    ("社保窗口只开一个，排长队排一上午", SERVICE),
    ("广场的健身器材断了没人修", SERVICE),
)


@pytest.mark.parametrize(("told", "category"), TIPS)
def test_what_a_tip_is_of(told: str, category: TipCategory) -> None:
    assert category_of(told) is category


@pytest.mark.parametrize("told", ["镇上的事我要说一说", "", "路灯底下有人打架", "你们看看这像话吗"])
def test_what_may_be_either_is_left_to_whoever_tells_it(told: str) -> None:
    assert category_of(told) is None


@given(st.text(max_size=300))
def test_any_words_are_read(told: str) -> None:
    assert category_of(told) in {None, *TipCategory}
