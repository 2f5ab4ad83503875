"""Papers as counties bring them, in two dozen forms, each with what a registrar would enter of it.

Rules were written with the first two groups of forms before one's eyes; the others were measured first, then mended.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from tests.factories.papers import centred, paragraph, table, word

COUNTY = "青岚县"
BUREAUS = (
    "民政局", "财政局", "教育局", "人力资源和社会保障局", "农业农村局", "卫生健康局", "住房和城乡建设局",
    "交通运输局", "市场监督管理局", "自然资源局", "应急管理局", "文化和旅游局", "医疗保障局", "水利局",
)  # fmt: skip
CODES = {
    "民政局": "民", "财政局": "财", "教育局": "教", "人力资源和社会保障局": "人社", "农业农村局": "农", "卫生健康局": "卫健",
    "住房和城乡建设局": "建", "交通运输局": "交", "市场监督管理局": "市监", "自然资源局": "自然资", "应急管理局": "应急",
    "文化和旅游局": "文旅", "医疗保障局": "医保", "水利局": "水",
}  # fmt: skip
MATTERS = (
    "高龄津贴发放", "公益性岗位管理", "村道养护", "冬季取暖补助", "农机购置补贴", "引才安居", "老旧小区改造", "职业技能培训",
    "校外托管服务管理", "临时救助", "小型水库安全管理", "限额以下工程管理", "农村饮水工程维护", "民宿管理", "公墓管理",
    "电动自行车停放管理", "餐厨垃圾收运", "城市桥梁安全保护", "家庭医生签约服务", "渔船更新改造补助",
)  # fmt: skip
_NUMERALS = "〇一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Paper:
    """A file and its label; `label` has the fields of `knowledge.evaluation.particulars_report`."""

    name: str
    content: bytes
    label: dict[str, Any] = field(default_factory=dict)


def papers(group: str, *, each: int = 5) -> Iterator[Paper]:
    """Give the papers of a group (`first`, `second`, `unseen`), some of each form, the same every time."""
    for form in GROUPS[group]:
        for seed in range(each):
            made = form(random.Random(f"{form.__name__}-{seed}"))
            yield Paper(f"{form.__name__.strip('_')}-{seed}{made.name}", made.content, made.label)


def _day(rng: random.Random, first: int = 2019, last: int = 2026) -> date:
    return date(rng.randint(first, last), 1, 1) + timedelta(days=rng.randrange(330))


def _western(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _chinese(day: date) -> str:
    year = "".join(_NUMERALS[int(figure)] for figure in str(day.year))
    return f"{year}年{_count(day.month)}月{_count(day.day)}日"


def _count(number: int) -> str:
    tens, ones = divmod(number, 10)
    words = ("" if tens == 1 else _NUMERALS[tens]) + "十" if tens else ""
    return words + (_NUMERALS[ones] if ones or not tens else "")


def _years_after(day: date, years: int) -> str:
    return (day.replace(year=day.year + years) - timedelta(days=1)).isoformat()


def _text(*lines: str, between: str = "\n", **label: Any) -> Paper:
    return Paper(".txt", (between.join(lines) + "\n").encode(), label)


def _old(rng: random.Random, count: int, office: str = "青政") -> list[tuple[str, str]]:
    """Give older papers with their numbers."""
    matters = rng.sample(MATTERS, count)
    return [
        (
            f"{COUNTY}人民政府关于印发{COUNTY}{matter}办法的通知",
            f"{office}〔{rng.randint(2005, 2018)}〕{rng.randint(1, 180)}号",
        )
        for matter in matters
    ]


def _red_head(rng: random.Random) -> Paper:
    day, years, matter = _day(rng), rng.choice((2, 3, 5)), rng.choice(MATTERS)
    number = f"青政规〔{day.year}〕{rng.randint(1, 40)}号"
    written = rng.choice((_western, _chinese))(day)
    return _text(
        f"{COUNTY}人民政府文件", "", number.replace("〔", rng.choice("〔［[")).replace("〕", "〕"), "",
        f"{COUNTY}人民政府关于印发", f"《{COUNTY}{matter}办法》的通知", "", "各乡镇人民政府、街道办事处，县直各单位：",
        f"现将《{COUNTY}{matter}办法》印发给你们，请认真贯彻执行。", "", f"{COUNTY}人民政府", written,
        "（此件公开发布）", "", f"{COUNTY}{matter}办法", "第一条 为了做好有关工作，根据《社会救助暂行办法》（国务院令第649号）制定本办法。",
        "第二条 许可证自发证之日起有效期为八年。",
        f"第三条 本办法自印发之日起施行，有效期{rng.choice((str(years), _count(years)))}年。",
        "抄送：县委各部门，县人大常委会办公室。", f"{COUNTY}人民政府办公室 {_western(day)}印发",
        title=f"{COUNTY}人民政府关于印发《{COUNTY}{matter}办法》的通知", number=number, issuer=[f"{COUNTY}人民政府"],
        written_on=day.isoformat(), effective_on=day.isoformat(), expires_on=_years_after(day, years), abolishes=[],
        disclosure="主动公开",
    )  # fmt: skip


def _joint(rng: random.Random) -> Paper:
    day, start = _day(rng), _day(rng, 2027, 2028)
    several = rng.sample(BUREAUS, 3)
    organs, matter = [COUNTY + one for one in several], rng.choice(MATTERS)
    number = f"青{CODES[several[0]]}发〔{day.year}〕{rng.randint(1, 90)}号"
    blocks = [
        *(centred(one, 60) for one in organs[:-1]), centred(f"{organs[-1]}　文件", 60), centred(number, 32),
        centred(f"{organs[0]} {organs[1]} {organs[2]}", 44), centred(f"关于进一步加强{matter}", 44), centred("工作的通知", 44),
        paragraph("各乡镇人民政府："), paragraph("现就有关事项通知如下。"),
        paragraph(f"本通知自{_western(start)}起执行。"),
        *(paragraph(one) for one in organs), paragraph(_western(day)),
    ]  # fmt: skip
    return Paper(
        ".docx", word(*blocks),
        {"title": f"{''.join(organs)}关于进一步加强{matter}工作的通知", "number": number, "issuer": organs,
         "written_on": day.isoformat(), "effective_on": start.isoformat(), "expires_on": "", "abolishes": []},
    )  # fmt: skip


def _order(rng: random.Random) -> Paper:
    day, start, matter = _day(rng), _day(rng, 2027, 2027), rng.choice(MATTERS)
    at = rng.randint(3, 60)
    old = _old(rng, 1)[0]
    return _text(
        f"{COUNTY}人民政府令", f"第 {at} 号", f"《{COUNTY}{matter}规定》已经{_western(day)}县人民政府第{rng.randint(2, 30)}次常务会议通过，现予公布，自{_western(start)}起施行。",
        "县长　某某", _western(day), "", f"{COUNTY}{matter}规定", "第一条 为规范管理，制定本规定。",
        f"第二条 本规定自{_western(start)}起施行。《{old[0]}》（{old[1]}）同时废止。",
        title=f"{COUNTY}{matter}规定", number=f"{COUNTY}人民政府令第{at}号", written_on=day.isoformat(), effective_on=start.isoformat(), expires_on="",
        abolishes=[old[1]],
    )  # fmt: skip


def _ending_list(rng: random.Random) -> Paper:
    day, count, at = _day(rng), rng.randint(4, 12), rng.randint(1, 500)
    old = _old(rng, count)
    return _text(
        f"{COUNTY}人民政府关于宣布失效和废止一批行政规范性文件的决定", f"青政发〔{day.year}〕{at}号", "各乡镇人民政府，县直各单位：",
        f"根据《国务院办公厅关于开展规章规范性文件清理工作的通知》（国办发〔2018〕7号）要求，决定废止《{old[0][0]}》等{count}件文件。",
        f"附件：废止的行政规范性文件目录（{count}件）", f"{COUNTY}人民政府", _western(day), "附件", f"废止的行政规范性文件目录（{count}件）",
        *(f"{at}.《{title}》（{number}）" for at, (title, number) in enumerate(old, start=1)),
        title=f"{COUNTY}人民政府关于宣布失效和废止一批行政规范性文件的决定", number=f"青政发〔{day.year}〕{at}号",
        issuer=[f"{COUNTY}人民政府"], written_on=day.isoformat(), abolishes=[number for _, number in old],
    )  # fmt: skip


def _portal_page(rng: random.Random) -> Paper:
    day = _day(rng)
    posted, matter, bureau = day + timedelta(days=rng.randint(1, 9)), rng.choice(MATTERS), rng.choice(BUREAUS)
    title, number = (
        f"{COUNTY}人民政府办公室关于做好{matter}工作的意见",
        f"青政办〔{day.year}〕{rng.randint(1, 99)}号",
    )
    years = rng.choice((1, 2, 5))
    start = day + timedelta(days=30)
    page = f"""<html><head><meta charset="utf-8"><meta name="ArticleTitle" content="{title}"><meta name="PubDate" content="{posted} 09:00">
<meta name="ContentSource" content="县{bureau}"></head><body><div class="breadcrumb">当前位置：首页</div>
<table><tr><td>索 引 号：</td><td>QL{rng.randint(1000, 9999)}</td><td>发文机关：</td><td>{COUNTY}{bureau}</td></tr>
<tr><td>成文日期：</td><td>{day}</td><td>发文字号：</td><td>{number}</td></tr></table>
<h1>{title}</h1><div class="TRS_Editor"><p>各乡镇人民政府：</p><p>经县政府同意，提出以下意见。</p>
<p>本意见自{_western(start)}起实施，有效期为{years}年。</p><p>{COUNTY}人民政府办公室</p><p>{_western(day)}</p></div></body></html>"""
    return Paper(
        ".html", page.encode(),
        {"title": title, "number": number, "issuer": [f"{COUNTY}人民政府办公室"], "written_on": day.isoformat(),
         "effective_on": start.isoformat(), "expires_on": _years_after(start, years), "abolishes": []},
    )  # fmt: skip


def _labelled(rng: random.Random) -> Paper:
    day, matter, bureau = _day(rng), rng.choice(MATTERS), rng.choice(BUREAUS)
    title, number = (
        f"{COUNTY}{bureau}关于开展{matter}专项检查的通知",
        f"青{CODES[bureau]}函〔{day.year}〕{rng.randint(1, 99)}号",
    )
    return _text(
        "索 引 号：QL-0001-2026", f"发文机关：{COUNTY}{bureau}", f"成文日期：{day}", f"发文字号：{number}", f"标　　题：{title}",
        "主 题 词：", "", title, "各有关单位：", "现将有关事项通知如下：", "一、检查时间", f"{_western(day)}至{_western(day + timedelta(days=20))}。",
        f"{COUNTY}{bureau}", _western(day),
        title=title, number=number, issuer=[COUNTY + bureau], written_on=day.isoformat(), effective_on="", expires_on="", abolishes=[],
    )  # fmt: skip


def _amended(rng: random.Random) -> Paper:
    first, second = _day(rng, 2010, 2014), _day(rng, 2019, 2025)
    start, matter = second + timedelta(days=31), rng.choice(MATTERS)
    a, b = rng.randint(3, 20), rng.randint(21, 60)
    return _text(
        f"{COUNTY}{matter}规定",
        f"（{_western(first)}{COUNTY}人民政府令第{a}号公布 根据{_western(second)}{COUNTY}人民政府令第{b}号《{COUNTY}人民政府关于修改部分规章的决定》修订）",
        "第一章 总则", "第一条 为加强管理，制定本规定。", f"第二条 本规定自{_western(start)}起施行。",
        title=f"{COUNTY}{matter}规定", number=f"{COUNTY}人民政府令第{b}号", written_on=second.isoformat(),
        effective_on=start.isoformat(), expires_on="", abolishes=[],
    )  # fmt: skip


def _plain_notice(rng: random.Random) -> Paper:
    day, bureau = _day(rng), rng.choice(BUREAUS)
    title = f"关于{rng.choice(('元旦', '春节', '国庆'))}期间{rng.choice(MATTERS)}有关事项的公告"
    return _text(
        title, "因设备检修，有关业务暂停办理，请相互转告。", f"联系电话：0599-{rng.randint(1000000, 9999999)}",
        f"{COUNTY}{bureau}　{_western(day)}",
        title=title, number="", issuer=[COUNTY + bureau], written_on=day.isoformat(), effective_on="", expires_on="", abolishes=[],
    )  # fmt: skip


def _spaced(rng: random.Random) -> Paper:
    day, matter, bureau = _day(rng), rng.choice(MATTERS), rng.choice(("教育局", "财政局", "水利局", "民政局"))
    number = f"青{CODES[bureau]}〔{day.year}〕{rng.randint(1, 99)}号"
    organ = COUNTY + bureau
    blocks = [
        centred(f"{organ}关于印发《{COUNTY}", 44), centred(f"{matter}实施细则》的通知", 44), centred(number, 32),
        paragraph("各乡镇中心学校、县直学校："), paragraph("现将实施细则印发给你们，请遵照执行。"),
        paragraph(" ".join(organ)), paragraph(f"{day.year} 年 {day.month} 月 {day.day} 日"),
        paragraph(f"{matter}实施细则"), paragraph("第一条 本细则自印发之日起执行，试行期一年。"),
    ]  # fmt: skip
    return Paper(
        ".docx", word(*blocks),
        {"title": f"{organ}关于印发《{COUNTY}{matter}实施细则》的通知", "number": number, "issuer": [organ],
         "written_on": day.isoformat(), "effective_on": day.isoformat(), "expires_on": _years_after(day, 1), "abolishes": []},
    )  # fmt: skip


def _forwarded(rng: random.Random) -> Paper:
    day, earlier, bureau = _day(rng, 2021), _day(rng, 2019, 2020), rng.choice(BUREAUS)
    matter = rng.choice(MATTERS)
    number = f"青{CODES[bureau]}〔{day.year}〕{rng.randint(1, 99)}号"
    title = f"{COUNTY}{bureau}转发关于加强{matter}工作的通知"
    return _text(
        title, f"（{number}）", "各乡镇：", f"现将《南州市{bureau}关于加强{matter}工作的通知》（南{CODES[bureau]}〔{earlier.year}〕8号）转发给你们，请一并贯彻落实。",
        f"{COUNTY}{bureau}（盖章）", _western(day), "附件", f"南州市{bureau}关于加强{matter}工作的通知", f"南{CODES[bureau]}〔{earlier.year}〕8号",
        "各县（区）：", f"本通知自{_western(earlier)}起执行。", f"南州市{bureau}", _western(earlier),
        title=title, number=number, issuer=[COUNTY + bureau], written_on=day.isoformat(), abolishes=[],
    )  # fmt: skip


def _verdict_table(rng: random.Random) -> Paper:
    day, old, at = _day(rng), _old(rng, 7, "青政办"), rng.randint(1, 500)
    verdicts = ["废止", "继续有效", "废止", "修改", "废止", "继续有效", "失效"]
    rng.shuffle(verdicts)
    rows = [("序号", "文件名称", "文号", "清理结果")]
    rows += [
        (str(row), title, number, verdict)
        for row, ((title, number), verdict) in enumerate(zip(old, verdicts, strict=True), 1)
    ]
    title = f"{COUNTY}人民政府办公室关于公布规范性文件清理结果的通知"
    blocks = [
        centred(title), paragraph(f"青政办〔{day.year}〕{at}号"), paragraph("各乡镇人民政府："), paragraph("清理结果现予公布，请遵照执行。"),
        paragraph(f"{COUNTY}人民政府办公室"), paragraph(_chinese(day)), paragraph("附件：规范性文件清理结果一览表"), table(*rows),
    ]  # fmt: skip
    ended = [
        number for (_, number), verdict in zip(old, verdicts, strict=True) if verdict in ("废止", "失效")
    ]
    return Paper(
        ".docx", word(*blocks),
        {"title": title, "number": f"青政办〔{day.year}〕{at}号", "issuer": [f"{COUNTY}人民政府办公室"],
         "written_on": day.isoformat(), "abolishes": ended},
    )  # fmt: skip


def _numbered_notice(rng: random.Random) -> Paper:
    day, at = _day(rng), rng.randint(1, 30)
    title = f"关于{rng.choice(('东山', '南溪', '北湖'))}片区土地征收补偿安置方案的公告"
    return _text(
        f"{COUNTY}自然资源局公告", f"{day.year}年第{at}号", "", title, "", "根据《中华人民共和国土地管理法》，现将方案公告如下。",
        "异议期自公告之日起30日。", "特此公告。", f"{COUNTY}自然资源局", _western(day),
        title=title, number=f"{COUNTY}自然资源局公告{day.year}年第{at}号", issuer=[f"{COUNTY}自然资源局"],
        written_on=day.isoformat(), effective_on="", expires_on="", abolishes=[],
    )  # fmt: skip


def _amending(rng: random.Random) -> Paper:
    day, old, at = _day(rng), _old(rng, 3), rng.randint(1, 500)
    title = f"{COUNTY}人民政府关于修改部分文件的决定"
    return _text(
        title, f"青政发〔{day.year}〕{at}号", "各乡镇人民政府，县直各单位：", "经研究，决定对下列文件予以修改：",
        f"一、《{old[0][0]}》（{old[0][1]}）第三条修改为：“每人每月80元。”", f"二、删去《{old[1][0]}》（{old[1][1]}）第五条。",
        f"三、《{old[2][0]}》（{old[2][1]}）中的附件二停止执行。",
        "已于2018年废止的文件不再列入。", "本决定自公布之日起施行。", f"{COUNTY}人民政府", _western(day),
        title=title, number=f"青政发〔{day.year}〕{at}号", issuer=[f"{COUNTY}人民政府"], written_on=day.isoformat(),
        effective_on=day.isoformat(), expires_on="", abolishes=[],
    )  # fmt: skip


def _counted(rng: random.Random) -> Paper:
    day, bureau, matter = _day(rng), rng.choice(BUREAUS), rng.choice(MATTERS)
    days = rng.choice((10, 30))
    start = day + timedelta(days=days)
    old = _old(rng, 2)
    title = f"{COUNTY}{bureau}关于印发{COUNTY}{matter}暂行规定的通知"
    number = f"青{CODES[bureau]}规〔{day.year}〕{rng.randint(1, 9)}号"
    return _text(
        title, "", number, "", "各股室、各直属单位：", "现印发给你们。", f"{COUNTY}{bureau}", _chinese(day), "", f"{COUNTY}{matter}暂行规定",
        "第一条 依照《中华人民共和国行政许可法》，制定本规定。", f"第二条 本规定自发布之日起{days}日后施行，有效期两年，原《{old[0][0]}》（{old[0][1]}）、《{old[1][0]}》（{old[1][1]}）同时停止执行。",
        title=title, number=number, issuer=[COUNTY + bureau], written_on=day.isoformat(), effective_on=start.isoformat(),
        expires_on=_years_after(start, 2), abolishes=[old[0][1], old[1][1]],
    )  # fmt: skip


def _asking_page(rng: random.Random) -> Paper:
    day, bureau, matter = _day(rng), rng.choice(BUREAUS), rng.choice(MATTERS)
    title = f"关于公开征求《{COUNTY}{matter}办法（征求意见稿）》意见的公告"
    page = f"""<html><head><meta charset="utf-8"><title>互动交流_{COUNTY}人民政府</title><meta name="ContentSource" content="{COUNTY}融媒体中心">
<meta name="PubDate" content="{day}"></head><body><div class="nav"><ul><li>首页</li></ul></div><article><h1>{title}</h1>
<p>为了广泛听取意见，现将征求意见稿公布，意见请于{_western(day + timedelta(days=30))}前反馈。</p>
<p>　　附件：{matter}办法（征求意见稿）</p><p style="text-align:right">{COUNTY}{bureau}</p><p style="text-align:right">{_western(day)}</p></article></body></html>"""
    return Paper(
        ".html", page.encode(),
        {"title": title, "number": "", "issuer": [COUNTY + bureau], "written_on": day.isoformat(), "effective_on": "", "expires_on": "", "abolishes": []},
    )  # fmt: skip


def _closed(rng: random.Random) -> Paper:
    day, bureau = _day(rng), rng.choice(BUREAUS)
    mark = rng.choice(("机密★3年", "秘密★1年", "内部资料 注意保存", "此件依申请公开"))
    title = f"{COUNTY}{bureau}关于报送{rng.choice(MATTERS)}情况的报告"
    tail = [f"（{mark}）"] if mark.startswith("此件") else []
    top = [] if tail else [mark]
    return _text(
        *top, title, f"青{CODES[bureau]}〔{day.year}〕7号", "县人民政府：", "现将情况报告如下。", f"{COUNTY}{bureau}", _western(day), *tail,
        title=title, number=f"青{CODES[bureau]}〔{day.year}〕7号", issuer=[COUNTY + bureau], written_on=day.isoformat(), abolishes=[],
        disclosure="依申请公开" if tail else "不予公开",
    )  # fmt: skip


def _party(rng: random.Random) -> Paper:
    day, matter = _day(rng), rng.choice(MATTERS)
    organs = [f"中共{COUNTY}委办公室", f"{COUNTY}人民政府办公室"]
    number = f"青委办发〔{day.year}〕{rng.randint(1, 60)}号"
    years = rng.choice((2, 3))
    return _text(
        "中共青岚县委办公室", "青岚县人民政府办公室", f"关于印发《{COUNTY}{matter}", "三年行动方案》的通知", number,
        "各乡镇党委、人民政府，县直各单位：", "经县委、县政府同意，现印发给你们，请结合实际认真贯彻落实。",
        "中共青岚县委办公室　　青岚县人民政府办公室", _western(day), "", f"{COUNTY}{matter}三年行动方案",
        f"本方案自下发之日起实施，有效期{_count(years)}年。",
        title=f"{organs[0]} {organs[1]}关于印发《{COUNTY}{matter}三年行动方案》的通知", number=number, issuer=organs,
        written_on=day.isoformat(), effective_on=day.isoformat(), expires_on=_years_after(day, years), abolishes=[],
    )  # fmt: skip


def _reply(rng: random.Random) -> Paper:
    day, bureau, matter = _day(rng), rng.choice(BUREAUS), rng.choice(MATTERS)
    number = f"青政函〔{day.year}〕{rng.randint(1, 60)}号"
    title = f"{COUNTY}人民政府关于同意{matter}方案的批复"
    blocks = [
        paragraph(number, '<w:jc w:val="right"/>'), centred(f"{COUNTY}人民政府", 44), centred(f"关于同意{matter}方案的批复", 44),
        paragraph(f"县{bureau}："), paragraph(f"你局《关于报批{matter}方案的请示》（青{CODES[bureau]}〔{day.year}〕33号）收悉。现批复如下："),
        paragraph("一、原则同意该方案。"), paragraph(f"{COUNTY}人民政府", '<w:jc w:val="right"/>'),
        paragraph(_western(day), '<w:jc w:val="right"/>'), paragraph("（此件主动公开）"),
    ]  # fmt: skip
    return Paper(
        ".docx", word(*blocks),
        {"title": title, "number": number, "issuer": [f"{COUNTY}人民政府"], "written_on": day.isoformat(), "effective_on": "",
         "expires_on": "", "abolishes": [], "disclosure": "主动公开"},
    )  # fmt: skip


def _spanned(rng: random.Random) -> Paper:
    day, bureau, matter = _day(rng), rng.choice(BUREAUS), rng.choice(MATTERS)
    start, end = date(day.year + 1, 1, 1), date(day.year + 3, 12, 31)
    number = f"青{CODES[bureau]}规〔{day.year}〕{rng.randint(1, 9)}号"
    title = f"{COUNTY}{bureau}关于调整{matter}标准的通知"
    old = _old(rng, 1)[0]
    return _text(
        f"QLDR-{day.year}-{rng.randint(1, 40):05d}", title, number, "各乡镇人民政府、街道办事处：", "为进一步做好工作，现将标准调整如下：", "一、城区每月120元。",
        f"二、本通知自{_western(start)}起施行，有效期至{_western(end)}。{old[1].split('〔', maxsplit=1)[0]}〔2001〕1号文件另行规定。《{old[0]}》（{old[1]}）自本通知施行之日起废止。",
        f"{COUNTY}{bureau}", _western(day),
        title=title, number=number, issuer=[COUNTY + bureau], written_on=day.isoformat(), effective_on=start.isoformat(),
        expires_on=end.isoformat(), abolishes=[old[1]],
    )  # fmt: skip


def _three_lists(rng: random.Random) -> Paper:
    day, old = _day(rng), _old(rng, 9, "青政发")
    title = f"{COUNTY}人民政府关于公布行政规范性文件清理结果的公告"
    kept, changed, ended = old[:3], old[3:5], old[5:]
    lines = [title, "按照有关规定，现将清理结果公告如下：", "一、继续有效的文件（3件）"]
    lines += [f"{at}．《{name}》（{number}）" for at, (name, number) in enumerate(kept, 1)]
    lines += [
        "二、拟修改的文件（2件）",
        *(f"{at}．《{name}》（{number}）" for at, (name, number) in enumerate(changed, 1)),
    ]
    lines += [
        "三、废止的文件（4件）",
        *(f"{at}．{name}（{number}）" for at, (name, number) in enumerate(ended, 1)),
    ]
    return _text(
        *lines, f"{COUNTY}人民政府", _chinese(day),
        title=title, number="", issuer=[f"{COUNTY}人民政府"], written_on=day.isoformat(), abolishes=[number for _, number in ended],
    )  # fmt: skip


def _fact_page(rng: random.Random) -> Paper:
    day, bureau, matter = _day(rng), rng.choice(BUREAUS), rng.choice(MATTERS)
    organ, posted = COUNTY + bureau, day + timedelta(days=2)
    number = f"青{CODES[bureau]}发〔{day.year}〕{rng.randint(1, 99)}号"
    title = f"{organ}关于{matter}有关问题的补充通知"
    page = f"""<html><head><meta charset="utf-8"><title>通知公告</title><meta name="contentsource" content="信息中心"></head><body>
<div class="box"><dl><dt>文　　号</dt><dd>{number}</dd><dt>发布机构</dt><dd>{COUNTY}人民政府办公室</dd><dt>发布日期</dt><dd>{posted}</dd></dl></div>
<h2>{title}</h2><div id="zoom"><p>{title}</p><p>各有关单位：</p><p>现就有关问题补充通知如下。</p>
<table><tr><th>乡镇</th><th>金额</th></tr><tr><td>东山镇</td><td>100</td></tr><tr><td>南溪乡</td><td>200</td></tr></table>
<p>本通知自发布之日起执行。</p><p>{organ}</p><p>{_western(posted)}</p></div></body></html>"""
    return Paper(
        ".html", page.encode(),
        {"title": title, "number": number, "issuer": [organ], "written_on": posted.isoformat(), "effective_on": posted.isoformat(),
         "expires_on": "", "abolishes": []},
    )  # fmt: skip


def _ordinance(rng: random.Random) -> Paper:
    day = _day(rng)
    start, end = day + timedelta(days=10), date(day.year + 4, 12, 31)
    old = _old(rng, 2)
    title = (
        f"{COUNTY}人民政府关于{rng.choice(('划定禁止燃放烟花爆竹区域', '加强犬只管理', '封山禁火'))}的通告"
    )
    return _text(
        title, f"青政通〔{day.year}〕{rng.randint(1, 9)}号", "为保障公共安全，根据《中华人民共和国治安管理处罚法》，现通告如下：", "一、任何单位和个人应当遵守。",
        f"二、本通告从{_western(start)}起施行，有效期至{_western(end)}止。", f"《{old[0][0]}》（{old[0][1]}）和《{old[1][0]}》（{old[1][1]}）同时废止。",
        "特此通告。", f"{COUNTY}人民政府", _western(day),
        title=title, issuer=[f"{COUNTY}人民政府"], written_on=day.isoformat(), effective_on=start.isoformat(),
        expires_on=end.isoformat(), abolishes=[old[0][1], old[1][1]],
    )  # fmt: skip


def _marked_down(rng: random.Random) -> Paper:
    day, bureau, matter = _day(rng), rng.choice(BUREAUS), rng.choice(MATTERS)
    start, years = day + timedelta(days=20), rng.choice((3, 5))
    title, number = (
        f"{COUNTY}{matter}管理办法（试行）",
        f"青{CODES[bureau]}规〔{day.year}〕{rng.randint(1, 9)}号",
    )
    text = (
        f"# {title}\n\n**{number}**\n\n## 第一章 总则\n\n第一条 为规范管理，根据《{COUNTY}章程》制定本办法。\n\n第二条 申请人持有效期内的身份证件办理，证件有效期十年。\n\n"
        f"## 第二章 附则\n\n第三条 本办法由县{bureau}负责解释。\n\n第四条 本办法自{_western(start)}起试行，有效期{years}年。\n\n{COUNTY}{bureau}\n\n{_western(day)}\n"
    )
    return Paper(
        ".md", text.encode(),
        {"title": title, "number": number, "issuer": [COUNTY + bureau], "written_on": day.isoformat(), "effective_on": start.isoformat(),
         "expires_on": _years_after(start, years), "abolishes": []},
    )  # fmt: skip


def _meeting(rng: random.Random) -> Paper:
    day, bureau = _day(rng), rng.choice(BUREAUS)
    year = day.year
    title = f"关于{year}年第{rng.randint(1, 4)}季度{rng.choice(MATTERS)}情况的通报"
    number = f"青{CODES[bureau]}办发〔{year}〕{rng.randint(1, 40)}号"
    return _text(
        f"{COUNTY}{bureau}办公室文件", number + "　　　　签发人：某某", title, "局属各单位：", "现将有关情况通报如下：", "一、总体情况较好。",
        f"{COUNTY}{bureau}办公室", "（代章）", _western(day),
        title=title, number=number, written_on=day.isoformat(), effective_on="", expires_on="", abolishes=[],
    )  # fmt: skip


def _recruiting(rng: random.Random) -> Paper:
    day, bureau = _day(rng), rng.choice(BUREAUS)
    title = f"{COUNTY}{bureau}{day.year}年公开招聘编外工作人员公告"
    return _text(
        title, f"因工作需要，面向社会公开招聘编外工作人员{rng.randint(1, 99)}名，现公告如下：", "一、报名时间", f"{_western(day)}至{_western(day + timedelta(days=7))}。",
        "二、身份证须在有效期内。", "三、未尽事宜由本局负责解释。", f"{COUNTY}{bureau}", _western(day),
        title=title, number="", issuer=[COUNTY + bureau], written_on=day.isoformat(), effective_on="", expires_on="", abolishes=[],
    )  # fmt: skip


def _explained(rng: random.Random) -> Paper:
    day, matter, bureau = _day(rng), rng.choice(MATTERS), rng.choice(BUREAUS)
    title, old = f"《{COUNTY}{matter}办法》政策解读", _old(rng, 1)[0]
    page = f"""<html><head><meta charset="utf-8"><meta name="ArticleTitle" content="{title}"><meta name="PubDate" content="{day}">
<meta name="ContentSource" content="{COUNTY}{bureau}"></head><body><div class="TRS_Editor"><p>一、出台背景</p>
<p>县政府印发了《{COUNTY}{matter}办法》（青政规〔{day.year}〕3号，以下简称《办法》）。</p><p>二、有效期</p>
<p>《办法》自{_western(day)}起施行，有效期5年，《{old[0]}》（{old[1]}）同时废止。</p></div></body></html>"""
    return Paper(
        ".html", page.encode(),
        {"title": title, "number": "", "issuer": [COUNTY + bureau], "effective_on": "", "expires_on": "", "abolishes": []},
    )  # fmt: skip


def _with_forms(rng: random.Random) -> Paper:
    day, matter, bureau = _day(rng), rng.choice(MATTERS), rng.choice(BUREAUS)
    number, years = f"青{CODES[bureau]}规〔{day.year}〕{rng.randint(1, 30)}号", rng.choice((1, 3))
    title = f"{COUNTY}{bureau}关于规范{matter}工作的实施意见"
    blocks = [
        centred(f"{COUNTY}{bureau}文件", 60), paragraph(number, '<w:jc w:val="center"/>'), centred(title),
        paragraph("各乡镇人民政府："), paragraph("为规范工作，提出如下意见。"), paragraph("一、严格审批。"),
        paragraph(f"二、本意见自公布之日起施行，有效期{years}年。"), paragraph("附件：申请表"), paragraph(f"{COUNTY}{bureau}"), paragraph(_western(day)),
        paragraph("附件"), paragraph("申请表"), table(("姓名", ""), ("申请日期", "年 月 日"), ("单位意见", "（盖章） 2020年1月1日")),
    ]  # fmt: skip
    return Paper(
        ".docx", word(*blocks),
        {"title": title, "number": number, "issuer": [COUNTY + bureau], "written_on": day.isoformat(), "effective_on": day.isoformat(),
         "expires_on": _years_after(day, years), "abolishes": []},
    )  # fmt: skip


def _bracketed_page(rng: random.Random) -> Paper:
    day, matter, bureau = _day(rng), rng.choice(MATTERS), rng.choice(BUREAUS)
    posted = day + timedelta(days=3)
    title, number = (
        f"{COUNTY}人民政府关于进一步做好{matter}工作的若干措施",
        f"青政发〔{day.year}〕{rng.randint(1, 60)}号",
    )
    page = f"""<html><head><meta charset="utf-8"><title>{title}_政府文件</title></head><body>
<ul class="facts"><li>[索引号]QL-{rng.randint(100, 999)}</li><li>[发文字号]：{number}</li><li>[发布机构]：{COUNTY}{bureau}</li><li>[发布日期]：{posted}</li></ul>
<article><h1>{title}</h1><p>各乡镇人民政府，县直各单位：</p><p>为做好工作，制定如下措施。</p><p>一、加大投入。</p>
<p>以上措施自{_western(posted)}起执行，有效期至{day.year + 2}年12月31日。</p><p>{COUNTY}人民政府</p><p>{_chinese(day)}</p></article></body></html>"""
    return Paper(
        ".html", page.encode(),
        {"title": title, "number": number, "issuer": [f"{COUNTY}人民政府"], "written_on": day.isoformat(), "effective_on": posted.isoformat(),
         "expires_on": f"{day.year + 2}-12-31", "abolishes": []},
    )  # fmt: skip


def _announced(rng: random.Random) -> Paper:
    day, bureau = _day(rng), rng.choice(BUREAUS)
    title = f"{day.year}年度{rng.choice(MATTERS)}拟补助对象公示"
    return _text(
        "", title, "", f"根据《关于印发〈{COUNTY}{rng.choice(MATTERS)}方案〉的通知》（青政办〔{day.year}〕19号）要求，现将拟补助对象予以公示。",
        f"公示时间：{_western(day)}至{_western(day + timedelta(days=5))}。", "监督电话：0599-1234567", "附件：名单.xlsx", "", f"　　　　　{COUNTY}{bureau}", f"　　　　　{_western(day)}",
        title=title, number="", issuer=[COUNTY + bureau], written_on=day.isoformat(), effective_on="", expires_on="", abolishes=[],
    )  # fmt: skip


def _ending_one(rng: random.Random) -> Paper:
    day, old, at = _day(rng), _old(rng, 1)[0], rng.randint(1, 90)
    title = f"{COUNTY}人民政府办公室关于废止《{old[0]}》的通知"
    blocks = [
        centred(f"{COUNTY}人民政府办公室", 44), centred(f"关于废止《{old[0]}》的通知", 44), paragraph(f"青政办〔{day.year}〕{at}号", '<w:jc w:val="center"/>'),
        paragraph("各乡镇人民政府，县直有关单位："), paragraph(f"经研究，《{old[0]}》（{old[1]}）自{_western(day)}起废止，不再作为行政管理依据。"),
        paragraph(f"{COUNTY}人民政府办公室"), paragraph(_western(day)),
    ]  # fmt: skip
    return Paper(
        ".docx", word(*blocks),
        {"title": title, "number": f"青政办〔{day.year}〕{at}号", "issuer": [f"{COUNTY}人民政府办公室"], "written_on": day.isoformat(),
         "effective_on": "", "expires_on": "", "abolishes": [old[1]]},
    )  # fmt: skip


GROUPS: dict[str, Sequence[Callable[[random.Random], Paper]]] = {
    "first": (_red_head, _joint, _order, _ending_list, _portal_page, _labelled, _amended, _plain_notice),
    "second": (
        _spaced,
        _forwarded,
        _verdict_table,
        _numbered_notice,
        _amending,
        _counted,
        _asking_page,
        _closed,
    ),
    "unseen": (_party, _reply, _spanned, _three_lists, _fact_page, _ordinance, _marked_down, _meeting),
    "later": (_recruiting, _explained, _with_forms, _bracketed_page, _announced, _ending_one),
}
