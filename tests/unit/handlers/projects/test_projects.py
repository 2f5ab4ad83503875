"""Fifteen kinds of information through five stages, what is missing by now, and what people say about projects."""

from datetime import date

import pytest

from adapters.county import SAMPLE
from bot.errors import InputError
from bot.text.plain_yaml import read_yaml
from handlers.projects.phrases import asks_for_all, meant, points_in, proposes, stage_in
from handlers.projects.project import Project, ProjectEntry, read_entry, read_plan
from handlers.projects.stages import KINDS, STAGES, ProjectStage, missing, reached
from tests.factories.talks import TEXTS

TOLD = read_yaml((SAMPLE / "projects.yml").read_text("utf-8"))["projects"]
TODAY = date(2026, 12, 2)


def typed(told: dict[str, object]) -> dict[str, str]:
    return {"year": "2026", **{name: str(value) for name, value in told.items()}}


PROJECTS = [
    Project(
        at,
        read_plan(typed(told)),
        True,
        tuple(ProjectEntry(one["kind"], TODAY, one["words"]) for one in told["entries"]),
    )
    for at, told in enumerate(TOLD, start=1)
]


def test_there_are_fifteen_kinds_through_five_stages_each_with_words() -> None:
    kinds = [kind for stage in STAGES for kind in KINDS[stage]]
    assert (len(STAGES), len(kinds), len(set(kinds))) == (5, 15, 15)
    assert all(f"projects.kind.{kind}" in TEXTS for kind in kinds)


def test_the_sample_has_projects_in_every_stage_and_some_lack_something() -> None:
    assert {project.plan.stage for project in PROJECTS} == set(STAGES)
    assert PROJECTS[0].lacking == ()
    assert PROJECTS[1].lacking == ("adopted", "funds", "schedule")


@pytest.mark.parametrize("stage", STAGES)
def test_what_is_missing_is_of_stages_that_were_reached(stage: ProjectStage) -> None:
    assert missing(stage, ()) == tuple(kind for one in reached(stage) for kind in KINDS[one])
    assert missing(stage, missing(stage, ())) == ()


@pytest.mark.parametrize(
    "said",
    [
        "今年民生实事办得怎么样了",
        "民生实事有哪些",
        "十件实事进度咋样",
        "看看民生项目",
        "咱县今年的惠民工程搞得怎样了哦",
        "民生实事",
    ],
)
def test_all_are_asked_for(said: str) -> None:
    assert asks_for_all(said)


@pytest.mark.parametrize(
    ("said", "wants"),
    [
        ("怎么提民生实事项目", True),
        ("我想提一个民生实事项目", True),
        ("民生实事在哪提", True),
        ("民生实事征集公告", True),
        ("想给明年实事提个建议", True),
        ("今年民生实事办得怎么样", False),
        ("给镇村公交候车亭项目打5分", False),
        ("我要投诉民生实事项目扰民", False),
    ],
)
def test_a_project_of_ones_own_may_be_brought_forward(said: str, wants: bool) -> None:
    assert proposes(said) is wants


@pytest.mark.parametrize(
    ("said", "stage"),
    [
        ("正在实施的民生实事有哪些", ProjectStage.CARRY_OUT),
        ("民生实事哪些在征集", ProjectStage.COLLECT),
        ("到票决的民生实事有哪些", ProjectStage.VOTE),
        ("民生实事筛选的有哪些", ProjectStage.SELECT),
        ("群众测评的民生实事看看", ProjectStage.ASSESS),
        ("征集阶段的项目有哪些", ProjectStage.COLLECT),
        ("实施阶段的实事", ProjectStage.CARRY_OUT),
        ("今年民生实事有哪些", None),
        ("今年实事做到什么程度了", None),
        ("征集和票决的民生实事有哪些", None),
    ],
)
def test_one_stage_may_be_asked_for(said: str, stage: ProjectStage | None) -> None:
    assert asks_for_all(said)
    assert stage_in(said) is stage


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ("学校食堂那个项目到哪一步了", "中小学食堂明厨亮灶改造"),
        ("老旧小区加装电梯的项目进度怎么样", "老旧小区加装电梯30部"),
        ("候车亭工程建好了没", "镇村公交候车亭50座"),
        ("停车位那个项目到哪了", "城区公共停车位800个"),
        ("给镇村公交候车亭项目打5分", "镇村公交候车亭50座"),
        ("老旧小区加装电梯办到哪一步了", "老旧小区加装电梯30部"),
        ("停车位项目筛选了没", "城区公共停车位800个"),
        ("给老旧小区加装电梯打4分", "老旧小区加装电梯30部"),
    ],
)
def test_one_is_meant(said: str, title: str) -> None:
    found = meant(PROJECTS, said)
    assert found is not None
    assert found.plan.title == title


@pytest.mark.parametrize(
    "said",
    [
        "加装电梯补贴多少钱",
        "老年食堂在哪",
        "怎么申请加装电梯",
        "投诉电梯项目扰民",
        "你好",
        "民生实事项目怎么申请",
        "我的申请到哪一步了",
        "项目到哪一步了",
        "我家老旧小区加装电梯的申请办到哪一步了",
        "加装电梯补贴办到哪一步了",
        "学校的事办到哪一步了",
    ],
)
def test_whoever_asks_something_else_is_left_to_others(said: str) -> None:
    assert meant(PROJECTS, said) is None
    assert not asks_for_all(said)


def test_points_are_read() -> None:
    assert [points_in(said) for said in ("打5分", "给四分", "打分", "打6分")] == [5, 4, None, None]


@pytest.mark.parametrize(
    ("changed", "key"),
    [
        ({"title": ""}, "title"),
        ({"title": "长" * 41}, "title"),
        ({"year": "二零"}, "year"),
        ({"progress": "101"}, "progress"),
        ({"stage": "done"}, "stage"),
    ],
)
def test_what_is_wrong_is_named(changed: dict[str, str], key: str) -> None:
    with pytest.raises(InputError) as refused:
        read_plan({**typed(TOLD[0]), **changed})
    assert refused.value.text_key == f"projects.refused.{key}"


@pytest.mark.parametrize(
    ("fields", "key"),
    [
        ({"kind": "poem", "words": "a", "day": "2026-01-01"}, "kind"),
        ({"kind": "call", "words": " ", "day": "2026-01-01"}, "words"),
        ({"kind": "call", "words": "a", "day": "2027-01-01"}, "day"),
        ({"kind": "call", "words": "a", "day": "昨天"}, "day"),
    ],
)
def test_an_entry_that_is_wrong_is_refused(fields: dict[str, str], key: str) -> None:
    with pytest.raises(InputError) as refused:
        read_entry(fields, today=TODAY)
    assert refused.value.text_key == f"projects.refused.{key}"
