"""YAML as editors read it: the core schema of YAML 1.2 (10.3.2), and a writer whose texts it reads back."""

from __future__ import annotations

import json
import random
import re
from typing import Any

import yaml


class Core(yaml.SafeLoader):
    """Reads `no` and `2026-05-14` as texts, `true` as a boolean, `1.10` as a number."""


Core.yaml_implicit_resolvers = {}
for tag, form, first in (
    ("null", r"(?:~|null|Null|NULL|)", "~nN"),
    ("bool", r"(?:true|True|TRUE|false|False|FALSE)", "tTfF"),
    ("int", r"(?:[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)", "-+0123456789"),
    ("float", r"(?:[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))",
     "-+.0123456789"),
):  # fmt: skip
    Core.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(rf"^(?:{form})$"), [*first, ""])


def load(text: str) -> Any:
    """The data that an editor makes of a text."""
    return yaml.load(text, Loader=Core)


def dump(data: Any, chance: random.Random) -> str:
    """A text that reads as the data, with and without quotes where both do."""
    if isinstance(data, dict):
        return "{" + ", ".join(f"{dump(k, chance)}: {dump(v, chance)}" for k, v in data.items()) + "}"
    if isinstance(data, list):
        return "[" + ", ".join(dump(item, chance) for item in data) + "]"
    if isinstance(data, str) and re.fullmatch(r"[A-Za-z0-9_./$%+-]+", data) and chance.random() < 0.5:
        return data if _reads_as_text(data) else json.dumps(data)
    return json.dumps(data, ensure_ascii=False)


def _reads_as_text(text: str) -> bool:
    try:
        return load(text) == text and isinstance(load(text), str)
    except yaml.YAMLError:
        return False
