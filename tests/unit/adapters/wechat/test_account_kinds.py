"""Kinds of account: every kind and feature has its words, and the table is the protocol's."""

from typing import get_args

import pytest

from adapters.settings import Settings
from adapters.wechat.account_kinds import FEATURES, AccountFeature, AccountKind, has
from adapters.wechat.simulator.protocol.rights import Right, may
from handlers.texts import Texts

TEXTS = Texts.load()
# Ours, and the right of the simulated platform that stands for the same.
SAME = {
    AccountFeature.MENU: Right.MENU,
    AccountFeature.MESSAGES: Right.MESSAGES,
    AccountFeature.MENU_MESSAGES: Right.MENU_MESSAGE,
    AccountFeature.PICTURES: Right.MESSAGES,
    AccountFeature.CODES: Right.CODES,
    AccountFeature.NOTICES: Right.NOTICES,
    AccountFeature.LOGIN: Right.LOGIN,
    AccountFeature.ARTICLES: Right.ARTICLES,
}


@pytest.mark.parametrize("kind", get_args(AccountKind))
def test_a_kind_may_what_the_platform_says_written_twice(kind: AccountKind) -> None:
    for feature, right in SAME.items():
        assert has(kind, feature) == may(kind, right), feature
    assert f"wechat.kinds.{kind}" in TEXTS


def test_every_feature_and_what_stands_for_it_has_words() -> None:
    assert set(SAME) == set(AccountFeature)
    for feature in AccountFeature:
        assert f"wechat.features.{feature}" in TEXTS
        assert f"wechat.instead.{feature}" in TEXTS


def test_the_setting_knows_the_same_kinds() -> None:
    assert set(get_args(Settings.model_fields["wechat_kind"].annotation)) == set(FEATURES)
