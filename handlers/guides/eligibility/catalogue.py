"""Which credentials a county knows, what each proves of a matter's conditions, and which are meant by a message."""

import re
from dataclasses import dataclass

LONGEST_WORDS_LETTERS = 50
ASKS_WHICH = re.compile(
    r"(?:能|可以|可|够)(?:以)?(?:申请|办|领|享受|享|拿|报)(?:理|取|到|得到)?(?:些|点|的)?(?:什么|哪些|啥|几样|么子)|(?:什么|哪些|啥|有哪些)(?:样的?)?(?:能|可以)(?:申请|办|领|享受|拿|报)|一证通办|一证核验"
)
ASKS_WHETHER = re.compile(
    r"(?:能不能|可不可以|能否|可否|够不够格|有没有资格)|(?:能|可以|够格|有资格)[^,，?？]{0,16}(?:[吗嘛]|(?<!什)么|不能|不$)|一证通办|一证核验|符(?:合)?不符合|符合(?:条件)?[吗么没]"
)
_CLAUSE_END = re.compile("[；;。\n]")
_NUMBERED = re.compile(r"^(?:\d+[.、．]|[-*•])[ \t]*")
LONGEST_CLAUSE_LETTERS = 30


@dataclass(frozen=True, slots=True)
class ProvenMatter:
    """A matter for which a credential counts; `proves` are words of the guide's conditions that it bears out."""

    guide: str
    proves: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Credential:
    """One credential, and the matters that ask for what it proves."""

    key: str
    name: str
    words: tuple[str, ...]
    matters: tuple[ProvenMatter, ...]

    def matter(self, guide: str) -> ProvenMatter | None:
        """Give what it proves for a guide."""
        return next((one for one in self.matters if one.guide == guide), None)


@dataclass(frozen=True, slots=True)
class KnownCredentials:
    """All credentials of a county."""

    listed: tuple[Credential, ...] = ()

    def one(self, key: str) -> Credential | None:
        """Give the credential of a key."""
        return next((credential for credential in self.listed if credential.key == key), None)

    def held(self, said: str) -> Credential | None:
        """Give the credential that somebody says they hold; the longest word counts."""
        if len(said) > LONGEST_WORDS_LETTERS:
            return None
        found = [(len(word), one) for one in self.listed for word in one.words if word in said]
        return max(found, key=lambda pair: pair[0])[1] if found else None


NO_CREDENTIALS = KnownCredentials()


@dataclass(frozen=True, slots=True)
class ConditionCheck:
    """One condition in the guide's words, and whether the credential bears it out; else a person checks it."""

    words: str
    proven: bool


def condition_checks(conditions: str, proves: tuple[str, ...]) -> tuple[ConditionCheck, ...]:
    """Give the conditions of a guide one by one; long ones are taken apart at their commas."""
    clauses: list[str] = []
    for clause in _CLAUSE_END.split(conditions):
        bare = _NUMBERED.sub("", clause.strip())
        clauses += bare.split("，") if len(bare) > LONGEST_CLAUSE_LETTERS else [bare]
    return tuple(
        ConditionCheck(clause.strip(), any(words in clause for words in proves))
        for clause in clauses
        if clause.strip()
    )
