"""Which kind of applicant somebody is, as the annual report counts it, and how a name or an answer tells it."""

import re
from collections.abc import Mapping
from enum import StrEnum


class ApplicantCategory(StrEnum):
    """The columns of 表三 (国办公开办函〔2021〕30号); the Chinese name is the text `disclosure.category.<value>`."""

    NATURAL = "natural"
    BUSINESS = "business"
    RESEARCH = "research"
    PUBLIC_WELFARE = "public_welfare"
    LEGAL_SERVICE = "legal_service"
    OTHER = "other"


ORGANISATIONS: tuple[ApplicantCategory, ...] = tuple(
    category for category in ApplicantCategory if category is not ApplicantCategory.NATURAL
)
"""The columns of legal persons and other organisations, in the order of the form."""

# By the end of an organisation's name; what stands in none of them is asked for.
_BY_NAME: Mapping[ApplicantCategory, re.Pattern[str]] = {
    ApplicantCategory.LEGAL_SERVICE: re.compile(r"律师事务所|律所|公证处|法律服务所|司法鉴定(?:所|中心)|法律援助中心"),
    ApplicantCategory.RESEARCH: re.compile(r"研究院|研究所|科学院|研究中心|实验室|科研所|农科所"),
    ApplicantCategory.PUBLIC_WELFARE: re.compile(
        r"协会|学会|商会|基金会|慈善(?:总)?会|促进会|联谊会|红十字会|志愿者(?:队|服务队|中心)|公益"
    ),
    ApplicantCategory.BUSINESS: re.compile(
        r"公司|集团|合作社|个体工商户|(?:工|电|药|酒|饭|商|书|门)?[厂店]$|商行|经营部|超市|农场|企业|银行|信用社"
    ),
}  # fmt: skip
# How somebody says it in answer to the question.
_BY_WORDS: Mapping[ApplicantCategory, re.Pattern[str]] = {
    ApplicantCategory.LEGAL_SERVICE: re.compile(r"法律|律师|律所|公证"),
    ApplicantCategory.RESEARCH: re.compile(r"科研|研究|科学院|实验室"),
    ApplicantCategory.PUBLIC_WELFARE: re.compile(
        r"公益|社会组织|社会团体|社团|协会|学会|商会|基金会|慈善|志愿"
    ),
    ApplicantCategory.BUSINESS: re.compile(r"企业|公司|商业|合作社|个体|工厂|商店|银行"),
    ApplicantCategory.OTHER: re.compile(
        r"其他|别的|都不是|学校|医院|幼儿园|村委|居委|村民|居民委员会|机关|事业单位|部队|工会|业委会|业主委员会|集体经济"
    ),
}


def category_of_name(name: str) -> ApplicantCategory | None:
    """Give the column that an organisation's full name tells; None where it tells none, or more than one."""
    found = [category for category, words in _BY_NAME.items() if words.search(name)]
    return found[0] if len(found) == 1 else None


def category_said(text: str) -> ApplicantCategory | None:
    """Give the column that somebody names for the own organisation; None where the words name none, or several."""
    found = [category for category, words in _BY_WORDS.items() if words.search(text)]
    return found[0] if len(found) == 1 else None
