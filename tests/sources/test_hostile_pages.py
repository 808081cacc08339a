"""No page makes HTML or a link that acts, whatever Markdown it is made of; and ordinary pages are let through."""

from __future__ import annotations

import time

import pytest

from generator.sources.markdown_pages import faults
from generator.sources.personal import Personal

RAW = {
    "block": "<div>\nx\n</div>\n",
    "script": "<script>alert(1)</script>\n",
    "inline": "a <b>c</b> d\n",
    "self-closing": "<br/>\n",
    "upper case": "<SCRIPT>alert(1)</SCRIPT>\n",
    "comment": "<!-- x -->\n",
    "inline comment": "a <!-- x --> b\n",
    "odd comment": "<!--> <script>alert(1)</script> -->\n",
    "processing instruction": "<?php x ?>\n",
    "declaration": "<!DOCTYPE html>\n",
    "cdata": "<![CDATA[ <b>x</b> ]]>\n",
    "in a list": "- a\n- <i>b</i>\n",
    "in a quotation": "> <i>b</i>\n",
    "in a table": "| a |\n| - |\n| <i>b</i> |\n",
    "in a heading": "# <i>b</i>\n",
    "in a link": "[<i>b</i>](https://x.example)\n",
    "in emphasis": "*<i>b</i>*\n",
    "attributes": '<a href="https://x.example" onclick="alert(1)">x</a>\n',
    "allowed element, foreign attribute": '<p style="position: fixed">x</p>\n',
    "escapes inside": '<b title="\\*">x</b>\n',
    "after a fence that never ends": "```\n<i>x</i>\n\n<b>y</b>\n",
    "after backquotes that never end": "`<i>x</i>\n",
    "svg": "<svg onload=alert(1)>\n",
    "made-up": "<x-y>\n",
    "split": "<i\ntitle='x'>y</i>\n",
    "marker of the renderer": "a wzxhzdk:0 <i>b</i>\n",
}
LINKS = {
    "javascript": "[x](javascript:alert(1))",
    "capitals": "[x](JaVaScRiPt:alert(1))",
    "entity": "[x](java&#115;cript:alert(1))",
    "hexadecimal entity": "[x](java&#x73;cript:alert(1))",
    "entity for the colon": "[x](javascript&colon;alert(1))",
    "spaces": "[x]( javascript:alert(1))",
    "angle brackets": "[x](<javascript:alert(1)>)",
    "angle brackets and a space": "[x](<java script:alert(1)>)",
    "reference": "[x][1]\n\n[1]: javascript:alert(1)",
    "reference in angle brackets": "[x]\n\n[x]: <javascript:alert(1)>",
    "image": "![x](javascript:alert(1))",
    "image by reference": "![x][1]\n\n[1]: data:text/html,<b>",
    "data": "[x](data:text/html;base64,AA)",
    "vbscript": "[x](vbscript:x)",
    "file": "[x](file:///etc/passwd)",
    "another host by slashes": "[x](//evil.example/)",
    "backslashes": "[x](\\\\evil.example)",
    "escaped colon": "[x](javascript\\:alert(1))",
    "autolink": "<javascript:alert(1)>",
    "autolink of ftp": "<ftp://x.example/>",
    "nested image": "[![x](javascript:alert(1))](https://x.example)",
}
GOOD = {
    "heading": "# Welcome\n\nText with *emphasis*, **strength** and `<b>code</b>`.\n",
    "links": "[a](https://x.example/?a=b&c=d) [b](about.md) [c](../x/#y) [d](mailto:a@x.example) <https://x.example>\n",
    "mail": "<a@x.example>\n",
    "reference": '[a][1]\n\n[1]: https://x.example "A title"\n',
    "image": '![a](img/a.png "A title")\n',
    "lists": "1. a\n2. b\n\n    - c\n    - d\n\n3) e\n",
    "a list from three": "3. a\n4. b\n",
    "quotation": "> a\n>\n> > b\n",
    "table": "| a | b |\n| :- | -: |\n| c | d |\n",
    "fence": "```python\nprint('<b>')\n```\n\n~~~\n<script>\n~~~\n",
    "fence in C++": "```c++\nstd::vector<int> a;\n```\n",
    "indented code": "    <b>code</b>\n",
    "entities": "Fish &amp; chips &copy; 5 < 6 &nbsp; a&b\n",
    "a tag that never is one": "a <img src=x onerror=alert(1)\n\n>\n",
    "an entity that never is one": "[x](java&#115cript:x)\n",
    "signs": "1 < 2 > 0, a <- b, <3\n",
    "attributes that nobody reads": "# x {#id onclick=alert(1)}\n\nx\n{: .a onclick=alert(1) }\n",
    "footnotes that nobody reads": "x[^1]\n\n[^1]: note\n",
    "head": "---\ntitle: A page\nhide: [navigation]\n---\n# A page\n",
    "rule": "a\n\n---\n\nb\n",
    "scripts of the world": "# 日本語 עברית 🚗\n",
    "line ends of Windows": "# a\r\n\r\nb\r\n",
    "empty": "",
}


@pytest.mark.parametrize("name", RAW)
def test_raw_html_is_told_of(name: str) -> None:
    problems = faults("docs/x.md", ("# Title\n\n" + RAW[name]).encode())
    assert {problem.code for problem in problems} == {"raw-html"}
    assert all(problem.position.line >= 3 for problem in problems)


@pytest.mark.parametrize("name", LINKS)
def test_links_that_act_are_told_of(name: str) -> None:
    problems = faults("docs/x.md", ("# Title\n\n" + LINKS[name] + "\n").encode())
    assert problems
    assert {problem.code for problem in problems} <= {"unsafe-link", "raw-html"}


@pytest.mark.parametrize("name", GOOD)
def test_ordinary_pages_have_no_problems(name: str) -> None:
    assert faults("docs/x.md", GOOD[name].encode(), Personal(office="a@x.example")) == []


@pytest.mark.parametrize(
    "head", ["template: main.html", "title: <b>x</b>", 'description: "a\\" onload=\\"x"', "hide: [all]", "- a", "x"]
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_head_says_only_what_it_may(head: str, end: str) -> None:
    page = f"---\n{head}\n---\n# x\n".replace("\n", end)
    (problem,) = faults("docs/x.md", page.encode())
    assert problem.position.line == 2


@pytest.mark.parametrize("page", ["title: x\n# x\n", "https://x.example\n", "   Template:main.html\n"])
def test_a_first_line_that_would_be_lost_is_told_of(page: str) -> None:
    (problem,) = faults("docs/x.md", page.encode())
    assert problem.code == "page-metadata"


@pytest.mark.parametrize(
    "piece",
    ["> ", "- ", "* a\n", "1. ", "[", "![", "](", "[a](", "**", "*a", "_", "`", "``a", "<", "<a", "<!--", "&#", "|a",
     "\\", "# ", "```\n", "    ", "\t", "[a]: b\n", "[x][", "<b>", "a\n===\n", "***a", "[]()", "| - ", "\n> ",
     "a_", "![]"],
)  # fmt: skip
def test_no_page_takes_long(piece: str) -> None:
    page = piece * (39_000 // len(piece))
    start = time.process_time()
    faults("docs/x.md", page.encode())
    assert time.process_time() - start < 1.5


def test_no_page_is_read_by_what_another_said() -> None:
    listed = b"- a\n\n    b\n- c\n\n[x] and [y][x]\n"
    before = [faults("docs/b.md", listed), faults("docs/c.md", b"- <i>b</i>\n")]
    assert [problem.code for problem in faults("docs/d.md", b"[x]\n\n[x]: javascript:alert(1)\n")] == ["unsafe-link"]
    assert [faults("docs/b.md", listed), faults("docs/c.md", b"- <i>b</i>\n")] == before
    assert [[problem.code for problem in found] for found in before] == [[], ["raw-html", "raw-html"]]
