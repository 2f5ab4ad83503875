"""OpenColumns of two levels, gazettes by number, series, the boards of villages, and the channels: found by asking for them."""
