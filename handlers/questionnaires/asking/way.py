"""The way through a questionnaire: which question follows an answer, which are still to come. Every way ends. Pure.

Answers lead forward only, so no way is longer than there are questions. What stands beside the way is never counted.
"""

from collections.abc import Mapping

from handlers.questionnaires.asking.question import (
    END,
    NEXT,
    Answer,
    Answers,
    AnswerShape,
    Questions,
    SurveyQuestion,
)


def follows(questions: Questions, question: SurveyQuestion, answer: Answer) -> int:
    """Give the place of the question that follows an answer, END for none."""
    target = question.goes_to
    if question.shape is AnswerShape.SINGLE and answer:
        chosen = question.options[int(answer[0]) - 1].goes_to
        target = chosen if chosen != NEXT else target
    if target == NEXT:
        target = question.place + 1
    return target if target <= len(questions) else END


def way(questions: Questions, answers: Mapping[int, Answer]) -> tuple[int, ...]:
    """Give the places of the questions met so far, the one to be answered next among them as the last."""
    places, place = [], 1 if questions else END
    while place != END:
        places.append(place)
        if place not in answers:
            break
        place = follows(questions, questions[place - 1], answers[place])
    return tuple(places)


def next_open(questions: Questions, answers: Mapping[int, Answer]) -> int:
    """Give the place of the question to be answered next; END once the way has come to its end."""
    places = way(questions, answers)
    return places[-1] if places and places[-1] not in answers else END


def met(questions: Questions, answers: Mapping[int, Answer]) -> Answers:
    """Give the answers that stand on the way; those to questions that are not met any more are none."""
    return {place: answers[place] for place in way(questions, answers) if place in answers}


def before(questions: Questions, answers: Mapping[int, Answer], place: int) -> int:
    """Give the question before another one on the way; the first one itself where there is none."""
    places = way(questions, answers)
    at = places.index(place) if place in places else len(places)
    return places[max(at - 1, 0)] if places else END


def left(questions: Questions, place: int) -> tuple[int, int]:
    """Give how many questions are met from a place on, this one among them: at least, and at most."""
    least, most = dict.fromkeys([END], 0), dict.fromkeys([END], 0)
    for question in reversed(questions):
        targets = targets_of(questions, question)
        least[question.place] = 1 + min(least[target] for target in targets)
        most[question.place] = 1 + max(most[target] for target in targets)
    return least.get(place, 0), most.get(place, 0)


def targets_of(questions: Questions, question: SurveyQuestion) -> tuple[int, ...]:
    """Give every place to which an answer to a question may lead."""
    answers: list[Answer] = [()] if not question.required or question.shape is not AnswerShape.SINGLE else []
    if question.shape is AnswerShape.SINGLE:
        answers += [(str(number),) for number in range(1, len(question.options) + 1)]
    return tuple(dict.fromkeys(follows(questions, question, answer) for answer in answers)) or (END,)


def reachable(questions: Questions) -> frozenset[int]:
    """Give the places that some way meets."""
    found: set[int] = {1} if questions else set()
    for question in questions:
        if question.place in found:
            found |= set(targets_of(questions, question)) - {END}
    return frozenset(found)
