"""Three families of failure, so that one place can turn each into the right words for a person."""


class BotError(Exception):
    """Anything the program expects to go wrong; carries the key of a text and what fills it."""

    def __init__(self, text_key: str, /, **values: object) -> None:
        super().__init__(text_key)
        self.text_key = text_key
        self.values = values


class InputError(BotError):
    """The person who asked can mend it."""


class ProcedureError(BotError):
    """The step is not lawful now; `article` names the rule."""

    def __init__(self, text_key: str, /, *, article: str, **values: object) -> None:
        super().__init__(text_key, article=article, **values)
        self.article = article


class ServiceError(BotError):
    """The world failed: a server is away, a disk is full, a peer refuses.

    `permanent` says that trying again is pointless; `retry_after` gives seconds to wait before the next try.
    """

    def __init__(
        self,
        text_key: str = "general.unavailable",
        /,
        *,
        permanent: bool = False,
        retry_after: float | None = None,
        **values: object,
    ) -> None:
        super().__init__(text_key, **values)
        self.permanent = permanent
        self.retry_after = retry_after
