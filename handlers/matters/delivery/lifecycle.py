"""Where a matter of another system stands, and each of its steps: the words that systems use for it.

The state is the other system's; here it is only repeated, so there are no steps to be refused.
"""

from collections.abc import Mapping
from enum import StrEnum


class MatterState(StrEnum):
    """Where a matter stands; also the end of a text key."""

    RUNNING = "running"
    WAITING = "waiting"
    DONE = "done"
    REFUSED = "refused"
    ENDED = "ended"

    @property
    def over(self) -> bool:
        """Whether nothing more is expected of anybody."""
        return self not in {MatterState.RUNNING, MatterState.WAITING}


class MatterStepState(StrEnum):
    """Where one step of a matter stands; also the end of a text key."""

    AHEAD = "ahead"
    RUNNING = "running"
    DONE = "done"
    SKIPPED = "skipped"


MATTER_WORDS: Mapping[str, MatterState] = {
    **{state.value: state for state in MatterState},
    "在办": MatterState.RUNNING,
    "办理中": MatterState.RUNNING,
    "已受理": MatterState.RUNNING,
    "审核中": MatterState.RUNNING,
    "待补正": MatterState.WAITING,
    "补正": MatterState.WAITING,
    "待缴费": MatterState.WAITING,
    "办结": MatterState.DONE,
    "已办结": MatterState.DONE,
    "不予受理": MatterState.REFUSED,
    "不予办理": MatterState.REFUSED,
    "不予许可": MatterState.REFUSED,
    "终止": MatterState.ENDED,
    "已撤回": MatterState.ENDED,
}
STEP_WORDS: Mapping[str, MatterStepState] = {
    **{state.value: state for state in MatterStepState},
    "未开始": MatterStepState.AHEAD,
    "待办": MatterStepState.AHEAD,
    "在办": MatterStepState.RUNNING,
    "办理中": MatterStepState.RUNNING,
    "办结": MatterStepState.DONE,
    "已办结": MatterStepState.DONE,
    "完成": MatterStepState.DONE,
    "不需要": MatterStepState.SKIPPED,
    "跳过": MatterStepState.SKIPPED,
}
