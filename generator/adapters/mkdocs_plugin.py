"""The MkDocs plugin `badges`: `mkdocs serve` shows the catalogue pages of the registry beside `mkdocs.yml`."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files as files_of
from pathlib import Path
from typing import Final

from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel

from generator import resources
from generator.adapters.mkdocs_build import ASSETS, configuration, made_beside, nav_of
from generator.adapters.registry import load_catalogue_of_folder
from generator.errors import BadgesError
from generator.publishing.catalogue import catalogue_files
from generator.site.catalogue_pages import catalogue_pages
from generator.sources.markdown_pages import EXTENSIONS

# What a registry may choose of how the theme looks, and what the theme itself takes, so that nobody chose it.
_OWN: Final = {"palette": {}, "features": [], "language": "en", "favicon": "assets/images/favicon.png"}


class NoOptions(Config):  # type: ignore[no-untyped-call]  # MkDocs has no types here
    """The plugin has none: everything is in `badges/`."""


class BadgesPlugin(BasePlugin[NoOptions]):  # type: ignore[no-untyped-call]  # nor here
    """Adds pages and images of the catalogue to a MkDocs site; awards and signatures come with `badges build` only."""

    # Before others, as that of search asks for the language of the theme.
    @event_priority(100)
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Look as the built site looks. Raises PluginError with the registry's Problems."""
        try:
            self.catalogue = load_catalogue_of_folder(Path(config.config_file_path).parent)
        except BadgesError as error:
            raise PluginError(str(error)) from error
        self.pages = catalogue_pages(self.catalogue)
        chosen = {name: config.theme[name] for name, own in _OWN.items() if config.theme.get(name) not in (None, own)}
        told = configuration({"theme": chosen, "nav": config.nav}, "", preview=False, frame=self.pages.frame)
        for name in ("font", *_OWN):
            if name in told["theme"]:
                config.theme[name] = told["theme"][name]
        # A folder on disk, as the theme wants it: the package is never run from an archive.
        config.theme.dirs.insert(0, str(files_of("generator").joinpath("data", "templates", "mkdocs")))
        config.extra_css = [*told["extra_css"], *config.extra_css]
        config.extra_javascript = [*told["extra_javascript"], *config.extra_javascript]
        config.extra |= told["extra"]
        config.markdown_extensions = list(EXTENSIONS)
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """The hand-written files and those of the catalogue."""
        written = [file.src_uri for file in files if file.inclusion != InclusionLevel.EXCLUDED]
        others = dict(catalogue_files(self.catalogue, written=written))
        others |= {path: resources.data_bytes(path) for path in ASSETS}
        made = made_beside(self.pages.texts, written)
        for path, data in (others | {path: text.encode() for path, text in made.items()}).items():
            files.append(File.generated(config, path, content=data, inclusion=InclusionLevel.INCLUDED))
        config.nav = nav_of({"nav": config.nav}, made, written, self.pages.frame["said"])
        return files

    def on_serve(
        self, server: LiveReloadServer, /, *, config: MkDocsConfig, builder: Callable[..., object]
    ) -> LiveReloadServer:
        """Show a change of the issuer or of a badge at once."""
        server.watch(str(Path(config.config_file_path).parent / "badges"))
        return server
