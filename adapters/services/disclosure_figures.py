"""The figures of requests as they stand among those of every other service."""

from bot.message import Wording
from handlers.disclosure.figures.year import SpanFigures, YearFigure
from handlers.statistics.overview import NOT_SHOWN, Address, ShownFigure, ShownGroup, ShownShare, nowhere

REQUESTS = (YearFigure.RECEIVED, YearFigure.ENDED, YearFigure.ON_TIME, YearFigure.LATE, YearFigure.OPEN)


def disclosure_group(found: SpanFigures, texts: Wording, address: Address = nowhere) -> ShownGroup:
    """Give the figures of requests as the other groups stand."""
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
    shares = (
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
    return ShownGroup("disclosure", texts("statistics.groups.disclosure"), figures, shares)
