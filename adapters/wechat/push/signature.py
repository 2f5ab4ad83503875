"""The platform's three kinds of SHA-1 signature, compared so that time tells nothing about the right value."""

import hashlib
import hmac


def _octets(text: str) -> bytes:
    # A query may carry lone surrogates after decoding; they must be a mismatch, not an exception.
    return text.encode("utf-8", "surrogatepass")


def digest(*parts: str) -> str:
    """Give the lower-case SHA-1 of the parts sorted bytewise and joined (protocol §§2, 3)."""
    joined = b"".join(sorted(_octets(part) for part in parts))
    return hashlib.sha1(joined, usedforsecurity=False).hexdigest()


def matches(expected: str, given: str) -> bool:
    """Tell whether a given signature is the expected one, in constant time over bytes; closed on any oddity."""
    return hmac.compare_digest(_octets(expected), _octets(given))


def page_signature(ticket: str, nonce: str, *, timestamp: str, url: str) -> str:
    """Give the signature that opens the JS-SDK on a page: values raw, the address up to its `#` (protocol §12)."""
    page = url.partition("#")[0]
    text = f"jsapi_ticket={ticket}&noncestr={nonce}&timestamp={timestamp}&url={page}"
    return hashlib.sha1(_octets(text), usedforsecurity=False).hexdigest()
