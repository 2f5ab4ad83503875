"""How a host and its port are written in an address of several."""

import re

MOST_PORT = 65_535
PLACE = re.compile(r"(\[[0-9A-Fa-f:.]{2,45}\]|[^\[\]:,/@?#\s]{1,253})(?::([0-9]{1,5}))?")
