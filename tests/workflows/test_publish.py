"""From `main` to a live site that was looked at: every step of publish.yml as it stands."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.builds import SEED
from tests.workflows.conftest import commit
from tests.workflows.live import Live, late
from tests.workflows.runner import Job, Machine

Make = Callable[..., Machine]
Jobs = dict[str, Job]
ADDRESS = "https://badges.riverbend.example"
KEY = {"BADGES_SIGNING_KEY": SEED}
DID = "/.well-known/did.json"
VERIFY = "Fetch and verify"


class Pages:
    """What GitHub does between our jobs: keeps the site that was uploaded, and puts it on the web."""

    def __init__(self, web: Live, folder: Path, url: str = ADDRESS) -> None:
        self.web, self.artifact, self.url = web, folder / "artifact", url
        self.path = url.partition("://")[2].partition("/")[2]
        web.forget()

    def on(self, machine: Machine) -> Machine:
        machine.actions |= {
            "actions/upload-pages-artifact": lambda given: self._upload(machine.work / given["path"], given),
            "actions/deploy-pages": lambda _: self.deploy(),
        }
        machine.overrides[VERIFY] = {**self.web.way, "TRIES": "2", "PAUSE": "0.05"}
        return machine

    def _upload(self, site: Path, given: Mapping[str, object]) -> dict[str, str]:
        shutil.rmtree(self.artifact, ignore_errors=True)
        hidden = given.get("include-hidden-files") is True
        shutil.copytree(site, self.artifact, ignore=None if hidden else shutil.ignore_patterns(".*"))
        return {}

    def deploy(self) -> dict[str, str]:
        self.web.deploy(self.artifact, f"/{self.path}" if self.path else "")
        return {"page_url": self.url + "/"}


@pytest.fixture
def pages(web: Live, tmp_path: Path) -> Pages:
    return Pages(web, tmp_path)


@pytest.fixture(scope="module")
def built(
    sample: Path, venv: Path, machine_folder: Path, web: Live, tmp_path_factory: pytest.TempPathFactory
) -> object:
    """The sample, built and deployed once: its jobs up to `verify`, and the artifact."""
    (machine_folder / "summary").write_text("", "utf-8")
    pages = Pages(web, tmp_path_factory.mktemp("built"))
    machine = pages.on(Machine(folder=machine_folder, venv=venv, origin=sample, secrets=KEY))
    return machine.run("publish.yml"), pages.artifact


@pytest.fixture
def jobs(built: tuple[Jobs, Path]) -> Jobs:
    return built[0]


@pytest.fixture
def again(built: tuple[Jobs, Path], pages: Pages, machine: Make, sample: Path) -> Callable[[], Job]:
    """Run `verify` once more, on a live site that the test has changed since."""
    ran, pages.artifact = built
    pages.deploy()
    before = {name: job for name, job in ran.items() if name != "verify"}
    return lambda: pages.on(machine(sample)).run("publish.yml", before)["verify"]


def test_the_registry_is_built_deployed_and_verified(jobs: Jobs, built: tuple[Jobs, Path]) -> None:
    assert {name: job.result for name, job in jobs.items()} == dict.fromkeys(
        ("home", "build", "deploy", "verify"), "success"
    ), "".join(job.log for job in jobs.values())
    assert "badges: 8 awards read back as a stranger would, and accepted" in jobs["build"].log
    assert f"Verified: it is genuine and valid today, issued by {ADDRESS[8:]}" in jobs["verify"].log
    assert [command for job in jobs.values() for command in job.commands] == []
    assert (built[1] / ".nojekyll").is_file()
    assert json.loads((built[1] / ".well-known" / "did.json").read_text("utf-8"))["id"] == "did:web:" + ADDRESS[8:]


def test_the_live_documents_are_compared_with_those_that_were_built(jobs: Jobs) -> None:
    award = jobs["build"].outputs["award"]
    listed = [line.partition(" ")[2] for line in jobs["build"].outputs["expected"].splitlines()]
    assert listed == [ADDRESS + DID, award.removesuffix(".html") + ".json", f"{ADDRESS}/status/0.json"]


def test_an_award_that_holds_is_chosen(jobs: Jobs, sample: Path) -> None:
    """The first by its id, and the same each time; not one that was revoked."""
    awards = {file.stem: file.read_text("utf-8") for file in sample.glob("recipients/*/*/*.yml")}
    held = sorted(award for award, text in awards.items() if "\nrevoked:" not in text)
    assert jobs["build"].outputs["award"] == f"{ADDRESS}/awards/{held[0][:2]}/{held[0]}.html"


def test_only_the_step_that_signs_sees_the_key(jobs: Jobs, built: tuple[Jobs, Path]) -> None:
    steps = [step for job in jobs.values() for step in job.steps]
    assert [step.name for step in steps if SEED in str(step.env)] == ["Build and sign"]
    assert [step.name for step in steps if SEED in step.log] == []
    assert SEED not in str([job.outputs for job in jobs.values()])
    assert [file for file in built[1].rglob("*") if file.is_file() and SEED.encode() in file.read_bytes()] == []


def test_a_copy_of_the_repository_publishes_nothing(machine: Make, sample: Path) -> None:
    jobs = machine(sample, repository="someone/badges", secrets=KEY).run("publish.yml")
    assert [jobs[name].result for name in ("home", "build", "deploy", "verify")] == ["success", *["skipped"] * 3]
    [told] = jobs["home"].commands
    assert told.startswith("::notice title=not published::this is someone/badges, ")


def test_a_branch_publishes_nothing(machine: Make, sample: Path) -> None:
    jobs = machine(sample, ref="refs/heads/draft", secrets=KEY).run("publish.yml")
    assert {job.result for job in jobs.values()} == {"skipped"}


@pytest.mark.parametrize(
    ("line", "publishes"),
    [
        ("repository: riverbend/badges", "true"),
        ("repository: Riverbend/Badges   # on GitHub", "true"),
        ("repository: 'riverbend/badges'", "true"),
        ('repository:  "riverbend/badges"\r', "true"),
        ("repository: riverbend/badges-old", "false"),
        ("repository: riverbend/badges\nrepository: riverbend/badges", "false"),
        ("repository: [riverbend/badges]", "false"),
        ("repository: riverbend/badges$(touch spoilt)", "false"),
        ("  repository: riverbend/badges", "false"),
        ("repository_of: riverbend/badges", "false"),
        ("", "false"),
        (None, "false"),
    ],
)
def test_only_the_repository_that_the_issuer_names_publishes(
    machine: Make, origin: Path, line: str | None, publishes: str
) -> None:
    issuer = origin / "badges" / "issuer.yml"
    if line is None:
        issuer.unlink()
    else:
        issuer.write_text(f"name: Riverbend\n{line}\nregion: US-PA\n", "utf-8", newline="")
    commit(origin)
    stop = {name: Job(result="skipped") for name in ("build", "deploy", "verify")}
    job = machine(origin).run("publish.yml", stop)["home"]
    assert (job.result, job.outputs) == ("success", {"publishes": publishes})
    assert len(job.commands) == (publishes == "false")


def test_a_key_that_is_not_there_is_told(machine: Make, sample: Path) -> None:
    jobs = machine(sample).run("publish.yml")
    assert (jobs["build"].result, jobs["deploy"].result) == ("failure", "skipped")
    [told] = jobs["build"].commands
    assert "the environment signing has no secret BADGES_SIGNING_KEY" in told


def test_another_key_is_refused(machine: Make, sample: Path) -> None:
    """That of a preview, or an old one: the site that is live stays as it is."""
    jobs = machine(sample, secrets={"BADGES_SIGNING_KEY": "02" * 32}).run("publish.yml")
    assert (jobs["build"].result, jobs["deploy"].result) == ("failure", "skipped")
    assert "the issuer signs with z6Mkon3Necd6NkkyfoGoHxid2znGc59LU3K7mubaRcFbLfLX" in jobs["build"].log


def test_a_registry_with_a_mistake_is_not_published(machine: Make, origin: Path) -> None:
    award = next(origin.glob("recipients/*/circuit-design/*.yml"))
    award.write_text(award.read_text("utf-8") + "'##[error]x': '::error::y'\n", "utf-8")
    commit(origin)
    jobs = machine(origin, secrets=KEY).run("publish.yml")
    assert (jobs["build"].result, jobs["deploy"].result) == ("failure", "skipped")
    assert "##[error]x" in jobs["build"].log
    assert jobs["build"].commands == [], "what findings quote is no command"


def test_an_old_run_does_not_bring_back_what_was_changed_since(machine: Make, origin: Path) -> None:
    runner = machine(origin, secrets=KEY)
    (origin / "docs" / "index.md").write_text("# Badges, newer\n", "utf-8")
    newest = commit(origin)
    jobs = runner.run("publish.yml")
    assert [job.result for job in jobs.values()] == ["success", "success", "skipped", "skipped"]
    [told] = jobs["build"].commands
    assert told.startswith(f"::warning title=not published::main has moved on to {newest}")
    assert "Build and sign" not in [step.name for step in jobs["build"].steps]


def test_a_registry_without_awards_is_published(machine: Make, origin: Path, pages: Pages) -> None:
    shutil.rmtree(origin / "recipients")
    commit(origin)
    runner = pages.on(machine(origin, secrets=KEY))
    jobs = runner.run("publish.yml")
    assert {job.result for job in jobs.values()} == {"success"}, jobs["build"].log + jobs["verify"].log
    assert pages.web.asked == [DID]
    assert "There is no valid award to verify yet" in (runner.folder / "summary").read_text("utf-8")


def test_status_lists_are_renewed_on_demand(
    machine: Make, origin: Path, pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They hold from today on, though the newest commit is older."""
    today = datetime.now(UTC).date()
    monkeypatch.setenv("GIT_COMMITTER_DATE", f"{today - timedelta(days=3)}T12:00:00Z")
    issuer = origin / "badges" / "issuer.yml"
    issuer.write_text(issuer.read_text("utf-8") + "\nstatus_valid_for: P1Y\n", "utf-8")
    commit(origin)
    runner = pages.on(machine(origin, secrets=KEY, inputs={"renew": "true"}))
    job = runner.run("publish.yml", {"verify": Job()})["build"]
    assert job.result == "success", job.log
    listed = json.loads((runner.work / "site" / "status" / "0.json").read_text("utf-8"))
    assert listed["validFrom"] == f"{today}T00:00:00Z"
    assert "validUntil" in listed


def test_a_site_below_a_path_is_published(machine: Make, origin: Path, web: Live, tmp_path: Path) -> None:
    """A project's page, without a domain of its own: https://<owner>.github.io/<repository>."""
    url = "https://riverbend.github.example/badges"
    for file in (origin / "badges" / "issuer.yml", origin / "mkdocs.yml"):
        file.write_text(file.read_text("utf-8").replace(ADDRESS, url), "utf-8")
    commit(origin)
    pages = Pages(web, tmp_path, url)
    jobs = pages.on(machine(origin, secrets=KEY)).run("publish.yml")
    assert {job.result for job in jobs.values()} == {"success"}, jobs["build"].log + jobs["verify"].log
    assert "/badges/did.json" in web.asked
    assert [command for job in jobs.values() for command in job.commands] == []


def test_the_live_site_is_waited_for(again: Callable[[], Job], web: Live) -> None:
    web.alter(DID, late(1))
    job = again()
    assert job.result == "success", job.log
    assert f"try 1 of 2, waiting for the new site: {ADDRESS}{DID} is answered with the status 404" in job.log


def test_a_live_site_that_stays_the_old_one_is_told(again: Callable[[], Job], web: Live) -> None:
    web.alter("/status/0.json", lambda new: new.replace(b"validFrom", b"validfrom"))
    job = again()
    assert job.result == "failure"
    assert job.log.count("try ") == 2
    [told] = job.commands
    assert told.startswith("::error title=live site not verified::")
    assert f"{ADDRESS}/status/0.json is another than the one that was built" in told


def test_a_did_document_that_redirects_is_told(again: Callable[[], Job], web: Live) -> None:
    web.alter(DID, lambda _: b"HTTP/1.1 301 Moved\r\nLocation: /did.json\r\nContent-Length: 0\r\n\r\n")
    job = again()
    assert job.result == "failure"
    assert f"{ADDRESS}{DID} is answered with the status 301" in job.commands[0]


def test_an_award_that_strangers_refuse_is_told(again: Callable[[], Job], jobs: Jobs, web: Live) -> None:
    """The three documents are as built, but the Open Badges 2.0 assertion of the award is not."""
    page = jobs["build"].outputs["award"].removeprefix(ADDRESS)
    web.alter(
        "/ob2" + page.removesuffix(".html") + ".json", lambda _: b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
    )
    job = again()
    assert job.result == "failure"
    assert ".html is not verified" in job.commands[-1]


def test_a_site_without_its_dot_files_is_told(again: Callable[[], Job], web: Live) -> None:
    """As it would be if the upload left them out."""
    for path in (path for path in web.paths if "/." in path):
        web.alter(path, lambda _: b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
    job = again()
    assert job.result == "failure"
    assert f"{ADDRESS}{DID} is answered with the status 404" in job.commands[0]


def test_another_domain_in_the_settings_is_told(again: Callable[[], Job], jobs: Jobs, pages: Pages) -> None:
    jobs["deploy"].outputs["page_url"] = "https://riverbend.github.io/badges/"
    try:
        job = again()
    finally:
        jobs["deploy"].outputs["page_url"] = ADDRESS + "/"
    assert job.result == "success"
    [told] = job.commands
    assert told.startswith("::warning title=another address::GitHub Pages says that the site is at https://riverbend.")
