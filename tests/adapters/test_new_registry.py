"""A registry is founded whole or not at all, also by a program that is killed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from generator.adapters import new_registry, package_pin, registry
from generator.adapters.checking import check_folder
from generator.awarding.upkeep import founding
from generator.errors import OutputRefused, PrivateProblem
from generator.publishing.progress import deaf
from tests.adapters.test_package_pin import ADDRESS

ANSWERS = founding.Answers(
    url="https://badges.example.org",
    name="Example District",
    email="badges@example.org",
    description="They award.",
    language="en",
    campus="Lincoln High School",
    campus_id="lincoln",
    assessor="Computing",
    assessor_id="computing",
    team="example/computing",
    administrators=("example/coordinators",),
)
PACKAGE = founding.Package(ADDRESS, "0a" * 32, "")


def files(public_key: str) -> dict[str, bytes]:
    template, today = package_pin.template(), registry.today()
    return founding.files(ANSWERS, template, PACKAGE, public_key=public_key, private="new-private", today=today)


def killed(folder: Path, at: int) -> bool:
    """Found a registry in a process that dies at that call of `os.replace`; whether it came so far."""
    child = os.fork()
    if child == 0:
        calls, replace = [0], os.replace

        def dying(*names: str) -> None:
            calls[0] += 1
            if calls[0] == at:
                os._exit(9)
            replace(*names)

        os.replace = dying  # type: ignore[assignment]
        try:
            new_registry.found(folder, new_registry.place(folder, None), files)
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
@pytest.mark.parametrize("at", [1, 2, 3, 12])
def test_killed_while_it_is_made_it_is_whole_or_can_be_made_again(tmp_path: Path, at: int) -> None:
    folder = tmp_path / "new"
    assert killed(folder, at)
    if at == 1:  # nothing was decided yet
        secret = new_registry.place(folder, None)
        assert [path.name for path in folder.rglob("*") if path.is_file()] == []
        assert new_registry.found(folder, secret, files).in_git
    else:
        with pytest.raises(OutputRefused, match="is whole now"):
            new_registry.place(folder, None)
    assert check_folder(folder, 1, deaf, remember=False).problems == []
    keys = [tmp_path / "new-private" / name for name in ("sealing.key", "signing.key")]
    assert [key.stat().st_mode & 0o777 for key in keys] == [0o600, 0o600]
    assert sorted(path.name for path in (tmp_path / "new-private").iterdir()) == [
        ".gitignore", "README.txt", "sealing.key", "signing.key",
    ]  # fmt: skip


def test_where_the_world_fails_nothing_stays(tmp_path: Path) -> None:
    def failing(public_key: str) -> dict[str, bytes]:
        raise OSError("the disk is full")

    folder = tmp_path / "new"
    with pytest.raises(OSError, match="full"):
        new_registry.found(folder, new_registry.place(folder, None), failing)
    assert list(tmp_path.iterdir()) == []


def test_keys_that_would_be_committed_elsewhere_are_refused(tmp_path: Path) -> None:
    """The folder beside it lies in somebody's repository."""
    (tmp_path / "other" / ".git").mkdir(parents=True)
    with pytest.raises(PrivateProblem, match="Git"):
        new_registry.found(
            tmp_path / "new", new_registry.place(tmp_path / "new", tmp_path / "other" / "keys"), files
        )  # fmt: skip
    assert not (tmp_path / "new").exists()
    assert not (tmp_path / "other" / "keys").exists()


def test_a_link_is_no_place_for_a_registry(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "new").symlink_to(tmp_path / "there")
    with pytest.raises(OutputRefused, match="a file or a link"):
        new_registry.place(tmp_path / "new", None)
