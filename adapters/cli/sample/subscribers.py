"""Lets a few invented citizens of the sample county subscribe, so that the desk's page shows figures at the first start.

They write by a channel that nobody carries, so that nothing is sent to anybody.
"""

from adapters.main import Program
from handlers.subscriptions.consent.service import Subscriber
from handlers.subscriptions.subject import Subject, SubjectKind

CHANNEL = "sample"
CONSENT = "subscriptions.consent.version"
WISHES: tuple[tuple[SubjectKind, tuple[str, ...], int], ...] = (
    (SubjectKind.TOPIC, ("养老服务", "就业创业", "教育"), 5),
    (SubjectKind.PLACE, ("石桥镇",), 3),
    (SubjectKind.STAGE, ("婚育",), 2),
    (SubjectKind.KEYWORD, ("加装电梯",), 4),
)


async def fill_subscribers(program: Program) -> None:
    """Subscribe them; who is subscribed already stays so."""
    service, version = program.services.subscriptions.service, program.texts(CONSENT)
    for kind, names, count in WISHES:
        for name in names:
            for number in range(count):
                who = Subscriber(f"sample-{number + 1}", CHANNEL)
                await service.agree(who, Subject(kind, name, name), consent=version)
