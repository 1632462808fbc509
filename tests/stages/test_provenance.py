"""What writers were told beside what they were asked, and how a plan tells that it changed."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import ClassVar

import pytest

from white_cloud.backends import registry
from white_cloud.backends.writers.base import WriteRequest
from white_cloud.build.executors import Pool
from white_cloud.film.drift import Curve
from white_cloud.film.edit_changes import TakesDocument
from white_cloud.film.narrative import with_drift
from white_cloud.film.screenplay import REGISTERS, Act, Backend, Scene, Screenplay, Shot, Slot, Speaker
from white_cloud.film.script import ScriptDocument
from white_cloud.stages import provenance, write
from white_cloud.stages.production import Production
from white_cloud.store.store import Store
from white_cloud.testing.fakes import FakeWriter


class ToldWriter(FakeWriter):
    """A writer with a prompt file for each register in the film's folder; it counts how often they are read."""

    name: ClassVar[str] = "told"
    read: ClassVar[list[str]] = []

    @classmethod
    def prompts_digest(cls, request: WriteRequest) -> str:
        """Return what stands in the file."""
        assert request.prompts
        cls.read.append(request.register)
        return (request.prompts / f"{request.register}.md").read_text(encoding="utf-8")


class KnowingWriter(ToldWriter):
    """The same, and its words follow from what is said around them."""

    name: ClassVar[str] = "knowing"
    reads_around: ClassVar[bool] = True


@pytest.fixture
def folder(tmp_path: Path, known_fakes: None) -> Path:
    """A film folder with prompt files."""
    for writer in (ToldWriter, KnowingWriter):
        registry.add("writer", writer)
    (tmp_path / "prompts").mkdir()
    for register in REGISTERS:
        (tmp_path / "prompts" / f"{register}.md").write_text(f"as {register}", encoding="utf-8")
    ToldWriter.read.clear()
    return tmp_path


def film(*slots: Slot, writer: str = "told") -> Screenplay:
    shot = Shot("shot", 24, Backend("fake"), prompt="dunes")
    return with_drift(
        Screenplay(
            name="film",
            title={"en": "Film"},
            languages=("en",),
            rate=Fraction(24),
            size=(64, 36),
            cast={"one": Speaker("one", {"en": "One"}, "a miner", {})},
            writer=Backend(writer),
            listener=Backend("timing"),
            acts=(Act("act", {}, Curve.flat(0), (Scene("a", "testimony", (shot,), slots),)),),
        )
    )


def brief(id_: str, register: str = "testimony", count: int = 1) -> Slot:
    return Slot(id_, "one", register, brief=id_, count=count, speak=("en",))


def production(folder: Path, screenplay: Screenplay) -> Production:
    return Production(folder, screenplay, Store(folder), TakesDocument(), Pool(1))


def build(folder: Path, screenplay: Screenplay, script: ScriptDocument | None = None, *rewrite: str) -> ScriptDocument:
    with Pool(1) as pool:
        making = replace(production(folder, screenplay), pool=pool)
        lines = write.make(making, write.plan(screenplay, script, rewrite), lambda _: None)
    return write.script_of(screenplay, lines, script, part=False)


def remarks(folder: Path, screenplay: Screenplay, script: ScriptDocument, *rewrite: str) -> tuple[str, ...]:
    writing = write.plan(screenplay, script, rewrite)
    return provenance.noted(production(folder, screenplay), writing).plan.remarks


def change(folder: Path, register: str) -> None:
    (folder / "prompts" / f"{register}.md").write_text("as ours", encoding="utf-8")


def test_six_lines_are_named_at_most(folder: Path) -> None:
    """And all are counted; those of another register are not among them."""
    screenplay = film(*[brief(f"l{number}") for number in range(1, 9)], brief("other", "advert"))
    script = build(folder, screenplay)
    assert remarks(folder, screenplay, script) == ()
    change(folder, "testimony")
    assert remarks(folder, screenplay, script) == (
        "8 lines were written with other prompt files (l1, l2, l3, l4, l5, l6, ...): the words stay; "
        "`build --rewrite l1` has one written anew, `stale` none",
    )


def test_prompt_files_are_read_once_for_all_lines_that_are_told_alike(folder: Path) -> None:
    """A plan of a long film stays quick."""
    screenplay = film(*[brief(f"l{number}") for number in range(20)], brief("other", "advert"))
    script = build(folder, screenplay)
    ToldWriter.read.clear()
    remarks(folder, screenplay, script)
    assert sorted(ToldWriter.read) == ["advert", "testimony"]


def test_a_writer_that_reads_nothing_of_the_film_around_records_no_context(folder: Path) -> None:
    """Nor is a change of it noted."""
    screenplay = film(brief("first"), brief("second"))
    script = build(folder, screenplay)
    assert {line.context for line in script.lines} == {""}
    assert remarks(folder, screenplay, build(folder, screenplay, script, "first")) == ()


def test_a_line_to_be_written_anew_is_no_change_before_it_is(folder: Path) -> None:
    """The plan compares with the words as they stand; the next one with those that came."""
    screenplay = film(brief("first"), brief("second"), writer="knowing")
    script = build(folder, screenplay)
    assert remarks(folder, screenplay, script, "first") == ()
    other = film(replace(brief("first"), brief="rust"), brief("second"), writer="knowing")
    (noted,) = remarks(folder, other, build(folder, other, script, "first"))
    assert noted.startswith(
        "1 line was written when the title, the scene, the cast or what is said before were others (second)"
    )


def test_a_brief_of_many_lines_is_one_name_and_none_when_one_was_edited(folder: Path) -> None:
    """For all of them are asked for at once, and an edited one would be lost."""
    screenplay = film(brief("many", count=3))
    script = build(folder, screenplay)
    change(folder, "testimony")
    assert "1 line was written with other prompt files (many)" in remarks(folder, screenplay, script)[0]
    first, *rest = script.lines
    locked = replace(script, lines=(replace(first, locked=True), *rest))
    assert remarks(folder, screenplay, locked) == ()
