"""What the county does at people's homes: which matters, for whom, on which days, and how many visits a half of a day."""

from dataclasses import dataclass

AGE_SHOWN = 130


@dataclass(frozen=True, slots=True)
class HomeCondition:
    """Who may ask to be come to, by the county's rule: a name to choose by, and the words that tell of it."""

    key: str
    name: str
    words: tuple[str, ...] = ()
    age: int = 0

    def told_in(self, said: str, *, age: int | None) -> bool:
        """Whether words, or the age that they name, tell of it."""
        return any(word in said for word in self.words) or bool(self.age and age and age >= self.age)


@dataclass(frozen=True, slots=True)
class HomeService:
    """The county's rule; without matters nobody is come to. `unit` sends the people, `phone` is where one asks."""

    matters: tuple[str, ...] = ()
    conditions: tuple[HomeCondition, ...] = ()
    unit: str = ""
    phone: str = ""
    notice_workdays: int = 1
    days_offered: int = 5
    a_half_day: int = 4

    def condition(self, key: str) -> HomeCondition | None:
        """Give the condition of a key."""
        return next((one for one in self.conditions if one.key == key), None)


NO_HOME_SERVICE = HomeService()
