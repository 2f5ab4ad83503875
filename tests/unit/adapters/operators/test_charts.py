"""Charts keep their proportions, stay inside their frame, and say what they show."""

from hypothesis import given
from hypothesis import strategies as st

from adapters.web.charts import HEIGHT, WIDTH, Column, Part, lying, stacked

figures = st.lists(st.lists(st.integers(0, 100_000), min_size=5, max_size=5), max_size=12)


@given(figures)
def test_every_bar_lies_in_the_frame_and_bears_its_share(rows: list[list[int]]) -> None:
    columns = [
        Column(str(at), tuple(Part(f"k{kind}", value, f"{value}") for kind, value in enumerate(row)))
        for at, row in enumerate(rows)
    ]
    chart = stacked(columns)
    assert len(chart.bars) == sum(value > 0 for row in rows for value in row)
    for bar in chart.bars:
        assert bar.x >= 0
        assert bar.x + bar.width <= WIDTH + 0.2
        assert bar.y >= 0
        assert bar.y + bar.height <= HEIGHT
    assert chart.lines[0].words == "0"
    assert int(chart.lines[-1].words) >= max((column.total for column in columns), default=0)


def test_parts_stand_on_each_other_without_a_gap() -> None:
    chart = stacked([Column("一", (Part("a", 30, ""), Part("b", 10, "")))])
    low, high = chart.bars
    assert high.y + high.height == low.y
    assert low.height == 3 * high.height


def test_the_longest_lying_bar_is_as_wide_as_the_chart() -> None:
    one, other = lying([Part("a", 3, ""), Part("b", 1, "")], 4)
    assert (one.width, other.x, other.x + other.width) == (300.0, 300.0, 400.0)
    assert lying([Part("a", 0, "")], 0) == ()
