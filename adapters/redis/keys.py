"""The names under which things lie in Redis."""

PREFIX = "mingbai"


def key_of(kind: str, name: str = "") -> str:
    """Give the full name of something of a kind."""
    return f"{PREFIX}:{kind}:{name}" if name else f"{PREFIX}:{kind}"
