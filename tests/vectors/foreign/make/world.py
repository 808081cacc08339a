"""Reading and writing, as in world.mjs."""

# mypy: ignore-errors

import json
from pathlib import Path

ROOT = Path(__file__).parent.parent
NOW = "2026-11-22T12:00:00Z"


def template(name: str) -> dict:
    return json.loads((ROOT / "make/templates" / f"{name}.json").read_text())


def contexts() -> dict[str, dict]:
    found = {}
    for folder in (ROOT / "../../../generator/data/contexts", ROOT / "contexts"):
        for row in json.loads((folder / "contexts.json").read_text()):
            found[row["url"]] = json.loads((folder / row["file"]).read_text())
    return found


def text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def answer(url: str, value: object) -> None:
    file = ROOT / "world" / url.removeprefix("https://")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text(value))


class Scenarios:
    def __init__(self, folder: str, made_by: str) -> None:
        self.folder, self.made_by, self.rows = folder, made_by, []
        (ROOT / folder).mkdir(exist_ok=True)

    def add(
        self,
        file: str,
        document: object,
        how: str,
        verdict: str,
        codes: list[str] | None = None,
        note: str = "",
        made_by: str = "",
    ) -> None:
        path = ROOT / self.folder / file
        path.write_bytes(document) if isinstance(document, bytes) else path.write_text(text(document))
        row = {
            "file": f"{self.folder}/{file}",
            "made_by": made_by or self.made_by,
            "how": how,
            "now": NOW,
            "verdict": verdict,
            "codes": codes,
            "note": note,
        }
        self.rows.append({name: value for name, value in row.items() if value})

    def write(self) -> None:
        (ROOT / self.folder / "scenarios.json").write_text(text(self.rows))
        print(self.folder, len(self.rows))
