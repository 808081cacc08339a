"""Package data is what it was pinned as, and nothing else is handed out."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from generator import resources
from generator.errors import ResourceDamaged, UnknownDocument

DATA = Path(resources.__file__).parent / "data"
# The bytes that the vectors were computed with.
PINS = {
    "https://www.w3.org/ns/credentials/v2": "59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json": (
        "ef2fa9c7846dce233cc166b43639027278be4ee44f00bb1d45c75de2dd0cd761"
    ),
    "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json": (
        "880f1902d4158f2f33ce06af41b90719977cd1ea337a9de2e41edb3ff5e543d6"
    ),
    "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json": (
        "146f85aa16effd7ca1da8056eb443f53ce1eca8a34186cb062832c0a97d889c3"
    ),
}
ALL = [*resources.contexts(), *resources.later_contexts(), *resources.standard_schemas()]
# Later texts have the URL of an earlier one.
LATER = {pinned.file for pinned in resources.later_contexts()}


@pytest.mark.parametrize("pinned", ALL, ids=lambda pinned: pinned.file)
def test_each_file_has_its_digest_and_its_origin(pinned: resources.Pinned) -> None:
    assert hashlib.sha256((DATA / pinned.file).read_bytes()).hexdigest() == pinned.sha256
    assert pinned.file in LATER or PINS.get(pinned.url, pinned.sha256) == pinned.sha256
    assert pinned.source
    assert pinned.licence


def test_each_file_is_in_a_table() -> None:
    tables = {"contexts/contexts.json", "contexts/later.json", "standards/schemas.json"}
    found = {
        path.relative_to(DATA).as_posix() for folder in ("contexts", "standards") for path in (DATA / folder).iterdir()
    }
    assert found == tables | {pinned.file for pinned in ALL}


def test_later_texts_only_add_terms() -> None:
    for pinned in resources.later_contexts():
        earlier, later = resources.context(pinned.url)["@context"], resources.later_context(pinned.url)["@context"]
        assert added(earlier, later) >= {"jti", "endorsementJwt"}


def added(earlier: object, later: object) -> set[str]:
    """The names of what the later text has and the earlier one lacks; whatever both have is the same."""
    if not isinstance(earlier, dict) or not isinstance(later, dict):
        assert earlier == later
        return set()
    assert earlier.keys() <= later.keys()
    inside = [added(earlier[name], later[name]) for name in earlier]
    return (later.keys() - earlier.keys()).union(*inside)


def test_documents_by_url() -> None:
    assert all("@context" in resources.context(pinned.url) for pinned in resources.contexts())
    assert all(resources.standard_schema(p.url)["$id"] == p.url for p in resources.standard_schemas())
    url = resources.contexts()[0].url
    assert resources.context(url) is resources.context(url)


@pytest.mark.parametrize("url", ["https://example.org/context", "https://www.w3.org/ns/credentials/v2/", ""])
def test_any_other_url_is_unknown(url: str) -> None:
    with pytest.raises(UnknownDocument):
        resources.context(url)
    with pytest.raises(UnknownDocument):
        resources.standard_schema(url)


def test_a_changed_file_is_noticed_when_first_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = resources.data_bytes
    monkeypatch.setattr(resources, "data_bytes", lambda name: whole(name).replace(b"@protected", b"@protecteD"))
    monkeypatch.setattr(resources, "_document", resources._document.__wrapped__)
    with pytest.raises(ResourceDamaged, match=r"credentials-v2\.json is damaged"):
        resources.context("https://www.w3.org/ns/credentials/v2")


@pytest.mark.parametrize("name", ["contexts/no-such.json", "contexts"])
def test_a_missing_file_is_damage(name: str) -> None:
    with pytest.raises(ResourceDamaged):
        resources.data_bytes(name)


def test_text_of_package_data() -> None:
    assert resources.data_text("contexts/ob-v3p0-extensions.json").startswith("{")
