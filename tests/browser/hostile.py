"""A registry with a script in every text that its schemas leave to people."""

from __future__ import annotations

import json
import shutil
from itertools import count
from pathlib import Path
from typing import Any

import yaml

SCHEMAS = Path(__file__).parent.parent.parent / "generator" / "data" / "schemas"
SAMPLE = Path(__file__).parent.parent / "registry"
PAYLOAD = (
    '<script>window.pwned=1</script>"><img src=x onerror="window.pwned=1"> \' onfocus=window.pwned=1 autofocus x=\''
    " {{7*7}} ${7*7} [x](javascript:window.pwned=1) <svg/onload=window.pwned=1> --></style></title></script>"
    " javascript:window.pwned=1 <a href=javascript:window.pwned=1>x</a> " + "wide" * 30
)
FREE = {"string", "number", "boolean"}
MASKS = {"student_number"}  # a text by its schema, but one of a certain form


class Filler:
    """Puts the payload, with a number each time, into every free text; `put` counts them by schema and member."""

    def __init__(self) -> None:
        self._numbers = count(1)
        self.put: set[str] = set()

    def filled(self, schema: dict[str, Any], value: Any, place: str) -> Any:
        """The value with the payload for each of its texts, and texts added that the schema admits."""
        if "anyOf" in schema and "type" not in schema:
            fitting = [one for one in schema["anyOf"] if _fits(one, value)]
            return self.filled(fitting[0], value, place) if fitting else value
        if _free(schema):
            self.put.add(place)
            return f"n{next(self._numbers)}n {PAYLOAD}"
        if isinstance(value, list) and "items" in schema:
            return [self.filled(schema["items"], one, place) for one in value]
        return self._object(schema, value, place) if isinstance(value, dict) else value

    def _object(self, schema: dict[str, Any], value: dict[str, Any], place: str) -> dict[str, Any]:
        members: dict[str, Any] = schema.get("properties", {})
        missing = {name: "" for name, one in members.items() if _free(one) and name not in {*value, *MASKS}}
        rest = schema.get("additionalProperties")
        rest = rest if isinstance(rest, dict) else {}
        return {
            name: self.filled(members.get(name, rest), one, f"{place}.{name if name in members else '*'}")
            for name, one in (value | missing).items()
        }


def write(folder: Path) -> set[str]:
    """Write the small registry of the tests with a payload in every free text; the members that hold one."""
    shutil.copytree(SAMPLE, folder, ignore=shutil.ignore_patterns("published", "disclosures.json"))
    filler = Filler()
    kinds = {"issuer": "badges/issuer.yml", "badge": "badges/*/v*.yml", "award": "recipients/*/*/*.yml"}
    for kind, pattern in kinds.items():
        schema = json.loads((SCHEMAS / f"{kind}.json").read_text("utf-8"))
        for file in sorted(folder.glob(pattern)):
            value = yaml.load(file.read_text("utf-8"), yaml.CSafeLoader)
            text = yaml.safe_dump(filler.filled(schema, value, kind), allow_unicode=True, sort_keys=False, width=10**6)
            file.write_text(text, "utf-8")
    return filler.put


def _free(schema: dict[str, Any]) -> bool:
    return isinstance(schema.get("type"), list) and set(schema["type"]) == FREE and "maxLength" not in schema


def _fits(schema: dict[str, Any], value: Any) -> bool:
    types = schema.get("type")
    kinds = {types} if isinstance(types, str) else set(types or ())
    return ("array" if isinstance(value, list) else "object" if isinstance(value, dict) else "string") in kinds
