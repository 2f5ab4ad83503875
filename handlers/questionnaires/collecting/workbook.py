"""The results of a questionnaire as a workbook: the figures, and each person's answers in a row; no cell is taken for a formula."""

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.message import Wording
from bot.text.cells import harmless_cell
from handlers.questionnaires.asking.question import Answer, Answers, AnswerShape, SurveyQuestion
from handlers.questionnaires.collecting.figures import QuestionFigures
from handlers.questionnaires.collecting.questionnaire import Questionnaire

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

FIRST_WIDTH, WIDTH = 36, 18
Cell = str | int | float | None


def results_workbook(
    questionnaire: Questionnaire,
    figures: Sequence[QuestionFigures],
    replies: Sequence[Answers],
    texts: Wording,
) -> bytes:
    """Give the file."""
    from openpyxl import Workbook

    book = Workbook()
    if book.active is not None:
        book.remove(book.active)
    head = [texts(f"questionnaires.column.{name}") for name in ("question", "option", "count", "share")]
    rows: list[list[Cell]] = []
    for one in figures:
        name = f"{one.question.place}. {one.question.words}"
        rows.extend(
            [name, chosen.label, chosen.count, chosen.count / one.answered if one.answered else None]
            for chosen in one.chosen
        )
        if one.mean is not None:
            rows.append([name, texts("questionnaires.column.mean"), round(one.mean, 2), None])
        if one.question.shape is AnswerShape.TEXT:
            rows.append([name, texts("questionnaires.column.written"), one.answered, None])
    _write(book.create_sheet(texts("questionnaires.sheet.figures")), [head, *rows])
    for cells in book.worksheets[0].iter_rows(min_row=2, min_col=4, max_col=4):
        cells[0].number_format = "0.0%"
    titles: list[Cell] = [f"{one.place}. {one.words}" for one in questionnaire.questions]
    answered = [
        [_words(question, answers.get(question.place, ())) for question in questionnaire.questions]
        for answers in replies
    ]
    _write(book.create_sheet(texts("questionnaires.sheet.replies")), [titles, *answered])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _words(question: SurveyQuestion, answer: Answer) -> Cell:
    if not answer:
        return None
    if question.shape is AnswerShape.SCALE:
        return int(answer[0])
    if question.shape is AnswerShape.TEXT:
        return answer[0]
    return "；".join(question.options[int(number) - 1].label for number in answer)


def _write(sheet: "Worksheet", rows: Sequence[Sequence[Cell]]) -> None:
    from openpyxl.styles import Font

    for row in rows:
        sheet.append([harmless_cell(cell) if isinstance(cell, str) else cell for cell in row])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for at, column in enumerate(sheet.columns):
        sheet.column_dimensions[str(column[0].column_letter)].width = WIDTH if at else FIRST_WIDTH
