"""In the talk: six kinds of applicant, any paper, and who files for somebody else."""

import pytest

from bot.clock import SettableClock
from handlers.disclosure.applicant.categories import ApplicantCategory
from handlers.disclosure.applicant.identity_papers import IdentityPaper
from handlers.disclosure.applicant.representative import Representative
from handlers.disclosure.application.actions import application
from handlers.disclosure.application.form import FORM
from handlers.disclosure.application.prompts import AskField, which_field
from handlers.disclosure.application.representation import represented, told_in_form
from handlers.disclosure.application.representation_action import TellRepresentation
from handlers.disclosure.application.validation import DisclosureForm
from tests.factories.application_form import IDENTITY, TEXTS, Files, answer, correct, start
from tests.factories.office import OFFICE
from tests.factories.talk import SENT_AT, Talk, words

WANTED = "桂花路改造工程的招投标文件"
AGENT = "339901199001011029"


class Enclosed:
    """Counts what was sent for the authority."""

    def __init__(self) -> None:
        self.count = 0

    async def __call__(self, form_id: str) -> int:
        return self.count if form_id else 0


@pytest.fixture
def enclosed() -> Enclosed:
    return Enclosed()


@pytest.fixture
def talk(files: Files, enclosed: Enclosed) -> Talk:
    form = DisclosureForm(TEXTS, clock=SettableClock(SENT_AT), enclosed=enclosed)
    asks = [*(AskField(slot, TEXTS, office=OFFICE) for slot in FORM.order), which_field(TEXTS)]
    return Talk([form, *asks, TellRepresentation(TEXTS), files])


async def test_an_organisation_whose_name_tells_its_kind_is_not_asked_for_it(
    talk: Talk, files: Files
) -> None:
    await start(talk)
    await answer(talk, "1", WANTED, "2", "云岭正大律师事务所", "91350100M000100Y43", "李四 13800001234")
    checked = await answer(talk, "1")
    assert "9. 单位类别：法律服务机构" in checked
    await answer(talk, "1")
    filed = application(files.filed[0])
    assert (filed.category, filed.paper) == (ApplicantCategory.LEGAL_SERVICE, IdentityPaper.CREDIT_CODE)


async def test_another_organisation_is_asked_and_may_correct_it(talk: Talk, files: Files) -> None:
    await start(talk)
    await answer(talk, "1", WANTED, "2", "石桥镇下坝村村民委员会")
    await answer(talk, "没有代码，登记证书 青民登字第12号", "李四 13800001234")
    asked = await answer(talk, "3")
    assert "（7/7）" in asked
    assert "哪一类" in asked
    assert "选一类" in await answer(talk, "不知道")
    assert "单位类别：其他" in await answer(talk, "5")
    assert "哪一类" in await correct(talk, "单位类别")
    await answer(talk, "社会公益组织", "1")
    filed = application(files.filed[0])
    assert filed.category is ApplicantCategory.PUBLIC_WELFARE
    assert (filed.paper, filed.identity_number) == (IdentityPaper.OTHER, "登记证书 青民登字第12")


async def test_a_person_may_show_any_paper(talk: Talk, files: Files) -> None:
    await start(talk)
    await answer(talk, "1", WANTED, "1", "王小雨")
    assert "请写它的号码" in await answer(talk, "我没有身份证，用护照")
    assert "联系电话" in await answer(talk, "E12345678")
    checked = await answer(talk, "13800001234", "1")
    assert "5. 证件号码：护照 E1*****78" in checked
    await answer(talk, "1")
    filed = application(files.filed[0])
    assert (filed.paper, filed.identity_number) == (IdentityPaper.PASSPORT, "E12345678")


async def test_a_number_that_looks_unusual_is_doubted_once_and_then_taken(talk: Talk, files: Files) -> None:
    await start(talk)
    await answer(talk, "1", WANTED, "1", "Hans Gruber")
    doubted = await answer(talk, "护照 G00T1234")
    assert "不太像" in doubted
    assert "原样再发一遍" in doubted
    # Another number is looked at anew.
    assert "不太像" in await answer(talk, "G00T12345678901234567")
    assert "联系电话" in await answer(talk, "G00T12345678901234567")
    await answer(talk, "13800001234", "1", "1")
    filed = application(files.filed[0])
    assert (filed.paper, filed.identity_number) == (IdentityPaper.PASSPORT, "G00T12345678901234567")


async def test_a_wrong_resident_number_is_never_taken_however_often_it_is_said(talk: Talk) -> None:
    await start(talk)
    await answer(talk, "1", WANTED, "1", "王小雨")
    for _ in range(3):
        assert "可能有一位写错了" in await answer(talk, "339901198503142017")


async def test_who_files_for_somebody_is_asked_for_both_and_for_the_authority(
    talk: Talk, files: Files, enclosed: Enclosed
) -> None:
    await start(talk)
    said = await answer(talk, "1", WANTED, "1", "我是代理人")
    assert "由代理人提交" in said
    assert "您代理的那一位" in said
    await answer(talk, "李一鸣", IDENTITY, "13800001234")
    assert "代理人的姓名" in await answer(talk, "1")
    assert "代理人的身份证号码" in await answer(talk, "王小雨")
    assert "授权委托书" in await answer(talk, AGENT)
    assert "还没有收到照片" in await answer(talk, "发好了")
    enclosed.count = 1
    checked = words(await talk._loop().enclosed(FORM, talk.conversation))
    for shown in ("10. 代理人：王小雨", "339***********1029", "授权委托书：照片已经附上"):
        assert shown in checked
    await answer(talk, "确认提交")
    filed = application(files.filed[0])
    assert filed.applicant_name == "李一鸣"
    assert filed.representative == Representative("王小雨", AGENT, "picture")


async def test_told_at_the_end_the_whole_is_read_over_once_more(talk: Talk, files: Files) -> None:
    await start(talk)
    await answer(talk, "1", WANTED, "1", "李一鸣", IDENTITY, "13800001234", "1")
    assert "代理人的姓名" in await answer(talk, "委托申请")
    await answer(talk, "王小雨", f"身份证 {AGENT}")
    assert "以后" in await answer(talk, "以后补交")
    assert files.filed == []
    checked = await answer(talk, "不用代理人")
    assert "请核对" in checked
    assert "王小雨" not in checked
    await answer(talk, "1")
    assert application(files.filed[0]).representative is None


async def test_a_child_is_represented_by_a_guardian(talk: Talk, files: Files) -> None:
    child = "519901201601010023"
    await start(talk)
    await answer(talk, "1", WANTED, "1", "李一鸣")
    assert "监护人" in await answer(talk, child)
    await answer(talk, "我是监护人")
    assert "联系电话" in await answer(talk, child)
    await answer(talk, "13800001234", "1", "王小雨", AGENT, "2", "1")
    filed = application(files.filed[0])
    assert (filed.identity_number, filed.representative) == (child, Representative("王小雨", AGENT, "later"))


async def test_an_organisation_may_name_its_legal_representative(talk: Talk, files: Files) -> None:
    await start(talk)
    await answer(talk, "1", WANTED, "2", "青岚县茶叶专业合作社")
    assert "记下了" in await answer(talk, "法定代表人是赵大勇")
    checked = await answer(talk, "91350100M000100Y43", "李四 13800001234", "1")
    assert "法定代表人：赵大勇" in checked
    await answer(talk, "1")
    assert application(files.filed[0]).legal_representative == "赵大勇"


@pytest.mark.parametrize(
    ("said", "tells"),
    [
        ("我是代理人", True),
        ("我是他的代理人", True),
        ("由代理人申请", True),
        ("受李一鸣的委托来申请", True),
        ("委托申请", True),
        ("用我妈的名字申请", True),
        ("不用代理人了", True),
        ("法人代表是赵大勇", True),
        ("自己申请", False),
        ("王小雨", False),
        ("代理人要带什么", False),
        ("个人", False),
        ("委托书模板的文件", False),
    ],
)
def test_who_files_is_told_in_plain_words(said: str, tells: bool) -> None:
    assert told_in_form(said, "applicant_name") is tells


def test_the_wish_may_tell_it_at_once() -> None:
    assert represented("我受李一鸣委托，申请公开2025年财政决算")
    assert not represented("我要申请公开委托代建的合同")
