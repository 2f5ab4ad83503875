"""What citizens write in a storm: sentences of every wish, answers and commands of a form, numbers, noise, endless texts.

The sentences are made by a grammar over the catalogue's own examples, so that every wish is reached; everything comes
from one seed, so that a text that broke something comes again.
"""

import random
import string
from collections.abc import Callable, Mapping

from intents import catalogue

PIECES = (
    " ", "　", "\n", " \n", "！", "!", "…", ",", "，", "。", "、", "？", "?？", "（", "(", "《", "《a》", "的那一个", "快来人", "写一份",
    "节", "国庆节", "1", "十", "12月", "2025-1-1", "0.5", "元", "号", "〔2025〕1号", "🙂", "👍🏽", "1️⃣", "姓名 电话 ", "姓名" + " " * 25 + "电话",
    "，急", "谢谢", "您好，", "请问", "还有", "顺便", "另外", "对了，", "好了", "没有", "不对", "的", "我", "一个", "吗？", "石桥镇",
    "高龄津贴", "救命", "被打", "我要申请公开", "改成", "a", "Ab1", "é", "ｱ", "體", "<a>", "&amp;", "http://a.b/", "gk", "①",
)  # fmt: skip
"""What people, or a stuck key, a pasted table and a program, repeat without end."""
LONGEST = 13_000
ANSWERS = (
    "我已阅读，继续", "青岚县2025年财政决算报告", "个人", "王小雨", "339901198503142016", "13900001234", "邮寄", "青岚县石桥镇下坝村15号", "1",
)  # fmt: skip
FORM_WORDS = (
    "1", "2", "3", "第二个", "上面那个", "最后一个", "是的", "不是", "继续", "上一步", "改电话", "电话改成13900005678", "地址填错了",
    "不填了", "取消", "还是继续填", "算了", "等等", "为什么要身份证", "多久能办好", "人工", "帮助", "写完了", "还有去年的也要", "以单位名义",
    "电子版", "到窗口拿", "不改了", "我想改一下前面的", "都对", "提交", "/help", "/cancel",
)  # fmt: skip
BEFORE = (
    "",
    "",
    "",
    "您好，",
    "请问",
    "麻烦问下，",
    "那个，",
    "急！",
    "我妈问",
    "石桥镇的",
    "去年",
    "不是投诉，",
    "对了，",
)
BEHIND = (
    "",
    "",
    "",
    "？",
    "呢",
    "谢谢",
    "，在线等",
    "！！！",
    "，顺便问下几点下班",
    "🙏",
    "。",
    " ",
    "，急",
    "啊啊啊",
)
JOINING = ("，", "。", " ", "\n", "，另外", "，还有", "；顺便", "")
ALPHABETS = (
    string.printable, "一二三四五六七八九十百千万零〇两", "的了吗呢啊吧我你他是不有在要", "，。！？、；：…—“”（）《》【】",
    "🙂👍🏽🔥1️⃣\u200b\u200d\ufe0f\u20e3\u0301", "ａｂｃ１２３＠．，ﬁ㍿㊙﷽", "體縣醫療補貼賬號", "\x00\x1b\u202e\ufeff\ue000\U000e0001", "кириллицаالعربيةไทย",
)  # fmt: skip


class Citizens:
    """Gives the texts of one run, each with its kind."""

    def __init__(self, seed: int) -> None:
        self._dice = random.Random(seed)
        self._examples = [example.text for example in catalogue.load().examples]
        self._kinds: Mapping[str, tuple[int, Callable[[], str]]] = {
            "sentence": (40, self._sentence),
            "two wishes": (10, lambda: self._dice.choice(JOINING).join((self._sentence(), self._sentence()))),
            "form": (18, lambda: self._dice.choice(FORM_WORDS)),
            "numbers": (8, self._numbers),
            "mistyped": (12, self._mistyped),
            "noise": (8, self._noise),
            "endless": (4, self._endless),
        }

    def text(self) -> tuple[str, str]:
        """Give a kind of text and one of that kind."""
        weights = [weight for weight, _ in self._kinds.values()]
        (kind,) = self._dice.choices(list(self._kinds), weights)
        return kind, self._kinds[kind][1]()

    def talk(self) -> list[tuple[str, str]]:
        """Give what one citizen writes one after the other: often a form with other texts between its answers."""
        if self._dice.random() < 0.5:
            return [self.text() for _ in range(self._dice.randint(1, 20))]
        told = [("opening", "我要申请公开"), ("opening", "不是，继续申请")]
        for answer in ANSWERS[: self._dice.randint(0, len(ANSWERS))]:
            told += [self.text() for _ in range(self._dice.choice((0, 0, 1, 2)))]
            told.append(("answer", answer))
        return [*told, *(self.text() for _ in range(self._dice.randint(1, 5)))]

    def _sentence(self) -> str:
        pick = self._dice.choice
        return pick(BEFORE) + pick(self._examples) + pick(BEHIND)

    def _numbers(self) -> str:
        digits = "".join(
            self._dice.choice(string.digits) for _ in range(self._dice.choice((4, 8, 11, 12, 15, 18, 19)))
        )
        gap = self._dice.choice(("", "", " ", "-", "　"))
        written = gap.join(digits[i : i + 4] for i in range(0, len(digits), 4))
        spoken = self._dice.random() < 0.2
        if spoken:
            written = written.translate(str.maketrans(string.digits, "零一二三四五六七八九"))
        sign = self._dice.choice(("", "我的号码是", "GK", "RG", "青政发〔2025〕", "身份证", "电话", "补贴"))
        return sign + written + self._dice.choice(("", "号", "元", "岁", "年3月", "分", "，谢谢"))

    def _mistyped(self) -> str:
        letters = list(self._sentence())
        for _ in range(self._dice.randint(1, 5)):
            place = self._dice.randrange(len(letters) + 1)
            removed = self._dice.choice((0, 0, 1))
            letters[place : place + removed] = self._dice.choice(("", *PIECES))
        return "".join(letters)

    def _noise(self) -> str:
        alphabet = "".join(self._dice.sample(ALPHABETS, self._dice.randint(1, 3)))
        return "".join(self._dice.choice(alphabet) for _ in range(self._dice.randint(1, 200)))

    def _endless(self) -> str:
        pieces = "".join(self._dice.sample(PIECES, self._dice.choice((1, 1, 1, 2, 3))))
        length = self._dice.choice((100, 1000, 4000, LONGEST))
        before, behind = self._dice.choice(("", self._sentence())), self._dice.choice(("", self._sentence()))
        return (before + pieces * (length // len(pieces) + 1))[:length] + behind
