"""What a document is worth on a day, and its card."""

from datetime import date, timedelta

import pytest

from knowledge.documents import cards
from knowledge.documents.document import Disclosure, Document, Kind, Standing, Validity, standing

TODAY = date(2026, 3, 2)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("particulars", "worth"),
    [
        ({}, Standing.VALID),
        ({"validity": Validity.AMENDED}, Standing.AMENDED),
        ({"validity": Validity.ABOLISHED}, Standing.ABOLISHED),
        ({"validity": Validity.LAPSED}, Standing.LAPSED),
        ({"validity": Validity.UNREGISTERED}, Standing.UNREGISTERED),
        ({"validity": Validity.UNREGISTERED, "expires_on": TODAY - DAY}, Standing.LAPSED),
        ({"effective_on": TODAY}, Standing.VALID),
        ({"effective_on": TODAY + DAY}, Standing.UPCOMING),
        ({"expires_on": TODAY}, Standing.VALID),
        ({"expires_on": TODAY - DAY}, Standing.LAPSED),
        ({"expires_on": TODAY - DAY, "validity": Validity.AMENDED}, Standing.LAPSED),
        ({"effective_on": TODAY + DAY, "validity": Validity.ABOLISHED}, Standing.ABOLISHED),
        ({"expires_on": TODAY - DAY, "validity": Validity.ABOLISHED}, Standing.ABOLISHED),
        ({"effective_on": TODAY + DAY, "validity": Validity.AMENDED}, Standing.UPCOMING),
    ],
)
def test_standing(particulars: dict[str, object], worth: Standing) -> None:
    assert standing(Document("a", "办法", **particulars), TODAY) is worth  # type: ignore[arg-type]


def test_dated_by_publication_then_writing() -> None:
    assert Document("a", "t", written_on=TODAY).dated_on == TODAY
    assert Document("a", "t", written_on=TODAY, published_on=TODAY + DAY).dated_on == TODAY + DAY
    assert Document("a", "t").dated_on is None


def test_card_gives_the_document_back() -> None:
    document = Document(
        "a", "关于\n换行的办法", kind=Kind.GUIDE, number="青政发〔2026〕3号", audience=("个人", "企业"), written_on=TODAY,
        validity=Validity.AMENDED, disclosure=Disclosure.ON_REQUEST, basis=("b",), online=True, sample=True,
    )  # fmt: skip
    line = cards.to_json(document)
    assert "\n" not in line
    assert cards.from_json(line) == document
    assert cards.from_json(cards.to_json(Document("a", "t"))) == Document("a", "t")


@pytest.mark.parametrize(
    ("year", "counts"), [(2024, False), (2025, True), (2026, True), (2027, True), (2028, False)]
)
def test_a_rule_counts_in_every_year_of_its_force(year: int, *, counts: bool) -> None:
    rule = Document("a", "办法", effective_on=date(2025, 12, 1), expires_on=date(2027, 3, 1))
    assert rule.counts_in(year) is counts


def test_a_document_without_a_day_counts_in_no_year_for_sure() -> None:
    assert not Document("a", "办法").counts_in(2026)
    assert Document("a", "办法", published_on=date(2026, 1, 2)).counts_in(2026)
