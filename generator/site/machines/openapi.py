"""The description of all that programs may read of a site, in OpenAPI 3.1, with the registry's own examples."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from typing import Any, Final

import yaml

from generator import resources
from generator.model.catalogue import Catalogue
from generator.openbadges import v2, v3
from generator.openbadges.did_document import did_document
from generator.openbadges.json_values import Json
from generator.site import words
from generator.site.machines import api

_DID_DOCUMENT: Final = "/.well-known/did.json"
# Of a list, the first few say how it looks.
_FEW: Final = 3


def description(catalogue: Catalogue) -> Json:
    """The OpenAPI document of the registry's site."""
    issuer = catalogue.issuer
    document, said = deepcopy(_document()), words.of(issuer.language)
    name = issuer.name.latest
    document["info"]["title"] = said.text("api.title", issuer=name)
    document["info"]["contact"] = {"name": name, "url": issuer.addresses.issuer_page, "email": issuer.email}
    document["servers"] = [{"url": issuer.url}]
    for path, example in _examples(catalogue):
        document["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["example"] = example
    place = issuer.addresses.did_document.removeprefix(issuer.url)
    document["paths"] = {place if path == _DID_DOCUMENT else path: item for path, item in document["paths"].items()}
    return document


def _examples(catalogue: Catalogue) -> Iterator[tuple[str, Json]]:
    """What the site's own files look like, by their path; of lists, the beginning."""
    issuer = catalogue.issuer
    badges, skills = api.badges(catalogue), api.skills(catalogue)
    yield "/api/badges.json", badges | {"badges": badges["badges"][:1]}
    yield "/api/skills.json", skills | {"skills": skills["skills"][:_FEW]}
    yield _DID_DOCUMENT, did_document(issuer)
    yield "/issuer/profile.json", v3.profile(issuer)
    yield "/ob2/issuer.json", v2.issuer(issuer)
    for badge in [*catalogue.achievements()][:1]:
        yield "/badges/{badge}/v{version}.json", v3.achievement(catalogue, badge)
        yield "/ob2/badges/{badge}/v{version}.json", v2.badge_class(catalogue, badge)


@cache
def _document() -> dict[str, Any]:
    document: dict[str, Any] = yaml.load(resources.data_bytes("openapi.yml"), yaml.CSafeLoader)
    return document
