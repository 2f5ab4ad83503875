"""What published titles are about, so that the words of a new document are known the moment it is published.

A title wraps its subject in forms that all titles share: the county in front, 关于做好…的通知 around it, 实施办法
behind it. What is left when these are taken off is what citizens name.
"""

import re
from collections.abc import Iterable, Iterator

from bot.text.margins import without_end
from intents.text.normal_form import plain_lines

_QUOTED = re.compile("《([^《》]+)》")
_REMARK = re.compile(r"[(（\[【〔][^)）\]】〕]*[)）\]】〕]?|[“”\"'‘’]")
_ISSUER = re.compile(
    r"^(?:[\u4e00-\u9fff]{2,5}?(?:自治[区州县]|(?<!城)(?<!超)(?<!夜)[省市县](?![域级]))){1,3}(?:人民政府)?(?:办公室)?"
)
_OPENING = re.compile(
    "^(?:关于|印发|转发|公布|发布|进一步|切实|全面|做好|加强|加快|规范|实施|组织|发放|优化|开展|推进|推动|促进|调整|执行|落实|"
    "贯彻|完善|明确|建立|健全|支持|鼓励|启用|(?:19|20)[0-9]{2}(?:[-—至][0-9]{2,4})?年度?|部分|有关|相关|若干|本县|全县|全市|的)+"
)
_CLOSING = re.compile(
    "的?(?:通知|公告|通告|公示|意见|决定|答复|函|批复|说明|解读|政策解读|图解|一图读懂|指南|须知|办法|细则|方案|规定|条例|标准|规划|"
    "计划|报告|目录|清单|措施|制度|规程|名单|问答|明细|情况|事项|流程|工作|政策|服务|管理|实施|暂行|试行|操作|具体|补充|若干|"
    "发放|申请|申领|申报|办理|办事|领取|审核|审批|确认|认定|登记管理|开发|保障工作|一日办结|公开)"
)
_LONGEST_CLOSING = 5
_PARTS = re.compile("(?<=[\u4e00-\u9fff]{2})(?:和|与|及|以及|暨|、)(?=[\u4e00-\u9fff]{2})")
_HAN = re.compile("[\u4e00-\u9fff]{3,12}")


def subjects(titles: Iterable[str]) -> frozenset[str]:
    """Give the names of what titles are about: three to twelve characters, in simplified characters."""
    lines = plain_lines("\n".join(title.replace("\n", " ") for title in titles)).split("\n")
    return frozenset(subject for line in lines for subject in _named(line))


def _named(title: str) -> Iterator[str]:
    """Give the subjects of one title; the quoted title of another document speaks for this one."""
    quoted = _QUOTED.search(title)
    bare = _REMARK.sub("", quoted[1] if quoted else title).strip()
    while (opened := _OPENING.sub("", _ISSUER.sub("", bare))) != bare:
        bare = opened
    bare = without_end(bare, _CLOSING, longest=_LONGEST_CLOSING)
    for part in _PARTS.split(bare):
        subject = without_end(part, _CLOSING, longest=_LONGEST_CLOSING)
        if _HAN.fullmatch(subject):
            yield subject
