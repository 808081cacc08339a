"""Badges of the other folders baked with openbadges-bakery, which Badgr made, and with openbadgeslib."""

# mypy: ignore-errors
# The libraries that it runs are no dependencies of this project.

import io
import json

import openbadges_bakery
from material import DRAWING, picture
from openbadgeslib import baking
from world import ROOT, Scenarios

first = json.loads((ROOT / "openbadgeslib/ob2-hosted.json").read_text())
good = (ROOT / "openbadgeslib/ob2-signed.jwt").read_text()
bakery = Scenarios("openbadges-bakery", "PyPI openbadges-bakery 2.0.0")
TEXTS = {
    "hosted": (json.dumps(first, ensure_ascii=False), "hosted, whole"),
    "signed": (good, "signed"),
    "address": (first["id"], "hosted, its address alone"),
}
for name, (content, how) in TEXTS.items():
    for kind, image in (("png", picture(60)), ("svg", DRAWING)):
        source = io.BytesIO(image)
        source.name = f"badge.{kind}"
        target = openbadges_bakery.bake(source, content)
        target.seek(0)
        bakery.add(
            f"ob2-{name}.{kind}",
            target.read(),
            f"Open Badges 2.0, {how}, in {kind.upper()}",
            "verified",
            note="Older badges hold no more than the address." if name == "address" else "",
        )
credential = (ROOT / "digitalbazaar/eddsa-rdfc-2022.json").read_text()
bakery.add(
    "ob3-json.png",
    baking.bake_png(picture(60), credential, keyword=baking.ITXT_KEYWORD_OB3),
    "Open Badges 3.0 with a Data Integrity proof, in PNG",
    "verified",
    made_by="PyPI openbadgeslib 4.6.3 around npm @digitalbazaar/vc 7.3.0",
)
record = (ROOT / "digitalbazaar/clr.json").read_text()
bakery.add(
    "clr-json.png",
    baking.bake_png(picture(60), record, keyword=b"clrcredential"),
    "CLR 2.0 with a Data Integrity proof, in PNG",
    "verified",
    made_by="PyPI openbadgeslib 4.6.3 around npm @digitalbazaar/vc 7.3.0",
)
bakery.add(
    "ob3-json.svg",
    baking.bake_svg(DRAWING, credential, element=baking.SVG_ELEMENT_OB3, namespace=baking.SVG_NS_OB3, as_text=True),
    "Open Badges 3.0 with a Data Integrity proof, in SVG",
    "verified",
    made_by="PyPI openbadgeslib 4.6.3 around npm @digitalbazaar/vc 7.3.0",
)
bakery.write()
