"""The platform's API as this account calls it: token, wire, error codes, menu."""
