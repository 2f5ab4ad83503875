"""Invented questions of invented citizens, and what an operator lets show of them, so that 大家在问 is not empty at the first start."""

from contextlib import suppress

from adapters.main import Program
from bot.errors import InputError
from knowledge.questions.note import MaskedNote, QuestionOutcome

OPERATOR = "operator"
ASKED: tuple[tuple[str, str, int], ...] = (
    ("guide-elderly-allowance", "高龄补贴怎么领", 9),
    ("guide-public-rental", "公租房怎么申请", 8),
    ("guide-school-entry", "孩子上小学怎么报名", 7),
    ("guide-minimum-living", "低保怎么申请", 6),
    ("guide-start-up-loan", "创业担保贷款怎么申请", 6),
    ("guide-marriage", "结婚登记要带什么", 5),
)
"""A guide, the question that shows, and how many asked; what fits no guide of the county is left out."""
WAITING = ("guide-childcare-subsidy", "育儿补贴怎么领", 5)
"""One that still waits for somebody to decide."""


async def fill_popular(program: Program) -> None:
    """Note the questions once, count them, and let them show; what was decided since stays decided."""
    services, now = program.services, program.clock.now()
    fresh = await services.asked.questions.take(
        [
            _line(document, question, number, at=now.timestamp() - 3600 * (number + 1))
            for document, question, askers in (*ASKED, WAITING)
            for number in range(askers)
        ]
    )
    if not fresh:
        return
    await services.asked.popular.recount()
    for document, question, _ in ASKED:
        with suppress(InputError):
            await services.asked.popular.show(document, question, actor=OPERATOR)


def _line(document: str, question: str, number: int, *, at: float) -> MaskedNote:
    name = f"sample:{document}:{number}"
    return MaskedNote(
        key=name,
        at=at,
        channel="wechat",
        citizen=f"sample:{number}",
        question=question,
        outcome=QuestionOutcome.ANSWERED,
        theme="",
        unit="",
        document=document,
        passage=None,
        score=None,
        confidence=0.9,
        threshold=0.5,
        generation="",
        ms=0.0,
    )
