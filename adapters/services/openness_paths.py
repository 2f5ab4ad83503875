"""The three ways as everybody sees them, made of the tables by which their steps are taken: no picture can differ from what is done."""

from collections.abc import Iterable, Sequence
from functools import partial

from bot.message import Wording
from handlers.disclosure.case import lifecycle as request
from handlers.paths.path import OpennessPath, OpennessWay, PathStep
from knowledge.publication import lifecycle as publication
from knowledge.publication.withheld import lifecycle as withholding

REQUEST_STEPS = (
    request.Step.REGISTER,
    request.Step.ASSIGN,
    request.Step.CONSULT,
    request.Step.DRAFT_REPLY,
    request.Step.PASS_REVIEW,
    request.Step.SIGN,
    request.Step.DELIVER,
)
"""The way of a request that is answered; what goes aside from it (补正、延期、收费) leads back to it."""
OFFICERS = (request.Actor.STAFF, request.Actor.UNIT, request.Actor.LEGAL, request.Actor.SIGNATORY)
"""Who takes these steps for the authority."""


def openness_paths(texts: Wording) -> Sequence[OpennessPath]:
    """Give the ways in words: unasked, on request, withheld."""
    making = partial(_path, texts)
    return (
        making(OpennessWay.ACTIVE, _published(texts)),
        making(OpennessWay.ON_REQUEST, _requested(texts)),
        making(OpennessWay.WITHHELD, _withheld(texts)),
    )


def _path(texts: Wording, way: OpennessWay, steps: Iterable[PathStep]) -> OpennessPath:
    return OpennessPath(
        way, texts(f"paths.name.{way.value}"), texts(f"paths.about.{way.value}"), tuple(steps)
    )


def _published(texts: Wording) -> Iterable[PathStep]:
    last = publication.PUBLICATION.forward[-1]
    for step in publication.PUBLICATION.forward:
        if step is last:
            yield from (
                _of_publication(texts, one, only=texts("paths.only.check")) for one in publication.CHECKS
            )
        yield _of_publication(texts, step)


def _of_publication(texts: Wording, step: publication.Step, *, only: str = "") -> PathStep:
    duties = {duty for (_, taken), row in publication.TABLE.items() if taken is step for duty in row.actors}
    who = texts("paths.who_join").join(
        texts(f"publishing.duties.{duty.value}") for duty in publication.Duty if duty in duties
    )
    checks = tuple(
        texts(f"publishing.checklist.{step.value}.{point}") for point in publication.CHECKLISTS.get(step, ())
    )
    # The checks are called after who makes them.
    name = texts(f"publishing.steps.{step.value}").removesuffix(f"（{who}）")
    return PathStep(step.value, name, who, publication.PUBLICATION.articles[step], checks, only)


def _requested(texts: Wording) -> Iterable[PathStep]:
    for step in REQUEST_STEPS:
        actors = {one for (_, taken), row in request.TABLE.items() if taken is step for one in row.actors}
        named = [one for one in OFFICERS if one in actors]
        who = texts("paths.who_join").join(texts(f"paths.actor.{one.value}") for one in named)
        yield PathStep(
            step.value,
            texts(f"disclosure.step.{step.value}"),
            who,
            texts("paths.regulation", article=request.ARTICLES[step]),
            (texts(f"paths.check.{step.value}"),),
            texts("paths.only.consult") if step is request.Step.CONSULT else "",
        )


def _withheld(texts: Wording) -> Iterable[PathStep]:
    for step in withholding.WITHHOLDING.forward:
        duties = {
            duty for (_, taken), row in withholding.TABLE.items() if taken is step for duty in row.actors
        }
        who = texts("paths.who_join").join(
            texts(f"publishing.duties.{duty.value}") for duty in publication.Duty if duty in duties
        )
        checks = tuple(
            texts(f"withheld.points.{step.value}.{point}") for point in withholding.POINTS.get(step, ())
        )
        name = texts(f"withheld.steps.{step.value}")
        yield PathStep(step.value, name, who, withholding.WITHHOLDING.articles[step], checks)
