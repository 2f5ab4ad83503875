"""From when and till when a paper holds, named or counted; what it says of other things is left alone."""

from datetime import date

import pytest

from knowledge.ingest.particulars.lifetime import IssueDays, lifetime

ISSUED = IssueDays(date(2026, 11, 3), None)


def days(text: str, issue: IssueDays = ISSUED) -> dict[str, str]:
    best: dict[str, str] = {}
    for one in sorted(lifetime(text, issue), key=lambda one: -one.weight):
        best.setdefault(one.field, one.value)
    return best


@pytest.mark.parametrize(
    ("text", "begins", "ends"),
    [
        ("本通知自印发之日起施行，有效期三年。", "2026-11-03", "2029-11-02"),
        ("本办法自发布之日起施行，有效期五年。", "2026-11-03", "2031-11-02"),
        ("本港章自印发之日起施行，有效期５年。", "2026-11-03", "2031-11-02"),
        ("本规定自公布之日起30日后施行。", "2026-12-03", None),
        ("第九条 本细则自2026年12月1日起施行，有效期为2年。", "2026-12-01", "2028-11-30"),
        ("自2026年12月1日起施行", "2026-12-01", None),
        ("本意见从2026年12月1日起执行，有效期至2028年12月31日。", "2026-12-01", "2028-12-31"),
        ("本方案自2026年12月1日起实施。有效期两年。", "2026-12-01", "2028-11-30"),
        ("本办法有效期自2027年1月1日至2028年12月31日。", "2027-01-01", "2028-12-31"),
        ("本通知自2027年1月1日起至2028年12月31日止执行。", "2027-01-01", "2028-12-31"),
        ("本规定自印发之日起试行，试行期一年。", "2026-11-03", "2027-11-02"),
        ("本办法自2028年2月29日起施行，有效期1年。", "2028-02-29", "2029-02-28"),
        ("本办法自2026年12月1日起正式施行，2020年颁布的规定同时废止。", "2026-12-01", None),
        ("上述标准自2026年12月1日起执行。", "2026-12-01", None),
        ("《甲办法》自2016年6月12日起施行。", None, None),
        ("该办法自2016年6月12日起实行，请各地遵照执行。", None, None),
        ("许可证有效期五年。", None, None),
        ("发给上岗证书，证书自发证之日起生效，有效期3年。", None, None),
        ("合同有效期一般为3年。", None, None),
        ("自本决定公布之日起停止执行。", None, None),
        ("申报时间：2026年5月1日至2026年5月31日。", None, None),
    ],
)
def test_days_between_which_a_paper_holds(text: str, begins: str | None, ends: str | None) -> None:
    found = days(text)
    assert (found.get("effective_on"), found.get("expires_on")) == (begins, ends)


def test_days_counted_from_publication() -> None:
    issue = IssueDays(date(2024, 2, 7), date(2024, 2, 19))
    assert days("本办法自发布之日起施行，有效期5年。", issue) == {
        "effective_on": "2024-02-19",
        "expires_on": "2029-02-18",
    }
    assert days("本办法自印发之日起施行。", issue) == {"effective_on": "2024-02-07"}
    doubtful = [one for one in lifetime("本办法自发布之日起施行。", issue) if one.weight >= 0.8]
    assert doubtful == []


def test_without_any_day_nothing_is_counted() -> None:
    assert days("本通知自印发之日起施行，有效期三年。", IssueDays(None, None)) == {}


def test_the_last_words_count() -> None:
    text = "本通知自2026年12月1日起执行。\n第九条 本办法自2027年1月1日起施行。"
    assert days(text)["effective_on"] == "2027-01-01"
