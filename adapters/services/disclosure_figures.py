"""The figures of requests as they stand among those of every other service."""

from bot.message import Wording
from handlers.disclosure.figures.year import SpanFigures, YearFigure
from handlers.statistics.overview import (
    NOT_SHOWN,
    Address,
    ShownFigure,
    ShownGroup,
    ShownShare,
    nowhere,
    percent,
)
from handlers.statistics.rates import Share

REQUEST_RATINGS = "disclosure"
"""The ratings of requests among those of every service."""
REQUESTS = (YearFigure.RECEIVED, YearFigure.ENDED, YearFigure.ON_TIME, YearFigure.LATE, YearFigure.OPEN)


def disclosure_group(
    found: SpanFigures, texts: Wording, address: Address = nowhere, *, rated: Share | None = None
) -> ShownGroup:
    """Give the figures of requests as the other groups stand; `rated` are how many of those who rated were satisfied."""
    figures = tuple(
        ShownFigure(
            one.value,
            texts(f"statistics.figures.{one.value}"),
            found.count(one),
            address(one.value, None) if found.count(one) else "",
        )
        for one in REQUESTS
    )
    timely, mean = found.timely_share, found.mean_workdays
    on_time, late = found.count(YearFigure.ON_TIME), found.count(YearFigure.LATE)
    shares: tuple[ShownShare, ...] = (
        ShownShare(
            "timely",
            texts("statistics.shares.timely"),
            NOT_SHOWN if timely is None else f"{timely:.1f}%",
            str(on_time),
            str(on_time + late),
        ),
        ShownShare(
            "workdays",
            texts("statistics.shares.workdays"),
            NOT_SHOWN if mean is None else texts("statistics.workdays", days=f"{mean:.1f}"),
            "",
            "",
        ),
    )
    if rated is not None:
        words = texts("statistics.shares.disclosure_satisfied")
        some, whole = str(rated.some), str(rated.whole)
        shares += (ShownShare("disclosure_satisfied", words, percent(rated.value), some, whole),)
    return ShownGroup("disclosure", texts("statistics.groups.disclosure"), figures, shares)
