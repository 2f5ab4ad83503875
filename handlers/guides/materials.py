"""What has to be brought: whether one material is needed, which may follow later, and what has to be promised for it."""

import re
from collections.abc import Sequence

from bot.message import Wording
from handlers.guides.guide import Guide
from handlers.published.library import plain
from knowledge.documents.guide import Mark, Material

SHORTEST_NAME_LETTERS = 2
SUFFIX_LETTERS = 3
MATERIALS_NAMED = 3
# People's words for papers that bear another name in the guide.
SPOKEN = {"户口本": "户口簿", "房产证": "不动产登记", "房本": "不动产登记", "残疾证": "残疾人证"}
BETWEEN = re.compile(r"、|，|或者|以及|和|及")
PLAIN = re.compile(r"(?:原件|复印件|原件及复印件|信息|材料|资料)$")
LATER = re.compile(
    r"容缺|(?:少|缺)了?[一两几1]?(?:份|个|样|张|项|点)|缺材料|少材料|(?:没|不)(?:带|备)齐|材料(?:不|没)(?:齐|全|备齐)"
    r"|(?:以后|过后|过几天|晚点|回头|后)(?:再)?补|先(?:受理|办)(?:后|再)补|补交"
)
ASKS_FOR_MATERIAL = re.compile(
    r"要不要|用不用|需不需要|需要|还要|是不是要|必须|要带|得带|要交|得交|要提供|要准备|要拿|不带|没带|忘了?带|免交|可以不|[吗么嘛]\W*$"
)
SAID = {
    Mark.REQUIRED: "guides.needed.required",
    Mark.WAIVED: "guides.needed.waived",
    Mark.LATER: "guides.needed.later",
    Mark.LICENCE: "guides.needed.licence",
}
FORM_END = re.compile("(?:申请表|登记表|承诺书|授权书|申报书|申请书)$")
PAPERS = re.compile(
    r"(?:居民)?身份证|户口[簿本]|户籍|结婚证|离婚证|房产证|房本|不动产[登记权证书]*|营业执照|驾驶证|行驶证|社保卡|银行卡|照片|残疾人?证|"
    r"出生(?:医学)?证明?|学历证书|毕业证书?|合同|发票|票据|[\u4e00-\u9fff]{2,6}(?:证明|申请表|承诺书|授权书)|材料|证件|的话|时候|如果|还|用|能|可以|吗|么"
)


class Needed:
    """Answers what citizens ask about the materials of a guide, in the guide's own words."""

    def __init__(self, wording: Wording) -> None:
        self._wording = wording

    def answer(self, guide: Guide, said: str) -> str:
        """Give the words about the materials asked for; empty when the message asks for none of them."""
        listed = guide.materials()
        if asks_later(said):
            return self._later(guide, [one for one in listed if one.mark is Mark.LATER])
        if not ASKS_FOR_MATERIAL.search(said):
            return ""
        return "\n".join(self._one(guide, one) for one in named(listed, said, title=guide.document.title))

    def _one(self, guide: Guide, material: Material) -> str:
        words = self._wording(
            SAID[material.mark],
            name=material.name,
            note=self._wording("guides.needed.note", note=material.note) if material.note else "",
            reason=material.note or material.reason,
        )
        promise = self._promise(guide) if material.mark is Mark.LATER else ""
        return "\n".join(filter(None, (words, promise)))

    def _later(self, guide: Guide, later: Sequence[Material]) -> str:
        if not later:
            return self._wording("guides.needed.none_later")
        lines = [
            self._wording("guides.needed.later_item", number=number, name=one.name, note=one.note)
            for number, one in enumerate(later, start=1)
        ]
        head = self._wording("guides.needed.later_list")
        return "\n".join(filter(None, (head, *lines, self._promise(guide))))

    def _promise(self, guide: Guide) -> str:
        """Give what has to be promised, as the guide says it; nothing is made up where it says nothing."""
        commitment = plain(guide.element("commitment"))
        return self._wording("guides.needed.promise", text=commitment) if commitment else ""


def unnamed(said: str) -> str:
    """Give a message without the papers it asks for, as far as their names are usual: what is left is the matter."""
    return PAPERS.sub("", LATER.sub("", ASKS_FOR_MATERIAL.sub("", said)))


def asks_later(said: str) -> bool:
    """Whether a message asks what may follow later."""
    return LATER.search(said) is not None


def named(listed: Sequence[Material], said: str, *, title: str) -> tuple[Material, ...]:
    """Give the materials a message names, three at most; the guide's own title names none."""
    words = written(said.replace(title, ""))
    # A form is called after its matter: who names the matter does not ask for the form.
    return tuple(
        one
        for one in listed
        if is_named(one.name, words) and (not (form := FORM_END.search(one.name)) or form[0] in words)
    )[:MATERIALS_NAMED]


def written(said: str) -> str:
    """Give words with people's names of papers put as guides write them."""
    for spoken, name in SPOKEN.items():
        said = said.replace(spoken, name)
    return said


def is_named(name: str, words: str) -> bool:
    """Whether words hold one of the papers of a name: whole, or from its end, as 身份证 of 居民身份证."""
    for part in BETWEEN.split(name):
        bare = PLAIN.sub("", part.strip())
        if len(bare) >= SHORTEST_NAME_LETTERS and bare in words:
            return True
        if any(bare[at:] in words for at in range(1, len(bare) - SUFFIX_LETTERS + 1)):
            return True
    return False
