"""The paper that somebody names in words, and the number that stands beside its name: 护照 E12345678, 我用台胞证."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.text.identifiers import hk_macau_permit, passport
from handlers.disclosure.applicant.identity_papers import (
    OF_ORGANISATIONS,
    OF_PERSONS,
    IdentityPaper,
    PaperNumber,
    read_number,
)

# The longer name before the shorter one that stands in it.
NAMES: Mapping[IdentityPaper, re.Pattern[str]] = {
    IdentityPaper.HMT_RESIDENCE: re.compile(r"(?:港澳台|港澳|台湾)居民居住证"),
    IdentityPaper.HK_MACAU: re.compile(
        r"(?:港澳(?:居民|同胞)?(?:来往|往来)?(?:内地|大陆)?通行证|港澳(?:居民)?证件|回乡证|回鄉證)"
    ),
    IdentityPaper.TAIWAN: re.compile(r"台湾(?:居民)?(?:来往|往来)?(?:大陆|内地)?通行证|台胞证|台湾(?:居民)?证件"),
    IdentityPaper.FOREIGN_RESIDENCE: re.compile(
        r"(?:外国人)?永久居留(?:身份)?证|外国人身份证|永居(?:证|卡)|五星卡|绿卡"
    ),
    IdentityPaper.PASSPORT: re.compile(r"(?:中国|外国|普通|因私|因公)?护照|(?i:passport)"),
    IdentityPaper.MILITARY: re.compile(
        r"(?:中国人民解放军|武警|现役)?(?:军官|军士|士官|士兵|义务兵|文职(?:干部|人员)?|警官|军人(?:身份)?|离休干部荣誉|军官退休)证"
    ),
    IdentityPaper.HOUSEHOLD: re.compile(r"户口[簿本册]|户籍证明"),
    IdentityPaper.RESIDENT: re.compile(r"(?:居民|临时|二代){0,2}身份证"),
    IdentityPaper.CREDIT_CODE: re.compile(r"(?:统一)?(?:社会)?信用代码"),
    IdentityPaper.OTHER: re.compile(
        r"其他(?:有效)?证件|别的证件|登记证(?:书|明)?|批准(?:文件|文号)|法人证书|驾驶证|驾照|社保卡|医保卡|居住证|残疾人?证|出生(?:医学)?证明?"
    ),
}  # fmt: skip
# A paper that is not there is named to say so.
LACKING = re.compile(
    r"(?:没有?(?:带|办)?|没得|无|不用|不是|丢了?|弄丢了?|过期了?)(?:统一)?(?:社会)?(?:居民|二代)?(?:身份证|信用代码|代码)(?:了|的)?[,，。 ]*"
)
_AROUND = re.compile(
    r"(?:我|的|是|用|只有|有|持|号码|号|证号|证件|编号|为|叫|拿|请|按|登记|申请|可以|吧|了|呢|啊|这个|[:：,，。;；()（）\s])+"
)


@dataclass(frozen=True, slots=True)
class ToldPaper:
    """What words tell of a paper: which one, None when they name none, and the words that may be its number."""

    paper: IdentityPaper | None
    rest: str


def told_paper(text: str, *, organisation: bool = False) -> ToldPaper:
    """Give the paper that words name and what else they say; what is lacking is named by none."""
    said = LACKING.sub("", text).strip()
    offered = OF_ORGANISATIONS if organisation else OF_PERSONS
    for paper, name in NAMES.items():
        if paper in offered and (found := name.search(said)):
            rest = f"{said[: found.start()]} {said[found.end() :]}"
            # What has no rule of its own keeps its name beside its number, or nobody knows of what it is one.
            kept = found[0] if paper is IdentityPaper.OTHER and "其他" not in found[0] else ""
            return ToldPaper(paper, f"{kept} {_number(rest)}".strip() if _number(rest) else "")
    return ToldPaper(None, said)


def _number(rest: str) -> str:
    left = _AROUND.sub(" ", f" {rest} ").strip()
    return left if re.search(r"[0-9A-Za-z]", left) else ""


def guessed(text: str, *, today: date) -> PaperNumber | None:
    """Give a number that stands alone and can be nothing but a passport's or a permit's; None for any other."""
    for paper, reader in ((IdentityPaper.HK_MACAU, hk_macau_permit), (IdentityPaper.PASSPORT, passport)):
        read = reader(text)
        if read.valid and (paper is not IdentityPaper.PASSPORT or read.value[0] in "EG"):
            return read_number(paper, text, today=today)
    return None
