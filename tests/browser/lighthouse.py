"""What Lighthouse says of each kind of page on a slow phone: `python -m tests.browser.lighthouse [KIND …]`.

Its own mobile profile, with its simulated slow line and processor. A busy computer gives worse figures.
"""

from __future__ import annotations

import json
import socket
import sys
from pathlib import Path
from typing import Any

from tests.browser import bring
from tests.browser.live import live
from tests.browser.sample import AWARDS

FOLDER = bring.FOLDER / "lighthouse"
# Category, and the least that will do.
WANTED = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}
# Not for search engines, on purpose.
HIDDEN = (*AWARDS, "not found")
METRICS = ("first-contentful-paint", "largest-contentful-paint", "total-blocking-time", "cumulative-layout-shift")


def report(address: str, port: int) -> dict[str, Any]:
    """Lighthouse's report on the page, by the browser that listens at the port."""
    program = Path("node_modules", "lighthouse", "cli", "index.js")
    told = ["--quiet", "--no-enable-error-reporting", "--output=json", f"--port={port}"]
    made: dict[str, Any] = json.loads(
        bring.node([str(program), address, *told, f"--only-categories={','.join(WANTED)}"], cwd=FOLDER)
    )
    return made


def scores(made: dict[str, Any]) -> dict[str, int]:
    """Of 100, by category; 0 where it could not be judged."""
    return {name: round(100 * (made["categories"][name]["score"] or 0)) for name in WANTED}


def faults(made: dict[str, Any], kind: str) -> list[str]:
    """The audits that cost a category its 100, but for what is meant so."""
    found = []
    for name in WANTED:
        if name == "seo" and kind in HIDDEN:
            continue
        for reference in made["categories"][name]["auditRefs"]:
            audit = made["audits"][reference["id"]]
            if reference["weight"] and audit["score"] is not None and audit["score"] < 0.9:
                found.append(f"{name}: {audit['id']}: {audit['title']} {audit.get('displayValue', '')}".rstrip())
    return found


def too_little(found: dict[str, int], kind: str) -> list[str]:
    """The categories that have less than is wanted."""
    asked = {name: least for name, least in WANTED.items() if name != "seo" or kind not in HIDDEN}
    return [f"{name}: {found[name]} of {least}" for name, least in asked.items() if found[name] < least]


def main() -> int:
    """Print a table; 1 where a page has less than is wanted."""
    bring.npm(FOLDER, bring.HERE / "lighthouse")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    lacking = []
    with live(f"--remote-debugging-port={port}") as site:
        # The page for what isn't there under its own address: Lighthouse judges no answer 404.
        addresses = site.addresses | {"not found": "/404.html"}
        print(f"{'':26}" + "".join(f"{name:>15}" for name in WANTED) + "    FCP · LCP · TBT · CLS")
        for kind in sys.argv[1:] or addresses:
            made = report(site.origin + addresses[kind], port)
            found = scores(made)
            times = " · ".join(made["audits"][name].get("displayValue", "–") for name in METRICS)
            print(f"{kind:26}" + "".join(f"{score:15}" for score in found.values()) + f"    {times}", flush=True)
            if short := too_little(found, kind):
                lacking += [f"{kind}: {line}" for line in (*short, *faults(made, kind))]
    print("\n".join(["", *lacking]))
    return 1 if lacking else 0


if __name__ == "__main__":
    raise SystemExit(main())
