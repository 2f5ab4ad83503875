"""The signature of a page's scripts, against the samples of the official documentation."""

from adapters.wechat.api.page_script import signature

TICKET = "sM4AOVdWfPE4DxkXGEs8VMCPGGVi4C3VM0P37wVUCFvkVAy_90u5h9nbSlYy3-Sl-HhTdfl2fzFy1AOcHKP7qg"
GIVEN = {"nonce": "Wm3WZYTPz0wzccnW", "timestamp": "1414587457"}
SIGNED = "0f9de62fce790f9a083d5c99e95740ceb90c27ed"


def test_the_documents_samples_are_signed_alike() -> None:
    assert signature(TICKET, **GIVEN, address="http://mp.weixin.qq.com?params=value") == SIGNED
    plain = "f4d90daf4b3bca3078ab155816175ba34c443a7b"
    assert signature(TICKET, **GIVEN, address="http://mp.weixin.qq.com") == plain


def test_what_follows_the_hash_is_not_signed() -> None:
    assert signature(TICKET, **GIVEN, address="http://mp.weixin.qq.com?params=value#top#more") == SIGNED
