"""What people say about visits at home: that somebody shall come, why nobody can go, how old somebody is, that nobody need come."""

import re

from handlers.appointments.intake.phrases import AGE
from handlers.appointments.opening.home_service import HomeCondition, HomeService

_WHOSE = r"(?:我|我们|俺|俺们|他|她|老人|咱|咱们|爷爷|奶奶|外公|外婆|屋)?(?:的)?"
_HOUSE = r"(?:家(?:里|中|头)?|屋(?:头|里|企|里头)|门上)"
_DONE = r"(?:办|弄|拍|照|采|做|换|补|领|认证|受理|搞)"
_FOR = r"(?:来|去)?(?:一趟)?(?:给|帮|替)?(?:我们|他|她|我|老人|俺|爷爷|奶奶)?"
SENT_FOR = re.compile(
    rf"上门(?:来|去)?(?:给|帮|替)?[^,，。!！?？]{{0,6}}{_DONE}|上门(?:服务|代办|帮办)"
    rf"|(?:到|来|上|去){_WHOSE}{_HOUSE}{_FOR}{_DONE}"
    rf"|(?:派|喊|叫|安排|找|请)(?:个|一个|几个)?(?:人|师傅|同志|工作人员)(?:到|来|上|去)(?:{_WHOSE}{_HOUSE})?[^,，。!！?？]{{0,6}}{_DONE}"
    r"|上不上门|(?:能|可以|可不可以|肯|给|得不得)上门"
)
"""Whether words ask for an office to come and do something at the house."""
AT_HOME = re.compile(rf"{SENT_FOR.pattern}|上门|派(?:个|一个)?人(?:来|到|上)")
OF_RULES = re.compile(
    r"怎么|流程|材料|条件|多少钱|收费|要钱|要不要钱|规定|政策|多久|哪些人|哪种人|什么人|谁能|什么时候|为什么|投诉|说好|没来|不肯|推销|骗|卖"
)
"""Who asks for the rules of it, or tells what went wrong, asks for no visit."""
WHERE_TOLD = re.compile(
    r"(?:地址|住址|门牌)(?:就?是|在|[:：])?[ ]?([^,，。!！?？;；]{4,60})|(?:我们?|俺们?|家|人|她|他|老人|[,，。 ]|^)(?:家)?就?住(?!院|房|址|建|的不是)(?:在|的是)?([^,，。!！?？;；]{4,60})"
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


def asks_for_visit(said: str) -> bool:
    """Whether words ask plainly that somebody comes and does something, and for none of the rules."""
    return SENT_FOR.search(said) is not None and not OF_RULES.search(said)


def told_where(said: str) -> str:
    """Give the address that words tell; empty for none."""
    found = WHERE_TOLD.search(said)
    return (found[1] or found[2]).strip() if found else ""


def told_condition(said: str, service: HomeService) -> HomeCondition | None:
    """Give the condition that words tell of, the first of the county's list; None where they tell of none."""
    found = AGE.search(said)
    age = int(found[1]) if found else None
    return next((one for one in service.conditions if one.told_in(said, age=age)), None)
