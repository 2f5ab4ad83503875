"""What is learnt, that it is the same every time, and how sure it may be."""

from pathlib import Path

import numpy as np
import pytest

from handlers.complaints.classification import class_model, class_tree, classifier, training, written_letters
from handlers.complaints.classification.class_model import ClassModel
from handlers.complaints.classification.class_tree import MatterClass
from handlers.complaints.classification.labelled_matter import LabelledMatter
from handlers.complaints.classification.training import SeenMatter

# Invented for this table: one for each class, none of them among the letters.
PLAIN = {
    "城乡建设": "交了房款三年，开发商还没有给我们办房产证，物业也不管",
    "劳动和社会保障": "老板欠我们几个农民工半年工钱，社保也没有给交",
    "教育文体": "孩子的老师周末在家收费补课，学校不管",
    "商贸旅游": "超市里买的电饭锅是假货，店家不退，旅行社导游还逼着购物",
    "环境保护": "楼下烧烤油烟熏得睡不着，河里的污水又黑又臭",
    "卫生计生": "医院的医生误诊，护士打错了针，药费还收了几千",
    "交通运输": "出租车不打表，乡里的班车又超载，去镇上的公路全是坑",
    "政法": "家里被偷，派出所报警后一直不立案",
    "民政": "老人八十多了，低保和高龄津贴都没有",
    "农村农业": "村干部不公开账目，粮食直补和退耕还林的钱没有到户",
    "国土资源": "征地补偿款没有发，基本农田被占了，采矿把地挖塌了",
    "纪检监察": "举报局长贪污受贿，公款吃喝，以权谋私",
    "科技与信息产业": "手机没有信号，宽带网速慢，话费被移动公司乱扣",
}


@pytest.fixture(scope="module")
def shipped() -> ClassModel:
    return training.shipped()


@pytest.fixture
def company(classes: tuple[MatterClass, ...]) -> list[SeenMatter]:
    return training.seen(list(written_letters.letters(classes, written_letters.load(), weight=0.2)))


@pytest.mark.parametrize("label", PLAIN)
def test_the_shipped_model_knows_plain_complaints(shipped: ClassModel, label: str) -> None:
    assert shipped.propose("", PLAIN[label]).label == label


def test_probabilities_add_up_and_are_told_best_first(shipped: ClassModel) -> None:
    ranked = shipped.propose("油烟", PLAIN["环境保护"]).ranked
    shares = [share for _, share in ranked]
    assert sum(shares) == pytest.approx(1, abs=1e-3)
    assert shares == sorted(shares, reverse=True)
    assert {label for label, _ in ranked} == {one.label for one in class_tree.load()}


@pytest.mark.parametrize("text", ["", "！！！", "你好", "嗯"])
def test_it_is_not_sure_of_what_says_nothing(shipped: ClassModel, text: str) -> None:
    assert not shipped.propose("", text).is_sure


def test_it_proposes_among_those_it_is_asked_for(shipped: ClassModel) -> None:
    proposal = shipped.propose("", PLAIN["教育文体"], among=("环境保护", "民政", "没有的"))
    assert {label for label, _ in proposal.ranked} == {"环境保护", "民政"}
    assert len(shipped.propose("", PLAIN["教育文体"], among=("没有的",)).ranked) == len(shipped.labels)


def test_a_county_teaches_its_own_classes(history: list[LabelledMatter], company: list[SeenMatter]) -> None:
    wholly_own = [LabelledMatter("殡葬", "公墓", f"公墓第{n}排的墓碑倒了") for n in "一二三四五六"]
    model = training.learnt(training.seen([*history, *wholly_own]), company)
    assert model.propose("", "公墓的墓碑又倒了").label == "殡葬"
    assert model.propose("", "初中周末补课收费").label == "教育"
    assert model.propose("", "砖厂臭气扰民").label == "环境"


def test_the_same_texts_give_the_same_model(history: list[LabelledMatter], company: list[SeenMatter]) -> None:
    first, second = (training.learnt(training.seen(history), company) for _ in range(2))
    assert (first.sharpness, first.sure_from) == (second.sharpness, second.sure_from)
    for one, other in zip(first.view_weights, second.view_weights, strict=True):
        assert (one.weights == other.weights).all()


def test_it_learns_from_one_text(company: list[SeenMatter]) -> None:
    model = training.learnt(training.seen([LabelledMatter("环境", "", "河水发黑")]), company)
    assert model.propose("", "河水").label == "环境"


def test_a_kept_model_says_the_same_as_the_fresh_one(
    history: list[LabelledMatter], company: list[SeenMatter], tmp_path: Path
) -> None:
    model = training.learnt(training.seen(history), company)
    class_model.save(model, tmp_path / "one.npz")
    kept = class_model.load(tmp_path / "one.npz")
    assert kept
    assert kept.propose("学费", "老师乱收费") == model.propose("学费", "老师乱收费")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"no model"])
def test_a_file_that_is_no_model_is_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "one.npz").write_bytes(content)
    assert class_model.load(tmp_path / "one.npz") is None
    assert class_model.load(tmp_path / "missing.npz") is None


def test_a_countys_own_model_goes_before_the_shipped_one(
    history: list[LabelledMatter], company: list[SeenMatter], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = training.learnt(training.seen(history), company)
    trained: list[ClassModel] = []

    def learning() -> ClassModel:
        trained.append(own)
        return own

    monkeypatch.setattr(training, "shipped", learning)
    assert classifier.opened(tmp_path).labels == own.labels
    assert classifier.opened(tmp_path).labels == own.labels
    assert len(trained) == 1
    class_model.save(own, tmp_path / classifier.OWN_FILE)
    for path in (tmp_path / "models").iterdir():
        path.unlink()
    assert classifier.opened(tmp_path).labels == own.labels
    assert len(trained) == 1


@pytest.mark.parametrize(
    ("shares", "right", "expected"),
    [
        ([0.9, 0.8, 0.5], [True, True, False], 0.5),
        ([0.4, 0.4, 0.4], [False, False, False], 1.0),
        ([0.35, 0.35], [True, True], 0.3),
    ],
)
def test_the_model_is_sure_from_where_enough_were_right(
    shares: list[float], right: list[bool], expected: float
) -> None:
    found = training.sure_from(np.array(shares, dtype=np.float32), np.array(right))
    assert found == pytest.approx(expected, abs=0.02)


@pytest.mark.parametrize(("fewest", "counted"), [(16, {True}), (17, {True, False})])
def test_mere_words_tell_how_sure_it_may_be_only_without_enough_letters(
    history: list[LabelledMatter],
    company: list[SeenMatter],
    monkeypatch: pytest.MonkeyPatch,
    fewest: int,
    counted: set[bool],
) -> None:
    held: list[SeenMatter] = []

    def noted(model: ClassModel, draft: ClassModel, apart: list[SeenMatter]) -> ClassModel:
        held.extend(apart)
        return model

    monkeypatch.setattr(training, "_calibrated", noted)
    monkeypatch.setattr(training, "FEWEST_RAW", fewest)
    words = [LabelledMatter("环境", "", f"噪声油烟{n}", is_raw=False) for n in "甲乙丙丁戊己庚辛壬癸" * 4]
    training.learnt(training.seen([*history, *words]), company)
    assert {one.is_raw for one in held} == counted
