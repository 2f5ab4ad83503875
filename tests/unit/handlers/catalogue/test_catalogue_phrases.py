"""What people say about the catalogue, plainly, in dialect, politely or in passing; and what is none of its business."""

import pytest

from adapters.county import CountyData
from handlers.catalogue.filters import CatalogueFilter
from handlers.catalogue.phrases import CatalogueWish, wanted_in
from handlers.county.unit_names import unit_named

COUNTY = CountyData.load(None)
PLAN = COUNTY.openness
UNITS = [unit.name for unit in COUNTY.profile.units]
W = CatalogueWish


@pytest.mark.parametrize(
    "said",
    [
        "公开目录", "主动公开目录有哪些", "信息公开目录在哪里看", "公开栏", "看看重点领域", "请问政府信息公开目录怎么看",
        "县里的主动公开目录在哪儿看得到", "给我看一下公开事项清单", "26+1个重点领域有哪些", "阳光公开栏呢", "你们的公开目录长什么样",
        "二十六个重点领域是哪些", "标准目录有多少项", "基层政务公开标准目录在哪里", "基本目录一共有多少条",
    ],
)  # fmt: skip
def test_the_catalogue_is_asked_for(said: str) -> None:
    wanted = wanted_in(said, PLAN, UNITS)
    assert wanted is not None
    assert wanted.wish is W.FRONT


@pytest.mark.parametrize(
    ("said", "narrowed"),
    [
        ("民政局公开哪些事项", {"unit": "青岚县民政局"}),
        ("县教育局都公开些啥", {"unit": "青岚县教育局"}),
        ("人社局的公开目录里有什么", {"unit": "青岚县人力资源和社会保障局"}),
        ("请问住建局要公开哪些内容呢", {"unit": "青岚县住房和城乡建设局"}),
        ("市场监管局公开的事项有哪些", {"unit": "青岚县市场监督管理局"}),
        ("财政局到底要晒哪些东西出来", {"unit": "青岚县财政局"}),
        ("义务教育领域公开哪些内容", {"area": "义务教育"}),
        ("养老服务这块政府要公开些啥子", {"area": "养老服务"}),
        ("征地补偿公开目录", {"area": "征地补偿"}),
        ("社保方面要公开哪些信息", {"area": "社会保险"}),
        ("环保都公示些么子内容", {"area": "生态环境"}),
        ("茶山公园公开哪些事项", {"area": "青岚茶山生态公园"}),
        ("乡镇要公开哪些事项", {"level": "乡镇级"}),
        ("镇里都要公开些什么", {"level": "乡镇级"}),
        ("结果公开的事项有哪些", {"openness": "结果公开"}),
        ("民政局结果公开有哪些事项", {"unit": "青岚县民政局", "openness": "结果公开"}),
        ("民政局养老服务公开哪些内容", {"unit": "青岚县民政局", "area": "养老服务"}),
        ("执行公开", {"openness": "执行公开"}),
        ("咱们县决策公开有啥子内容哦", {"openness": "决策公开"}),
    ],
)
def test_a_list_is_narrowed_by_what_is_named(said: str, narrowed: dict[str, str]) -> None:
    wanted = wanted_in(said, PLAN, UNITS)
    assert wanted is not None
    assert (wanted.wish, wanted.filter) == (W.LIST, CatalogueFilter(**narrowed))


@pytest.mark.parametrize(
    "said",
    [
        "企业投资项目核准属于公开目录吗", "企业投资项目核准在不在公开目录里", "公租房分配结果该不该公开", "低保名单是不是要公开的",
        "食品抽检结果多久公开一次", "政府采购结果在哪里公开", "欠税公告由谁公开", "学区划分公告公开的依据是什么",
        "临时救助发放情况算不算主动公开的内容", "请问村级财务收支要不要公开",
    ],
)  # fmt: skip
def test_whether_something_is_published_is_looked_up(said: str) -> None:
    wanted = wanted_in(said, PLAN, UNITS)
    assert wanted is not None
    assert wanted.wish is W.SEARCH


@pytest.mark.parametrize(
    "said",
    [
        "高龄津贴多少钱", "养老服务补贴怎么申请", "公租房怎么申请", "我要申请公开企业投资项目核准", "申请政府信息公开", "民政局电话多少",
        "义务教育入学要什么材料", "公开透明吗", "征地补偿标准是多少", "我要求公开征地批文", "投诉村里不公开账目", "公租房公示期有多久", "低保公示期间有人举报怎么办",
        "公开招聘什么时候报名", "教育局公开招聘哪些岗位的教师", "养老机构公开收费标准以后还能涨价吗", "你好", "", "公开" * 40,
    ],
)  # fmt: skip
def test_whoever_asks_the_rules_is_left_to_the_documents(said: str) -> None:
    assert wanted_in(said, PLAN, UNITS) is None


def test_the_kinds_of_openness_and_the_units_are_offered() -> None:
    assert [
        wanted.wish
        for said in ("五公开是什么", "按单位看公开目录")
        if (wanted := wanted_in(said, PLAN, UNITS))
    ] == [
        W.FIVE,
        W.UNITS,
    ]


def test_a_unit_is_named_in_full_in_short_and_by_its_letters() -> None:
    assert unit_named("青岚县民政局管什么", UNITS) == ("青岚县民政局", "青岚县民政局")
    assert unit_named("卫健局管什么", UNITS) == ("卫健局", "青岚县卫生健康局")
    assert unit_named("外星局管什么", UNITS) == ("", "")
