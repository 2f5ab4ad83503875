"""The porch: where callers stand from the first moment of a start, before there is anybody to answer them."""
