"""The count of promises after a chaos sees each way of breaking one."""

import random
from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import islice
from typing import Any

import pytest

from benchmarks.chaos.__main__ import Outcome, RunTimes
from benchmarks.chaos.people import NUMBER, SUBMITTING, Answers, Crowd, reply_to
from benchmarks.chaos.promises import Heard, Petition, Plea, Promises, particulars
from benchmarks.chaos.verdict import Breach, Kept, KeptApplication, KeptTicket, breaches
from handlers.disclosure.case import fields
from handlers.disclosure.case.fields import ApplicantKind

WANTED, OTHER = islice(particulars(random.Random(1)), 2)
GK, RG = "GK202611300001", "RG202611300001"
KEPT = KeptApplication(
    GK, "o1", WANTED.information, WANTED.name, WANTED.identity, WANTED.phone, WANTED.address
)


def petitions(*heard: Heard, kept: list[KeptApplication], told: str = GK) -> list[Breach]:
    promises = Promises([Petition("o1", WANTED, list(heard))], [], {"o1": {told} if told else set()})
    return breaches(promises, Kept(kept, []))


@pytest.mark.parametrize(
    ("heard", "kept", "told", "found"),
    [
        ([Heard.ANSWERED], [KEPT], GK, set()),
        ([Heard.UNHEARD, Heard.PROMISED], [KEPT], GK, set()),
        ([Heard.UNHEARD], [], "", set()),
        ([Heard.UNCERTAIN], [], "", set()),
        ([], [], "", set()),
        ([Heard.ANSWERED], [], GK, {"lost"}),
        ([Heard.PROMISED], [], "", {"lost"}),
        ([Heard.UNHEARD], [KEPT], "", {"untold"}),
        ([Heard.ANSWERED], [KEPT, replace(KEPT, number="GK202611300002")], GK, {"doubled", "untold"}),
        ([Heard.ANSWERED], [replace(KEPT, phone=OTHER.phone)], GK, {"wrong"}),
        ([Heard.ANSWERED], [replace(KEPT, address="青岚县")], GK, {"wrong"}),
        ([Heard.ANSWERED], [replace(KEPT, citizen="o2")], GK, {"wrong", "another's"}),
        ([Heard.REFUSED, Heard.REFUSED], [], "", set()),
        ([Heard.REFUSED], [KEPT], GK, {"told it was not done"}),
        ([Heard.REFUSED, Heard.UNHEARD], [KEPT], GK, set()),
        ([], [KEPT], GK, {"unbidden"}),
        ([Heard.ELSE], [], "", set()),
    ],
)
def test_an_application_is_kept_as_its_citizen_was_told(
    heard: list[Heard], kept: list[KeptApplication], told: str, found: set[str]
) -> None:
    assert {each.kind for each in petitions(*heard, kept=kept, told=told)} == found


def test_who_was_left_in_doubt_looks_once_more() -> None:
    """Whoever gave up with the whole run never asked again, and a case that was kept then counted as untold."""
    unheard, taken = (
        Plea("o3", "aaaaaa", [Heard.UNHEARD]),
        Plea("o4", "bbbbbb", [Heard.UNHEARD, Heard.ANSWERED]),
    )
    forms = [
        Petition("o1", WANTED, [Heard.PROMISED, Heard.UNHEARD]),
        Petition("o2", WANTED, [Heard.UNHEARD, Heard.ANSWERED]),
        Petition("o5", OTHER),
    ]
    assert list(Promises(forms, [unheard, taken]).in_doubt()) == [("o1", None), ("o3", unheard)]


def test_an_application_of_nobody_is_unbidden() -> None:
    stray = replace(KEPT, information=OTHER.information)
    assert {each.kind for each in petitions(Heard.UNHEARD, kept=[stray])} == {"unbidden"}


def pleas(*said: tuple[str, Heard], question: str) -> set[str]:
    promises = Promises([], [Plea("o1", mark, [heard]) for mark, heard in said], {"o1": {RG}})
    lines = "\n".join(Plea("o1", mark).words for mark in question.split())
    return {each.kind for each in breaches(promises, Kept([], [KeptTicket(RG, "o1", lines)]))}


@pytest.mark.parametrize(
    ("second", "question", "found"),
    [
        (Heard.ANSWERED, "AAAAAA BBBBBB CCCCCC", set()),
        (Heard.PROMISED, "BBBBBB AAAAAA CCCCCC", {"out of order"}),
        (Heard.UNHEARD, "BBBBBB AAAAAA CCCCCC", set()),
        (Heard.UNHEARD, "AAAAAA CCCCCC", set()),
        (Heard.PROMISED, "AAAAAA CCCCCC", {"lost"}),
        (Heard.REFUSED, "AAAAAA BBBBBB CCCCCC", {"told it was not done"}),
        (Heard.ANSWERED, "AAAAAA BBBBBB CCCCCC BBBBBB", {"doubled"}),
        (Heard.ANSWERED, "AAAAAA BBBBBB CCCCCC DDDDDD", {"unbidden"}),
    ],
)
def test_sentences_for_staff_stand_once_and_in_their_order(
    second: Heard, question: str, found: set[str]
) -> None:
    said = (("AAAAAA", Heard.ANSWERED), ("BBBBBB", second), ("CCCCCC", Heard.ANSWERED))
    assert pleas(*said, question=question) == found


def test_applications_differ_in_everything_and_pass_the_forms_own_checks() -> None:
    made = list(islice(particulars(random.Random(4)), 300))
    for values in zip(
        *((each.mark, each.identity, each.phone, each.information) for each in made), strict=True
    ):
        assert len(set(values)) == 300
    for each in made:
        assert fields.information(each.information).fault is None
        checked = fields.identity(each.identity, kind=ApplicantKind.NATURAL, today=date(2026, 11, 30))
        assert checked.fault is None
        assert fields.contact(each.phone, kind=ApplicantKind.NATURAL).fault is None


def outcome(pushes: int, unheard: int, asked: dict[str, Heard | None], *, unsettled: int = 0) -> Outcome:
    crowd = Crowd(None, iter(()), iter(()), pushes=pushes, unheard=Counter({"late": unheard}))  # type: ignore[arg-type]
    answers = Answers(asked, Counter(["GK201901010001"]), Counter())
    return Outcome(crowd, answers, Kept([], []), [], unsettled, sound=True)


@pytest.mark.parametrize(
    ("tried", "passed"),
    [
        (outcome(100, 5, {"GK201901010001": Heard.ANSWERED}), True),
        (outcome(100, 6, {"GK201901010001": Heard.ANSWERED}), False),
        (outcome(0, 0, {}), False),
        (outcome(100, 0, {"GK201901010002": Heard.PROMISED}), False),
        (outcome(100, 0, {"GK201901010002": Heard.UNHEARD}), True),
        (outcome(100, 0, {}, unsettled=1), False),
    ],
)
def test_too_few_heard_or_anything_left_does_not_pass(tried: Outcome, passed: bool) -> None:
    assert tried.passed(most_unheard=0.05) == passed


@pytest.mark.parametrize(
    "spoilt",
    [
        {"misled": 1},
        {"times": RunTimes(whole=False)},
        {"answers": Answers({}, Counter(), Counter(), (("b", "a"),))},
        {"sound": False},
    ],
)
def test_whatever_else_goes_wrong_does_not_pass_either(spoilt: dict[str, Any]) -> None:
    good = outcome(100, 0, {})
    assert good.passed(most_unheard=0.05)
    assert not replace(good, **spoilt).passed(most_unheard=0.05)


def test_an_answer_brought_twice_by_a_courier_is_told_apart_from_one_given_twice() -> None:
    number = "GK201901010001"
    brought = Answers({}, Counter(), Counter([number, number]))
    assert (brought.doubled, brought.carried_twice) == (set(), {number})
    given = Answers({}, Counter([number]), Counter([number]))
    assert (given.doubled, given.carried_twice) == ({number}, set())


def test_a_citizen_answers_what_was_asked_last() -> None:
    said = "（3/6）请写您的姓名，和身份证上一致。\n（4/6）请写您的身份证号码（18位）。"
    assert reply_to(said, WANTED) == WANTED.identity
    summary = (
        f"请核对您的申请：\n2. 需要的信息：{WANTED.information}\n4. 姓名或单位名称：{WANTED.name[0]}*\n"
        f"5. 证件号码：339***********{WANTED.identity[-4:]}\n6. 联系电话：139****{WANTED.phone[-4:]}\n都对，就回复 1 提交。"
    )
    assert reply_to(summary, WANTED) == SUBMITTING
    assert reply_to(summary.replace(WANTED.mark, OTHER.mark), WANTED) == "改第2项"
    assert reply_to(summary.replace(WANTED.phone[-4:], "0000"), WANTED) == "改电话"
    assert reply_to("系统暂时忙不过来", WANTED) == ""
    assert NUMBER.findall(f"您的申请已登记，编号{GK}。") == [GK]
    assert NUMBER.findall(f"您名下有2件：\n1. {GK} 信息公开申请：已登记\n2. {RG} 人工咨询：待答复") == [
        GK,
        RG,
    ]
