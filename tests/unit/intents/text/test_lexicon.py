import pytest

from intents.text import lexicon
from intents.text.corrections import Mender
from intents.text.lexicon import Lexicon
from intents.text.normal_form import normalise


@pytest.fixture(scope="module")
def mender(known_words: Lexicon) -> Mender:
    return Mender(known_words)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("我想办居主证", "我想办居住证"),
        ("营业直照怎么变更", "营业执照怎么变更"),
        ("ysqgk", "依申请公开"),
        ("zhuanrengong", "转人工"),
        ("wo yao ban huzhao", "我要办护照"),
        ("lao fang neng gai ji ceng", "老房能盖几层"),
        ("wo yao tou su wuye", "我要投诉物业"),
        ("我 要 投 诉", "我要投诉"),
        ("sfz补办", "身份证补办"),
        ("公鸡金提取", "公积金提取"),
    ],
)
def test_slips_are_put_right(mender: Mender, known_words: Lexicon, typed: str, meant: str) -> None:
    assert mender.mend(known_words.plain_speech(normalise(typed))).replace(" ", "") == meant


@pytest.mark.parametrize(
    "sound",
    [
        "我要查一下前面那个问题",
        "他们说我家房子有问题",
        "这个星期的实际情况",
        "我要找个人问问",
        "十五天到了没",
        "再申请一遍",
        "hello",
        "i want to change my licence",
        "when can you call me",
        "公正处理",
    ],
)
def test_ordinary_words_are_left_alone(mender: Mender, sound: str) -> None:
    assert mender.mend(sound) == sound


def test_dialect_becomes_plain_speech(known_words: Lexicon) -> None:
    assert known_words.plain_speech("喺边度交资料") == "在哪里交资料"
    assert known_words.plain_speech("居住证咋办") == "居住证怎么办"


def test_new_words_are_known_by_class_sound_and_initials(known_words: Lexicon) -> None:
    taught = known_words.with_words({"item": ["梨园认养登记"]})
    assert "梨园认养登记" not in known_words
    assert [(span.word, span.classes) for span in taught.spans("我要办梨园认养登记")][-1] == (
        "梨园认养登记",
        ("item",),
    )
    assert Mender(taught).mend("离园认养登记") == "梨园认养登记"
    assert Mender(taught).mend("lyrydj") == "梨园认养登记"


def test_longest_word_wins() -> None:
    words = Lexicon({"item": ["身份证", "临时身份证"]}, {}, initials={})
    assert [span.word for span in words.spans("补临时身份证")] == ["临时身份证"]


def test_every_data_line_of_pairs_has_two_sides() -> None:
    assert all(left and right for left, right in lexicon.load().initials.items())
    assert all(left and right for left, right in lexicon.load().spoken.items())
