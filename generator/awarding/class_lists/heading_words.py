"""What columns of class lists are headed in schools' programs, in English and Spanish: small letters, no accents.

From Google Forms and Classroom, Canvas, PowerSchool, and tables that people make.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final


def _listed(text: str) -> tuple[str, ...]:
    return tuple(" ".join(each.split()) for each in text.split(";"))


# Each meaning with its headings, from the surest to those that will do where there is no surer one.
SPOKEN: Final[Mapping[str, tuple[tuple[str, ...], ...]]] = {
    "name": (
        _listed(
            """name; full name; student name; student full name; studentname; learner; learner name; name of learner;
            participant; participant name; nombre; nombre completo; nombre y apellido; nombre y apellidos;
            nombres y apellidos; apellidos y nombres; nombre del estudiante; nombre del alumno; nombre de la alumna"""
        ),
        _listed("student; pupil; estudiante; alumno; alumna; alumno a; aprendiz"),
        _listed(
            """last first; lastfirst; last name first name; last first name; sortable name; apellidos nombre;
            apellidos nombres"""
        ),
    ),
    "first name": (
        _listed(
            """first; first name; firstname; given name; given names; forename; student first name; student firstname;
            nombres; nombre s; primer nombre; nombre de pila"""
        ),
    ),
    "last name": (
        _listed(
            """last; last name; lastname; family name; surname; student last name; student lastname; apellido;
            apellidos; apellido s"""
        ),
    ),
    "email": (
        _listed(
            """student email; student e mail; student email address; student e mail address; studentemail;
            learner email; learner email address; pupil email; correo del estudiante; correo del alumno;
            correo electronico del estudiante; correo electronico del alumno"""
        ),
        _listed(
            """email; e mail; mail; email address; e mail address; emailaddress; email id; primary email; school email;
            username; user name; email username; correo; correo electronico; direccion de correo electronico;
            direccion de correo; direccion de e mail; direccion de email; correo escolar; correo institucional;
            nombre de usuario"""
        ),
        _listed("sis login id; login id; login; user id; google id"),
    ),
    "awarded": (
        _listed(
            """awarded; date awarded; awarded on; award date; date of award; otorgado; fecha de otorgamiento;
            fecha del otorgamiento; concedido; fecha de concesion"""
        ),
        _listed("date; day; fecha; dia"),
    ),
    "campus": (
        _listed("campus; plantel; sede"),
        _listed("school; school name; building; site; escuela; centro; centro educativo; instituto; colegio"),
    ),
    "assessor": (
        _listed("assessor; assessed by; evaluador; evaluadora; evaluado por; calificador"),
        _listed("department; departamento"),
    ),
    "narrative": (_listed("narrative; assessor s narrative; narrativa; relato; comentario publico"),),
    "did": (_listed("did; learner did; decentralized identifier; decentralised identifier"),),
}
# The parts of an item of evidence: `evidence url`, `evidence 2 url`, `evidencia enlace`.
EVIDENCE: Final = frozenset(_listed("evidence; evidences; evidencia; evidencias"))
EVIDENCE_PARTS: Final[Mapping[str, str]] = {
    each: part
    for part, listed in {
        "name": _listed("; name; title; nombre; titulo"),
        "url": _listed("url; link; address; web address; file; enlace; direccion; archivo"),
        "description": _listed("description; descripcion; describe"),
        "narrative": _listed("narrative; narrativa"),
        "genre": _listed("genre; type; kind; genero; tipo"),
    }.items()
    for each in listed
}
# What programs add on their own and no badge is about: nobody is told that it isn't used.
IGNORED: Final = frozenset(
    _listed(
        """timestamp; marca temporal; marca de tiempo; score; total; total score; final score; current score;
        puntuacion; puntaje; points; points possible; grade; final grade; current grade; calificacion; status;
        id; student id; student number; studentid; sis user id; sis id; integration id; matricula; row; no; number;
        numero; n; root account; section; section name; seccion; class; class name; clase; course; course name; curso;
        period; term; grupo; homeroom; grade level; gradelevel; teacher; docente; maestro; profesor;
        parent email; parent email address; guardian email; guardian email address; correo del padre;
        correo de la madre; correo del tutor; dob; date of birth; fecha de nacimiento; notes; note; notas; comments"""
    )
)
IGNORED_ENDS: Final = (
    " read only", " current score", " final score", " current points", " final points", " final grade",
)  # fmt: skip
