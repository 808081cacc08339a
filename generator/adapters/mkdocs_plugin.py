"""The MkDocs plugin `badges`: `mkdocs serve` shows the catalogue pages of the registry beside `mkdocs.yml`."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files as files_of
from pathlib import Path

from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files, InclusionLevel

from generator import resources
from generator.adapters.mkdocs_build import CSS, configuration, made_beside, nav_of
from generator.adapters.registry import load_catalogue_of_folder
from generator.errors import BadgesError
from generator.publishing.catalogue import catalogue_files
from generator.site.catalogue_pages import catalogue_pages
from generator.sources.markdown_pages import EXTENSIONS


class NoOptions(Config):  # type: ignore[no-untyped-call]  # MkDocs has no types here
    """The plugin has none: everything is in `badges/`."""


class BadgesPlugin(BasePlugin[NoOptions]):  # type: ignore[no-untyped-call]  # nor here
    """Adds pages and images of the catalogue to a MkDocs site; awards and signatures come with `badges build` only."""

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Look as the built site looks."""
        chosen = {name: config.theme[name] for name in ("palette", "features") if config.theme.get(name)}
        theme = configuration({"theme": chosen, "nav": config.nav}, "", preview=False)["theme"]
        for name in ("font", "palette", "features"):
            config.theme[name] = theme[name]
        # A folder on disk, as the theme wants it: the package is never run from an archive.
        config.theme.dirs.insert(0, str(files_of("generator").joinpath("data", "templates", "mkdocs")))
        config.extra_css = [CSS, *config.extra_css]
        config.markdown_extensions = list(EXTENSIONS)
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """The hand-written files and those of the catalogue. Raises PluginError with the registry's Problems."""
        try:
            catalogue = load_catalogue_of_folder(Path(config.config_file_path).parent)
            others = dict(catalogue_files(catalogue))
        except BadgesError as error:
            raise PluginError(str(error)) from error
        others[CSS] = resources.data_bytes(CSS)
        written = [file.src_uri for file in files if file.inclusion != InclusionLevel.EXCLUDED]
        made = made_beside(catalogue_pages(catalogue), written)
        for path, data in (others | {path: text.encode() for path, text in made.items()}).items():
            files.append(File.generated(config, path, content=data, inclusion=InclusionLevel.INCLUDED))
        config.nav = nav_of({"nav": config.nav}, made, written)
        return files

    def on_serve(
        self, server: LiveReloadServer, /, *, config: MkDocsConfig, builder: Callable[..., object]
    ) -> LiveReloadServer:
        """Show a change of the issuer or of a badge at once."""
        server.watch(str(Path(config.config_file_path).parent / "badges"))
        return server
