"""Awards by the fast path: the same bytes as by the plain one, from what the awards of a badge version share."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

from generator.model.catalogue import Catalogue
from generator.names import AwardId
from generator.proofs.keys import SigningKey
from generator.publishing.outlet import Delivered, Stage, Taken, award_paths
from generator.publishing.pressing import Press
from generator.site.award_press import PagePress

_ANY: AwardId = AwardId("0" * 26)


@dataclass(frozen=True)
class PressedAwards:
    """Awards signed with the key and written into the stage."""

    stage: Stage
    catalogue: Catalogue
    key: SigningKey
    preview: bool

    def __reduce__(self) -> tuple[type[PressedAwards], tuple[Stage, Catalogue, SigningKey, bool]]:
        """Without the presses: another process makes its own."""
        return PressedAwards, (self.stage, self.catalogue, self.key, self.preview)

    def take(self, awards: Sequence[Taken]) -> None:
        """Write the three files of each award: credential, assertion, page."""
        signed = self._press.all_files(awards)
        pages = [self._pages.page(award, parts) for award, parts in awards]
        for (award, _), made, page in zip(awards, signed, pages, strict=True):
            try:
                for path, data in zip(self.paths(award.id), (*made, page), strict=True):
                    self.stage.write(path, data)
            except FileExistsError:
                pass  # of a record that has another's id, which the index will tell

    def deliver(self, name: str, wanted: Collection[AwardId]) -> Delivered:
        """What the stage says of these awards."""
        return self.stage.deliver(name, {path for award in wanted for path in self.paths(award)})

    def paths(self, award: AwardId) -> tuple[str, str, str]:
        """The paths of an award's files, as `award_paths` gives them."""
        middle = f"{award.shard}/{award}"
        (a, b), (c, d), (e, f) = self._forms
        return a + middle + b, c + middle + d, e + middle + f

    @cached_property
    def _forms(self) -> tuple[tuple[str, str], ...]:
        """What stands before and after an award's shard and id."""
        middle = f"{_ANY.shard}/{_ANY}"
        forms = tuple(tuple(path.split(middle)) for path in award_paths(self.catalogue, _ANY))
        return tuple((before, after) for before, after in forms)

    @cached_property
    def _press(self) -> Press:
        return Press(self.catalogue, self.key)

    @cached_property
    def _pages(self) -> PagePress:
        return PagePress(self.catalogue, preview=self.preview)
