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


def failing_part(error: BaseException) -> str:
    """Give which part of the world failed, and how, for logs and counts: `redis TimeoutError`.

    Whoever raises a `ServiceError` for a part names it as `peer`; one that nobody names is a limit of our own, such as a
    message that waited for its turn too long.
    """
    origin: BaseException | None = error
    while origin is not None:
        peer = origin.values.get("peer") if isinstance(origin, ServiceError) else None
        if peer is not None:
            return f"{peer} {type(origin.__cause__ or origin).__name__}"
        origin = origin.__cause__
    return f"limit {type(error.__cause__ or error).__name__}"


class UncertainError(ServiceError):
    """The world failed while something was being made final: it may be done or not, and the words must say so.

    Doing it again is harmless where every deed knows what it was done for; see `bot.commits`.
    """

    def __init__(
        self,
        text_key: str = "general.perhaps",
        /,
        *,
        retry_after: float | None = None,
        peer: str | None = None,
    ) -> None:
        super().__init__(text_key, retry_after=retry_after)
        self.values |= {"peer": peer} if peer else {}
