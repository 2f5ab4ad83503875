"""One refusal for everything that is wrong with a push, so that a sender learns nothing from the difference."""

FORGED = frozenset({"mode", "signature", "stale"})
ENVELOPE = frozenset({"base64", "length", "padding", "appid", "utf8"})
BODY = frozenset({"doctype", "xml", "utf8", "missing", "field", "recipient", "complexity", "size", "empty"})
REASONS = FORGED | ENVELOPE | BODY


class PushRefusal(Exception):  # noqa: N818 - The protocol's own word; nothing failed on our side.
    """A push that is not taken; `reason` is for the log and the labelled cases, never for the answer.

    Protocol §§3, 4 and 16 name the reasons.
    """

    def __init__(self, reason: str) -> None:
        if reason not in REASONS:
            message = f"unknown reason {reason!r}"
            raise ValueError(message)
        super().__init__(reason)
        self.reason = reason

    @property
    def forged(self) -> bool:
        """Whether the sender could not show that it is the platform (answer 403), or only the body is bad (200)."""
        return self.reason in FORGED
