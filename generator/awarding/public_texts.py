"""What the world will read of an award must name no learner: not whose it is, nor another of the same list."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from generator.awarding.class_lists.plain_text import plain, tidy
from generator.model.award import Evidence

Words = tuple[str, ...]
# Scripts that put no spaces between words: Thai and its neighbours, Chinese, Japanese, Korean.
_UNSPACED: Final = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2}")
REWORD: Final = "take it out, or word it otherwise where another is meant"
# A shorter word in Latin letters is too common to be told from a name.
_SHORTEST: Final = 3


@dataclass(frozen=True)
class Learners:
    """The names of learners as words without case and accents, each also with its family name, or names, first.

    `unspaced` are those in scripts without spaces between words, which stand anywhere in a text.
    """

    names: frozenset[Words]
    unspaced: frozenset[str] = frozenset()

    @classmethod
    def of(cls, names: Iterable[str]) -> Learners:
        """The learners of these names. A single word is too common to be told from any other."""
        listed = [*names]
        told = (tuple(plain(name).split()) for name in listed)
        return cls(
            frozenset(words[at:] + words[:at] for words in told if len(words) > 1 for at in range(len(words))),
            frozenset(_closed(name) for name in listed if _UNSPACED.search(tidy(name))),
        )

    def are_in(self, text: str) -> bool:
        """Whether one of them is named in the text."""
        words, lengths = tuple(plain(text).split()), {len(name) for name in self.names}
        if any(words[at : at + length] in self.names for length in lengths for at in range(len(words))):
            return True
        return bool(self.unspaced) and any(map(_closed(text).__contains__, self.unspaced))


def is_named(learner: str, text: str) -> bool:
    """Whether an award's text names its own learner: by the whole name, or as in `Ana's lamp` and `lamp by Ana`."""
    whole = plain(learner)
    alone = " " not in whole and (len(whole) >= _SHORTEST or not whole.isascii())
    if (alone and whole and f" {whole} " in f" {plain(text)} ") or Learners.of([learner]).are_in(text):
        return True
    bare = _bare(text)
    own = [word for word in _bare(learner).split() if len(word) > 1 and word[0].isupper() and word in bare]
    if not own:
        return False
    either = "|".join(map(re.escape, own))
    whose = rf"(?<!\w)(?:(?:{either})['’]s?|(?i:by|of|from|with|por|de|con)\s+(?:{either}))(?!\w)"
    return re.search(whose, bare) is not None


def _bare(text: str) -> str:
    """The text without accents, in its own capitals."""
    parts = unicodedata.normalize("NFKD", tidy(text))
    return "".join(char for char in parts if not unicodedata.combining(char))


def _closed(text: str) -> str:
    return plain(text).replace(" ", "")


def texts_of(evidence: Iterable[Evidence], narrative: str | None) -> Iterator[tuple[str, str]]:
    """Each text that people wrote and the world reads, behind what it is called."""
    for item in evidence:
        for text in (item.name, item.url, item.description, item.narrative, item.genre):
            if text:
                yield "evidence", text
    if narrative:
        yield "narrative", narrative
