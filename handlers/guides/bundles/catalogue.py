"""Which matters belong to one event in a life, and by which words citizens call it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

GAP = "…"
GAP_LETTERS = 5
MOST_LEFT_LETTERS = 3
# Asks for all that has to be done, and not for one thing about it.
WHOLE = re.compile(
    r"一件事|一次(?:性)?办|一起(?:怎么|咋|如何)?办|从头到尾|联办|一条龙|一站式|全套|整套|一揽子|(?:哪些|哪几|什么|啥|些啥|多少|几)(?:样|个|道|项|种)?(?:手续|证件?|事情?|东西|流程|程序|部门|地方|窗口)"
    r"|(?:办|跑|弄|做|搞|准备|整)(?:理)?(?:些|点)?(?:什么|哪些|啥|么子)|(?:要|得|该|需要?)(?:怎么|咋个?|如何)(?:办|弄|搞|跑)|(?:怎么|咋个?|如何)(?:办|弄|搞)(?:理)?(?:手续)?|手续"
)
# What may stand beside the words of the event and the asking ones; any other word asks for something of its own.
BESIDE = re.compile(
    r"请问|(?:还|都)?没(?:来得及)?(?:上|办|弄|有)|小孩子?|孩子|娃娃?|宝宝|麻烦|媳妇儿?|老婆|老公|俺|自己|领证|迁过来|从头到尾|各?个?地方|店里?|[她他]|你好|您好|想问(?:一下|下)?|问一下|我们?|咱们?|家里|家|屋头|屋里|刚刚?|才|最近|马上|快要?|准备|打算|计划|现在|已经|之后|以后|过后|后面?|接下来|今年|明年|下个?月|上个?月|这个?月|昨天|今天|前几天"
    r"|想要?|需要|要|得|该|都|全|总共|一共|到底|还|再|先|去|来|办理?|跑|弄|搞|做|哪里|哪儿|在哪|怎么|如何|咋个?|什么|哪些|啥|材料|资料|证件?|时候|的话|这个?|那个?|一个|个|人|了|的|呢|啊|吗|嘛|呀|吧|在|有|和|跟|把|给|帮|小|老|第|县里?|本地|乡下|农村|城里|[0-9一二三两]+[个胎孩天月]?|[\s,，。.!！?？、~～]"
)
FOLLOWS = frozenset({"", "materials", "steps"})


@dataclass(frozen=True, slots=True)
class LifeEvent:
    """One event: `guides` are the matters in the order in which they are done, `words` what people call it.

    A word with … in it is two words near each other. `window` is the one place for all, `online` where it is done at home.
    """

    key: str
    name: str
    stage: str
    words: tuple[str, ...]
    guides: tuple[str, ...]
    window: str
    hours: str
    online: str
    phone: str

    def calls(self, said: str) -> tuple[int, int] | None:
        """Give where the longest of its words stands in a message, from and to; None where none does."""
        found = [span for word in (self.name, *self.words) if (span := stands(word, said))]
        return max(found, key=lambda span: span[1] - span[0]) if found else None


@dataclass(frozen=True, slots=True)
class LifeEvents:
    """All events of a county."""

    listed: tuple[LifeEvent, ...] = ()
    sample: bool = False
    # How the words of all events begin: nearly every message holds none of them, and is seen not to at one go.
    begins: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Gather how the words begin."""
        words = (word for bundle in self.listed for word in (bundle.name, *bundle.words))
        object.__setattr__(self, "begins", tuple(dict.fromkeys(word.partition(GAP)[0] for word in words)))

    def one(self, key: str) -> LifeEvent | None:
        """Give the event of a key."""
        return next((bundle for bundle in self.listed if bundle.key == key), None)

    def meant(self, said: str) -> LifeEvent | None:
        """Give the event that a message names and asks nothing else of than what all has to be done for it."""
        found = self._called(said)
        if not found:
            return None
        (start, end), bundle = max(found, key=lambda one: one[0][1] - one[0][0])
        if bundle.name not in said and not WHOLE.search(said[:start] + GAP + said[end:]):
            return None
        left = BESIDE.sub("", WHOLE.sub("", said[:start] + said[end:].replace("一件事", "")))
        return bundle if len(left) <= MOST_LEFT_LETTERS else None

    def named(self, words: str) -> LifeEvent | None:
        """Give the event that words name beside little else, whatever is asked of it."""
        found = self._called(words)
        if not found:
            return None
        (start, end), bundle = max(found, key=lambda one: one[0][1] - one[0][0])
        return bundle if len(BESIDE.sub("", words[:start] + words[end:])) <= MOST_LEFT_LETTERS else None

    def _called(self, said: str) -> list[tuple[tuple[int, int], LifeEvent]]:
        """Give the events whose words stand in a message, each with where the longest of them does."""
        if not any(map(said.__contains__, self.begins)):
            return []
        return [(span, bundle) for bundle in self.listed if (span := bundle.calls(said))]

    def with_guide(self, identifier: str) -> Sequence[LifeEvent]:
        """Give the events to which a matter belongs."""
        return [bundle for bundle in self.listed if identifier in bundle.guides]


NO_BUNDLES = LifeEvents()


def stands(word: str, said: str) -> tuple[int, int] | None:
    """Give where a word stands in a message; of one with a gap, both parts stand near each other in this order."""
    first, _, second = word.partition(GAP)
    start = said.find(first)
    while start >= 0:
        behind = start + len(first)
        if not second:
            return start, behind
        after = said.find(second, behind, behind + GAP_LETTERS + len(second))
        if after >= 0:
            return start, after + len(second)
        start = said.find(first, start + 1)
    return None
