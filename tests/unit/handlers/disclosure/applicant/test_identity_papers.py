"""A number with a check character is refused when it breaks it; every other paper is doubted at most, never refused."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.disclosure.applicant.identity_papers import (
    CERTAIN,
    OF_ORGANISATIONS,
    OF_PERSONS,
    IdentityPaper,
    folded_number,
    mask_number,
    of_child,
    read_number,
)
from handlers.disclosure.applicant.paper_words import guessed, told_paper

TODAY = date(2026, 11, 20)
Paper = IdentityPaper


@pytest.mark.parametrize(
    ("paper", "said", "number", "fault"),
    [
        (Paper.RESIDENT, "3399 0119 8503 1420 16", "339901198503142016", ""),
        (Paper.RESIDENT, "339901198503142017", "339901198503142017", "identity_checksum"),
        (Paper.CREDIT_CODE, "91350100m000100y43", "91350100M000100Y43", ""),
        (Paper.CREDIT_CODE, "91350100M000100Y44", "91350100M000100Y44", "code_checksum"),
        (Paper.PASSPORT, "E 1234 5678", "E12345678", ""),
        # Germans and others have numbers that begin as Chinese ones do.
        (Paper.PASSPORT, "G00T1234", "G00T1234", "paper_passport"),
        (Paper.PASSPORT, "L8988901C", "L8988901C", ""),
        (Paper.HK_MACAU, "h12345678", "H12345678", ""),
        (Paper.HK_MACAU, "H1234567890", "H1234567890", "paper_hk_macau"),
        (Paper.TAIWAN, "01234567", "01234567", ""),
        (Paper.TAIWAN, "0123456789A", "0123456789A", ""),
        (Paper.TAIWAN, "T1234", "T1234", "paper_taiwan"),
        (Paper.HMT_RESIDENCE, "339901198503142016", "339901198503142016", "paper_hmt_residence"),
        (Paper.FOREIGN_RESIDENCE, "USA310000012345", "USA310000012345", ""),
        (Paper.FOREIGN_RESIDENCE, "911100198503142016", "911100198503142016", ""),
        (Paper.FOREIGN_RESIDENCE, "12345", "12345", "paper_foreign_residence"),
        (Paper.MILITARY, "军字第1234567号", "军字第1234567号", ""),
        (Paper.HOUSEHOLD, "  户字 第12号 ", "户字 第12号", ""),
        (Paper.OTHER, "登记证书 青民登字第12号", "登记证书 青民登字第12号", ""),
        (Paper.OTHER, "12", "12", "paper_number"),
    ],
)
def test_a_number_is_read_by_what_is_known_of_its_paper(
    paper: Paper, said: str, number: str, fault: str
) -> None:
    read = read_number(paper, said, today=TODAY)
    assert (read.number, read.fault) == (number, fault)


@given(st.sampled_from([paper for paper in Paper if paper not in CERTAIN]), st.text(min_size=3, max_size=40))
def test_no_paper_without_a_check_character_is_refused_for_its_number(paper: Paper, said: str) -> None:
    read = read_number(paper, said, today=TODAY)
    assert not read.refused or not 3 <= len(read.number) <= 40
    assert read.doubtful is not read.refused or not read.fault


def test_a_resident_number_is_refused_and_never_doubted() -> None:
    read = read_number(Paper.RESIDENT, "339901198503142017", today=TODAY)
    assert (read.refused, read.doubtful) == (True, False)


@pytest.mark.parametrize(
    ("said", "paper", "rest"),
    [
        ("护照 E12345678", Paper.PASSPORT, "E12345678"),
        ("我的护照号码是E12345678", Paper.PASSPORT, "E12345678"),
        ("E12345678，护照", Paper.PASSPORT, "E12345678"),
        ("我用护照", Paper.PASSPORT, ""),
        ("没有身份证，只有护照", Paper.PASSPORT, ""),
        ("我没带身份证，用台胞证 01234567", Paper.TAIWAN, "01234567"),
        ("回乡证H12345678", Paper.HK_MACAU, "H12345678"),
        ("港澳居民来往内地通行证：H12345678", Paper.HK_MACAU, "H12345678"),
        ("港澳台居民居住证 810000199001011234", Paper.HMT_RESIDENCE, "810000199001011234"),
        ("外国人永久居留身份证 USA310000012345", Paper.FOREIGN_RESIDENCE, "USA310000012345"),
        ("军官证 军字第1234567号", Paper.MILITARY, "军字第1234567"),
        ("身份证 339901198503142016", Paper.RESIDENT, "339901198503142016"),
        ("临时身份证339901198503142016", Paper.RESIDENT, "339901198503142016"),
        ("驾驶证 339901198503142016", Paper.OTHER, "驾驶证 339901198503142016"),
        ("339901198503142016", None, "339901198503142016"),
    ],
)
def test_the_paper_is_told_from_its_number(said: str, paper: Paper | None, rest: str) -> None:
    told = told_paper(said)
    assert (told.paper, told.rest) == (paper, rest)


def test_an_organisation_without_a_code_shows_its_certificate() -> None:
    told = told_paper("没有代码，登记证书 青民登字第12号", organisation=True)
    assert (told.paper, told.rest) == (Paper.OTHER, "登记证书 青民登字第12")
    assert told_paper("统一社会信用代码：91350100M000100Y43", organisation=True).paper is Paper.CREDIT_CODE
    assert set(OF_ORGANISATIONS) & set(OF_PERSONS) == {Paper.OTHER}


@pytest.mark.parametrize(
    ("said", "paper"),
    [
        ("E12345678", Paper.PASSPORT),
        ("H12345678", Paper.HK_MACAU),
        ("33990119850314", None),
        ("L8988901C", None),
    ],
)
def test_a_bare_number_is_a_passport_only_where_it_can_be_nothing_else(
    said: str, paper: Paper | None
) -> None:
    found = guessed(said, today=TODAY)
    assert (found.paper if found else None) is paper


def test_a_child_is_told_by_the_number_whatever_the_paper() -> None:
    number = "519901201601010023"
    assert of_child(Paper.RESIDENT, number, today=TODAY)
    assert of_child(Paper.HOUSEHOLD, number, today=TODAY)
    assert not of_child(Paper.CREDIT_CODE, number, today=TODAY)
    assert not of_child(Paper.RESIDENT, "339901198503142016", today=TODAY)


def test_a_number_is_found_again_however_it_is_spelt_and_its_middle_is_hidden() -> None:
    assert folded_number(" e1234-5678 ") == folded_number("Ｅ１２３４５６７８") == "E12345678"
    assert mask_number("339901198503142016") == "339***********2016"
    assert mask_number("E12345678") == "E1*****78"
