"""What is left to read on (更多): of the likeliest stretches the words that were not seen yet, and the passages behind them."""

from collections.abc import Iterator, Sequence

from knowledge.answers.answer import Further, Matter, Stretch
from knowledge.index.reader import Reader
from knowledge.judgement.cuts import SHOWN_LETTERS
from knowledge.judgement.judge import JudgedWindows
from knowledge.judgement.windows import Window

FURTHER_PASSAGES = 6
# What is shorter than this, as the end of a sentence, says nothing by itself.
LEAST_LETTERS = 30

# A document's docnum, and where words of it begin and end among all texts.
Span = tuple[int, int, int]


def spans(windows: Sequence[Window], reader: Reader) -> Iterator[Span]:
    """Give of each stretch its document's docnum, and where it begins and ends among all texts."""
    begins: list[int] = reader.texts.passage_bounds([window.number for window in windows])[:, 0].tolist()
    for window, start in zip(windows, begins, strict=True):
        yield window.docnum, start + window.start, start + window.end


def meet(one: Span, other: Span) -> bool:
    """Whether two stretches share any words."""
    return one[0] == other[0] and min(one[2], other[2]) > max(one[1], other[1])


def further(reader: Reader, judged: JudgedWindows, seen: Sequence[Window]) -> tuple[Further, ...]:
    """Give where the next best stretches stand that share no words with those seen: the passages with what they say most by."""
    numbers: dict[int, int] = {}
    all_spans, taken = list(spans(judged.windows, reader)), list(spans(seen, reader))
    for place in judged.order:
        window = judged.windows[place]
        if len(numbers) < FURTHER_PASSAGES and not any(meet(all_spans[place], other) for other in taken):
            begins, ends = reader.texts.bounds_of(window.number)
            # A stretch may begin in one passage and say most in the next one.
            numbers.setdefault(window.number + (begins + window.core[0] >= ends), window.docnum)
    return tuple(
        Further(reader.document(docnum), number - reader.texts.passage_range(docnum).start)
        for number, docnum in numbers.items()
        if number not in {window.number for window in seen}
    )


def unseen(reader: Reader, judged: JudgedWindows, seen: Sequence[Window]) -> tuple[Matter, ...]:
    """Give what of the likeliest stretches was not seen, likeliest first, together no longer than one that is shown.

    Where the likeliest one was cut to stand beside another, what was cut off comes first.
    """
    all_spans, taken = list(spans(judged.windows, reader)), list(spans(seen, reader))
    found: list[Matter] = []
    left = SHOWN_LETTERS
    for place in judged.order:
        window, span = judged.windows[place], all_spans[place]
        begins = span[1] - window.start
        number = window.number - reader.texts.passage_range(window.docnum).start
        for start, end in _without(span, taken):
            if end - start > left:
                return tuple(found)
            left -= end - start
            taken.append((window.docnum, start, end))
            stretch = Stretch(number, start - begins, end - begins)
            found.append(Matter(reader.document(window.docnum), stretch))
    return tuple(found)


def _without(span: Span, taken: Sequence[Span]) -> list[tuple[int, int]]:
    """Give what of a stretch lies in none of those taken, but for scraps."""
    left = [(span[1], span[2])]
    for other in taken:
        if meet(span, other):
            cut = ((start, min(end, other[1]), max(start, other[2]), end) for start, end in left)
            left = [part for a, b, c, d in cut for part in ((a, b), (c, d)) if part[0] < part[1]]
    return [(start, end) for start, end in left if end - start >= LEAST_LETTERS]
