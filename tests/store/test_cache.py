"""The cache: valid when its record is, and gone when it is asked to go."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from white_cloud.errors import Damaged
from white_cloud.store.cache import Cache, prune
from white_cloud.store.store import Store

KEY = "ab" * 32
DAY = 86400


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    """A cache with one entry."""
    cache = Cache(tmp_path / "cache" / "segments", ".mp4")
    put(cache, tmp_path)
    return cache


def put(cache: Cache, folder: Path, key: str = KEY, data: bytes = b"picture") -> Path:
    made = folder / "made.mp4"
    made.write_bytes(data)
    return cache.put(key, made, {"frames": 24}).path


def age(root: Path, days: float) -> None:
    """Let every file below have been read and written some days ago."""
    then = time.time() - days * DAY
    for path in root.rglob("*"):
        os.utime(path, (then, then))


def test_an_entry_is_found_with_its_facts(cache: Cache, tmp_path: Path) -> None:
    """The file is moved in, and nothing is left where it was made."""
    entry = cache.get(KEY)
    assert entry is not None
    assert (entry.path.read_bytes(), entry.facts) == (b"picture", {"frames": 24})
    assert cache.verified(KEY) == entry.path
    assert sorted(path.name for path in entry.path.parent.iterdir()) == [f"{KEY}.json", f"{KEY}.mp4"]
    assert not (tmp_path / "made.mp4").exists()


def test_what_was_not_cached_is_not_found(cache: Cache) -> None:
    """Nor can it be verified."""
    assert cache.get("cd" * 32) is None
    with pytest.raises(Damaged):
        cache.verified("cd" * 32)


@pytest.mark.parametrize(
    "record",
    [
        "",
        "{",
        "null",
        "[]",
        "[1, 2]",
        "7",
        '"text"',
        "{}",
        '{"size": 7}',
        '{"size": 7, "facts": {}}',
        '{"size": 8, "facts": {}, "sha256": ""}',
    ],
)
def test_a_torn_record_is_a_miss(cache: Cache, record: str) -> None:
    """Never a crash; the thing is made again."""
    (cache.root / KEY[:2] / f"{KEY}.json").write_text(record, encoding="utf-8")
    assert cache.get(KEY) is None


def test_a_file_cut_short_or_gone_is_a_miss(cache: Cache) -> None:
    """Its size is seen without reading it."""
    path = cache.root / KEY[:2] / f"{KEY}.mp4"
    path.write_bytes(b"pict")
    assert cache.get(KEY) is None
    path.unlink()
    assert cache.get(KEY) is None


def test_a_flipped_bit_is_found_when_the_file_is_used(cache: Cache) -> None:
    """The entry is forgotten, so that the next look misses it."""
    path = cache.root / KEY[:2] / f"{KEY}.mp4"
    path.write_bytes(b"pictura")
    assert cache.get(KEY) is not None
    with pytest.raises(Damaged, match=f"segments was damaged \\({KEY[:12]}\\); it will be made again"):
        cache.verified(KEY)
    assert cache.get(KEY) is None
    assert not path.exists()


def test_a_dropped_entry_is_gone(cache: Cache) -> None:
    """Dropping it twice is no error."""
    cache.drop(KEY)
    cache.drop(KEY)
    assert cache.get(KEY) is None


def test_an_entry_put_again_is_the_new_one(cache: Cache, tmp_path: Path) -> None:
    """As after damage."""
    put(cache, tmp_path, data=b"longer picture")
    assert cache.verified(KEY).read_bytes() == b"longer picture"


def test_old_files_are_pruned_and_new_ones_stay(cache: Cache, tmp_path: Path) -> None:
    """Their number and bytes are told."""
    age(cache.root, 31)
    new = put(cache, tmp_path, "cd" * 32)
    count, freed = prune(cache.root, older_than_days=30)
    assert count == 2
    assert freed > len(b"picture")
    assert cache.get(KEY) is None
    assert cache.verified("cd" * 32) == new


def test_what_was_read_lately_is_in_use(cache: Cache) -> None:
    """However long ago it was made."""
    age(cache.root, 31)
    for path in cache.root.rglob(f"{KEY}.*"):
        os.utime(path, (time.time(), time.time() - 31 * DAY))
    assert prune(cache.root, older_than_days=30) == (0, 0)


def test_what_is_to_be_kept_stays(cache: Cache) -> None:
    """Whatever its age."""
    age(cache.root, 31)
    kept = frozenset(cache.root.rglob(f"{KEY}.*"))
    assert prune(cache.root, older_than_days=30, keep=kept) == (0, 0)


def test_an_empty_cache_is_pruned_of_nothing(tmp_path: Path) -> None:
    """Also when there is none."""
    assert prune(tmp_path / "none", older_than_days=0) == (0, 0)


def test_pruning_the_cache_keeps_the_takes(tmp_path: Path) -> None:
    """The negative is not in the cache."""
    store = Store(tmp_path)
    made = tmp_path / "take.mp4"
    made.write_bytes(b"take")
    digest = store.blobs.add(made)
    put(store.segments, tmp_path)
    age(store.root, 400)
    assert prune(store.cache, older_than_days=30)[0] == 2
    assert Store(tmp_path).blobs.verified(digest).read_bytes() == b"take"
