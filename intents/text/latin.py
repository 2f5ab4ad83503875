"""Reads what is typed in Latin letters: initials (sfz), pinyin, and English, which is left as it stands."""

import re
from collections.abc import Mapping
from importlib.resources import files

from intents.text.lexicon import Lexicon, lines

_LATIN_RUN = re.compile(
    r"[a-z][a-z']*(?: [a-z']+)*(?![a-z']| ?-?[0-9零〇一二三四五六七八九])|[0-9][qk]s?(?![a-z0-9])"
)
_SYLLABLES = {
    "wo": "我", "yao": "要", "ban": "办", "cha": "查", "ma": "吗", "de": "的", "le": "了", "shi": "是", "zai": "在",
    "na": "哪", "nali": "哪里", "zenme": "怎么", "zen": "怎", "me": "么", "qu": "去", "dao": "到", "duoshao": "多少",
    "qian": "钱", "shenme": "什么", "xiang": "想", "woyao": "我要", "woxiang": "我想", "qing": "请", "wen": "问",
    "qingwen": "请问", "ni": "你", "hao": "好", "nihao": "你好", "ninhao": "您好", "you": "有", "mei": "没",
    "meiyou": "没有", "ren": "人", "zhuan": "转", "xie": "谢", "bu": "不", "dui": "对", "jiu": "就", "zhe": "这",
    "ge": "个", "shang": "上", "xia": "下", "bangmang": "帮忙", "bang": "帮", "li": "里", "nar": "哪儿", "yi": "一",
    "mingtian": "明天", "jintian": "今天", "houtian": "后天", "keyi": "可以", "nengbuneng": "能不能", "neng": "能",
    "huai": "坏", "huaile": "坏了", "meiren": "没人", "xiu": "修", "guan": "管", "lai": "来", "kan": "看", "jian": "件",
    "dianhua": "电话", "dizhi": "地址", "haoma": "号码", "duojiu": "多久", "jitian": "几天", "jidian": "几点", "cailiao": "材料",
    "shihou": "时候", "shenmeshihou": "什么时候", "weishenme": "为什么", "zenyang": "怎样", "ruhe": "如何", "nage": "哪个",
    "zhege": "这个", "nageren": "那个人", "shijian": "时间", "difang": "地方", "chaxun": "查询", "quxiao": "取消", "yuyue": "预约",
    "xiaoqu": "小区", "cunli": "村里", "laoren": "老人", "haizi": "孩子", "wode": "我的", "nide": "你的", "ta": "他", "dou": "都",
    "dule": "堵了", "po": "破", "loushui": "漏水", "tingdian": "停电", "tingshui": "停水", "chao": "吵", "luan": "乱", "nian": "年",
    "ri": "日", "xian": "险", "fei": "费", "duo": "多", "shao": "少", "xuyao": "需要", "zhunbei": "准备",
    "ling": "领", "zhao": "找", "yue": "约", "hen": "很", "man": "慢", "tai": "太", "ye": "也", "jia": "家", "men": "们",
}  # fmt: skip
_EVERY_SYLLABLE = {
    **dict(line.split() for line in lines(files("intents") / "data" / "syllables.txt")),
    **_SYLLABLES,
}
"""What syllables stand for where many of them follow each other, so that they are hardly English."""
_TYPED_OUT = 4
"""Groups of letters from which a message is typed out in syllables."""
_ENGLISH = frozenset(
    ["hello", "hi", "hey", "ok", "okay", "no", "yes", "bye", "app", "pdf", "excel", "word", "etc", "usb", "vip", "wifi", "ktv", "ppt", "email", "qq", "wx"]
)  # fmt: skip
_SMALL_ENGLISH = frozenset(
    [
        "i", "to", "the", "my", "is", "are", "how", "what", "where", "when", "please", "want", "for", "and", "of", "in", "need",
        "your", "with", "it", "this", "that", "does", "am", "on", "at",
    ]
)  # fmt: skip
"""Words that are no syllables: who writes them writes English."""


_WORD = re.compile(r"[a-z]{2,}")
_LATIN_WORDS = 3
"""Words from which a message in Latin letters is a sentence; fewer are initials, names, an ok."""


def is_latin(normal: str) -> bool:
    """Whether a normal form is a sentence in Latin letters: English, or pinyin."""
    han = sum("\u4e00" <= c <= "\u9fff" for c in normal)
    return han <= 1 and len(_WORD.findall(normal)) >= _LATIN_WORDS


class Letters:
    """Reads runs of Latin letters with the words of one lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def read(self, text: str) -> str:
        """Give the text with letters read as the words they stand for, where all of a run can be read."""
        return _LATIN_RUN.sub(lambda match: self._letters(match.group()), text)

    def _letters(self, run: str) -> str:
        compact = run.replace(" ", "").replace("'", "")
        if run in _ENGLISH or not _SMALL_ENGLISH.isdisjoint(run.split()):
            return run
        if (word := self._lexicon.initials.get(compact)) is not None:
            return word
        table = _EVERY_SYLLABLE if run.count(" ") + 1 >= _TYPED_OUT else _SYLLABLES
        if (read := self._pinyin(compact, table)) is not None:
            return read
        return " ".join(self._letters(part) for part in run.split()) if " " in run else run

    def _pinyin(self, letters: str, table: Mapping[str, str]) -> str | None:
        """Read letters as full pinyin of known words, fewest words first; None unless all of them are read."""
        best: list[tuple[int, str] | None] = [(0, "")] + [None] * len(letters)
        for end in range(1, len(letters) + 1):
            for start in range(max(0, end - 24), end):
                head = best[start]
                part = letters[start:end]
                word = self._lexicon.spelled.get(part) or table.get(part)
                if head is None or word is None:
                    continue
                offer = (head[0] + 1, head[1] + word)
                best[end] = offer if (held := best[end]) is None else min(held, offer)
        return best[-1][1] if best[-1] else None
