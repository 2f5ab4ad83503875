"""Tencent's side of an official account, played over real HTTP: for demonstrations, tests and load.

It is a simulator, not WeChat. It shares no code with the adapter that it drives, so that one mistake cannot hide in both.
Not simulated: folding of chats, moderation of content, the look of each client, certification of accounts, delays of
the real network, payments, the five minutes a client keeps an old menu.
"""
