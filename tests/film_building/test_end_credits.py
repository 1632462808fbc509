"""The end credits of a cut: what made that which is heard and seen in it, and nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

SOURCES = "inspired_by: [{zh: 一本地方志, en: A gazetteer}]\ncast:"


@pytest.fixture
def credited(film: Any) -> Any:
    """A film that was built, and now lists a source."""
    film.rewrite("cast:", SOURCES)
    return film


def rows(film: Any, edit: Path | None = None) -> list[str]:
    """Return what the credits say, of a cut for which nothing new is made."""
    result, _ = film.build(until="cut", edit=edit, jobs=1)
    assert not any(result.progress.made.values())
    pages = [clip for clip in result.timeline.picture if clip.id.startswith("credits")]
    assert {page.frames for page in pages} <= {120}
    return [text for page in pages for _, text in page.source.lines]


def edit(film: Any, change: str) -> Path:
    path = film.folder / "edits" / "short.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"format: white-cloud/edit@1\nscreenplay: small\ncut: [{change}]\n", encoding="utf-8")
    return path


def test_the_credits_name_what_made_the_film(credited: Any) -> None:
    """Without a length for them, since there is a list to be read."""
    assert rows(credited) == [
        "声音  Voices", "某人  Someone\tfake zh\nfake en",
        "制作  Made with", "文字  Words\t剧本作者  the screenplay’s author", "撰稿  Writer\tfake", "配音  Voice\tfake",
        "摄影  Camera\tfake", "对时  Listener\ttiming",
        "灵感来源  Inspired by", "一本地方志", "A gazetteer",
    ]  # fmt: skip


def test_what_an_edit_takes_out_is_nobodys_credit(credited: Any) -> None:
    """The writer's only line is dropped: no writer is named."""
    assert "撰稿  Writer\tfake" in rows(credited)
    assert not any("Writer" in row for row in rows(credited, edit(credited, "{drop: yard_l2}")))


def test_the_camera_that_made_the_take_is_named(credited: Any) -> None:
    """Not the one that would be asked now: its takes cost, so the old ones are used."""
    credited.rewrite("camera: fake", "camera: fake-queued")
    assert "摄影  Camera\tfake" in rows(credited)


def test_a_film_without_lists_has_no_credits(built: Any) -> None:
    """As before."""
    assert rows(built) == []
