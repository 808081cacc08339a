"""MkDocs with our hooks and without them: the same files, the same warnings, whatever the pages hold."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from material.plugins.search import plugin as search  # type: ignore[import-untyped]

from generator.adapters.mkdocs_build import build_catalogue
from generator.adapters.mkdocs_hooks import QuickParser, on_page_markdown
from generator.adapters.registry import load_catalogue_of_folder
from generator.model.catalogue import Catalogue
from generator.site.catalogue_pages import catalogue_pages
from tests import odd_registry
from tests.site.page_parts import catalogue

# What looks like the catalogue's blocks, in pages of which nobody knows what they hold.
TRICKY = b"""# A page

[good](badges/one/index.md#v1) [bad](badges/one/index.md#v99)

```
<div class="badge-text">

<div data-block-taken="0"></div>

</div>
```

    <div>

- a list

  <https://example.org> & `<div>` &lt;div&gt; a < b
"""
DOCS = {"about.md": TRICKY, "how-to/index.md": TRICKY}
WHOLE = '<div class="a" id="v1">\n<div>x</div>\n</div>'


class PageOfBadge:
    """As much of a page as a hook looks at."""

    class file:  # as MkDocs calls it
        src_uri = "badges/one/index.md"


class Settings:
    """As much of the settings."""

    extra = {"made": ["badges/one/index.md"]}  # noqa: RUF012  # never changed


def _both(tmp_path: Path, whole: Catalogue, docs: dict[str, bytes], **settings: Any) -> list[Any]:
    made: list[Any] = []
    for plain in (True, False):
        out = tmp_path / str(plain)
        warnings = build_catalogue(
            settings={"site_name": "Badges", "theme": {"name": "material"}, **settings},
            docs=docs,
            pages=catalogue_pages(whole),
            url="https://badges.example",
            preview=False,
            out=out,
            plain=plain,
        )
        files = {str(file.relative_to(out)): file.read_bytes() for file in out.rglob("*") if file.is_file()}
        made.append((files, warnings))
    return made


def test_a_site_is_the_same_with_and_without_them(tmp_path: Path) -> None:
    plain, quick = _both(tmp_path, catalogue(), DOCS | {"index.md": TRICKY})
    assert quick == plain
    assert [warning for warning in plain[1] if "does not contain an anchor '#v99'" in warning]
    assert not [warning for warning in plain[1] if "anchor '#v1'" in warning]


def test_a_site_of_odd_texts_is_the_same_too(tmp_path: Path) -> None:
    registry = odd_registry.write(tmp_path / "registry", 1)
    plain, quick = _both(tmp_path, load_catalogue_of_folder(registry), DOCS)
    assert quick == plain


@pytest.mark.parametrize(
    ("text", "spared"),
    [
        pytest.param(WHOLE, True, id="an element with one in it"),
        pytest.param(WHOLE.replace("div", "section"), True, id="a section"),
        pytest.param(f"## A heading\n\n{WHOLE}\n", True, id="below a heading"),
        pytest.param("<div>\n\n</div>", False, id="with an empty line"),
        pytest.param("<div>a</div><div>b</div>", False, id="two elements"),
        pytest.param("<div><div>a</div>", False, id="left open"),
        pytest.param("<div>a</div></div>", False, id="closed twice"),
        pytest.param("<div>a\tb</div>", False, id="with a tab"),
        pytest.param("<div>a\n  \nb</div>", False, id="with a line of spaces"),
        pytest.param("<div><!-- </div> --></div>", False, id="with a comment"),
        pytest.param("- <div>a</div>", False, id="in a list"),
        pytest.param("    <div>a</div>", False, id="as code"),
        pytest.param("<divine>a</divine>", False, id="another element"),
        pytest.param("<p>a</p>", False, id="a paragraph"),
    ],
)
def test_only_what_is_plainly_a_block_is_spared(text: str, spared: bool) -> None:
    page: Any = PageOfBadge
    settings: Any = Settings
    left = on_page_markdown(text, page=page, config=settings)
    assert (left != text) is spared
    assert ("<div data-block-taken" in left) is spared


@pytest.mark.parametrize(
    "html",
    [
        '<h1 id="a">One &amp; two</h1>\n<p>a &lt; b<br />c<br>d</p><pre><code>  x\n\n y</code></pre>',
        '<h2 id="b">B<a class="headerlink" href="#b">¶</a></h2><ul><li>a</li><li></li></ul>',
        '<div data-search-exclude><p>no</p></div><p hidden title="a &quot;b&quot; > c">yes</p>',
        '<svg viewBox="0 0 1 1"><title>t &amp; u</title><path d="M0 0"/></svg><p>after</p>',
        "<p title='single' x=1>other ways</p><!-- a comment --><p>a < b & c</p>",
        "<script>if (a < b) {}</script><style>p > a {}</style><p>text</p>",
        '<div class="linenodiv">1</div><H3 ID="C">C</H3>text &notanentity; &#x41;',
        "<p>left open <b>bold",
    ],
)
def test_the_quick_reader_finds_the_same_words(html: str) -> None:
    found = []
    for parser in (search.Parser(), QuickParser()):
        parser.feed(html)
        parser.close()
        found.append([(part.el.tag, part.id, part.title, part.text, part.is_excluded()) for part in parser.data])
    assert found[1] == found[0]
