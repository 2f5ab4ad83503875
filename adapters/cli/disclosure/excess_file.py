"""One applicant's requests from a file, as the panel shows them."""

from collections.abc import Iterator
from pathlib import Path

from adapters.cli.procedure.outcome import records
from handlers.cases import written
from handlers.disclosure.excess.fees import fee_by_pages
from handlers.disclosure.excess.panel import FiledRequest, ReasonsState, panel
from handlers.disclosure.statute.reading import civil_day
from handlers.texts import Texts


def rows(path: Path, *, number: str, explanation: str, pages: int, texts: Texts) -> Iterator[tuple[str, str]]:
    """Give the panel line by line; raises `ValueError` naming file and line, or the number that is not there."""
    filed = {one.number: one for one in _requests(path)}
    if number not in filed:
        raise ValueError(f"{path.name} 里没有 {number[:40]}")
    request = filed.pop(number)
    found = panel(request, list(filed.values()), explanation=ReasonsState(explanation))
    on = request.received_on
    counts = {"in_month": found.in_month, "in_twelve_months": found.in_twelve_months}
    yield texts("excess.row.counts"), texts("excess.counts", year=on.year, month=on.month, **counts)
    for one in found.like:
        yield (
            texts("excess.row.like"),
            texts("excess.like", number=one.number, received=written(one.received_on), percent=one.percent),
        )
    for offered in found.steps:
        words = texts(f"excess.step.{offered.step.value}")
        actor = texts(f"excess.actor.{offered.actor.value}")
        yield (
            texts("excess.row.step"),
            texts("excess.offer", words=words, actor=actor, article=offered.article),
        )
    amounts = {"own": found.own_yuan, "month": found.month_yuan}
    yield texts("excess.row.requests"), texts("excess.by_requests", **amounts)
    if pages:
        yield texts("excess.row.pages"), texts("excess.by_pages", pages=pages, yuan=fee_by_pages(pages))


def _requests(path: Path) -> Iterator[FiledRequest]:
    for line, record in records(path):
        try:
            yield FiledRequest(str(record["number"]), civil_day(record["received_on"]), str(record["asked"]))
        except (KeyError, TypeError, ValueError) as error:
            why = f"缺少 {error.args[0]}" if isinstance(error, KeyError) else str(error)
            raise ValueError(f"{path.name} 第{line}行：{why}") from error
