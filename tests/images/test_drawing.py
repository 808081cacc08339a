"""Drawn badges: the same bytes for ever, told apart, and admitted by our own rules."""

from __future__ import annotations

from hashlib import sha256

import pytest

from generator.images.drawing import draw
from generator.images.raster import png_size, svg_to_png
from generator.images.svg import check_svg

# What is published is frozen: a badge keeps its face. These change only with a reason that holds for every registry.
FACES = {
    "circuit-design": "90c51c51d57ac138",
    "basic-coding": "8ac3f4d9205bd7c0",
    "3d-modeling": "85bf68635d78b557",
    "engineering-foundations": "8fa476ea1d327aad",
    "self-driving-car": "56afe5968b7a7f5a",
    "robot-arm": "4ebeed50829bf9f3",
}
SLUGS = [f"{word}-{number}" for word in ("robot-arm", "python", "a", "data-analysis") for number in range(50)]


@pytest.mark.parametrize(("slug", "start"), FACES.items())
def test_a_badge_keeps_its_face(slug: str, start: str) -> None:
    assert sha256(draw(slug, slug, "introductory")).hexdigest().startswith(start)


def test_two_hundred_badges_are_two_hundred_images() -> None:
    drawn = {draw(slug, "Name", "advanced") for slug in SLUGS}
    assert len(drawn) == len(SLUGS) == 200


def test_every_drawing_is_admitted() -> None:
    for slug in SLUGS:
        check_svg(draw(slug, "Name", "intermediate"))


@pytest.mark.parametrize("slug", SLUGS[::29])
def test_a_drawing_becomes_a_square_png(slug: str) -> None:
    png = svg_to_png(draw(slug, "Name", "intermediate"), 96)
    assert png_size(png) == (96, 96)
    assert png == svg_to_png(draw(slug, "Name", "intermediate"), 96)


def test_the_level_is_shown_by_marks_and_the_name_only_in_the_title() -> None:
    one, two, three = (draw("python", "Python", level) for level in ("introductory", "intermediate", "advanced"))
    assert [drawing.count(b"<path") - one.count(b"<path") for drawing in (one, two, three)] == [0, 1, 2]
    assert one.replace(b"<title>Python</title>", b"") == draw("python", "", "introductory").replace(
        b"<title></title>", b""
    )


def test_a_name_stays_text() -> None:
    drawing = draw("python", "</title><script>alert(1)</script>&", "advanced")
    assert b"<title>&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;</title>" in drawing
    check_svg(drawing)
