"""Sixty questions as citizens of the sample county would put them, and a few that its documents cannot answer."""

from datetime import date
from pathlib import Path

import pytest

from knowledge.answers.answer import Answer, Decline
from knowledge.answers.answerer import Answerer
from knowledge.evaluation.report import build

COUNTY = Path(__file__).resolve().parents[4] / "knowledge" / "data" / "qinglan"
TODAY = date(2026, 11, 21)
RIGHT = 0.95

# The matter after each question is the name that its policy, interpretation and guide share.
QUESTIONS = (
    ("我妈今年81了能领多少高龄津贴", "elderly-allowance"),
    ("九十岁的老人一个月有多少补贴", "elderly-allowance"),
    ("公租房申请要什么条件", "public-rental"),
    ("公租房租金一平米多少钱", "public-rental"),
    ("今年城乡居民医保交多少钱", "resident-medical-insurance"),
    ("医保什么时候截止缴费", "resident-medical-insurance"),
    ("老楼装电梯政府补多少", "elevator"),
    ("加装电梯要多少业主同意", "elevator"),
    ("一次性创业补贴能拿多少钱", "start-up-subsidy"),
    ("创业担保贷款最高能贷多少", "start-up-loan"),
    ("创业贷款贴息几年", "start-up-loan"),
    ("低保一个月多少钱", "minimum-living"),
    ("申请低保要去哪里办", "minimum-living"),
    ("残疾人护理补贴每月多少", "disability-allowance"),
    ("困难残疾人生活补贴的申请条件", "disability-allowance"),
    ("孤独症孩子做康复训练能报多少", "child-rehabilitation"),
    ("残疾儿童康复救助标准", "child-rehabilitation"),
    ("大病保险起付线是多少", "critical-illness"),
    ("大病报销比例", "critical-illness"),
    ("特困人员供养标准", "destitute-support"),
    ("农村危房改造能补多少钱", "dilapidated-homes"),
    ("电动车怎么上牌", "e-bike"),
    ("电动自行车限速多少", "e-bike"),
    ("种地补贴一亩多少钱", "farmland-subsidy"),
    ("耕地地力保护补贴什么时候发", "farmland-subsidy"),
    ("摆小吃摊要办什么证", "food-stalls"),
    ("食品小作坊登记要什么材料", "food-stalls"),
    ("火化费用减免多少", "funeral-benefit"),
    ("大学生毕业求职补贴有多少", "graduate-employment"),
    ("开民宿需要什么条件", "guesthouse"),
    ("居家养老服务补贴给哪些老人", "home-care"),
    ("小孩出生怎么上户口", "household-registration"),
    ("落户需要什么材料", "household-registration"),
    ("公积金贷款最多能贷多少", "housing-fund"),
    ("公积金贷款首付比例", "housing-fund"),
    ("稳岗返还的比例是多少", "job-retention"),
    ("公办幼儿园保教费多少", "kindergarten"),
    ("长护险每个月能领多少", "long-term-care"),
    ("领结婚证要带什么", "marriage"),
    ("婚姻登记可以跨省办吗", "marriage"),
    ("医疗救助的比例是多少", "medical-aid"),
    ("老旧小区改造居民要出钱吗", "old-estates"),
    ("路边停车怎么收费", "parking"),
    ("公益性岗位工资多少", "public-posts"),
    ("居民养老保险每年交多少档次", "resident-pension"),
    ("农村建房能批多大宅基地", "rural-homes"),
    ("村里盖房子要怎么申请", "rural-homes"),
    ("校车补助怎么收费", "school-bus"),
    ("一年级报名要什么材料", "school-entry"),
    ("随迁子女上小学需要什么条件", "school-entry"),
    ("考了职业证书能领多少技能补贴", "skills-training"),
    ("贫困生助学金一年多少", "student-aid"),
    ("博士来青岚买房补贴多少", "talent-housing"),
    ("人才购房补贴怎么发放", "talent-housing"),
    ("企业技术改造奖励比例", "tech-upgrade"),
    ("家里着火了有没有临时救助", "temporary-aid"),
    ("退役军人有哪些优待", "veterans"),
    ("垃圾分类乱扔罚多少", "waste-sorting"),
    ("开公司多久能办好", "company-opening"),
    ("生二孩的育儿补贴是多少", "childcare-subsidy"),
)
STRANGERS = (
    "火星移民补贴多少",
    "失业金能领几个月",
    "去月球旅游怎么报名",
    "彩票中奖怎么领奖",
    "出国留学签证怎么办",
    "养猫要打什么疫苗",
    "股票开户要多少钱",
    "明天会下雨吗",
)


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Answerer:
    return Answerer(build([COUNTY], tmp_path_factory.mktemp("questions")).index)


def cited(county: Answerer, question: str) -> str:
    answer = county.answer(question, today=TODAY)
    if isinstance(answer, Answer):
        return answer.citation.document.id
    # What is shown with a reservation is found as well.
    return answer.likely[0].citation.document.id if answer.likely else "declined"


def test_citizens_questions_find_their_document(county: Answerer) -> None:
    wrong = {
        question: document
        for question, matter in QUESTIONS
        if (document := cited(county, question)).partition("-")[2] != matter
    }
    assert len(wrong) <= (1 - RIGHT) * len(QUESTIONS), wrong


@pytest.mark.parametrize("question", STRANGERS)
def test_what_the_county_does_not_say_is_declined(county: Answerer, question: str) -> None:
    assert isinstance(county.answer(question, today=TODAY), Decline)
