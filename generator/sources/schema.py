"""The JSON Schemas (2020-12) of the YAML files, made of the same shapes as the decoder.

`python -m generator.sources.schema` writes them into the package's data; a test says when that is due.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from generator.sources.kinds import KINDS


def schemas() -> dict[str, str]:
    """The text of each schema by the name of its kind."""
    return {name: json.dumps(_schema(name), indent=1, ensure_ascii=False) + "\n" for name in KINDS}


def _schema(name: str) -> dict[str, Any]:
    shape, title = KINDS[name]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title, **shape.schema()}


def main() -> None:
    """Write the schemas where the package keeps them."""
    folder = Path(__file__).parent.parent / "data" / "schemas"
    folder.mkdir(exist_ok=True)
    for name, text in schemas().items():
        (folder / f"{name}.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
