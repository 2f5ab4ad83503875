"""Answers with all their facts, one for each ground; every name and number is invented."""

from datetime import date

from handlers.county.agencies import AgencyDirectory
from handlers.county.agencies import load as load_agencies
from handlers.disclosure.decision.decision import ItemAnswer, PartAnswer, ReplyDecision
from handlers.disclosure.decision.facts import read
from handlers.disclosure.decision.grounds import AnswerGround
from tests.factories.talk import TEXTS

DECIDED_ON = date(2026, 11, 20)
SEARCH = {
    "searched_where": "本机关档案室、办公系统",
    "searched_by": "县教育局办公室王一文",
    "search_terms": ["2004年", "工作报告"],
    "searched_on": "2026-11-10",
}
NOTICE = {"notice_number": "青教公开告〔2026〕第5号", "notice_on": "2026-10-20"}
FACTS: dict[AnswerGround, dict[str, object]] = {
    AnswerGround.PUBLISHED: {"published_at": "县政府网站“政府信息公开”专栏，https://qinglan.example/2025"},
    AnswerGround.PROVIDED: {"attachments": ["2025年工作报告", "2025年决算表"], "form": "电子文件"},
    AnswerGround.TO_BE_FETCHED: {
        "way_to_get": "11月25日起凭身份证到县行政中心215室领取",
        "form": "纸质复印件",
    },
    AnswerGround.STATE_SECRET: {
        "secret_level": "秘密",
        "classified_on": "2024-03-01",
        "secret_years": 10,
        "reason": "该文件已依法定密，且在保密期限内",
    },
    AnswerGround.LAW_FORBIDDEN: {
        "forbidding_law": "《中华人民共和国统计法》第二十八条",
        "reason": "该表能识别单个统计调查对象",
    },
    AnswerGround.SAFETY: {"safety_interest": "公共安全", "reason": "公开后可能危及供水设施安全"},
    AnswerGround.THIRD_PARTY: {
        "protected_interest": "商业秘密",
        "opinion": "不同意公开",
        "own_finding": "报价明细不为公众知悉、有商业价值并已采取保密措施",
        "public_interest": "不公开不会对公共利益造成重大影响",
    },
    AnswerGround.INTERNAL: {"internal_kind": "内部工作流程", "reason": "该表只用于内部派车登记"},
    AnswerGround.PROCESS: {
        "process_kind": "讨论记录",
        "reason": "该记录反映讨论中的不同意见，不是最后决定",
        "no_duty_checked": True,
    },
    AnswerGround.ENFORCEMENT_FILE: {
        "reason": "该笔录是在办处罚案件的案卷材料",
        "file_access": "案件当事人可以向县市场监督管理局执法大队申请查阅案卷",
        "no_duty_checked": True,
    },
    AnswerGround.ADMIN_QUERY: {
        "special_law": "《不动产登记暂行条例》第二十七条",
        "query_place": "县不动产登记中心查询窗口",
    },
    AnswerGround.NONEXISTENT: SEARCH,
    AnswerGround.NOT_OURS: {
        "reason": "该信息由县民政局制作",
        "responsible_agency": "青岚县民政局",
        "responsible_contact": "0599-6612345",
    },
    AnswerGround.ARCHIVED: {**SEARCH, "archive": "青岚县档案馆", "reason": "该卷已于2019年到期移交"},
    AnswerGround.NEEDS_CREATION: {"reason": "需要把各校报表逐一汇总、重新统计"},
    AnswerGround.STILL_UNCLEAR: {**NOTICE, "reason": "补正后仍没有说明是哪一年、哪一类文件"},
    AnswerGround.COMPLAINT: {"matter": "投诉", "channel": "12345热线或县信访局接待窗口"},
    AnswerGround.REPEAT: {
        "earlier_number": "青教公开答〔2026〕第3号",
        "earlier_on": "2026-05-08",
        "ground_holds": True,
    },
    AnswerGround.PUBLICATION: {"way_to_get": "县图书馆、县档案馆都可以查阅，也可以到书店购买"},
    AnswerGround.MASSIVE: {**NOTICE, "reasons_given": "未说明", "reason": "一个月内就同类内容提出35件申请"},
    AnswerGround.RECONFIRM: {"obtained": "2026年6月1日已经以邮寄方式取得的该份批复"},
    AnswerGround.NO_CORRECTION: {**NOTICE, "notice_until": "2026-11-03", "no_good_cause": True},
    AnswerGround.NO_FEE: {**NOTICE, "notice_until": "2026-11-17"},
    AnswerGround.WITHDRAWN: {"withdrawn_on": "2026-11-18"},
    AnswerGround.NOT_INFORMATION: {"reason": "您要的是一份私人合同，不是本机关履行职责中制作或者获取的"},
    AnswerGround.CONSULTATION: {"reason": "您问的是低保怎么办理", "channel": "县民政局咨询电话0599-6612345"},
    AnswerGround.OTHER: {"reason": "申请人在答复前去世，没有人承继"},
}
ASKED = "2004年至2025年的工作报告"
COURT_LINE = "对复议决定仍不服的，可以依法向人民法院提起行政诉讼。"


def answer(ground: AnswerGround, *, part: str = "", **changed: object) -> PartAnswer:
    """Give an answer with all its facts; a change to None takes a fact away."""
    return PartAnswer(ground, read({**FACTS[ground], **changed}), part)


def item(*answers: PartAnswer, asked: str = ASKED) -> ItemAnswer:
    """Give an item with its answers."""
    return ItemAnswer(asked, answers)


def decision(*grounds: AnswerGround, court_line: str = COURT_LINE) -> ReplyDecision:
    """Give a decision that answers one item on each of some grounds."""
    items = tuple(
        item(answer(ground), asked=f"{ASKED}（{at}）") for at, ground in enumerate(grounds, start=1)
    )
    return ReplyDecision(items, DECIDED_ON, TEXTS, court_line=court_line)


def directory() -> AgencyDirectory:
    """Give the directory of the sample county."""
    from adapters.county import SAMPLE

    return load_agencies(SAMPLE / "agencies.yml")
