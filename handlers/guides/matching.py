"""Which service guide a citizen means: by its title, by what people call the matter, by the documents it rests on."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from rapidfuzz import fuzz

from knowledge.documents.document import Document
from knowledge.text import normal_form
from knowledge.text.aspects import asked_in
from knowledge.text.question import analyse
from knowledge.text.synonyms import official_words, variants

# What is done with a matter does not tell one matter from another.
DOING = re.compile(
    r"办事指南|指南|申请|申领|申报|领取|领|办理|补办|办|补领|登记|报名|缴费|参保|认定|审批|报批|报销|材料|条件|流程|步骤|手续|费用|时间|"
    r"投诉|监督|渠道|几点|上班|下班|开门|周末|休息|在哪里?|去哪里?|哪里|地址|联系方式|发下来|下来|拿到|到手|到账|多久|几天|"
    r"政务(?:服务)?中心|办事大厅|政务大厅|哪个窗口|几号窗口|窗口|几楼|哪层|"
    r"地点|电话|需要|准备|带|要|一个|个|我|想|去|拿|给|能|可以|这|那|钱|怎"
)
TITLE_LIKENESS = 88
SHORTEST_NAME_LETTERS = 2
TITLES_KEPT = 8192

ELEMENT_WORDS = {
    "materials": ("材料", "带什么", "带啥", "带哪些", "证件", "资料", "准备什么", "准备啥", "交什么"),
    "steps": ("流程", "步骤", "程序", "先去哪", "几步", "跑几次", "跑几趟"),
    "limit": ("多久", "几天", "多长时间", "时限", "什么时候能办好", "多少天"),
    "delivery": ("领取方式", "怎么领取", "怎么拿证", "能寄", "邮寄", "快递"),
    "fee": ("费用", "收费", "多少钱", "要钱", "免费", "交钱", "收钱", "花钱", "掏钱", "几块钱"),
    "place": ("在哪", "哪里办", "去哪", "哪儿办", "地点", "地址", "哪个窗口", "几楼", "哪层", "几号窗口"),
    "hours": ("几点", "上班", "周末", "受理时间"),
    "phone": ("电话", "联系方式", "咨询谁"),
    "conditions": ("条件", "资格", "谁能", "哪些人", "什么人", "符合"),
    "complaint": ("投诉", "监督电话"),
}


# What a guide's elements do not tell one by one: a day, a sum, whether something may be done.
BEYOND = frozenset(
    {"day", "paid", "deadline", "years", "when", "owed", "standard", "given", "amount", "allowed"}
)
# Things of which one kind is not another.
THING = re.compile("[一-鿿]{1,4}[车船证卡机]")
OF_MOURNING = re.compile("死亡|去世|丧葬|殡葬|火化|遗属|遗体")
MOURNED = re.compile(
    "[死亡丧葬殡墓]|去世|过世|离世|辞世|走了|没了|不在了|火化|骨灰|遗属|遗体|注销|销户|后事|往生|病故"
)
LOST = re.compile("丢|遗失|弄坏|损坏|补办|补领|换证")


def asks_beyond(said: str, title: str) -> bool:
    """Whether words ask for something that a guide of this title, told in short, does not say.

    结婚证丢了怎么补办 names the registration of a marriage and means another thing.
    """
    if is_for_lost(said, title):
        return True
    asked = asked_in(normal_form.fold(said))
    return bool(asked) and asked[0].name in BEYOND


def is_for_lost(said: str, title: str) -> bool:
    """Whether words tell of a paper that is lost or spoilt, and a guide of this title gives it for the first time."""
    return LOST.search(said) is not None and LOST.search(title) is None


def element_asked(said: str) -> str:
    """Give the one element the words ask for, empty when they ask for the matter as a whole or for several."""
    asked = [name for name, words in ELEMENT_WORDS.items() if any(word in said for word in words)]
    if "complaint" in asked:
        # 投诉电话 is a phone too, and means this one.
        return "complaint"
    return asked[0] if len(asked) == 1 else ""


def matter(said: str) -> str:
    """Give the matter itself, without the words that ask for it or say what is to be done with it."""
    return DOING.sub("", analyse(said).core).replace(" ", "")


def by_title(guides: Iterable[Document], *names: str) -> list[Document]:
    """Give the guides whose titles speak of one of the names; the first name that any title knows decides.

    A matter of mourning is meant only by who tells of a death: 户口 of a newborn is not 死亡户口注销.
    """
    mourns = any(MOURNED.search(name) for name in names)
    known = tuple(guide for guide in guides if mourns or not OF_MOURNING.search(guide.title))
    for name in names:
        sought = matter(name)
        if len(sought) < SHORTEST_NAME_LETTERS:
            continue
        if speaking := [guide for guide in known if _speaks_of(guide.title, sought)]:
            return speaking
    return []


def akin(guides: Iterable[Document], said: str) -> list[Document]:
    """Give the guides whose titles share two neighbouring characters with the words: a wish for another thing has none.

    The documents' words for the same thing count too: who speaks of 营业执照 means 企业开办.
    """
    pairs = {pair for reading in variants(said) for pair in analyse(reading).pairs}
    return [guide for guide in guides if pairs & set(analyse(guide.title).pairs)]


def by_documents(guides: Iterable[Document], documents: Sequence[Document]) -> list[Document]:
    """Give the guides among documents, or resting on them, in the documents' order."""
    known = tuple(guides)
    tied: dict[str, Document] = {}
    for document in documents:
        related = {document.id, *document.interprets, *document.basis}
        for guide in known:
            if guide.id == document.id or related & set(guide.basis):
                tied.setdefault(guide.id, guide)
    return list(tied.values())


def foreign_thing(said: str, text: str) -> str:
    """Give a thing that words name and a text never does, nor by the documents' word for it; empty where there is none."""
    for word in analyse(said).words:
        if not THING.fullmatch(word) or word in text:
            continue
        official = " ".join(words for _, words in official_words(normal_form.fold(word))).split()
        if not any(one in text for one in official):
            return word
    return ""


@lru_cache(TITLES_KEPT)
def _bare(title: str) -> str:
    return DOING.sub("", title)


def _speaks_of(title: str, sought: str) -> bool:
    bare = _bare(title)
    if len(sought) > len(bare):
        return bool(bare) and bare in sought
    if sought in bare or _abbreviates(sought, bare):
        return True
    # Counting characters first spares thousands of titles the closer look.
    shared = len(set(sought) & set(bare))
    return shared >= len(set(sought)) - 1 and fuzz.partial_ratio(sought, bare) >= TITLE_LIKENESS


def _abbreviates(word: str, title: str) -> bool:
    """Whether a word is made of the title's characters in their order, as 公租房 of 公共租赁住房."""
    rest = iter(title)
    return len(word) <= len(title) - SHORTEST_NAME_LETTERS and all(character in rest for character in word)
