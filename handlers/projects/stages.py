"""The five stages of a project for the people and the fifteen kinds of information that belong to them. Pure."""

from collections.abc import Collection, Mapping
from enum import StrEnum


class ProjectStage(StrEnum):
    """How far a project has come."""

    COLLECT = "collect"
    SELECT = "select"
    VOTE = "vote"
    CARRY_OUT = "carry_out"
    ASSESS = "assess"


KINDS: Mapping[ProjectStage, tuple[str, ...]] = {
    ProjectStage.COLLECT: ("call", "channels", "ideas"),
    ProjectStage.SELECT: ("criteria", "candidates", "adopted"),
    ProjectStage.VOTE: ("vote_plan", "vote_result"),
    ProjectStage.CARRY_OUT: ("duties", "funds", "schedule", "advance"),
    ProjectStage.ASSESS: ("acceptance", "satisfaction", "performance"),
}
"""The kinds of each stage; their words stand in the texts."""
STAGES = tuple(ProjectStage)


def stage_of_kind(kind: str) -> ProjectStage | None:
    """Give the stage a kind of information belongs to; None for what is none."""
    return next((stage for stage, kinds in KINDS.items() if kind in kinds), None)


def reached(stage: ProjectStage) -> tuple[ProjectStage, ...]:
    """Give the stages up to one, that one with them."""
    return STAGES[: STAGES.index(stage) + 1]


def missing(stage: ProjectStage, published: Collection[str]) -> tuple[str, ...]:
    """Give the kinds that should have been published by now and were not."""
    return tuple(kind for one in reached(stage) for kind in KINDS[one] if kind not in published)
