"""Any spelling of a valid number is hidden, and any text without one stays what it is."""

import re
from datetime import date

from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.personal.checks import identity_fits
from bot.personal.reading import read
from bot.personal.search import find
from bot.privacy import mask_text, personal_numbers
from bot.text.identifiers import ID_CHECKS, ID_WEIGHTS

SCRIPTS = (
    "0123456789",
    "０１２３４５６７８９",
    "零一二三四五六七八九",
    "〇幺二三四五六七八九",
    "零壹贰叁肆伍陆柒捌玖",
    "⓪①②③④⑤⑥⑦⑧⑨",
    "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗",
    "⁰¹²³⁴⁵⁶⁷⁸⁹",
    "٠١٢٣٤٥٦٧٨٩",
)
MARKS = " 　-－—–_.·,，、/～~|+=*\t\n：;；（）()[]【】🙂…"
UNSEEN = ("", "\u200b", "\ufe0f\u20e3", "\u0336", "\u2060", "\u00ad")
AROUND = ("", "我的号码", "id", "请问", "：", "家住石桥，", "abc", "第一")


@st.composite
def identities(draw: st.DrawFn) -> str:
    """Draw a valid identity number."""
    region = draw(st.sampled_from(("330102", "110105", "440305", "810000", "510104", "654201")))
    born = draw(st.dates(min_value=date(1930, 1, 1), max_value=date(2025, 1, 1)))
    body = f"{region}{born:%Y%m%d}{draw(st.integers(0, 999)):03d}"
    return body + ID_CHECKS[sum(int(c) * w for c, w in zip(body, ID_WEIGHTS, strict=True)) % 11]


@st.composite
def mobiles(draw: st.DrawFn) -> str:
    """Draw a mobile number."""
    return f"1{draw(st.integers(3, 9))}{draw(st.integers(0, 999_999_999)):09d}"


@st.composite
def spellings(draw: st.DrawFn, number: st.SearchStrategy[str]) -> tuple[str, str]:
    """Draw a number, and how somebody may write it: groups, marks between them, a script for each group."""
    plain = draw(number)
    mark = draw(st.text(MARKS, max_size=3))
    unseen = draw(st.sampled_from(UNSEEN))
    cuts = sorted(draw(st.sets(st.integers(1, len(plain) - 1), max_size=6)))
    groups = [plain[a:b] for a, b in zip([0, *cuts], [*cuts, len(plain)], strict=True)]
    written = [
        "".join(draw(st.sampled_from(SCRIPTS))[int(c)] + unseen if c.isdigit() else c for c in group)
        for group in groups
    ]
    before, behind = draw(st.sampled_from(AROUND)), draw(st.sampled_from(AROUND))
    return f"{before}{mark.join(written)}{behind}", plain


def _counts_upwards(text: str) -> bool:
    values = [int(group) for group in re.findall("[0-9]+", read(text).figures)]
    return len(values) > 4 and values == sorted(set(values))


def _is_taken_for_a_day_or_an_amount(text: str) -> bool:
    # A day that its own marks join to no figure before it.
    return (
        re.search(
            r"(?<![0-9])(?<![0-9][-/.])[12][09][0-9]{2}[-/.]|[0-9],[0-9]{3},|:|\*{4}", read(text).figures
        )
        is not None
    )


@settings(max_examples=400, deadline=None)
@given(spellings(identities()))
def test_any_spelling_of_an_identity_number_is_hidden(spelling: tuple[str, str]) -> None:
    text, plain = spelling
    assert identity_fits(plain)
    assert personal_numbers(text) is not None
    assert plain[3:14] not in re.sub(r"\D", "", read(mask_text(text)).figures)


@example(("1 /3 /0 /0 /2009 /8 /01", "13002009801"))
@example(("1-3-0-0-2009-8-01", "13002009801"))
@settings(max_examples=400, deadline=None)
@given(spellings(mobiles()))
def test_any_spelling_of_a_mobile_number_is_hidden(spelling: tuple[str, str]) -> None:
    text, plain = spelling
    if _counts_upwards(text) or _is_taken_for_a_day_or_an_amount(text):
        return
    assert personal_numbers(text) is not None
    assert plain[3:] not in re.sub(r"\D", "", read(mask_text(text)).figures)


@given(st.text(max_size=200))
def test_what_is_not_found_stays_to_the_letter(text: str) -> None:
    numbers = find(text)
    hidden = mask_text(text)
    assert numbers or hidden == text
    kept, place = [], 0
    for number in numbers:
        kept.append(text[place : number.start])
        place = number.end
    rest = hidden
    for part in (*kept, text[place:]):
        assert part in rest
        rest = rest[rest.index(part) + len(part) :]


@given(
    st.text("的了是我你他在有和补贴怎么申请？，。！ \n一二三十百千万元年月日abcXYZ（）《》〔〕", max_size=120)
)
def test_prose_without_numbers_is_never_touched(text: str) -> None:
    if len(re.findall("[一二三]", text)) < 7:
        assert mask_text(text) == text


@settings(max_examples=300, deadline=None)
@given(st.text("0123456789０一三九零①Xx×叉 -()电话卡号是:aE@微信v*.浙A", max_size=60))
def test_nothing_is_left_to_hide(text: str) -> None:
    hidden = mask_text(text)
    assert mask_text(hidden) == hidden
    assert personal_numbers(text) is None or hidden != text


@given(st.text(max_size=100))
def test_each_letter_knows_its_place(text: str) -> None:
    reading = read(text)
    assert len(reading.text) == len(reading.figures) == len(reading.starts) == len(reading.ends)
    assert all(a < b for a, b in zip(reading.starts, reading.ends, strict=True))
    assert list(reading.starts) == sorted(reading.starts)
