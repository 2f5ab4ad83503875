"""Refusals of the procedure are said in words, whatever codes and log-in names they carry."""

from adapters.operators.wording import refusal_in_words
from bot.errors import InputError, ProcedureError
from handlers.texts import Texts

TEXTS = Texts.load()


def test_codes_and_names_become_words() -> None:
    error = ProcedureError(
        "publishing.refused.same_person",
        article="第十七条",
        person="wang",
        before="pass_first",
        step="release",
    )
    said = refusal_in_words(error, TEXTS, {"wang": "王丽"})
    assert said.startswith("王丽在这一轮已经办过“初审”，不能再办“终审”")
    assert "wang在这一轮" in refusal_in_words(error, TEXTS)


def test_a_step_that_is_not_due_names_the_stage() -> None:
    error = ProcedureError("publishing.refused.step", article="第十七条", state="draft", step="release")
    assert refusal_in_words(error, TEXTS) == "现在不能终审：这份文件当前是“草稿”。依据：第十七条。"


def test_a_step_before_its_turn_names_what_is_missing() -> None:
    error = ProcedureError(
        "publishing.refused.skipped",
        article="第十七条",
        state="draft",
        step="release",
        missing="submit、pass_first",
    )
    said = refusal_in_words(error, TEXTS)
    assert said == "现在不能终审：还没有办送审、初审，这份文件当前是“草稿”。依据：第十七条。"


def test_points_that_are_not_ticked_are_named() -> None:
    error = InputError("publishing.refused.unticked", step="check_line", points="policy、caliber")
    said = refusal_in_words(error, TEXTS)
    assert "还没有勾选“与上级和本条线的现行政策一致”“口径与本单位对外答复一致”" in said
    assert "合规性审查" in said


def test_several_steps_are_listed() -> None:
    error = ProcedureError("publishing.refused.unchecked", article="", steps="check_line、check_form")
    assert "合规性审查（条线部门）、形式性审查（公开办）" in refusal_in_words(error, TEXTS)


def test_other_refusals_stay_as_they_are() -> None:
    assert refusal_in_words(InputError("knowledge.missing", id="x"), TEXTS).startswith("没有编号为 x 的文件")
