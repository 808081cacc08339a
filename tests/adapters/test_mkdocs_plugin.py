"""The plugin `badges`, as MkDocs itself loads it: by its entry point, beside a registry's `mkdocs.yml`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import Files

from generator.adapters.mkdocs_plugin import BadgesPlugin
from tests.builds import REGISTRY

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample registry with a `mkdocs.yml` for `mkdocs serve` and a page of its own."""
    folder = tmp_path_factory.mktemp("plugin") / "registry"
    shutil.copytree(REGISTRY, folder)
    settings = folder / "mkdocs.yml"
    settings.write_text(settings.read_text() + "plugins: [search, badges]\nexclude_docs: '*.md'\n")
    (folder / "docs/about.md").write_text("# Left out\n")
    return folder


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that says what an installed package says: which plugin is where."""
    points = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["entry-points"]["mkdocs.plugins"]
    info = tmp_path_factory.mktemp("packages") / "badge_registry_of_tests-0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: badge-registry-of-tests\nVersion: 0\n")
    lines = [f"{name} = {target}\n" for name, target in points.items()]
    (info / "entry_points.txt").write_text("".join(["[mkdocs.plugins]\n", *lines]))
    return info.parent


def mkdocs(registry: Path, packages: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(packages), str(ROOT)]), "NO_MKDOCS_2_WARNING": "1"}
    command = [sys.executable, "-m", "mkdocs", "build", *arguments]
    return subprocess.run(command, cwd=registry, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def site(registry: Path, packages: Path) -> Path:
    """The site that MkDocs makes of it, which takes every warning for an error."""
    done = mkdocs(registry, packages, "--strict", "--site-dir", "../site")
    assert done.returncode == 0, done.stderr
    return registry.parent / "site"


def test_the_catalogue_is_shown(site: Path) -> None:
    assert "Models a part to measure and makes it." in (site / "badges/index.html").read_text()
    assert "Works after own debugging." in (site / "badges/circuit-design/index.html").read_text()
    assert "Who may award" in (site / "issuer/index.html").read_text()
    assert (site / "badges/circuit-design/v1.png").read_bytes()[:4] == b"\x89PNG"
    assert (site / "assets/catalogue.css").is_file()


def test_it_looks_as_the_built_site_looks(site: Path) -> None:
    page = (site / "badges/index.html").read_text()
    assert "fonts.googleapis.com" not in page
    assert 'href="../assets/catalogue.css"' in page
    assert 'data-md-color-scheme="slate"' in page
    assert "Who awards these badges" in page
    assert "3d modeling" not in page


def test_what_the_registry_leaves_out_is_left_out_and_no_badge(site: Path) -> None:
    assert not (site / "about").exists()
    assert "Badges for what learners can do" in (site / "index.html").read_text()


def test_no_award_is_there(site: Path) -> None:
    assert not (site / "awards").exists()


def test_problems_of_the_registry_are_told(registry: Path, packages: Path, tmp_path: Path) -> None:
    spoilt = tmp_path / "registry"
    shutil.copytree(registry, spoilt)
    badge = spoilt / "badges/3d-modeling/v1.yml"
    badge.write_text(badge.read_text().replace("level: introductory", "level: easy"))
    done = mkdocs(spoilt, packages)
    assert done.returncode == 1
    assert "badges/3d-modeling/v1.yml:6:8: error:" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.fixture
def config(registry: Path) -> MkDocsConfig:
    """The registry's configuration, without its plugins."""
    config = MkDocsConfig(config_file_path=str(registry / "mkdocs.yml"))
    config.load_dict({"site_name": "x", "theme": {"name": "material"}, "docs_dir": str(registry / "docs")})
    config.validate()
    config.plugins._current_plugin = "badges"
    return config


def test_a_navigation_and_colours_of_ones_own_are_kept(config: MkDocsConfig) -> None:
    config.nav = [{"Circuits": "badges/circuit-design.md"}]
    config.theme["palette"] = {"primary": "teal"}
    config.theme["language"] = "fr"
    plugin = BadgesPlugin()
    plugin.on_config(config)
    files = plugin.on_files(Files([]), config=config)
    assert config.theme["palette"] == {"primary": "teal"}
    assert config.theme["language"] == "en"
    assert "navigation.indexes" not in config.theme["features"]
    assert config.nav == [{"Circuits": "badges/circuit-design/index.md"}]
    assert files.get_file_from_path("badges/circuit-design/index.md") is not None


def test_a_registry_that_is_refused_is_an_error_of_the_plugin(config: MkDocsConfig, tmp_path: Path) -> None:
    config.config_file_path = str(tmp_path / "mkdocs.yml")
    with pytest.raises(PluginError):
        BadgesPlugin().on_config(config)


def test_a_change_of_a_badge_is_seen(config: MkDocsConfig, registry: Path) -> None:
    class Server:
        """Remembers what it watches."""

        def __init__(self) -> None:
            self.watched: list[str] = []

        def watch(self, path: str) -> None:
            self.watched.append(path)

    server = Server()
    BadgesPlugin().on_serve(server, config=config, builder=lambda: None)  # type: ignore[arg-type]
    assert server.watched == [str(registry / "badges")]
