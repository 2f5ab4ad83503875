"""Flow pictures: every word is drawn inside its box, boxes below each other, an arrow between two."""

from hypothesis import given
from hypothesis import strategies as st

from adapters.web.drawings.flow_chart import NEVER_FIRST, WIDTH, FlowStep, flow_chart, lines_of

WORDS = st.text(alphabet="申请审核abc 1，。（）《》", max_size=120)


@given(st.lists(st.builds(FlowStep, WORDS, st.tuples(WORDS)), max_size=12))
def test_boxes_stand_below_each_other_with_their_words_inside(steps: list[FlowStep]) -> None:
    chart = flow_chart(steps)
    assert len(chart.boxes) == len(steps)
    assert len(chart.arrows) == max(len(steps) - 1, 0)
    for box in chart.boxes:
        assert box.x >= 0
        assert box.x + box.width <= WIDTH
        assert all(box.y < line.y < box.y + box.height for line in (*box.title, *box.notes))
    for above, below, arrow in zip(chart.boxes[:-1], chart.boxes[1:], chart.arrows, strict=True):
        assert above.y + above.height <= arrow.top + 0.1 < arrow.bottom == below.y
    if chart.boxes:
        assert chart.boxes[-1].y + chart.boxes[-1].height < chart.height


@given(WORDS, st.floats(4, 30))
def test_no_word_is_lost_and_no_line_begins_with_a_closing_mark(words: str, letters: float) -> None:
    lines = list(lines_of(words, letters))
    assert "".join(lines) == " ".join(words.split())
    assert all(line[0] not in NEVER_FIRST for line in lines[1:])
