"""The Jinja templates of the package: everything escaped, nothing undefined tolerated.

What stands in a page of Markdown is armoured as well, so that no text of the registry is Markdown.
"""

from __future__ import annotations

from functools import lru_cache

from jinja2 import Environment, FunctionLoader, StrictUndefined

from generator import resources
from generator.site.armour import armour
from generator.site.award_words import element


@lru_cache(maxsize=2)
def _environment(markdown: bool) -> Environment:
    environment = Environment(
        finalize=armour if markdown else None,
        loader=FunctionLoader(lambda name: resources.data_text(f"templates/{name}")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["element"] = element
    return environment


def render(template: str, **values: object) -> str:
    """The text of a template, `….html` or `….md`, with these values."""
    return _environment(template.endswith(".md")).get_template(template).render(**values)
