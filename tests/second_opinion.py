"""RDFC-1.0 by another program, pyoxigraph: what it makes of a document."""

from __future__ import annotations

from generator.adapters.second_opinion import canonical as other_canonical
from generator.adapters.second_opinion import inlined

__all__ = ["inlined", "other_canonical"]
