"""Answers switched off for a while, and the words that go before the first answer on days of storm or flood."""
