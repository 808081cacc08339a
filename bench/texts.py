"""What stands in the made registries: ordinary words of schools, and unusual text as it is pasted from anywhere."""

from __future__ import annotations

import json
from typing import Final

SUBJECTS: Final = (
    "Circuit Design", "Basic Coding", "3D Modeling", "Data Analysis", "Web Development", "Robot Arm",
    "Network Installation", "Workplace Safety", "Environmental Sensing", "Python Programming", "Soldering",
    "Technical Drawing", "Bicycle Repair", "Weather Station", "Night Sky Survey", "Bookbinding",
)  # fmt: skip

# Each is to be unlike the others after a number was put in, so that no memory of texts makes a build look faster.
NAMES: Final = (
    "Plant alarm {n}, schematic and fault log",
    "Bus schedule program {n} with tests",
    "Drawing and model file {n}",
    "Notebook {n} on river levels",
    "Site of the school garden, state {n}",
    "Calibration record {n}",
    "Plan {n} of the music wing",
)
TOLD: Final = (
    "The part {n} as made, shown fitted to the assessor; it stays with the learner.",
    "Signed by the assessor on the day as {n} and kept at the Career Center.",
    "The tester's printout {n}, kept in the shop. The second measurement agrees with the first within two percent, and "
    "the learner explained why the third does not.",
)
GENRES: Final = ("Portfolio", "Software", "Video")
SAID: Final = (
    "Found the seeded fault {n} by halving the circuit.",
    "Said beforehand which two lines of {n} would change, and **was right**.",
    "The classmate had {n} running in three minutes and asked nothing.",
)
REASONS: Final = (
    "Entered twice by the school as {n}; the other entry stays valid",
    "The school used draft {n} of the rubric and will assess again",
)

ODD: Final = (
    "🚗 cars & <b>bold</b> {n}",
    "back\\slash {n} \"double\" 'single' `tick`",
    "עברית {n} אחרי English",
    "中文标题 {n}：电路设计、日本語と한국어",
    "# not a heading {n}\n\n- [x](javascript:alert(1))\n- **bold**\n\n1. one\n2. two",
    "<script>alert('{n}')</script>",
    "]]> {n} {{ 7*7 }} {% raw %} ${x}",
    "é à ô ñ ç œ ß ş ğ {n}",
    "a: b # {n}",
    "line {n}\nbreak\n\nparagraph",
    "line separator\u2028and paragraph\u2029 {n}",
    "'; DROP TABLE awards; -- {n}",
    "👩🏽‍🔬 zero width joiner {n}",
    "𝒜𝓃𝑜𝓉𝒽𝑒𝓇 plane {n}",
    "&lt;already escaped&gt; &amp; {n}",
    "| pipe {n} | table |\n|---|---|\n| 1 | 2 |",
    "%41 percent {n}",
    "long {n} " + "word " * 120 + "end",
)
# Of which many are one property's: verifiers sort them in two ways, which must agree, so none is beyond plane 0.
ODD_SKILLS: Final = ("Sägen", "no", "1.10", "日本語", "C & <C++>")


def quoted(text: str) -> str:
    """The text as a double-quoted scalar of YAML, on one line."""
    # JSON's escapes are YAML's as well; these two it leaves, and YAML takes them for line breaks.
    return json.dumps(text, ensure_ascii=False).replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


# As they are written: ordinary ones plain but where a sign means something to YAML.
PLAIN_NAMES: Final = NAMES
ODD_SCALARS: Final = tuple(map(quoted, ODD))
