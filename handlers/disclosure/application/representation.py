"""What people say of who files an application: a representative, nobody else, or the legal representative of an organisation.

Nobody has to be represented, and nobody is asked whether he is: who says so is asked for the representative's name and
paper and for what shows the authority (power of attorney and both identities).
"""

import re

from handlers.disclosure.application.questions import RELATIVES

BY_AGENT = "by_agent"
AGENT_FIELDS = ("agent_name", "agent_identity", "agent_authority")
PAPERS = {"identity_number": "identity_paper", "agent_identity": "agent_paper"}
"""By the slot of a number, the slot that holds of which paper it is."""
REPRESENT = "action_tell_representation"
PICTURE, LATER = AUTHORITIES = ("picture", "later")
"""How the authority is shown: by a picture that was sent, or by one that is still to come."""
_END = r"(?:的|了|吧|[。.!！ ])*"
_FILES = r"(?:来)?(?:申请|办理?|填写?|提交|弄)?"
SAYS_SO = re.compile(
    rf"(?:我|本人|这)?(?:是|作为|当)(?:他们?|她们?|申请人|当事人|别人|人家|公司|单位|家属|孩子)?的?(?:委托|诉讼|法定)?(?:代理人|代理律师|监护人){_FILES}{_END}"
    rf"|我?(?:要|想)?(?:由|请|让|用|找|有|通过|委托)(?:委托)?(?:代理人|律师)(?:代|替)?{_FILES}{_END}"
    rf"|我?是?受[^,，。?？]{{1,20}}委托{_FILES}{_END}"
    rf"|(?:委托代理|代理申请|委托申请|代人申请|代别人申请){_END}"
    rf"|我?(?:要|想|必须|得)?用我?的?(?:{RELATIVES}|委托人|当事人)的?(?:名字|名义)(?:来)?(?:申请|填|办)?{_END}"
)
TAKES_BACK = re.compile(
    rf"(?:不用|不要|没有|不是|取消|去掉|不需要|不通过)(?:委托)?(?:代理人?|律师){_FILES}{_END}"
)
LEGAL_REPRESENTATIVE = re.compile(
    r"(?:我们?)?(?:单位|公司)?的?(?:法定代表人|法人代表|法人|单位负责人)(?:是|为|叫|姓名|[:：\s])+(?P<name>[㐀-鿿·]{2,12})[。.!！ ]*"
)
# Said with the wish itself: 我受李一鸣委托，申请公开……
WITH_THE_WISH = re.compile(r"受[^,，。?？]{1,20}委托|(?:我|本人|作为|是)[^,，。?？]{0,10}代理人")


def told_in_form(said: str, awaited: str) -> bool:
    """Whether a message in the form says who files it, or names the legal representative, and nothing else."""
    del awaited
    return any(one.fullmatch(said.strip()) for one in (SAYS_SO, TAKES_BACK, LEGAL_REPRESENTATIVE))


def represented(said: str) -> bool:
    """Whether the words that open a form tell that somebody else is applied for."""
    return WITH_THE_WISH.search(said) is not None
