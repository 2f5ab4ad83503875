"""What an application must hold and nothing more (Regulation art. 29): each field's check, pure."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.text.identifiers import (
    IdentifierReading,
    contact_phone,
    credit_code,
    identity_facts,
    identity_number,
)
from handlers.disclosure.applicant.categories import ApplicantCategory
from handlers.disclosure.applicant.identity_papers import IdentityPaper
from handlers.disclosure.applicant.representative import Representative

SHORTEST_INFORMATION = 6
SHORTEST_TELLING = 3
LONGEST_INFORMATION = 1000

ASKS_AT_END = re.compile(r"(?:[?？]|吗|么|呢|多少|几岁|哪里|哪儿|怎么办|是啥|是什么)[\s。!！~～]*$")
ASKS = re.compile(r"为什么|为啥|凭什么|怎么|咋|如何|多少|哪[里儿个]|什么时候|是不是|能不能|可不可以")
# Words that stand for something and tell nothing of it.
VAGUE = re.compile(
    r"就是?|那个|这个|那些|这些|那份|这份|那种|的|一下|我|要|想|给|东西|信息|文件|资料|材料|相关|有关|方面|事情|什么|情况|那|这|了|吧|啊|呀|呗|嘛|申请|公开|看看|[\W_]"
)
WANTS = re.compile(r"申请|公开|提供|获取|复印|查阅|调取|索取|想要|我要|要一份|想看|给我一份|给一份")
A_RECORD = re.compile(
    r"文件|资料|材料|数据|名册|名单|合同|协议|批文|批复|方案|公告|通知|报告|记录|纪要|清单|明细|决算|预算"
    r"|规划|图纸|台账|统计|许可|凭证|账目|登记|档案|公报|决定书|信息"
)
REFUSED = re.compile(
    r"^(?:不|不是|不要|都不是|不对|没有)(?:这|那|上面|前面)?(?:一?[份个些种])?(?:文件)?[,，。 ]+(?:我)?(?:是)?(?:想?要|需要|找)?(?:的)?(?:是|那)?[:： ]*(?=.{4})"
)
LEAD_IN = re.compile(
    r"^.{0,12}?(?:申请(?:政府)?(?:信息)?公开|依申请公开|信息公开申请|申请获取|要求公开|请公开|请提供|公开一下)"
    r"(?:一下)?[\s,，:：;；。]*(?:内容|事项)?[\s:：]*"
    r"|^(?:那么?|好吧?|行|嗯|[,， ]){0,3}我?(?:就|也)?(?:要|想)?申请(?:一份|一下)?[\s,，:：]+(?:(?:看看|看一下|要|查)(?!询))?"
)

# What is told so far goes on in the next message.
UNFINISHED = re.compile(r"(?:[,，、;；:：—…]|和|以及|还有|另外|包括|比如|例如)$")
PERSON_WORDS = re.compile(r"个人|自然人|本人|我自己|自己申请|公民")
ORGANISATION_WORDS = re.compile(r"单位|公司|企业|组织|法人|机构|社团|协会|律所|事务所|合作社")
ON_BEHALF = re.compile(r"代表|名义|替|代|帮|给|以")
LONGEST_KIND = 8
# 邮寄要钱吗 asks about a choice; 能邮寄吗 makes it.
ABOUT_A_CHOICE = re.compile(
    r"多少|什么|啥|怎么|为何|多久|几天|钱|费|谁|哪|是不是|区别|安全|丢|贵|不是|不要|不想|别|(?<![可行能])不[行能]"
)
HESITATING = re.compile(
    r"^(?:(?:呃|嗯|额|哦|噢|喂|啊|那个|就是|[,，、。 ])+(?=我|本人|姓名|名字|叫))+|^(?:[呃嗯喂哦噢]|那个|[,，、 ])+(?=.{2})"
)
NAME_LEAD_IN = re.compile(
    r"^(?:(?:我|本人|免贵)*姓[㐀-鿿]{1,2}[,，。 ]+(?:名字?)?(?:就)?(?:叫|是)?|叫(?=[㐀-鿿]{2,4}$)|我的?名字(?:叫|是)?|我叫|我是|本人|姓名|名字|名称|单位名称|公司名称|全称)[是叫为:：\s]*"
)
# What is said of somebody behind the name: 李国强（男）.
NAME_REMARK = re.compile(
    r"[ ,，]{0,3}[(（](?:男|女|本人|先生|女士|[0-9]{1,3}岁|汉族?|农民|退休)[^()（）]{0,6}[)）]$|[,，] ?(?:男|女)(?:[,，].{0,8})?$"
)
PERSON_NAME = re.compile(r"[㐀-鿿𠀀-𳎯]{2,6}|[㐀-鿿]+(?:·[㐀-鿿]+)+|[A-Za-z][A-Za-z .'\-]{1,59}")
ORGANISATION_NAME = re.compile(r"[㐀-鿿A-Za-z0-9（）()·&\- ]{4,60}")
NO_NAME = re.compile(
    r"不想|不填|不告诉|为什么|怎么|什么|申请|电话|没有|人工|取消|必须|一定|[?？]"
    # Short questions and angry words have the length of a name; 查 alone is one of the surnames.
    r"|[吗呢吧啊呀嘛了的]$|收费|多少|多久|几天|谁|哪[里儿个]|^查(?:询|一下|进度|电话)|进度|投诉|举报|再见|退出|退订"
    r"|[你我她]|这个|那个|哪|怎|啥|么|干嘛|干吗|不知|不晓|不清楚|不方便|不愿|不能|没空|没带|忘了|保密|随便|匿名|天气|真好|今天|明天|等[下会等]|等一|名字|姓名|无可奉告|同上|一样"
    r"|废物|垃圾|傻|滚蛋|骗子|算了|上一步|继续填|更多|原文|帮助"
    r"|^(?:好的|是的|可以|继续|确认|你好|您好|谢谢|不是|不用|不要|知道|个人|单位|下一步|上一步|同意)$"
    # Who applies, said once more.
    r"|^(?>(?:以|用|我|就|是|自己|本人|个人|私人|公民|单位|公司|企业|的|名义|身份|申请)+)$"
)
FIGURES = str.maketrans("零〇○一二三四五六七八九幺两叉", "0001234567891" + "2X")
SPOKEN = re.compile(r"[零〇○一二三四五六七八九幺两叉]{5,}")
PHONE_IN_TEXT = re.compile(r"(?:\+|00)?\d[\d\s\-‐-―()（）]{5,18}\d")
CONTACT_WORDS = re.compile(
    r"联系人|联系电话|手机号码?|电话号码?|电话|手机|联系方式|姓名|[是叫为:：,，。;；\s]"
)


class ApplicantKind(StrEnum):
    """Who applies: a person, or a legal person or other organisation."""

    NATURAL = "natural"
    ORGANISATION = "organisation"


class Delivery(StrEnum):
    """The form and way in which the information is wanted."""

    ELECTRONIC = "electronic"
    POST = "post"
    COUNTER = "counter"
    # Staff register it; the chat offers what it can bring about itself.
    EMAIL = "email"


ROUTES = {
    Delivery.ELECTRONIC: re.compile(r"电子|微信|网上|扫描|excel|pdf|手机"),
    Delivery.POST: re.compile(r"邮寄|快递|寄到|寄给|寄来|挂号|ems|纸质"),
    Delivery.COUNTER: re.compile(r"窗口|自取|自己取|领取|现场|上门取|当面|去拿|来拿"),
}


# Ways that are not there; nothing like them is put in their place.
NO_ROUTE = re.compile(r"邮箱|电邮|邮件|e-?mail|@|传真|qq|钉钉|网盘|u盘|光盘|短信")


@dataclass(frozen=True, slots=True)
class CheckedField:
    """A field's value, or the first fault by the end of its text key."""

    value: str = ""
    fault: str | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach the applicant; `person` is who answers there, for an organisation."""

    phone: str
    person: str = ""


@dataclass(frozen=True, slots=True)
class Application:
    """A complete application, to `agency` by its key, empty for the county's own office.

    `notice_version` and `notice_at` say which privacy notice was shown, and when (PI17). `category` is the column of 表三,
    None while an organisation's is not known; `paper` is None for the usual one. Whoever is represented is the applicant;
    `representative` files for him.
    """

    information: str
    applicant_kind: ApplicantKind
    applicant_name: str
    identity_number: str
    contact: Contact
    delivery: Delivery
    delivery_address: str
    notice_version: str
    notice_at: datetime
    agency: str = ""
    category: ApplicantCategory | None = None
    paper: IdentityPaper | None = None
    legal_representative: str = ""
    representative: Representative | None = None


def information(text: str) -> CheckedField:
    """Check the description of the information (art. 29: name, number or other feature); the words stay as said."""
    said = text.strip()
    substance = re.sub(r"[\W_]", "", said)
    if len(substance) < SHORTEST_INFORMATION or len(VAGUE.sub("", said)) < SHORTEST_TELLING:
        return CheckedField(said, "information_short")
    if len(said) > LONGEST_INFORMATION:
        return CheckedField(said, "information_long")
    return CheckedField(said, "information_question" if _only_asks(said) else None)


def joined(before: str, said: str) -> str:
    """Give what was said in several messages as one text, every word kept."""
    if not before:
        return said.strip()
    seam = "" if UNFINISHED.search(before) or before.endswith(("。", "!", "！")) else "；"
    return f"{before}{seam}{said.strip()}"


def _only_asks(said: str) -> bool:
    """Whether a text asks for an explanation rather than for a record."""
    if WANTS.search(said):
        return False
    return bool(ASKS_AT_END.search(said) or (ASKS.search(said) and not A_RECORD.search(said)))


def tells(text: str) -> bool:
    """Whether a text names anything besides the applying itself (政府信息公开)."""
    return bool(VAGUE.sub("", text.replace("政府信息", "")))


def wish(text: str) -> str:
    """Give what remains of "我要申请公开2025年财政决算" once the words that only open the talk are gone."""
    return LEAD_IN.sub("", REFUSED.sub("", text.strip()), count=1).strip(" ,，。.!！~～")


def applicant_kind(text: str) -> CheckedField:
    """Read whether a person or an organisation applies."""
    person, organisation = PERSON_WORDS.search(text), ORGANISATION_WORDS.search(text)
    if bool(person) == bool(organisation) or ABOUT_A_CHOICE.search(text) or _wants_more(text):
        return CheckedField(text, "kind_unclear")
    return CheckedField(ApplicantKind.NATURAL if person else ApplicantKind.ORGANISATION)


def _wants_more(text: str) -> bool:
    """Whether a text that names a company or a person says what is wanted rather than who applies."""
    return len(text) > LONGEST_KIND and WANTS.search(text) is not None and not ON_BEHALF.search(text)


def applicant_name(text: str, *, kind: ApplicantKind) -> CheckedField:
    """Check a person's name, or the full name of an organisation."""
    said = re.sub(
        r"^[\s,.;，。；]+|[\s,.;，。；]+$", "", unicodedata.normalize("NFKC", text).replace("•", "·")
    )
    said = NAME_REMARK.sub("", NAME_LEAD_IN.sub("", HESITATING.sub("", said))).strip()
    if kind is ApplicantKind.ORGANISATION:
        full = said.replace("(", "（").replace(")", "）")
        return CheckedField(full, None if _is_organisation(full) else "name_organisation")
    said = re.sub(r"(?<=[㐀-鿿])\s+(?=[㐀-鿿])", "", said)
    fits = PERSON_NAME.fullmatch(said) and not NO_NAME.search(said)
    return CheckedField(said, None if fits else "name_person")


def _is_organisation(said: str) -> bool:
    if NO_NAME.search(said) or not ORGANISATION_NAME.fullmatch(said):
        return False
    return re.search(r"[㐀-鿿]{2}", said) is not None


def identity(text: str, *, kind: ApplicantKind, today: date) -> CheckedField:
    """Check the identity number of a person, or the unified social credit code of an organisation."""
    if kind is ApplicantKind.ORGANISATION:
        return _read(credit_code(text), family="code")
    read = identity_number(digits(text), today=today)
    if read.valid and identity_facts(read.value, today=today).guarded:
        # Under fourteen a guardian has to agree (PI31), which only a person at the office can establish.
        return CheckedField(read.value, "identity_minor")
    return _read(read, family="identity")


def digits(text: str) -> str:
    """Give numbers told one by one in Chinese, as voice is written down, in figures: 幺三九零 as 1390."""
    return SPOKEN.sub(lambda found: found[0].translate(FIGURES), unicodedata.normalize("NFKC", text))


def _read(reading: IdentifierReading, *, family: str) -> CheckedField:
    return CheckedField(reading.value, f"{family}_{reading.reason}" if reading.reason else None)


def contact(text: str, *, kind: ApplicantKind) -> CheckedField:
    """Check the contact phone; an organisation also names the person who answers it (art. 29, practice).

    The value is the phone, or `person phone`; `contact_of` takes it apart again.
    """
    folded = digits(text)
    found = PHONE_IN_TEXT.search(folded)
    read = contact_phone(found[0] if found else folded)
    if not read.valid:
        return CheckedField(read.value, f"phone_{read.reason}")
    if kind is ApplicantKind.NATURAL:
        return CheckedField(read.value)
    person = CONTACT_WORDS.sub("", folded.replace(found[0], "") if found else "")
    return CheckedField(
        f"{person} {read.value}".strip(), None if PERSON_NAME.fullmatch(person) else "contact_person"
    )


def contact_of(value: str) -> Contact:
    """Take the value of `contact` apart."""
    person, _, phone = value.rpartition(" ")
    return Contact(phone, person)


def delivery(text: str) -> CheckedField:
    """Read in which form and way the information is wanted; two ways at once have to be asked about."""
    if NO_ROUTE.search(text.lower()):
        return CheckedField(text, "delivery_other")
    ways = [way for way, words in ROUTES.items() if words.search(text.lower())]
    clear = len(ways) == 1 and not ABOUT_A_CHOICE.search(text)
    return CheckedField(ways[0]) if clear else CheckedField(text, "delivery_unclear")
