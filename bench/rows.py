"""The rows: what each measures, against which mark. Nothing is measured of what was not verified before."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any, Final

from bench import signing, verifying
from bench.measuring import AS_OF, ROOT, Failed, Took, badges, run
from bench.registry import Plan, add
from bench.results import Result
from bench.sizes import award_sizes
from bench.verifying import Wrong
from bench.workplace import SETTLED, Workplace, settle, tell

PEERS: Final = Path(__file__).parent / "peers"


def sameness(place: Workplace) -> Iterator[Result]:
    """The same site by the plain path, by one worker and by two, cold and warm; verified, and a spoilt one refused."""
    plan = Plan(awards=min(500, place.awards))
    source, plain, other, tar = place.registry(plan), *map(place.place, ("plain", "other", "same.tar"))
    _by(place, "the plain path", source, plain, "--plain", "--no-cache", jobs=1)
    ways: list[tuple[str, Path, tuple[object, ...], int]] = [
        ("one worker", other, ("--no-cache",), 1),
        ("two workers, cold", other, (), 2),
        ("two workers, warm", other, (), 2),
        ("two workers, into a tar", tar, (), 2),
    ]
    for words, out, options, jobs in ways:
        _by(place, words, source, out, *options, jobs=jobs)
        files = verifying.demand_same(plain, out, words)
    checked = verifying.verify(verifying.folder(plain), plan, verifying.sample(plan.awards, 200))
    add(plan, source, plan.awards)
    _by(place, "the plain path, with one award more", source, plain, "--plain", "--no-cache", jobs=1)
    _by(place, "two workers, with one award more", source, other, jobs=2)
    verifying.demand_same(plain, other, "two workers, with one award more")
    place.give_up(plan)
    measured = f"{files:,} files, {checked} awards verified"
    told = f"{plan.awards} awards of every shape by the plain path; by " + "; by ".join(words for words, *_ in ways)
    work = "the site built in every way is the same bytes"
    yield Result("same", work, "the same", measured, True, (told + "; and with one award more.",))


def _by(place: Workplace, words: str, source: Path, out: Path, *options: object, jobs: int) -> None:
    tell(f"builds a small registry by {words}")
    _build(place, source, out, *options, jobs=jobs)


def sign(place: Workplace) -> Iterator[Result]:
    """Canonicalise, hash and sign against both peers, in one interleaved run."""
    plan = Plan(awards=min(20_000, place.awards))
    registry, job = place.registry(plan), place.folder / "job.json"
    tell("writes the unsecured credentials that all are to sign")
    today = datetime.fromtimestamp(AS_OF, UTC).date()
    sizes = {"warm_ours": plan.awards // 10, "warm": min(100, plan.awards // 10), "peers": min(300, plan.awards // 2)}
    job.write_text(json.dumps(signing.job_of(registry, today, **sizes)), "utf-8")
    module = [sys.executable, "-m", "bench.signing"]
    programs: dict[str, list[str]] = {"ours": [*module, "ours"], "pyld": [*module, "pyld"]}
    node = _node(place)
    if node:
        programs["node"] = node
    took: dict[str, list[dict[str, Any]]] = {name: [] for name in programs}
    for number in range(place.runs):
        for name, command in programs.items():
            tell(f"signs with {name}, run {number + 1} of {place.runs}")
            where = place.folder / "node" if name == "node" else ROOT
            took[name].append(json.loads(run([*command, str(job)], cores=1, cwd=where).printed))
            if took[name][-1]["proofs"] != took["ours"][0]["proofs"]:
                raise Wrong(f"the proofs of {name} are not ours")
    yield _against("sign-node", "`@digitalbazaar/vc`", took, "node")
    yield _against("sign-pyld", "PyLD and PyNaCl", took, "pyld")


def _against(key: str, words: str, took: dict[str, list[dict[str, Any]]], peer: str) -> Result:
    work = f"canonicalise, hash, sign, one core, against {words}"
    if peer not in took:
        return Result(key, work, "≥ 60 ×", "left out: there is no Node here, or npm brought nothing", None)
    ours, theirs = ([run["cpu"] / run["count"] for run in took[name]] for name in ("ours", peer))
    ratio = median(their / own for own, their in zip(ours, theirs, strict=True))
    measured = f"{ratio:.0f} × ({1 / median(ours):,.0f} a second, theirs {1 / median(theirs):,.0f})"
    own, count, name = (took["ours"][0]["count"], *(took[peer][0][member] for member in ("count", "version")))
    told = f"{own:,} credentials by us, {count:,} of them by {name}; all {count:,} proofs equal."
    return Result(key, work, "≥ 60 ×", measured, ratio >= 60, (told,), {"ours": ours, "theirs": theirs})


def _node(place: Workplace) -> list[str]:
    """The command of the peer in Node, its packages installed; none where there is no Node, or npm fails."""
    try:
        from tests.browser import bring
    except ImportError:
        return []
    folder = place.folder / "node"
    tell("installs @digitalbazaar/vc")
    try:
        bring.npm(folder, PEERS)
        shutil.copyfile(PEERS / "issue.mjs", folder / "issue.mjs")
        program = bring.node(["-p", "process.execPath"], cwd=folder).strip()
    except (OSError, subprocess.CalledProcessError) as error:
        tell(f"leaves Node out: {error}")
        return []
    return [program, str(folder / "issue.mjs")]


def path(place: Workplace) -> Iterator[Result]:
    """YAML to all files on disk on one core, fast and plain, what an award adds."""
    # As many are read back of the smallest as of the largest.
    few, more, many = (Plan(awards=min(count, place.awards + count // 20)) for count in (1_000, 3_000, 21_000))
    ways = {"fast": (few, many, ()), "plain": (few, more, ("--plain",))}
    took: dict[str, list[float]] = {"fast": [], "plain": []}
    for number in range(place.runs):
        for name, (small, large, options) in ways.items():
            tell(f"builds by the {name} path on one core, run {number + 1} of {place.runs}")
            first, other = (_cold(place, plan, *options, jobs=1) for plan in (small, large))
            took[name].append((other.cpu - first.cpu) / (large.awards - small.awards))
    ratio = median(slow / fast for fast, slow in zip(took["fast"], took["plain"], strict=True))
    fast, plain = median(took["fast"]), median(took["plain"])
    measured = f"{ratio:.0f} × ({fast * 1e6:,.0f} µs an award, plain {plain * 1e6:,.0f})"
    told = (
        f"What an award adds: {few.awards} awards and {many.awards:,} by the fast path, {few.awards} and "
        f"{more.awards:,} by the plain one, whole commands, their difference divided by the awards between.",
    )
    work = "YAML to all files on disk, one core, against the plain path"
    yield Result("path", work, "≥ 30 ×", measured, ratio >= 30, told, took)


def _cold(place: Workplace, plan: Plan, *options: object, jobs: int, tar: bool = False) -> Took:
    """Build a registry as if for the first time, and verify a sample of what came of it."""
    source, out = place.registry(plan), place.place("site.tar" if tar else "site")
    place.forget()
    took = _build(place, source, out, *options, jobs=jobs)
    numbers = verifying.sample(plan.awards, 50)
    if tar:
        fetch, awards = verifying.tar(out, plan, numbers)
    else:
        fetch, awards = verifying.folder(out), verifying.count_awards(out)
    if awards != plan.awards:
        raise Wrong(f"{awards} awards were built of {plan.awards}")
    verifying.verify(fetch, plan, numbers)
    if tar:
        out.unlink()
    return took


def _build(place: Workplace, source: Path, out: Path, *options: object, jobs: int) -> Took:
    target = "--tar" if out.suffix == ".tar" else "--out"
    options = ("--jobs", jobs, "--quiet", *options)
    return badges("build", "--source", source, target, out, *options, cores=jobs, cache=place.cache)


def cold(place: Workplace) -> Iterator[Result]:
    """A whole site on two cores, nothing known before."""
    plan = Plan(awards=place.awards)
    place.registry(plan)
    took = []
    for number in range(place.runs):
        tell(f"builds {plan.awards:,} awards cold, run {number + 1} of {place.runs}")
        took.append(_cold(place, plan, jobs=place.cores))
    yield _seconds("cold", f"{plan.awards:,} awards, cold, two cores, all files", 12, took)


def _seconds(key: str, work: str, most: float, took: list[Took], *told: str) -> Result:
    seconds = median(each.wall for each in took)
    figures = {name: [getattr(each, name) for each in took] for name in ("wall", "cpu", "system", "peak")}
    measured = f"{seconds:.2f} s" if most < 10 else f"{seconds:.1f} s"
    peak = max(each.peak for each in took) / 1e6
    used, system = median(each.cpu for each in took), median(each.system for each in took)
    more = f"Processors: {used:.1f} s, {system:.1f} of them the system's; largest process: {peak:.0f} MB."
    return Result(key, work, f"≤ {most:g} s", measured, seconds <= most, (*told, more), figures)


def again(place: Workplace) -> Iterator[Result]:
    """A site that is there: built again, and with one award more."""
    plan = Plan(awards=place.awards)
    source, out = place.registry(plan), place.place("site")
    place.forget()
    tell(f"builds {plan.awards:,} awards, to build them again")
    _build(place, source, out, jobs=place.cores)
    nothing, one = [], []
    for number in range(place.runs):
        tell(f"builds again, run {number + 1} of {place.runs}")
        nothing.append(_build(place, source, out, jobs=place.cores))
        add(plan, source, plan.awards + number)
        settle()
        one.append(_build(place, source, out, jobs=place.cores))
        fresh = plan.awards + number
        if verifying.count_awards(out) != fresh + 1:
            raise Wrong("the award that was added is not in the site")
        verifying.verify(verifying.folder(out), plan, [fresh, *verifying.sample(plan.awards, 20)])
    place.give_up(plan)
    told = f"Nothing was touched for {SETTLED} s before: what is younger is read again, whatever its time says."
    yield _seconds("nothing", f"{plan.awards:,} awards, nothing changed", 1.0, nothing, told)
    yield _seconds("one", f"{plan.awards:,} awards, one award added", 1.5, one, told)


def check(place: Workplace) -> Iterator[Result]:
    """`badges check`, nothing known before, and again."""
    plan = Plan(awards=place.awards)
    source = place.registry(plan)
    _demand_problem(place)
    first, then = [], []
    for number in range(place.runs):
        tell(f"checks {plan.awards:,} awards, run {number + 1} of {place.runs}")
        place.forget()
        first.append(_check(place, source))
        then.append(_check(place, source))
    yield _seconds("check-cold", f"`badges check` of {plan.awards:,} awards, cold", 6, first)
    yield _seconds("check-warm", f"`badges check` of {plan.awards:,} awards, warm", 1.0, then)


def _check(place: Workplace, source: Path) -> Took:
    options = ("--jobs", place.cores, "--quiet")
    return badges("check", "--source", source, *options, cores=place.cores, cache=place.cache)


def _demand_problem(place: Workplace) -> None:
    """The check can fail: an award that was spoilt is found, cold and warm."""
    plan = Plan(awards=50, seed=2)
    source = place.registry(plan)
    _check(place, source)
    file = source / plan.path(7)
    file.write_text(file.read_text("utf-8").replace("assessor: ", "assessor: un"), "utf-8")
    try:
        _check(place, source)
    except Failed:
        place.give_up(plan)
        return
    raise Wrong("an award of an unknown assessor passed the check")


def million(place: Workplace) -> Iterator[Result]:
    """The largest registry into a tar, and what an award takes there and in a small one."""
    many, few = Plan(awards=place.most), Plan(awards=min(10_000, place.most))
    small: list[Took] = []
    place.registry(many)
    for _ in range(max(1, place.runs // 2)):
        tell(f"builds {few.awards:,} awards into a tar")
        small.append(_cold(place, few, jobs=place.cores, tar=True))
    tell(f"builds {many.awards:,} awards into a tar")
    large = _cold(place, many, jobs=place.cores, tar=True)
    tell(f"builds {few.awards:,} awards into a tar")
    small.append(_cold(place, few, jobs=place.cores, tar=True))
    yield _seconds("million", f"{many.awards:,} awards, cold, two cores, `--tar`", 150, [large])
    each, least = large.wall / many.awards, median(took.wall for took in small) / few.awards
    ratio = each / least
    measured = f"{ratio:.2f} × ({each * 1e6:,.0f} µs an award, {least * 1e6:,.0f} at {few.awards:,})"
    yield Result(
        "growth", f"time per award at {many.awards:,} against {few.awards:,}", "≤ 1.2 ×", measured, ratio <= 1.2
    )
    peak = large.peak / 1e6
    work = f"peak memory of any process at {many.awards:,} awards"
    yield Result("memory", work, "≤ 300 MB", f"{peak:.0f} MB", large.peak <= 300_000_000)


def pages(place: Workplace) -> Iterator[Result]:
    """The pages of many badges, in a registry of many awards."""
    plan = Plan(awards=place.awards, badges=300)
    source, took = place.registry(plan), []
    for number in range(place.runs):
        tell(f"makes the pages of {plan.badges} badges, run {number + 1} of {place.runs}")
        out = place.place("pages")
        took.append(run([sys.executable, "-m", "bench.catalogue_step", str(source), str(out)], cores=place.cores))
        made = len(list((out / "badges").glob("*/index.html")))
        if made != plan.badges:
            raise Wrong(f"{made} badge pages were made of {plan.badges}")
    told = "A process of its own, from the badges' files to all pages of the catalogue written."
    work = f"badge pages: {plan.badges} badges with {plan.awards:,} awards through MkDocs"
    yield _seconds("pages", work, 5, took, told)


def sizes(place: Workplace) -> Iterator[Result]:
    """The bytes of an award's three files in the sample, and of what they are."""
    out = place.place("sample")
    tell("builds the sample registry")
    _build(place, ROOT, out, "--no-cache", jobs=place.cores)
    yield award_sizes(out)


ROWS: Final[dict[str, Callable[[Workplace], Iterator[Result]]]] = {
    "same": sameness,
    "sign": sign,
    "path": path,
    "cold": cold,
    "check": check,
    "again": again,
    "million": million,
    "pages": pages,
    "sizes": sizes,
}
