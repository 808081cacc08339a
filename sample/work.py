"""What the fictional learners made, and what was said of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Piece:
    """A piece of evidence under one of its names; without `told` it has an address, with it it is described."""

    names: tuple[str, ...]
    genre: str | None = None
    told: str | None = None


# For each badge the pieces that every award has, of which the badge asks for at least so many.
PIECES: Final[dict[str, tuple[Piece, ...]]] = {
    "circuit-design": (
        Piece(
            (
                "Plant alarm, schematic and fault log",
                "Night light, schematic and fault log",
                "Reaction timer, schematic and fault log",
                "Door chime, schematic and fault log",
            ),
            "Portfolio",
        ),
    ),
    "basic-coding": (
        Piece(
            (
                "Program and tests",
                "Bus schedule program with tests",
                "Quiz program with tests",
                "Unit converter with tests",
                "Library fine calculator with tests",
            ),
            "Software",
        ),
    ),
    "3d-modeling": (
        Piece(("Drawing and model file", "Model file and photograph", "Model of a replacement part"), "Portfolio"),
        Piece(
            ("Cable clip", "Shelf bracket", "Camera mount", "Drawer handle"),
            told="The part as made, shown fitted to the assessor; it stays with the learner.",
        ),
    ),
    "self-driving-car": (
        Piece(("Three runs", "Three runs and the stop"), "Video"),
        Piece(("Test log", "Test and change log")),
    ),
    "python-programming": (
        Piece(
            (
                "Weather station reader with tests",
                "Club membership program with tests",
                "Cafeteria order program with tests",
                "Bicycle count program with tests",
            ),
            "Software",
        ),
        Piece(("Instructions, as a classmate used them",)),
    ),
    "data-analysis": (
        Piece(("Notebook on bus delays", "Notebook on river levels", "Notebook on library loans"), "Software"),
        Piece(("One-page report with chart",)),
    ),
    "web-development": (
        Piece(("Site of the chess club", "Site of the school garden", "Site of the repair evening"), "Software"),
        Piece(("Notes of two trials with users",)),
    ),
    "cybersecurity-fundamentals": (
        Piece(("Log of the examination",)),
        Piece(("Report to the owner of the practice network",)),
    ),
    "algorithmic-thinking": (
        Piece(("Comparison of two route searches", "Comparison of three ways to sort cards"), "Portfolio"),
    ),
    "robot-arm": (
        Piece(("Ten parts in a row, and the stop",), "Video"),
        Piece(("Calibration record",)),
    ),
    "network-installation": (
        Piece(("Plan of four rooms", "Plan of the shop floor", "Plan of the music wing")),
        Piece(
            ("Test records of six cables",),
            told="The tester's printout, signed by the assessor and kept in the shop.",
        ),
    ),
    "workplace-safety": (
        Piece(
            ("Inspection sheet and checklist",),
            told="Signed by the assessor on the day and kept at the Career Center.",
        ),
    ),
    "environmental-sensing": (
        Piece(("Field log with calibration record",), "Portfolio"),
        Piece(("Presentation to the Blue Heron Watershed Trust",)),
    ),
}

# What assessors said of the work, where they said something: of the work alone, so that nobody recognizes a person.
SAID: Final[dict[str, tuple[str, ...]]] = {
    "circuit-design": ("Found the seeded fault in four minutes, by halving the circuit.",),
    "basic-coding": ("Said beforehand which two lines would change, and was right.",),
    "python-programming": ("The classmate had it running in three minutes and asked nothing.",),
    "data-analysis": ("The report says plainly what a dry month can't tell about a river.",),
    "web-development": ("Both readers found the opening hours at once, one of them by keyboard alone.",),
    "robot-arm": ("Stopped from full speed without a millimeter of drift.",),
    "environmental-sensing": ("The Trust moved its own gauge after seeing the second week.",),
}

# Awards that ended: class, learner, days after the award, and a reason from which nobody thinks ill of the learner.
REVOKED: Final[dict[tuple[str, str, int], tuple[int, str]]] = {
    ("lincoln-high", "circuit-design@1", 113): (5, "Entered twice by the school; the other entry stays valid"),
    ("lincoln-high", "python-programming@1", 138): (16, "The school recorded the wrong badge by mistake"),
    ("lincoln-high", "web-development@1", 135): (21, "The school used a draft of the rubric and will assess again"),
    ("summit-high", "network-installation@1", 211): (4, "Entered by the school by mistake before the assessment ended"),
    ("harbor-middle", "basic-coding@1", 309): (20, "The school recorded the wrong version of the badge by mistake"),
    ("harbor-middle", "basic-coding@2", 317): (2, "Entered twice by the school; the other entry stays valid"),
}

# Learners who had a DID of their own from September 2026 on.
WITH_DID: Final = frozenset([104, 120, 134, 220])
