"""A template is compiled once for all applications of a process, and anew when it was written anew."""

import jinja2
import pytest

from adapters.web.pages import CompiledTemplates


def environment(kept: CompiledTemplates, source: str, word: str) -> jinja2.Environment:
    made = jinja2.Environment(
        loader=jinja2.DictLoader({"page.html": source}), autoescape=True, bytecode_cache=kept
    )
    made.globals["word"] = word
    return made


def test_what_one_application_compiled_serves_the_next_with_its_own_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kept = CompiledTemplates()
    assert environment(kept, "{{ word }}", "一").get_template("page.html").render() == "一"
    monkeypatch.delattr(jinja2.Environment, "compile")
    assert environment(kept, "{{ word }}", "二").get_template("page.html").render() == "二"


def test_a_template_that_was_written_anew_is_compiled_anew() -> None:
    kept = CompiledTemplates()
    environment(kept, "{{ word }}", "一").get_template("page.html")
    assert environment(kept, "新的{{ word }}", "一").get_template("page.html").render() == "新的一"
