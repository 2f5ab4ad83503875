"""The files that came with a form."""

from aiohttp import web
from multidict import MultiMapping

from adapters.web.forms import Value


def sent_files(form: MultiMapping[Value]) -> dict[str, bytes]:
    """Give the files that were sent along by the names of their fields, and close every temporary one."""
    found = {}
    for name, value in form.items():
        if isinstance(value, web.FileField):
            with value.file as file:
                found[name] = file.read()
    return found
