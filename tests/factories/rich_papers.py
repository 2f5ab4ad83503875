"""Makes rich text as Chinese programs write it: letters as bytes of the code page, or as numbers with a sign behind."""

FONTS = r"{\fonttbl{\f0\fnil\fcharset0 Times New Roman;}{\f1\fnil\fcharset134 \'cb\'ce\'cc\'e5;}}"


def coded(words: str) -> str:
    """Give words as bytes of GBK, each written as two figures."""
    return "".join(
        one if one.isascii() else "".join(f"\\'{byte:02x}" for byte in one.encode("gb18030")) for one in words
    )


def numbered(words: str) -> str:
    """Give words as Unicode numbers, each with a question mark for programs that know none."""
    halves = words.encode("utf-16-le")
    units = [int.from_bytes(halves[at : at + 2], "little", signed=True) for at in range(0, len(halves), 2)]
    return "".join(chr(one) if 0 <= one < 128 else f"\\u{one}?" for one in units)


def rich(*parts: str, head: str = r"\ansicpg936\deff0" + FONTS) -> bytes:
    """Give a document of these parts."""
    return (r"{\rtf1\ansi" + head + "\n" + "\n".join(parts) + "}").encode("ascii")
