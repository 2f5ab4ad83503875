"""A questionnaire as the office writes it, in plain lines; each fault is told with its line. Pure.

1. 您平时怎么出门？（单选）
- 坐公交
- 自己开车 → 3
2. 公交哪里要改？（多选，最多2项，可跳过）
- 班次
- 站点
3. 您给城区交通打几分？（打分1-5，很不满意—很满意）
4. 还有什么建议？（填写，可跳过）
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.errors import InputError
from handlers.questionnaires.asking.question import (
    END,
    AnswerShape,
    QuestionOption,
    Questions,
    SurveyQuestion,
)
from handlers.questionnaires.asking.way import reachable

MOST_QUESTIONS, MOST_OPTIONS, MOST_POINTS = 50, 20, 11
QUESTION_LETTERS, OPTION_LETTERS, OUTLINE_LETTERS = 200, 60, 20_000
_HEAD = re.compile(r"([0-9]{1,2})[.、．。](.*)")
_POINTS = re.compile(r"打分 ?([0-9]{1,2}) ?[-—~到至] ?([0-9]{1,2})")
_MOST = re.compile(r"最多([0-9]{1,2})[项个]")
_TARGET = re.compile(r"第?([0-9]{1,2})题?")
ARROWS = ("→", "->", "=>", "＝>")
OVER = frozenset({"结束", "完", "END", "end"})
KINDS = {
    "单选": AnswerShape.SINGLE,
    "多选": AnswerShape.MULTIPLE,
    "打分": AnswerShape.SCALE,
    "填写": AnswerShape.TEXT,
}
SKIPPABLE = ("可跳过", "可不填", "选填")


@dataclass(frozen=True, slots=True)
class OutlineLine:
    """A line that says something, with its number in the text."""

    number: int
    words: str


def read_outline(text: str) -> Questions:
    """Give the questions; raises `InputError` naming the line and what is wrong in it."""
    if len(text) > OUTLINE_LETTERS:
        raise InputError("questionnaires.refused.outline.long", most=OUTLINE_LETTERS)
    questions: list[SurveyQuestion] = []
    for line in _lines(text):
        if (head := _HEAD.fullmatch(line.words)) is not None:
            questions.append(_question(line, head[1], head[2], place=len(questions) + 1))
        elif not questions:
            raise _fault("no_question", line)
        elif line.words.startswith(("-", "—", "·", "*")) and not line.words.startswith(ARROWS):
            questions[-1] = _with_option(questions[-1], line)
        elif (target := _jump(line)) is not None:
            questions[-1] = replace(questions[-1], goes_to=target)
        else:
            raise _fault("what", line)
    _require_sound(tuple(questions))
    return tuple(questions)


def _lines(text: str) -> Iterator[OutlineLine]:
    for number, line in enumerate(text.splitlines(), start=1):
        if words := line.strip(" \t　"):
            yield OutlineLine(number, words)


def _question(line: OutlineLine, number: str, rest: str, *, place: int) -> SurveyQuestion:
    if int(number) != place:
        raise _fault("number", line, wanted=place)
    if place > MOST_QUESTIONS:
        raise _fault("questions", line, most=MOST_QUESTIONS)
    closed = rest.strip().replace("(", "（").replace(")", "）")
    words, _, told = closed.removesuffix("）").rpartition("（") if closed.endswith("）") else ("", "", "")
    kind = next((kind for name, kind in KINDS.items() if name in told), None)
    if kind is None:
        raise _fault("kind", line)
    words = words.strip()
    if not words or len(words) > QUESTION_LETTERS:
        raise _fault("words", line, most=QUESTION_LETTERS)
    made = SurveyQuestion(
        place, kind, words, required=not any(one in told for one in SKIPPABLE), line=line.number
    )
    if kind is AnswerShape.SCALE:
        return _scale(made, told, line)
    most = _MOST.search(told)
    return replace(made, most=int(most[1])) if most and kind is AnswerShape.MULTIPLE else made


def _scale(made: SurveyQuestion, told: str, line: OutlineLine) -> SurveyQuestion:
    points = _POINTS.search(told)
    low, high = (int(points[1]), int(points[2])) if points else (made.low, made.high)
    if not 1 < high - low + 1 <= MOST_POINTS:
        raise _fault("points", line, most=MOST_POINTS)
    named = [part.strip() for part in told.replace(",", "，").split("，")]
    ends = next((part for part in named if "打分" not in part and part not in SKIPPABLE and "—" in part), "")
    low_words, _, high_words = ends.partition("—")
    return replace(made, low=low, high=high, low_words=low_words.strip(), high_words=high_words.strip("— "))


def _with_option(question: SurveyQuestion, line: OutlineLine) -> SurveyQuestion:
    if question.shape not in {AnswerShape.SINGLE, AnswerShape.MULTIPLE}:
        raise _fault("option_here", line)
    words = line.words[1:].strip()
    arrow = next((one for one in ARROWS if one in words), "")
    label, _, aim = words.rpartition(arrow) if arrow else (words, "", "")
    label = label.strip()
    if not label or len(label) > OPTION_LETTERS:
        raise _fault("option", line, most=OPTION_LETTERS)
    if label in {option.label for option in question.options}:
        raise _fault("option_twice", line)
    if len(question.options) >= MOST_OPTIONS:
        raise _fault("options", line, most=MOST_OPTIONS)
    if not arrow:
        return replace(question, options=(*question.options, QuestionOption(label)))
    if question.shape is not AnswerShape.SINGLE:
        raise _fault("branch_here", line)
    return replace(question, options=(*question.options, QuestionOption(label, _target(aim, line))))


def _jump(line: OutlineLine) -> int | None:
    arrow = next((one for one in ARROWS if line.words.startswith(one)), "")
    return _target(line.words.removeprefix(arrow), line) if arrow else None


def _target(words: str, line: OutlineLine) -> int:
    said = words.strip()
    if said in OVER:
        return END
    found = _TARGET.fullmatch(said)
    if found is None or found[1].strip("0") == "":
        raise _fault("target", line)
    return int(found[1])


def _require_sound(questions: Questions) -> None:
    """Refuse what nobody could answer: too few options, a way back, a question that is never met; raises `InputError`."""
    if not questions:
        raise InputError("questionnaires.refused.outline.empty")
    for question in questions:
        line = OutlineLine(question.line, question.words)
        choices = question.shape in {AnswerShape.SINGLE, AnswerShape.MULTIPLE}
        if choices and len(question.options) < 2:  # noqa: PLR2004 - one is no choice
            raise _fault("few_options", line)
        if question.most > len(question.options):
            raise _fault("most", line)
        for target in (question.goes_to, *(option.goes_to for option in question.options)):
            if target > len(questions):
                raise _fault("no_target", line, target=target)
            if 0 < target <= question.place:
                raise _fault("back", line, target=target)
    lost = [question for question in questions if question.place not in reachable(questions)]
    if lost:
        raise _fault("lost", OutlineLine(lost[0].line, lost[0].words), place=lost[0].place)


def _fault(kind: str, line: OutlineLine, **values: object) -> InputError:
    return InputError(
        f"questionnaires.refused.outline.{kind}", line=line.number, words=line.words[:40], **values
    )
