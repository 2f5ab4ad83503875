"""The ways to staff outside the desk: robots of DingTalk and WeCom, and mail."""
