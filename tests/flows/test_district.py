"""A district from nothing to corrected, revoked and erased awards and another key, by the commands of the guides."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import yaml

from generator.adapters.private_folder import private_folder
from generator.adapters.site_folder import SiteFolder
from generator.addresses import Addresses
from generator.encodings import sealing
from generator.names import AwardId
from tests import starting
from tests.builds import badges, registry_to_award_in
from tests.flows.github import GitHub, PullRequest, objects
from tests.flows.leaks import leaks
from tests.flows.people import Person, commands
from tests.workflows.live import live
from tests.workflows.test_publish import ADDRESS, Pages

INIT = (
    f'badges init badges --url {ADDRESS} --name "Riverbend" --email badges@riverbend.example '
    '--campus "Lincoln High School" --campus-id lincoln-high --assessor "Engineering Lab" --team riverbend/engineering '
    "--repository riverbend/badges --administrators riverbend/badges --package {wheel}"
)
CLASS = 30
Learner = tuple[str, str]


def learner(number: int) -> Learner:
    return f"Sample Learner {number} Quill", f"learner.{number}.quill@students.riverbend.example"


@dataclass
class Story:
    """What happened: GitHub's side, the people, and the awards by what became of them."""

    github: GitHub
    coordinator: Person
    colleague: Person
    signing_keys: list[str] = field(default_factory=list)
    awards: dict[str, str] = field(default_factory=dict)
    learners: list[Learner] = field(default_factory=list)
    requests: dict[str, PullRequest] = field(default_factory=dict)

    @property
    def site(self) -> Path:
        return self.github.pages.artifact

    def merged(self, branch: str) -> PullRequest:
        """A pull request of the branch, green and merged."""
        request = self.requests[branch] = self.github.open(branch)
        self.github.merge(request)
        return request

    def verdict(self, award: str) -> str:
        """What a stranger finds on the published site."""
        done = badges("verify", "--site", self.site, award)
        return done.stdout.strip().splitlines()[-1] if done.stdout.strip() else done.stderr


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory, wheel: Path, new_python: Callable[[Path], Path]) -> Iterator[Story]:
    folder = tmp_path_factory.mktemp("district")
    python = new_python(folder / "python")
    with live(tmp_path_factory.mktemp("web"), "badges.riverbend.example") as web:
        github = GitHub(folder / "github", python, Pages(web, folder / "github"))
        told = Story(github, Person(folder / "coordinator", "coordinator"), Person(folder / "colleague", "colleague"))
        for chapter in (begin, first_badge, a_class, correction, revocation, erasure, another_key, two_at_once):
            chapter(told, wheel)
        yield told


# ------------------------------------------------------------------------------------------- the chapters


def begin(story: Story, wheel: Path) -> None:
    """A new registry, pushed to an empty repository."""
    who, remote = story.coordinator, story.github.remote
    who.type(INIT.format(wheel=wheel), who.home)
    who.type("git add -A && git commit -qm 'A new registry'")
    who.type(f"git remote add origin {remote} && git push -q -u origin main")
    story.signing_keys.append((who.private / "signing.key").read_text("ascii").strip())
    story.github.publish(story.signing_keys[-1])


def first_badge(story: Story, _: Path) -> None:
    """A badge, drafted and filled in, and who may award it."""
    who = story.coordinator
    who.type("git switch -q -c first-badge")
    who.type('badges new badge circuit-design --name "Circuit Design" --level introductory')
    assert "unfinished" in who.type("badges check", code=1)
    written = registry_to_award_in(who.home / "as-written") / "badges/circuit-design"
    shutil.copytree(written, who.registry / "badges/circuit-design", dirs_exist_ok=True)
    issuer = who.registry / "badges/issuer.yml"
    [name] = yaml.safe_load(issuer.read_text("utf-8"))["assessors"]
    text, count = re.subn(r"badges: \[\]", "badges: [circuit-design]", issuer.read_text("utf-8"), count=1)
    assert (name, count) == ("engineering-lab", 1)
    issuer.write_text(text, "utf-8")
    who.type("badges codeowners && badges check")
    who.type("git add -A && git commit -qm 'Circuit design' && git push -q -u origin first-badge")
    story.merged("first-badge")


def a_class(story: Story, _: Path) -> None:
    """Thirty learners, by the guide."""
    who = story.coordinator
    who.type("git remote set-head origin -a")
    story.learners = [learner(number) for number in range(1, CLASS + 1)]
    for command in [*commands("awarding.md", "A class"), *commands("awarding.md", "The pull request")]:
        who.type(command)
        if "--template" in command:
            fill_in(who.home / "class.csv", story.learners)
    story.merged("circuit-design-class")
    story.github.publish(story.signing_keys[-1])
    awards = sorted(file.stem for file in (who.registry / "recipients/lincoln-high/circuit-design").glob("*.yml"))
    story.awards = dict(zip(("corrected", "revoked", "erased"), awards, strict=False))


def fill_in(file: Path, learners: list[Learner]) -> None:
    """The template with a row for each learner, as a spreadsheet of another country would save it."""
    header, example, *_ = csv.reader(io.StringIO(file.read_text("utf-8-sig")))
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(header)
    for name, email in learners:
        cells = dict(zip(header, example, strict=True)) | {"name": name, "email": email}
        writer.writerow([*cells.values()])
    file.write_text(text.getvalue(), "utf-8-sig")


def correction(story: Story, _: Path) -> None:
    who, award = story.coordinator, story.awards["corrected"]
    branch(story, "correction")
    [command] = commands("awarding.md", "A correction")
    said = who.type(command.replace("ID", award), stdin="results: {wiring: exemplary}\n")
    story.awards["renewed"] = next(each for each in re.findall(r"[0-9a-z]{26}", said) if each != award)
    proposed(story, "correction")


def revocation(story: Story, _: Path) -> None:
    branch(story, "revocation")
    [command] = commands("awarding.md", "Ending an award")
    story.coordinator.type(command.replace("ID", story.awards["revoked"]))
    proposed(story, "revocation")


def erasure(story: Story, _: Path) -> None:
    branch(story, "erasure")
    [command] = commands("awarding.md", "Erasing")
    said = story.coordinator.type(command.replace("ID", story.awards["erased"]))
    for place in ("history", "pull request", "artefact", "fork", "ten minutes"):
        assert place in said.lower(), said
    proposed(story, "erasure")


def another_key(story: Story, _: Path) -> None:
    """A leaked key: another is made, the old one revoked, and everything signed anew."""
    who, old = story.coordinator, story.signing_keys[-1]
    shutil.copytree(story.site, who.home / "old-site")
    branch(story, "key")
    public = yaml.safe_load((who.registry / "badges/issuer.yml").read_text("utf-8"))["keys"][0]["public"]
    who.type("badges key new")
    who.type(f"badges key revoke {public}")
    [new] = {file.read_text("ascii").strip() for file in who.private.glob("signing*.key")} - {old}
    story.signing_keys.append(new)
    proposed(story, "key")


def two_at_once(story: Story, _: Path) -> None:
    """Two people award on branches of their own, and the second is merged without another look."""
    one, two = story.coordinator, story.colleague
    two.home.mkdir(exist_ok=True)
    two.clone(story.github.remote)
    two.private.mkdir(mode=0o700)
    shutil.copy(one.private / "sealing.key", two.private)
    for who, number in ((one, 41), (two, 42)):
        who.type(f"git switch -q main && git pull -q && git switch -q -c award-{number}")
        name, email = learner(number)
        story.learners.append((name, email))
        answers = {
            "name": name,
            "emailAddress": email,
            "results": {"wiring": "proficient", "explanation": "proficient"},
            "evidence": [{"name": "Circuit", "description": "A circuit that works."}],
        }
        who.type("badges award circuit-design", stdin=json.dumps(answers))
        who.type(f"git add recipients && git commit -qm 'One more' && git push -q origin award-{number}")
    first, second = (story.github.open(f"award-{number}") for number in (42, 41))
    story.github.merge(first)
    story.github.merge(second)
    story.github.publish(story.signing_keys[-1])


def branch(story: Story, name: str) -> None:
    story.coordinator.type(f"git switch -q main && git pull -q && git switch -q -c {name}")


def proposed(story: Story, name: str) -> None:
    """Committed, opened, merged and published."""
    story.coordinator.type(f"git add -A && git commit -qm '{name}' && git push -q origin {name}")
    story.merged(name)
    story.github.publish(story.signing_keys[-1])


# ------------------------------------------------------------------------------------ what is true then


def test_a_class_of_thirty_is_published_and_verifies(story: Story) -> None:
    folder = story.coordinator.registry / "recipients/lincoln-high/circuit-design"
    awards = {file.stem for file in folder.glob("*.yml")}
    assert len(awards) >= CLASS
    assert "Verified" in story.verdict((awards - {*story.awards.values()}).pop())


def test_a_correction_ends_the_old_award_which_points_to_the_new(story: Story) -> None:
    assert "Verified" in story.verdict(story.awards["renewed"])
    assert "Revoked" in story.verdict(story.awards["corrected"])
    page = SiteFolder(story.site)(Addresses(ADDRESS).award_page(AwardId(story.awards["corrected"]))).decode()
    assert story.awards["renewed"] in page


def test_a_revoked_award_says_so_and_an_erased_one_is_gone(story: Story) -> None:
    assert "Revoked" in story.verdict(story.awards["revoked"])
    assert not [*story.site.rglob(f"{story.awards['erased']}*")]
    assert (story.coordinator.registry / "recipients/reserved.yml").is_file()


@pytest.mark.parametrize(
    ("branch", "words"),
    [
        ("circuit-design-class", f"issues {CLASS}"),
        ("correction", "issues 1, revokes 1"),
        ("revocation", "revokes 1"),
        ("erasure", "erases 1"),
        ("key", "renews"),
    ],
)
def test_each_pull_request_is_told_what_it_changes(story: Story, branch: str, words: str) -> None:
    assert words in story.requests[branch].summary


def test_a_preview_of_the_changed_pages_is_left_and_says_that_it_is_one(story: Story) -> None:
    pages = [*story.github.artifacts.rglob("*.html")]
    assert len(pages) > CLASS
    assert [page for page in pages if "preview" not in page.read_text("utf-8").lower()] == []


def test_merged_in_the_other_order_two_awards_give_the_same_registry(story: Story, tmp_path: Path) -> None:
    who = Person(tmp_path / "somebody", "somebody")
    who.clone(story.github.remote)
    trees = set()
    for first, second in ((41, 42), (42, 41)):
        who.type(f"git checkout -q $(git merge-base origin/award-{first} origin/award-{second})")
        for number in (first, second):
            who.type(f"git merge -q --no-ff -m x origin/award-{number} && badges check")
        trees.add(who.type("git rev-parse 'HEAD^{tree}'"))
    assert len(trees) == 1


def test_what_the_leaked_key_signed_is_refused_and_what_it_was_for_is_renewed(story: Story) -> None:
    old = next((story.coordinator.home / "old-site/awards").glob(f"??/{story.awards['renewed']}.json"))
    done = badges("verify", "--site", story.site, old)
    assert done.returncode == 1
    assert "key-revoked" in done.stdout
    assert "Verified" in story.verdict(story.awards["renewed"])


def test_a_receipt_opens_the_published_award_of_its_learner(story: Story) -> None:
    folder = story.coordinator.registry / "receipts"
    rows = [row for file in folder.glob("*.csv") for row in csv.DictReader(io.StringIO(file.read_text("utf-8-sig")))]
    row = next(row for row in rows if not any(award in row["page"] for award in story.awards.values()))
    award = re.findall(r"[0-9a-z]{26}", row["page"])[0]
    done = starting.badges("verify", "--site", story.site, "--recipient", award, stdin=row["receipt"])
    assert done.returncode == 0, done.stdout
    assert row["name"] in done.stdout


def test_a_fork_that_authorises_itself_is_refused(story: Story, tmp_path: Path) -> None:
    stranger = Person(tmp_path / "stranger", "stranger")
    stranger.clone(story.github.remote)
    stranger.type("git switch -q -c mine && badges key sealing --old-key-lost")
    issuer = stranger.registry / "badges/issuer.yml"
    mine = "assessors:\n  mine:\n    name: Mine\n    github: stranger\n    badges: [circuit-design]\n"
    issuer.write_text(issuer.read_text("utf-8").replace("assessors:\n", mine, 1), "utf-8")
    answers = {
        "name": "Sample Learner 99 Quill",
        "emailAddress": "learner.99.quill@students.riverbend.example",
        "assessor": "mine",
        "campus": "lincoln-high",
        "results": {"wiring": "proficient", "explanation": "proficient"},
        "evidence": [{"name": "Circuit", "description": "A circuit."}],
    }
    stranger.type("badges award circuit-design", stdin=json.dumps(answers))
    stranger.type("badges codeowners && badges check && git add -A && git commit -qm Mine")
    request = story.github.open("mine", stranger.registry)
    assert request.check.result == "failure"
    assert "authority-not-in-base" in request.check.log


def secrets(story: Story) -> list[str]:
    """Every name, address, salt and key of the story."""
    found = [each for who in story.learners for each in who] + story.signing_keys
    key = private_folder(story.coordinator.registry).sealing_key()
    found.append((story.coordinator.private / "sealing.key").read_text("ascii").strip().partition(":")[2])
    for file in (story.coordinator.registry / "recipients").rglob("*.yml"):
        if AwardId.admits(file.stem):
            found += [sealing.salt(key, AwardId(file.stem), member) for member in ("name", "emailAddress")]
    return found


def test_no_name_address_salt_or_key_is_anywhere_but_with_those_who_award(story: Story) -> None:
    everywhere = [*story.github.said(), *objects(story.coordinator.registry / ".git")]
    everywhere += [("terminal", text.encode()) for who in (story.coordinator, story.colleague) for text in who.said]
    assert len(everywhere) > 300
    assert leaks(everywhere, secrets(story)) == []


def test_three_leaks_would_be_found(story: Story, tmp_path: Path) -> None:
    """In a commit that no branch has any more, in a log, and in a file of a preview."""
    who = Person(tmp_path / "careless", "careless")
    who.clone(story.github.remote)
    (who.registry / "class.txt").write_text(f"1. {story.learners[0][0]}\n", "utf-8")
    who.type("git add -f class.txt && git commit -qm x && git reset -q --hard HEAD~1")
    [salt] = [each for each in secrets(story) if len(each) == 22][:1]
    places = [("log", f"::debug::salt={salt}".encode()), ("preview", json.dumps(story.learners[1][1]).encode())]
    places += objects(who.registry / ".git")
    found = leaks(places, secrets(story))
    assert {place.partition(" ")[0] for place, _ in found} == {"log", "preview", "blob"}
