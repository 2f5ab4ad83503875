"""The WeChat adapter over real HTTP and with a real Redis."""
