"""What speaks for a danger without naming it: things are found and added up, dialects read, whole sentences guessed."""

from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.plain_yaml import read_yaml
from handlers.general.floor import CALLED
from intents.classification.classifier import TrainingSample
from intents.classification.optimizer import train
from intents.dangers import evidence, guess, reader, training
from intents.dangers.dialects import Dialects
from intents.dangers.evidence import DangerEvidence
from intents.dangers.guess import Guesser
from intents.recognizer import CountyRecognizer
from intents.text.normal_form import normalise

KNOWN = reader.load()


def _data(name: str) -> dict[str, Any]:
    data: dict[str, Any] = read_yaml((files("intents") / "data" / f"{name}.yml").read_text("utf-8"))
    return data


HINTS, EXAMPLES = _data("danger_evidence"), _data("danger_examples")
NAMES = {kind.name for kind in KNOWN.kinds}


@pytest.fixture
def small() -> DangerEvidence:
    return DangerEvidence(
        {"now": "刚才", "machine": "电梯", "stuck": "卡住 不动了", "fish": "鱼"},
        {
            "any": {"now": 0.5},
            "trapped": {"machine": 1.0, "stuck": 1.5},
            "meal": {"fish": 1.0, "machine": 1.0},
        },
        cores={"trapped": "stuck"},
    )


def test_a_word_is_found_unless_it_is_denied(small: DangerEvidence) -> None:
    assert small.found("电梯卡住了") == {"machine", "stuck"}
    assert small.found("电梯没有卡住") == {"machine"}
    assert small.found("") == frozenset()


def test_a_word_is_known_by_its_sound_where_it_is_no_other_word() -> None:
    known = DangerEvidence({"poison": "农药"}, {"any": {}, "poisoning": {"poison": 1.0}}, cores={})
    assert known.found("喝了浓药") == {"poison"}
    assert known.found("喝了浓茶") == frozenset()


def test_things_of_neighbouring_clauses_are_added_up_and_each_counts_once(small: DangerEvidence) -> None:
    found = [small.found(clause) for clause in ("刚才坐电梯", "电梯", "卡住了")]
    assert small.weigh(found, [1.0, 1.0, 1.0])["trapped"] == pytest.approx(3.0)


def test_things_far_apart_do_not_meet(small: DangerEvidence) -> None:
    clauses = ("卡住", *("好的",) * evidence.NEAR, "电梯")
    found = [small.found(clause) for clause in clauses]
    assert small.weigh(found, [1.0] * len(found))["trapped"] == pytest.approx(1.5 - evidence.LONELY)


def test_without_its_core_a_kind_has_no_points(small: DangerEvidence) -> None:
    assert "trapped" not in small.weigh([small.found("电梯")], [1.0])
    assert small.weigh([small.found("电梯和鱼")], [1.0]) == {"meal": pytest.approx(2.0)}


def test_a_calm_clause_counts_little(small: DangerEvidence) -> None:
    share = evidence.share("电梯卡住", calm=True)
    assert share == evidence.CALM < evidence.share("电" * evidence.RUN_ON, calm=True) < 1.0
    assert evidence.share("电梯卡住", calm=False) == 1.0
    assert small.weigh([small.found("电梯卡住")], [share])["trapped"] == pytest.approx(2.5 * share)


@pytest.mark.parametrize("name", ["kinds", "cores"])
def test_the_data_speak_of_known_kinds_and_things(name: str) -> None:
    assert set(HINTS[name]) - {"any"} <= NAMES
    things = (tuple(body) if name == "kinds" else body.split() for body in HINTS[name].values())
    assert {thing for names in things for thing in names} <= set(HINTS["concepts"])


def test_every_thing_speaks_for_something() -> None:
    assert {thing for weights in HINTS["kinds"].values() for thing in weights} == set(HINTS["concepts"])


def test_dialects_are_read_as_the_common_words() -> None:
    plain = Dialects(HINTS["dialects"]).plain
    assert plain("我困咗喺𨋢入面") == "我困了在电梯里面"
    assert plain("居住证怎么办") == "居住证怎么办"
    assert plain("忧郁的水渠") == "忧郁的水渠"


@given(st.text(max_size=60))
def test_any_text_has_its_things(text: str) -> None:
    assert KNOWN.evidence.found(text) <= KNOWN.evidence.concepts


def test_examples_are_of_kinds_that_have_a_line() -> None:
    learnt = set(EXAMPLES["examples"]) - {guess.NONE}
    assert learnt == set(EXAMPLES["stands_for"]) == set(EXAMPLES["likely"]) <= NAMES & set(CALLED)
    assert all(0 < least.told <= least.asking < 1 for least in guess.likely(EXAMPLES).values())
    assert {kind for kinds in guess.kinds(EXAMPLES).values() for kind in kinds} <= NAMES
    said = [text for texts in EXAMPLES["examples"].values() for text in texts]
    assert len(said) == len(set(said)) >= 1000


def test_what_is_learnt_is_guessed_for_all_kinds_of_a_number() -> None:
    said = {"fire": ["冒烟了", "烧起来了"], "none": ["怎么办证", "几点下班"]}
    learnt = [
        TrainingSample(guess.features(text, ()), kind) for kind, texts in said.items() for text in texts * 20
    ]
    guesser = Guesser(
        train(learnt), {"fire": frozenset({"fire", "gas"})}, likely={"fire": guess.Likely(0.3, 0.6)}
    )
    shares = guesser.guess("又冒烟了", ())
    assert shares["gas"] == shares["fire"] > 0.5
    assert guesser.total(shares) == shares["fire"] > guesser.total(guesser.guess("几点办证", ()))


@pytest.mark.parametrize(
    ("share", "asking", "kind"),
    [(0.4, False, "fire"), (0.4, True, None), (0.6, True, "fire"), (0.2, False, None)],
)
def test_each_number_has_its_own_least_share_and_questions_need_more(
    share: float, asking: bool, kind: str | None
) -> None:
    learnt = [TrainingSample(("a",), "fire"), TrainingSample(("b",), "none")]
    guesser = Guesser(train(learnt), {"fire": frozenset({"fire"})}, likely={"fire": guess.Likely(0.3, 0.6)})
    assert guesser.likeliest({"fire": share}, asking=asking) == kind


def test_a_faint_sign_is_only_a_word_where_the_whole_is_no_danger_but_a_wish_to_die_is_none(
    county_recognizer: CountyRecognizer,
) -> None:
    known = county_recognizer.dangers
    question, despair = (
        normalise("公司失联了，注销公告在哪里登报"),
        normalise("最近总是失眠，医保门诊在哪里报销"),
    )
    assert (KNOWN.read(question).alarm, known.read(question).alarm) == ("missing", None)
    assert KNOWN.read(despair).alarm == known.read(despair).alarm == "self_harm"


def test_what_was_learnt_is_kept_and_learnt_anew_from_other_messages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ordinary = ("居住证怎么办",)
    assert not training.is_trained(tmp_path, ordinary)
    assert training.trained(tmp_path, ordinary).guesser
    assert training.is_trained(tmp_path, ordinary)
    assert not training.is_trained(tmp_path, ("低保怎么办",))
    monkeypatch.setattr(training, "train", None)
    assert training.trained(tmp_path, ordinary).guesser


def test_a_guess_alone_never_sends_for_anybody(county_recognizer: CountyRecognizer) -> None:
    known = county_recognizer.dangers
    assert known.guesser
    for text in ("楼下那位一直叫唤没有人理", "感觉明天不用来了也没有什么关系"):
        form = normalise(text)
        if KNOWN.read(form).kind is None:
            assert known.read(form).emergency is None


@pytest.mark.parametrize(
    "said",
    [
        "我嫂子昨晚生了，想问出生证", "婆婆开刀自己出了五万多", "我和媳妇都是大夫，想分到一个卫生院", "烧烤店天天开到三点，吵",
        "我明天到市里告状去", "外公葬在老家，家里没人扫墓", "我媳妇刚生", "爷爷刚中风半年",
    ],
)  # fmt: skip
def test_births_bills_burials_noise_and_grievances_are_no_danger(
    county_recognizer: CountyRecognizer, said: str
) -> None:
    assert county_recognizer.dangers.read(normalise(said)).kind is None
