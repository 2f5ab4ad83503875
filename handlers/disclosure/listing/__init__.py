"""Lists of requests that leave the desk as files."""
