"""The commands that put the whole program to the test: natural questions asked, labelled talks played."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime, time
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Annotated, Any

import typer

from adapters.cli.compared import tell_compared
from adapters.cli.terminal import out, print_json, progress, run_async, table

if TYPE_CHECKING:
    from adapters.cli.examination.questioner import Examined
    from adapters.cli.examination.talks import LabelledTalk, PlayedTalk
    from knowledge.evaluation.helpfulness_report import HelpfulnessReport
    from knowledge.evaluation.intervals import Estimate
    from knowledge.evaluation.natural_questions import NaturalQuestion

Cases = Annotated[list[Path], typer.Option("--cases", exists=True, dir_okay=False, help="labelled file(s)")]
Documents = Annotated[
    list[Path], typer.Option("--documents", exists=True, help="the documents that are asked")
]
Strangers = Annotated[
    Path | None,
    typer.Option("--unanswerable", exists=True, dir_okay=False, help="questions that no document answers"),
]
Sample = Annotated[
    int, typer.Option("--sample", min=0, help="how many of the unanswerable are asked; 0 for all")
]
Seed = Annotated[int, typer.Option("--seed", help="which of them")]
At = Annotated[
    datetime | None,
    typer.Option(
        "--at", formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M"], help="when it is in China; default 2026-11-30T10:00"
    ),
]
Json = Annotated[bool, typer.Option("--json", help="print one JSON object, every reply included")]
Compare = Annotated[
    Path | None,
    typer.Option(
        "--compare", exists=True, dir_okay=False, help="a former --json output, compared question by question"
    ),
]
STYLED = ("helped", "within_one_tap", "misled", "near_miss_sure", "noise_near_miss", "auroc")


def register(app: typer.Typer) -> None:
    """Add the commands to those that check."""
    app.command()(conversations)
    app.command()(helpfulness)


def conversations(
    cases: Cases,
    *,
    kind: Annotated[str, typer.Option("--kind", help="only kinds whose name contains this")] = "",
    only: Annotated[list[str] | None, typer.Option("--id", help="only this case; may be repeated")] = None,
    show: Annotated[bool, typer.Option("--show", help="print what failed, talk and pattern")] = False,
    at: At = None,
    as_json: Json = False,
) -> None:
    """Whether labelled talks over the sample county end as they should; exit code 1 when one does not."""
    from adapters.cli.examination import talks

    chosen = [
        talk
        for path in cases
        for talk in talks.load(path)
        if kind in talk.kind and (not only or talk.id in only)
    ]
    if not chosen:
        raise ValueError("没有选中任何一例：请检查 --kind、--id 和文件")
    started = perf_counter()
    played = run_async(_played(chosen, at))
    found = talks.report(played, seconds=perf_counter() - started)
    if as_json:
        print_json(found)
    else:
        for one in played if show else ():
            if one.failed or not one.talk.judged:
                _show(one)
        _totals(found)
    if found["failing"]:
        raise typer.Exit(1)


async def _played(chosen: "Sequence[LabelledTalk]", at: datetime | None) -> "list[PlayedTalk]":
    from adapters.cli.examination import premises
    from adapters.cli.examination.stage import play_all
    from adapters.county import SAMPLE

    async with premises.occupied([SAMPLE], at=_moment(at), sample=True) as place:
        with _moving("对话") as told:
            return await play_all(place, chosen, progress=told)


def _show(played: "PlayedTalk") -> None:
    talk = played.talk
    lines = [f"--- {talk.id} {talk.kind} {played.fault if talk.judged else '不判'}：{talk.wanted}"]
    for message, reply in zip(talk.messages, played.replies, strict=True):
        lines += [f"  > {message}", *(f"    {line}" for line in reply.split("\n"))]
    lines += [f"  must {talk.must!r}"] if talk.must else []
    lines += [f"  must_not {talk.must_not!r}"] if talk.must_not else []
    out.print("\n".join(lines), highlight=False, markup=False)


def _totals(found: Mapping[str, Any]) -> None:
    kinds = [
        (name, row["passed"], row["cases"], f"{row['passed'] / row['cases']:.3f}")
        for name, row in found["kinds"].items()
    ]
    share = f"{found['passed'] / found['cases']:.3f}" if found["cases"] else "—"
    everything = ("合计", found["passed"], found["cases"], share)
    table(f"对话（{found['seconds']} 秒）", ("种类", "通过", "共", "比例"), [*kinds, everything])
    out.print("未通过：" + ("、".join(found["failing"]) or "无"), highlight=False, markup=False)
    if found["not_judged"]:
        out.print(f"另有 {found['not_judged']} 例没有写明要求，只播放不判：加 --show 看", highlight=False)


def helpfulness(
    cases: Cases,
    documents: Documents,
    *,
    unanswerable: Strangers = None,
    sample: Sample = 200,
    seed: Seed = 0,
    at: At = None,
    compare: Compare = None,
    as_json: Json = False,
) -> None:
    """Whether the first reply of the whole program helps, misleads or shows what has nothing to do with it (natural-dev)."""
    from knowledge.evaluation import comparison, natural_questions
    from knowledge.evaluation.helpfulness_report import report

    asked = [question for path in cases for question in natural_questions.load(path)]
    if unanswerable:
        asked += natural_questions.strangers(unanswerable, most=sample, seed=seed)
    examined = run_async(_examined(asked, documents, at))
    found = report([one.measured for one in examined])
    compared = comparison.compare(found.questions, comparison.load(compare)) if compare else {}
    if as_json:
        print_json(
            {
                **found.plain(),
                "compared": {name: asdict(row) for name, row in compared.items()},
                "replies": {one.measured.question.id: _read(one) for one in examined},
            }
        )
        return
    _tell(found)
    if compare:
        tell_compared(compared, compare.name)


async def _examined(
    asked: "Sequence[NaturalQuestion]", documents: Sequence[Path], at: datetime | None
) -> "list[Examined]":
    from adapters.cli.examination import premises
    from adapters.cli.examination.questioner import examine_all

    async with premises.occupied(documents, at=_moment(at)) as place:
        with _moving("提问") as told:
            return await examine_all(place, asked, progress=told)


def _moment(given: datetime | None) -> datetime:
    """Give the moment of the talks; a day alone means its morning, when offices are open."""
    from adapters.cli.examination.premises import USUAL_MOMENT

    if given is None:
        return USUAL_MOMENT
    moment = given.replace(tzinfo=USUAL_MOMENT.tzinfo)
    return moment if given.time() != time.min else moment.replace(hour=USUAL_MOMENT.hour)


@contextmanager
def _moving(title: str) -> Iterator[Callable[[int, int], None]]:
    """Give what moves the bar from one to the next."""
    with progress() as bar:
        task = bar.add_task(title, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _read(examined: "Examined") -> dict[str, object]:
    question = examined.measured.question
    turns = {name: exchange.plain() for name, exchange in examined.read.items()}
    return {"kind": question.kind.value, "style": question.style, **turns}


def _tell(found: "HelpfulnessReport") -> None:
    rows = [
        (name, _shown(one), f"{one.low:.3f}–{one.high:.3f}" if one.count else "", one.count)
        for name, one in found.figures.items()
    ]
    table("有没有帮上忙", ("项", "值", "95% 区间", "题数"), rows)
    table(
        "按说法（括号里是题数）",
        ("说法", *STYLED),
        [
            (style, *(f"{_shown(row[name])} ({row[name].count})" for name in STYLED))
            for style, row in found.styles.items()
        ],
    )
    out.print("每项怎样算，见 docs/operations.md“量一量”。", highlight=False)


def _shown(one: "Estimate") -> str:
    return "—" if math.isnan(one.value) else f"{one.value:.3f}"
