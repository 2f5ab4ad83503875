"""Addresses as the program would give them, with the number in plain sight."""


def case_page(number: str) -> str:
    """Give the address of a case's page."""
    return f"https://mingbai.example/m/cases/{number}"
