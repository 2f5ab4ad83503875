import pytest
from hypothesis import given
from hypothesis import strategies as st

from intents.text.normal_form import fold, normalise


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("ＧＫ２０２６", "gk2026"),
        ("請問育兒津貼", "请问育儿津贴"),
        ("你\u200b好\u202e啊", "你好啊"),
        ("快点!!!!!", "快点!"),
        ("八十岁的老人", "80岁的老人"),
        ("二零二六零四一二", "20260412"),
        ("五星好评", "5星好评"),
        ("👌🏻", "👍"),
        ("  多   个\t空格 ", "多 个 空格"),
        ("十分满意", "十分满意"),
        ("万一不行", "万一不行"),
        ("", ""),
    ],
)
def test_one_written_form(written: str, plain: str) -> None:
    assert normalise(written) == plain


@given(st.text())
def test_normal_form_is_idempotent(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@given(
    st.text(
        alphabet=st.sampled_from("零一二三十百千万年月日号岁星分请0123 -!?。👍😂請體ＡＢ\u200b\u3000㎡…"),
        max_size=40,
    )
)
def test_normal_form_is_idempotent_on_numbers_and_marks(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@given(st.text())
def test_every_folded_character_knows_its_origin(text: str) -> None:
    folded = fold(text)
    assert len(folded.origins) == len(folded.text)
    assert all(0 <= place < len(text) for place in folded.origins)
    assert list(folded.origins) == sorted(folded.origins)


def test_surface_is_the_citizens_own_writing() -> None:
    folded = fold("縣檔案館\u200b在哪")
    assert folded.text == "县档案馆在哪"
    assert folded.surface(0, 4) == "縣檔案館"


def test_a_very_long_message_is_read_in_part() -> None:
    assert len(normalise("长" * 100_000)) == 1000
