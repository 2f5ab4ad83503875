"""Numbers with letters in them: passports and permits, plates, addresses for mail, and what words announce."""

import re
from collections.abc import Iterator

from bot.personal.checks import hong_kong_fits, pass_like, residence_like, taiwan_fits
from bot.personal.found import NumberKind, PersonalNumber
from bot.personal.reading import Reading
from bot.personal.spared import CLOSED

_GAP = rf"[^0-9A-Za-z\u3400-\u9fff{CLOSED}]{{0,3}}"
_ALONE, _ENDS = r"(?<![0-9A-Za-z])", r"(?![0-9A-Za-z])"
_PASS = re.compile(
    rf"(?<![0-9A-Za-z/])[CDEGHKLMPSTWcdeghklmpstw](?: ?[A-Za-z])?(?:{_GAP}[0-9]){{7,10}}{_ENDS}"
)
_HONG_KONG = re.compile(rf"{_ALONE}([A-Za-z]{{1,2}}){_GAP}([0-9]{{6}}) ?\(([0-9Aa])\)")
_TAIWAN = re.compile(rf"{_ALONE}[A-Za-z][12][0-9]{{8}}{_ENDS}")
_RESIDENCE = re.compile(rf"{_ALONE}[A-Za-z]{{3}}(?:{_GAP}[0-9]){{12}}{_ENDS}")
PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_FULL = "浙江|上海|北京|天津|重庆|河北|河南|云南|辽宁|黑龙江|湖南|安徽|山东|新疆|江苏|江西|湖北|广西|甘肃|山西|内蒙古|陕西|吉林|福建|贵州|广东|青海|西藏|四川|宁夏|海南"
_PLATE = re.compile(
    rf"(?:(?<![A-Za-z])[Ww][Jj] ?[{PROVINCES}]|(?:{_FULL}|[{PROVINCES}]){_GAP}[A-Za-z]){_GAP}"
    rf"(?:[0-9A-Za-z]{{5,6}}|[0-9A-Za-z]{{4}} ?[挂学警港澳领]|[0-9A-Za-z]{{2,3}}{_GAP}[0-9A-Za-z]{{2,3}}"
    rf"|[0-9A-Za-z](?:{_GAP}[0-9A-Za-z]){{4,5}}){_ENDS}"
)
_PLATE_FIGURES = 3
_ABROAD = re.compile(rf"\+{_GAP}[0-9](?:{_GAP}[0-9]){{7,14}}(?![0-9])")

_IS = (
    r"(?:号码?|编号|证号|账[号户]|帐[号户]|id|ID|Id|[Nn][Oo]\.?|number|档案|[\u4e00-\u9fff]?字第|第|改成|换成|就是|写的|[是为叫填加]|我的?|如下"
    rf"|[^0-9A-Za-z\u3400-\u9fff{CLOSED}]){{0,6}}"
)
_PAPERS = (
    r"护照|通行证|回乡证|台胞证|居留证|居留许可|居留身份证|居住证|身份证|身份號|身分证|身份号|证件号|军官证|士兵证|警官证|军人证|驾驶证|驾照|行驶证|社保卡|社会保障卡|医保卡"
    r"|社保号|医保号|户口簿|户口本|残疾证|学籍号|出生证明?|出生医学证明|港澳证|台湾证|永居证|五星卡|证件|[Pp]assport|PASSPORT"
)
_PAPER = re.compile(
    rf"(?:{_PAPERS}){_IS}(?P<value>[A-Za-z]{{0,4}}{_GAP}[0-9](?:{_GAP}[0-9A-Za-z]){{4,20}}(?:\([0-9A-Za-z]\))?){_ENDS}"
)
_PAPER_FIGURES = 5
_BANK = re.compile(
    rf"(?:卡号|账号|帐号|账户|帐户|银行卡|储蓄卡|信用卡|存折|借记卡|工资卡|尾号){_IS}(?P<value>[0-9](?:{_GAP}[0-9]){{7,29}})(?![0-9])"
)
_TELEPHONE = re.compile(
    rf"(?:电话|座机|固话|号码|联系方式|传真|打|拨|[Tt][Ee][Ll]|TEL|热线){_IS}(?P<value>[2-9](?:{_GAP}[0-9]){{6,7}}){_ENDS}"
)
_QQ = re.compile(
    rf"(?:{_ALONE}[Qq] ?[Qq]|扣扣|企鹅|球球|[Qq]号|🐧|扣(?= ?:)|{_ALONE}[Qq](?= ?:| ?[1-9][0-9]{{5}}))(?!群){_IS}(?P<value>[1-9](?:{_GAP}[0-9]){{4,10}})(?![0-9])"
)
_WEIXIN = (
    rf"微 ?[信♥❤]|[微薇威][芯❤]|绿泡泡|[薇威徽维] ?[信♥❤]|微 ?号|[Vv] ?[信♥❤]|{_ALONE}(?:[Vv] ?[Xx]|[Ww] ?[Xx]|[Ww]ei[Xx]in|[Ww]e[Cc]hat|WECHAT)"
    r"|加我?[微薇威VvWw]|[+➕] ?[VvWw微薇]|[微薇威](?= ?:)|(?<![0-9A-Za-z])[Vv](?= ?:)"
)
_HANDLE = re.compile(
    rf"(?P<cue>{_WEIXIN})(?P<joint>(?:号码?|id|ID|账号|帐号|[是为叫]|[^0-9A-Za-z\u3400-\u9fff{CLOSED}]){{0,6}})"
    r"(?P<value>[A-Za-z0-9_][A-Za-z0-9_-]{4,30})(?![0-9A-Za-z_-])"
)
_ANNOUNCED = re.compile(r"[号:=]|id|ID|[是为叫]")
_MAIL_SIGN = re.compile(
    r"@|艾特|圈[Aa]|[\[({][Aa][Tt]?[\])}]|(?<=[0-9A-Za-z]) [Aa][Tt] (?=[0-9A-Za-z])|#(?=[0-9A-Za-z-]{2,12}\.[A-Za-z])"
)
_MAIL_BEFORE = re.compile(r" {0,3}[0-9A-Za-z._%+-]{1,64}")
_MAIL_AFTER = re.compile(
    r" {0,3}[0-9A-Za-z一二三四五六七八九零][0-9A-Za-z一二三四五六七八九零-]{0,62}(?: {0,2}(?:[.。点]|\[dot\]|\(dot\)| dot ) {0,2}[0-9A-Za-z-]{2,24}){1,4}"
)
_LONGEST_LOCAL = 68
_GOVERNMENT = re.compile(r"gov ?\. ?cn$", re.IGNORECASE)
_HOTLINES = frozenset({"12345", "12315", "12333", "12366", "12356", "12348", "12320"})
_NO_GAP = re.compile(r"[^0-9A-Za-z]")


def passes(reading: Reading) -> Iterator[PersonalNumber]:
    """Give passports, travel permits and residence permits, by their form and their check characters."""
    for found in _PASS.finditer(reading.figures):
        if pass_like(_plain(found[0])):
            yield _at(NumberKind.PASS, found.span(), plain=_plain(found[0]))
    for found in _HONG_KONG.finditer(reading.figures):
        if hong_kong_fits(found[1].upper(), found[2], found[3].upper()):
            yield _at(NumberKind.PASS, found.span(), plain=_plain(found[0]))
    for found in _TAIWAN.finditer(reading.figures):
        if taiwan_fits(found[0].upper()):
            yield _at(NumberKind.PASS, found.span(), plain=_plain(found[0]))
    for found in _RESIDENCE.finditer(reading.figures):
        if residence_like(_plain(found[0])):
            yield _at(NumberKind.PASS, found.span(), plain=_plain(found[0]))


def papers(reading: Reading) -> Iterator[PersonalNumber]:
    """Give what stands behind the name of a paper."""
    for found in _PAPER.finditer(reading.figures):
        if sum(map(str.isdigit, found["value"])) >= _PAPER_FIGURES:
            yield _at(NumberKind.PASS, found.span("value"), plain=_plain(found["value"]))


def accounts(reading: Reading) -> Iterator[PersonalNumber]:
    """Give numbers of accounts, telephones without an area code, and QQ numbers: words beside them tell."""
    for kind, pattern in (
        (NumberKind.CARD, _BANK),
        (NumberKind.LANDLINE, _TELEPHONE),
        (NumberKind.ACCOUNT, _QQ),
    ):
        for found in pattern.finditer(reading.figures):
            plain = _plain(found["value"])
            if plain not in _HOTLINES:
                yield _at(kind, found.span("value"), plain=plain)


def abroad(reading: Reading) -> Iterator[PersonalNumber]:
    """Give telephones written with a country's code."""
    for found in _ABROAD.finditer(reading.figures):
        yield _at(NumberKind.MOBILE, found.span(), plain=_plain(found[0]))


def plates(reading: Reading) -> Iterator[PersonalNumber]:
    """Give number plates, those of electric cars too."""
    for found in _PLATE.finditer(reading.figures):
        if sum(map(str.isdigit, found[0])) >= _PLATE_FIGURES:
            yield _at(NumberKind.PLATE, found.span(), plain=found[0])


def handles(reading: Reading) -> Iterator[PersonalNumber]:
    """Give WeChat names that are announced as such."""
    for found in _HANDLE.finditer(reading.text):
        value, announced = found["value"], _ANNOUNCED.search(found["joint"])
        figured = any(c.isdigit() or c == "_" for c in value) and not value.isdigit()
        latin = found["cue"].isascii()
        sure = figured or (announced is not None and (not latin or ":" in found["joint"]))
        if (
            sure
            and not value.startswith("gh_")
            and CLOSED not in reading.figures[found.start("value") : found.end("value")]
        ):
            yield _at(NumberKind.ADDRESS, found.span("value"), plain=value)


def mail(reading: Reading) -> Iterator[PersonalNumber]:
    """Give addresses for mail; those of offices are nobody's own."""
    for sign in _MAIL_SIGN.finditer(reading.text):
        left = reading.text[max(0, sign.start() - _LONGEST_LOCAL) : sign.start()][::-1]
        before = _MAIL_BEFORE.match(left)
        after = _MAIL_AFTER.match(reading.text, sign.end())
        if before is None or after is None or not after[0][-1].isalpha() or _GOVERNMENT.search(after[0]):
            continue
        start = sign.start() - before.end()
        if CLOSED not in reading.figures[start : after.end()]:
            yield _at(NumberKind.ADDRESS, (start, after.end()), plain=before[0][::-1].strip())


def _at(kind: NumberKind, span: tuple[int, int], *, plain: str) -> PersonalNumber:
    return PersonalNumber(*span, kind, plain)


def _plain(number: str) -> str:
    return _NO_GAP.sub("", number).upper()
