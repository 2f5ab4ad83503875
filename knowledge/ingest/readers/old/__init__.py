"""Readers of the formats that Word, Excel and WPS wrote before 2007."""
