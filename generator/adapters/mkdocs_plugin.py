"""The MkDocs plugin `badges`: `mkdocs serve` shows the catalogue pages of the registry beside `mkdocs.yml`."""

from __future__ import annotations

from pathlib import Path

from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files

from generator import resources
from generator.adapters.mkdocs_build import CSS
from generator.adapters.registry import load_catalogue_of_folder
from generator.errors import BadgesError
from generator.publishing.catalogue import catalogue_files
from generator.site.catalogue_pages import catalogue_pages
from generator.sources.markdown_pages import EXTENSIONS


class BadgesPlugin(BasePlugin[Config]):
    """Adds the pages and images of the catalogue to a MkDocs site; awards and signatures come with `badges build` only."""

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Look as the built site looks."""
        config.theme["font"] = False
        config.extra_css = [CSS, *config.extra_css]
        config.markdown_extensions = list(EXTENSIONS)
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """The hand-written files and those of the catalogue. Raises PluginError with the registry's Problems."""
        try:
            catalogue = load_catalogue_of_folder(Path(config.config_file_path).parent)
            pages = {path: text.encode() for path, text in catalogue_pages(catalogue).items()}
            others = dict(catalogue_files(catalogue))
        except BadgesError as error:
            raise PluginError(str(error)) from error
        others[CSS] = resources.data_bytes("templates/catalogue.css")
        for path, data in (others | pages).items():
            if files.get_file_from_path(path) is None:
                files.append(File.generated(config, path, content=data))
        return files
