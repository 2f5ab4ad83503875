"""What people say about visits at home: that somebody shall come, why nobody can go, how old somebody is, that nobody need come."""

import re

from handlers.appointments.intake.phrases import AGE
from handlers.appointments.opening.home_service import HomeCondition, HomeService

AT_HOME = re.compile(
    r"上门|(?:到|来|上|去)(?:我|我们|他|她|老人|咱|咱们|爷爷|奶奶)?(?:的)?家(?:里|中)?(?:来|去)?(?:一趟)?(?:给|帮|替)?(?:他|她|我|老人)?(?:办|拍|照|采|做|认证|受理|弄)"
    r"|派(?:个|一个)?人(?:来|到|上)"
)
NOT_COMING = re.compile(
    r"(?:不用|不要|别|不必|甭|不需要)(?:再|派人)?(?:上门|来家里?|来我?家|来人)(?:了|办了|服务了)?[吧啊呀。.!！ ]{0,4}"
    r"|(?:不用|别|不必)(?:再)?来了[吧啊呀。.!！ ]{0,4}|(?:取消|撤销|退掉)[^,，。!！?？]{0,4}上门[^,，。!！?？]{0,6}|上门[^,，。!！?？没]{0,6}(?:取消|撤销|退掉|不要)(?:了|掉|吧)?[。.!！ ]{0,3}"
)
NONE_HOLDS = re.compile(
    r"(?:我)?(?:都|这些|以上|上面)*(?:不是|没有|不符合|不属于|其他|别的)(?:情况|的)?(?:都)?[了吧啊呀。.!！ ]{0,3}"
)
PHONE = re.compile(r"(?:我的?)?(?:电话|手机)?(?:号码|号)?[是:：]?1[3-9]\d(?:[- ]?\d){8}")


def wants_home_visit(said: str) -> bool:
    """Whether words ask for somebody to come to the house."""
    return AT_HOME.search(said) is not None


def told_condition(said: str, service: HomeService) -> HomeCondition | None:
    """Give the condition that words tell of, the first of the county's list; None where they tell of none."""
    found = AGE.search(said)
    age = int(found[1]) if found else None
    return next((one for one in service.conditions if one.told_in(said, age=age)), None)
