"""The normal form keeps every character's place."""

from hypothesis import given
from hypothesis import strategies as st

from knowledge.text import normal_form


def test_width_case_and_script_are_folded() -> None:
    assert normal_form.fold("ＡＢｃ１２，臺灣補貼（Ⅷ）") == "abc12,台湾补贴(Ⅷ)"


def test_bare_form_has_blanks_for_punctuation() -> None:
    assert normal_form.bare("青政发〔2026〕3号，80—89周岁") == "青政发 2026 3号 80 89周岁"


def test_an_expanding_character_is_kept() -> None:
    assert normal_form.fold("㎡ ⑩ …") == "㎡ ⑩ …"


@given(st.text(max_size=80))
def test_places_are_kept(text: str) -> None:
    sequence = normal_form.units(text)
    assert len(normal_form.fold_units(sequence)) == len(normal_form.bare_units(sequence)) == len(sequence)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=80))
def test_units_give_the_text_back(text: str) -> None:
    assert normal_form.words_of(normal_form.units(text)) == text


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    once = normal_form.fold_units(normal_form.units(text))
    assert (normal_form.fold_units(once) == once).all()
