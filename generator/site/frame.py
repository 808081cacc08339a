"""What stands around every page of the catalogue: names of its parts, foot, box to check a badge, page of a dead link.

Plain JSON values, as a site builder's templates know no catalogue. They are text, so templates escape them.
"""

from __future__ import annotations

from typing import Any, Final

from generator.model.catalogue import Catalogue
from generator.site.words import Words

_CHECK: Final = (
    "title", "about", "label", "example", "button", "file", "or", "looking", "empty", "short", "sign", "no_award",
    "no_badge", "too_large", "not_ours", "no_award_link",
)  # fmt: skip


def frame(catalogue: Catalogue, said: Words) -> dict[str, Any]:
    """By name: `language` (as the theme calls it), `issuer`, `said` and `check` (the box, with its messages)."""
    issuer, at = catalogue.issuer, catalogue.issuer.addresses
    return {
        "language": said.material,
        "issuer": {
            "name": issuer.name.latest,
            "host": at.place,
            "privacy": issuer.privacy_notice,
            "image": "issuer/image.png" if issuer.image else "",
        },
        "said": {**said.texts["catalogue"]["site"], "missing": dict(said.texts["catalogue"]["missing"])},
        "check": _check(catalogue, said),
    }


def _check(catalogue: Catalogue, said: Words) -> dict[str, str]:
    """The texts of the box; those with a name in braces are filled by the page's script."""
    at = catalogue.issuer.addresses
    left = {name: f"{{{name}}}" for name in ("host", "number", "sign")}
    texts = {name: said.text(f"catalogue.check.{name}", site=at.place, **left) for name in _CHECK}
    plain = said.text("catalogue.check.without_script", address=at.at("awards/xx/code.html"))
    return texts | {"without_script": plain, "site": catalogue.issuer.url}
