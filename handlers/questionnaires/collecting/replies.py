"""A person's answers, sealed under the row they stand in, and the mark by which that person is known."""

import json

from bot.privacy import Vault
from handlers.questionnaires.asking.question import Answers

MARKED_FOR = "questionnaires/citizen"


def mark_of(vault: Vault, citizen: str) -> str:
    """Give the mark of a citizen."""
    return vault.fingerprint(citizen, purpose=MARKED_FOR)


def row_id(questionnaire: str, mark: str) -> str:
    """Give what the one row of a person is called."""
    return f"{questionnaire}:{mark}"


def purpose(identifier: str) -> str:
    """Give what the answers of a row are sealed for."""
    return f"questionnaires/{identifier}"


def sealed(vault: Vault, identifier: str, answers: Answers) -> bytes:
    """Seal them."""
    plain = {str(place): list(answer) for place, answer in answers.items()}
    return vault.seal(json.dumps(plain, ensure_ascii=False), purpose=purpose(identifier))


def opened(vault: Vault, identifier: str, answers: bytes) -> Answers:
    """Open them; raises `ServiceError` when no key fits."""
    if not answers:
        return {}
    plain = json.loads(vault.open(answers, purpose=purpose(identifier)))
    return {int(place): tuple(answer) for place, answer in plain.items()}
