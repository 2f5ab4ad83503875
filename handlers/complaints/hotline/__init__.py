"""The bridge to the 12345 hotline: its complaints come in, what becomes of them goes back, by file or by HTTP."""
