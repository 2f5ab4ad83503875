"""What people say about projects: how are they going, where does that one stand, five points for it. Pure."""

import re
from collections.abc import Sequence

from handlers.projects.project import Project
from handlers.projects.stages import ProjectStage

LONGEST_LETTERS = 40
NAMED = re.compile(
    r"(?:征集|筛选|票决|实施|测评)阶段的?(?:项目|实事)|民生实事|为民实事|(?:今年|明年|去年|县里|年度)(?:的|办的)?实事|民生项目|民生工程|十件实事|十大实事|惠民项目|惠民工程"
)
ASKS = re.compile(
    r"怎么样|怎样|咋样|哪一?步|到哪|进度|进展|办得|干得|办好|完成|完工|有哪些|哪些|什么|啥|多少|情况|看|搞得|弄得|好了没|没有|了没|吗|呢|？|\?"
)
STEP = re.compile(
    r"(?:到|走到|办到|进行到|干到)(?:了)?(?:哪|哪一)(?:一)?(?:步|里|个阶段)|进度|进展|完工|建好|修好|做好|办好|弄好|搞好|干到|到哪|哪一步|怎么样|怎样|咋样|什么时候|几时|好了没|几成|(?:征集|筛选|票决|表决|开工|动工|测评)(?:完|好)?(?:了)?(?:没有?|吗|不)|选上"
)
PLAIN_STEP = re.compile(
    r"(?:到|走到|办到|进行到|干到|建到|修到)(?:了)?(?:哪|哪一)(?:一)?(?:步|里|个阶段)|进度|进展|完工|建好|修好|做好|几成"
)
"""What asks where something stands, and little else: of words that do not say that they are of a project."""
PROJECT = re.compile(r"项目|工程|实事|改造|建设|这件事|那件事")
RATING = re.compile(r"(?:打|评|给)\s?([1-5一二三四五])\s?(?:分|颗?星)")
FIGURES = dict(zip("12345一二三四五", (1, 2, 3, 4, 5, 1, 2, 3, 4, 5), strict=True))
PROPOSES = re.compile(
    r"给?(?:今年|明年|下一?年|县里)的?(?:民生)?实事[^，,。！!]{0,4}(?:提|报|推荐)|(?:提|报|推荐|申报)(?:一?[个件条]|新的?|一下)*[^，,。！!]{0,8}(?:民生实事|实事项目|为民实事)"
    r"|(?:民生实事|实事项目|为民实事)[^，,。！!]{0,8}(?:怎么提|咋提|哪里提|在哪提|去哪提|可以提|能提|征集(?:公告|意见|建议)|提项目|提一?个)"
)
STAGE_WORDS = (
    (ProjectStage.COLLECT, re.compile(r"征集")),
    (ProjectStage.SELECT, re.compile(r"筛选")),
    (ProjectStage.VOTE, re.compile(r"票决|表决|投票")),
    (ProjectStage.CARRY_OUT, re.compile(r"实施|在建|正在做|正在干|开工")),
    (ProjectStage.ASSESS, re.compile(r"测评|完工|完成了|建好了")),
)
LEAST_SHARED = 1
UNNAMED_SHARED = 5
"""So many pairs of letters of a title have to stand in words that do not say that they are of a project."""
OWN = re.compile(r"我|俺|咱|申请|编号|办件|材料|窗口|[A-Z]{2}\d{6}")
COMMON = (
    "项目",
    "工程",
    "改造",
    "建设",
    "民生",
    "实事",
    "青岚",
    "全县",
    "新增",
    "新建",
    "提升",
    "县城",
    "乡镇",
)
ELSE = re.compile(
    r"多少钱|补贴|怎么申请|如何申请|条件|材料|投诉|举报|反映|预约|报名|电话|在哪|地址|标准|政策|规定|招标|中标"
)


def asks_for_all(said: str) -> bool:
    """Whether words ask how the projects are going, none in particular."""
    return (
        len(said) <= LONGEST_LETTERS
        and NAMED.search(said) is not None
        and ELSE.search(said) is None
        and (ASKS.search(said) is not None or len(said) <= len("今年的民生实事项目"))
    )


def proposes(said: str) -> bool:
    """Whether words want to bring a project of one's own forward, or ask how that is done."""
    return len(said) <= LONGEST_LETTERS and PROPOSES.search(said) is not None


def stage_in(said: str) -> ProjectStage | None:
    """Give the one stage that words name; None where they name none, or several."""
    found = [stage for stage, words in STAGE_WORDS if words.search(said)]
    return found[0] if len(found) == 1 else None


def may_mean(said: str) -> bool:
    """Whether words may be of a project: asked before any is read, as most messages are not."""
    return asks_for_all(said) or proposes(said) or _asks_for_one(said)


def _asks_for_one(said: str) -> bool:
    if not said or len(said) > LONGEST_LETTERS or ELSE.search(said):
        return False
    if PROJECT.search(said):
        return (STEP.search(said) or RATING.search(said)) is not None
    return OWN.search(said) is None and (PLAIN_STEP.search(said) or RATING.search(said)) is not None


def meant(projects: Sequence[Project], said: str) -> Project | None:
    """Give the one project that words name while they ask where it stands; None where they ask something else."""
    if not projects or not _asks_for_one(said):
        return None
    shared = sorted(((_shared(one.plan.title, said), one.number) for one in projects), reverse=True)
    (best, number), others = shared[0], shared[1:]
    least = LEAST_SHARED if PROJECT.search(said) else UNNAMED_SHARED
    if best[0] < least or (others and others[0][0] == best):
        return None
    return next(one for one in projects if one.number == number)


def points_in(said: str) -> int | None:
    """Give the points of a rating; None where there are none."""
    found = RATING.search(said)
    return FIGURES[found[1]] if found else None


def _shared(title: str, said: str) -> tuple[int, int]:
    """Give how many pairs of letters, and how many letters, words share with a title; what all titles have is left out."""
    for word in COMMON:
        title, said = title.replace(word, "\n"), said.replace(word, "\t")
    pairs = {title[at : at + 2] for at in range(len(title) - 1)}
    return sum(said[at : at + 2] in pairs for at in range(len(said) - 1)), len(set(title) & set(said))
