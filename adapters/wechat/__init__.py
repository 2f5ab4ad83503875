"""The WeChat official account: what the platform sends, what is answered, and its simulator."""
