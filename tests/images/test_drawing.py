"""Drawn badges: the same bytes for ever, told apart, and admitted by our own rules."""

from __future__ import annotations

import re
from hashlib import sha256

import pytest

from generator.images.drawing import draw
from generator.images.raster import png_size, svg_to_png
from generator.images.svg import check_svg

# What is published is frozen: a badge keeps its face. These change only with a reason that holds for every registry.
FACES = {
    "circuit-design": "7bf50070f2485422",
    "basic-coding": "4827dd12397b0c07",
    "3d-modeling": "46d62e5e6a6933c1",
    "engineering-foundations": "f0cbbb6812e1a84e",
    "self-driving-car": "44ea58fa809becb9",
    "robot-arm": "18c5fa21809580a3",
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
    levels = ("introductory", "intermediate", "advanced")
    drawn = [draw("python", "Python", level) for level in levels]
    full, hollow = ([drawing.count(mark) for drawing in drawn] for mark in (b'cy="412" r="15"', b'cy="412" r="12"'))
    assert full == [1, 2, 3]
    assert hollow == [2, 1, 0]
    assert drawn[0].replace(b"<title>Python</title>", b"<title></title>") == draw("python", "", "introductory")


def test_every_frame_lies_within_the_square() -> None:
    for slug in SLUGS[:60]:
        points = re.findall(r"(-?[\d.]+) (-?[\d.]+)(?=[MLAZ])", frame_of(draw(slug, "Name", "advanced")))
        assert len(points) > 2
        assert all(0 < float(number) < 512 for point in points for number in point), slug


def frame_of(drawing: bytes) -> str:
    """The data of the first path, which is the outermost shape."""
    return drawing.decode().split('<path d="', 2)[1].split('"')[0]


def test_a_name_stays_text() -> None:
    drawing = draw("python", "</title><script>alert(1)</script>&", "advanced")
    assert b"<title>&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;</title>" in drawing
    check_svg(drawing)
