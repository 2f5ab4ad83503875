"""What a load counts: every way in which a question is answered, or not, twice, or before its turn."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from adapters.wechat.simulator.delivery.crowd import LoadPlan, fault_profile
from adapters.wechat.simulator.delivery.questions import MARK, marked, words_of
from adapters.wechat.simulator.delivery.tally import AskedQuestion, counted, percentile
from adapters.wechat.simulator.world.citizens import ChatEntry, Citizen
from adapters.wechat.simulator.world.faults import Faults
from adapters.wechat.simulator.world.traces import DeliveryOutcome, DeliveryTrace, Trace

NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)
ONE, TWO, THREE = (marked(number) for number in range(3))
OPENID = "o1"


def asked(
    mark: str, *outcomes: DeliveryOutcome, shown: bool = False, status: int | None = 200
) -> AskedQuestion:
    question = AskedQuestion(mark, NOON)
    deliveries = [
        DeliveryTrace(
            attempt=number, method="POST", url="", request="", started_at=NOON, outcome=outcome, status=status
        )
        for number, outcome in enumerate(outcomes, start=1)
    ]
    trace = Trace(
        id="t", openid=OPENID, kind="text", key="m:1", plain_xml="", shown=shown, deliveries=deliveries
    )
    question.judge(trace, 0.5)
    return question


def at_once(mark: str) -> AskedQuestion:
    return asked(mark, DeliveryOutcome.ANSWERED, shown=True)


def promised(mark: str) -> AskedQuestion:
    return asked(mark, DeliveryOutcome.EMPTY)


def window(*said: str) -> Citizen:
    citizen = Citizen(OPENID, "市民（示例）")
    for number, text in enumerate(said, start=1):
        at = NOON + timedelta(seconds=number)
        citizen.add(ChatEntry(number=number, at=at, side="account", kind="text", text=text))
    return citizen


def test_marks_are_all_different_and_read_back() -> None:
    marks = [marked(number) for number in range(0, 400_000, 7)]
    assert len(set(marks)) == len(marks)
    assert all(MARK.fullmatch(mark) for mark in marks)
    assert MARK.findall(words_of(ONE)) == [ONE]


@pytest.mark.parametrize(
    ("questions", "said", "expected"),
    [
        ([at_once(ONE)], [f"没有{ONE}"], {"answered_at_once": 1}),
        ([promised(ONE)], [f"没有{ONE}"], {"answered_later": 1, "later_p95_s": 1.0}),
        ([promised(ONE)], [], {"lost": 1}),
        ([promised(ONE)], ["别的话"], {"lost": 1}),
        ([at_once(ONE)], ["您发得太快了"], {"answered_otherwise": 1}),
        ([at_once(ONE)], [f"{ONE}", f"{ONE}"], {"answered_at_once": 1, "doubled": 1}),
        # Once in an answer, however often it names the number.
        ([at_once(ONE)], [f"{ONE}，{ONE}"], {"answered_at_once": 1}),
        ([at_once(ONE), at_once(TWO)], [TWO, ONE], {"answered_at_once": 2, "order_broken": 1}),
        ([at_once(ONE), promised(TWO), at_once(THREE)], [ONE, f"{TWO} {THREE}"], {"answered_at_once": 2, "answered_later": 1, "later_p95_s": 2.0}),
        ([at_once(ONE), promised(TWO), at_once(THREE)], [ONE, f"{THREE} {TWO}"], {"answered_at_once": 2, "answered_later": 1, "order_broken": 1, "later_p95_s": 2.0}),
        ([asked(ONE, *[DeliveryOutcome.UNREACHABLE] * 3, status=None)], [], {"given_up_by_the_platform": 1}),
        ([asked(ONE, DeliveryOutcome.LATE, DeliveryOutcome.EMPTY, status=None)], [ONE], {"answered_later": 1, "over_5_s": 1, "later_p95_s": 1.0}),
        # A delay that a fault ordered is none of the program's.
        ([asked(ONE, DeliveryOutcome.LATE, DeliveryOutcome.ANSWERED, shown=True)], [ONE], {"answered_at_once": 1}),
        ([AskedQuestion(ONE, NOON)], [], {"given_up_by_the_platform": 1}),
    ],
)  # fmt: skip
def test_what_became_of_questions(
    questions: list[AskedQuestion], said: list[str], expected: dict[str, float]
) -> None:
    report = counted({OPENID: questions}, [window(*said), Citizen("o2", "别人")], seconds=2.0)
    plain = report.plain()
    ways = [
        "answered_at_once",
        "answered_later",
        "answered_otherwise",
        "given_up_by_the_platform",
        "lost",
        "doubled",
        "order_broken",
        "over_5_s",
    ]
    assert {name: plain[name] for name in ways} == dict.fromkeys(ways, 0) | {
        name: value for name, value in expected.items() if name in ways
    }
    assert plain["later_p95_s"] == expected.get("later_p95_s")
    assert report.failed == bool({"lost", "doubled", "order_broken"} & expected.keys())
    assert json.loads(json.dumps(plain))["simulator"] == "not WeChat"


def test_percentiles_name_a_value_that_was_measured() -> None:
    assert [percentile([4.0, 1.0, 3.0, 2.0], share) for share in (0.0, 0.5, 0.95, 1.0)] == [
        1.0,
        2.0,
        4.0,
        4.0,
    ]
    assert percentile([], 0.5) != percentile([], 0.5)


@pytest.mark.parametrize(
    "wrong", [{"rate": 0}, {"seconds": 0}, {"citizens": 0}, {"think": -1}, {"patience": -1}]
)
def test_a_plan_that_makes_no_sense_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="必须大于0"):
        LoadPlan(**wrong)  # type: ignore[arg-type]
    assert LoadPlan(rate=0.1, seconds=1).count == 1


@pytest.mark.parametrize("name", ["none", "light", "rough"])
def test_every_profile_of_faults_can_be_ordered_and_lasts(name: str) -> None:
    faults = Faults()
    for order in fault_profile(name):
        faults.keep(order, seed=7)
    kinds = {order["kind"] for order in faults.open()}
    hits = sum(faults.take(kind) is not None for _ in range(3000) for kind in kinds)
    assert bool(hits) == bool(kinds)
    assert {order["kind"] for order in faults.open()} == kinds
    assert "wrong_signature" not in kinds, "such a push asks nothing, so nothing of it could be counted"


def test_an_unknown_profile_is_none() -> None:
    with pytest.raises(KeyError):
        fault_profile("hurricane")
