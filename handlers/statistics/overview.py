"""The figures of a period as pages show them: in groups, each figure with its branches and where its rows are read. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.message import Wording
from handlers.statistics.ledger import BY_YEAR, PUBLISHED, PeriodFigures
from handlers.statistics.outside import NAMES, ChannelSum, OutsideFigure, channel_sums, shares_of
from handlers.statistics.store import Key

NOT_SHOWN = "—"
"""Stands where there is no figure: a nought would be one."""
Address = Callable[[str, str | None], str]
"""Where the rows of a figure, or of one of its branches, are read; empty where nobody may read them."""
CHANNELS_TOGETHER = "各渠道发布合计"
ABOUT = "余"
"""Stands behind a round number: there are somewhat more."""
OUTSIDE_WORDS = {key: name for name, key in NAMES.items()}


@dataclass(frozen=True, slots=True)
class GroupPlan:
    """Which figures and shares stand together; `public` ones are shown to citizens, too."""

    name: str
    figures: tuple[str, ...]
    shares: tuple[str, ...] = ()
    public: bool = True


GROUPS = (
    GroupPlan("openness", ("published", "fed", "visits", "asked_by", "came")),
    GroupPlan("guides", ("guides", "guides_online"), ("online",)),
    GroupPlan("answers", ("questions", "tickets", "tickets_answered"), ("answered", "declined", "tickets")),
    GroupPlan(
        "complaints",
        ("complaints", "complaints_late", "complaints_rated", "complaints_satisfied"),
        ("complaints_on_time", "solved", "complaints_satisfied"),
    ),
    GroupPlan("appointments", ("appointments", "visits_ended"), ("served",)),
    GroupPlan("activities", ("activities", "signups", "attended")),
    GroupPlan("opinions", ("drafts", "opinions", "questionnaire_replies")),
    GroupPlan("ratings", ("ratings_asked", "ratings_given", "ratings_satisfied"), ("rated", "satisfied")),
)


@dataclass(frozen=True, slots=True)
class ShownFigure:
    """A figure in words, with its branches."""

    key: str
    words: str
    count: int
    url: str
    branches: tuple["ShownFigure", ...] = ()


@dataclass(frozen=True, slots=True)
class ShownShare:
    """A share in words with what it is made of; `value` in per cent, or the sign that there is none."""

    key: str
    words: str
    value: str
    some: str
    whole: str


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """Figures that stand together."""

    name: str
    title: str
    figures: tuple[ShownFigure, ...]
    shares: tuple[ShownShare, ...]


@dataclass(frozen=True, slots=True)
class ShownYear:
    """One year with its figures, each by channel."""

    year: int
    figures: tuple[ShownFigure, ...]


@dataclass(frozen=True, slots=True)
class ShownOutside:
    """One figure of another system in words."""

    words: str
    value: str
    figure: OutsideFigure


def nowhere(_: str, __: str | None) -> str:
    """Give no address: nobody may read the rows."""
    return ""


def groups_of(
    found: PeriodFigures, texts: Wording, *, address: Address = nowhere, public: bool = False
) -> tuple[ShownGroup, ...]:
    """Give the groups of a period; `public` ones alone where citizens read them."""
    return tuple(_group(plan, found, texts, address) for plan in GROUPS if plan.public or not public)


def _group(plan: GroupPlan, found: PeriodFigures, texts: Wording, address: Address) -> ShownGroup:
    return ShownGroup(
        plan.name,
        texts(f"statistics.groups.{plan.name}"),
        tuple(_figure(key, found, texts, address) for key in plan.figures),
        tuple(
            ShownShare(
                key,
                texts(f"statistics.shares.{key}"),
                percent(found.shares[key].value),
                str(found.shares[key].some),
                str(found.shares[key].whole),
            )
            for key in plan.shares
        ),
    )


def _figure(key: str, found: PeriodFigures, texts: Wording, address: Address) -> ShownFigure:
    total, named = found.total(key), {one: count for one, count in found.branches(key).items() if one}
    branches = tuple(
        ShownFigure(branch, branch_words(texts, key, branch), count, address(key, branch))
        for branch, count in named.items()
    )
    url = address(key, None) if total else ""
    return ShownFigure(key, texts(f"statistics.figures.{key}"), total, url, branches)


def branch_words(texts: Wording, key: str, branch: str) -> str:
    """Give what a branch is called; a channel that somebody set up themselves is called by its own name."""
    try:
        return texts(f"statistics.branches.{key}.{branch}")
    except KeyError:
        return branch or texts("statistics.branches.others")


def year_rows(years: Mapping[int, Mapping[Key, int]], texts: Wording) -> list[ShownYear]:
    """Give the years, the latest first, each with what went out and how citizens came, by channel."""
    return [
        ShownYear(year, tuple(filter(_is_told, (_year_figure(key, years[year], texts) for key in BY_YEAR))))
        for year in sorted(years, reverse=True)
    ]


def _is_told(figure: ShownFigure) -> bool:
    """Whether a year's figure says something: that nothing was published does, of a year in which nobody was counted the rest does not."""
    return bool(figure.count) or figure.key == PUBLISHED


def _year_figure(key: str, counts: Mapping[Key, int], texts: Wording) -> ShownFigure:
    own = {branch: count for (named, branch), count in counts.items() if named == key and count}
    parts = tuple(
        ShownFigure(branch, branch_words(texts, key, branch), count, "")
        for branch, count in sorted(own.items(), key=lambda one: (-one[1], one[0]))
    )
    return ShownFigure(key, texts(f"statistics.figures.{key}"), sum(own.values()), "", parts)


def outside_rows(figures: Sequence[OutsideFigure]) -> tuple[ShownOutside, ...]:
    """Give the figures of other systems in words, and what the channels published together."""
    rows = [ShownOutside(OUTSIDE_WORDS[one.name], number(one), one) for one in figures]
    return (*rows, *map(_channels, channel_sums(figures)))


def _channels(found: ChannelSum) -> ShownOutside:
    whole = found.whole
    parts = " + ".join(
        f"{OUTSIDE_WORDS[one.name].removesuffix('发布数')} {number(one)}" for one in found.parts
    )
    return ShownOutside(f"{CHANNELS_TOGETHER}（{parts}）", number(whole), whole)


def outside_shares(
    figures: Sequence[OutsideFigure], texts: Wording
) -> tuple[tuple[ShownShare, OutsideFigure], ...]:
    """Give the shares of the figures of other systems, each with the figure that names its span and source."""
    return tuple(
        (
            ShownShare(
                one.name,
                texts(f"statistics.outside_shares.{one.name}"),
                percent(one.value, digits=2),
                number(one.some),
                number(one.whole),
            ),
            one.whole,
        )
        for one in shares_of(figures)
    )


def number(figure: OutsideFigure) -> str:
    """Give a figure as it was brought, without noughts behind the point."""
    value = figure.value
    written = f"{value:,.0f}" if value == value.to_integral_value() else f"{value:,.2f}"
    return f"{written}{ABOUT}" if figure.is_about else written


def percent(value: float | None, *, digits: int = 1) -> str:
    """Give a share in per cent."""
    return NOT_SHOWN if value is None else f"{100 * value:.{digits}f}%"
