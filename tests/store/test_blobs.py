"""Blobs: whole or absent, verified when read, set aside when damaged."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from white_cloud.errors import Damaged, StoreError
from white_cloud.identity import file_digest
from white_cloud.store.blobs import Blobs, replace_text, scratch, storing
from white_cloud.store.cache import Cache
from white_cloud.store.takes import Take, Takes


@pytest.fixture
def blobs(tmp_path: Path) -> Blobs:
    """An empty store of blobs."""
    return Blobs(tmp_path / "takes" / "blobs")


def made(folder: Path, text: str = "a take", name: str = "take.mp4") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def flip(path: Path) -> None:
    """Damage a file without changing its size."""
    data = bytearray(path.read_bytes())
    data[0] ^= 1
    path.write_bytes(data)


def test_a_file_is_moved_in_under_its_digest(blobs: Blobs, tmp_path: Path) -> None:
    """It is found by its bytes from then on."""
    path = made(tmp_path)
    digest = file_digest(path)
    assert not blobs.has(digest)
    assert blobs.add(path) == digest
    assert not path.exists()
    assert blobs.path(digest).read_text(encoding="utf-8") == "a take"
    assert blobs.has(digest, 6)
    assert not blobs.has(digest, 7)
    assert list(blobs.all()) == [digest]


def test_the_same_bytes_are_kept_once(blobs: Blobs, tmp_path: Path) -> None:
    """Whatever the file was called."""
    assert blobs.add(made(tmp_path)) == blobs.add(made(tmp_path, name="other.mp4"))
    assert len(list(blobs.all())) == 1


def test_a_damaged_blob_is_set_aside_and_counts_as_missing(blobs: Blobs, tmp_path: Path) -> None:
    """Its bytes stay for whoever wants to look; a fresh store does not trust what another wrote."""
    digest = blobs.add(made(tmp_path))
    flip(blobs.path(digest))
    other = Blobs(blobs.root)
    with pytest.raises(Damaged, match=f"was damaged \\({digest[:12]}\\)"):
        other.verified(digest)
    assert not other.has(digest)
    assert (blobs.root.parent / "damaged" / digest).exists()
    with pytest.raises(Damaged, match="is missing"):
        other.verified(digest)


def test_a_blob_is_read_and_compared_once(blobs: Blobs, tmp_path: Path) -> None:
    """A film of thousands of segments does not read its takes thousands of times."""
    digest = blobs.add(made(tmp_path))
    other = Blobs(blobs.root)
    assert other.verified(digest) == blobs.path(digest)
    flip(blobs.path(digest))
    assert other.verified(digest) == blobs.path(digest)
    assert other.damaged() == [digest]


def test_every_damaged_blob_is_found(blobs: Blobs, tmp_path: Path) -> None:
    """And every blob is told of as it is read."""
    digests = [blobs.add(made(tmp_path, text)) for text in ("one", "two", "three")]
    flip(blobs.path(digests[1]))
    seen: list[str] = []
    assert blobs.damaged(seen.append) == [digests[1]]
    assert sorted(seen) == sorted(digests)


def test_setting_aside_twice_is_no_error(blobs: Blobs, tmp_path: Path) -> None:
    """Two builds may find the same damage."""
    digest = blobs.add(made(tmp_path))
    blobs.set_aside(digest)
    blobs.set_aside(digest)
    assert not blobs.has(digest)


def test_a_blob_added_again_is_whole_again(blobs: Blobs, tmp_path: Path) -> None:
    """Making a take anew mends it."""
    digest = blobs.add(made(tmp_path))
    flip(blobs.path(digest))
    blobs.add(made(tmp_path))
    assert Blobs(blobs.root).verified(digest).read_text(encoding="utf-8") == "a take"


def test_scratch_goes_whatever_happens(tmp_path: Path) -> None:
    """What was under way when something failed leaves nothing."""

    def fail() -> None:
        with scratch(tmp_path / "build") as place:
            made(place)
            raise RuntimeError("no more")

    with pytest.raises(RuntimeError, match="no more"):
        fail()
    assert list((tmp_path / "build").iterdir()) == []


def test_a_text_is_replaced_whole(tmp_path: Path) -> None:
    """Folders are made as needed, and nothing else is left beside it."""
    path = tmp_path / "new" / "report.json"
    replace_text(path, "one\n")
    replace_text(path, "沙\n")
    assert path.read_bytes() == "沙\n".encode()
    assert list(path.parent.iterdir()) == [path]


def test_a_text_that_cannot_be_written_leaves_the_old_one(tmp_path: Path) -> None:
    """Half a surrogate has no bytes in UTF-8."""
    path = made(tmp_path, "old")
    with pytest.raises(UnicodeEncodeError):
        replace_text(path, "new \ud800")
    assert path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


@contextmanager
def nobody(folder: Path) -> Iterator[None]:
    """Be somebody who may not write in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o555)
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(user)
        folder.chmod(0o755)


WRITES: dict[str, Callable[[Path, Path], object]] = {
    "blob": lambda folder, path: Blobs(folder).add(path),
    "take": lambda folder, _: Takes(folder).add(Take("shot/a", 0, "key", {}, "blob", 1, "fake")),
    "cache": lambda folder, path: Cache(folder, ".mp4").put("ab" * 32, path, {}),
    "text": lambda folder, _: replace_text(folder / "report.json", "{}"),
}


@pytest.mark.parametrize("what", WRITES)
def test_a_folder_one_may_not_write_in_is_a_store_error(what: str, tmp_path: Path) -> None:
    """It says where, and why; nothing is lost."""
    folder, path = tmp_path / "store", made(tmp_path)
    with nobody(folder), pytest.raises(StoreError, match=r"cannot .* in .*store.*: Permission denied; see who may write there"):
        WRITES[what](folder, path)
    assert path.exists()


@pytest.mark.parametrize("what", WRITES)
def test_a_file_where_a_folder_should_be_is_a_store_error(what: str, tmp_path: Path) -> None:
    """Somebody put it there."""
    folder = made(tmp_path, name="store") / "inner"
    with pytest.raises(StoreError, match="Not a directory"):
        WRITES[what](folder, made(tmp_path))


_FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from white_cloud.errors import StoreError
from white_cloud.store.blobs import replace_text
from white_cloud.store.takes import Take, Takes
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
folder = Path(sys.argv[1])
replace_text(folder / "report.json", "old")
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
for write in (
    lambda: replace_text(folder / "report.json", "x" * 9000),
    lambda: Takes(folder / "takes").add(Take("shot/a", 0, "key", {"prompt": "x" * 9000}, "blob", 1, "fake")),
):
    try:
        write()
    except StoreError as error:
        print(error)
"""


def test_a_disk_that_takes_no_more_is_a_store_error_and_leaves_no_torn_file(tmp_path: Path) -> None:
    """The system refuses every byte past 4096, as a full disk does; the old file stands, and no take is numbered."""
    ran = subprocess.run([sys.executable, "-c", _FULL_DISK, str(tmp_path)], capture_output=True, text=True, check=True)
    said = ran.stdout.splitlines()
    assert [line.split(" in ")[0] for line in said] == ["cannot write report.json", "cannot keep a take of shot/a"]
    assert all("File too large; make room; `white-cloud store gc`" in line for line in said)
    assert (tmp_path / "report.json").read_text(encoding="utf-8") == "old"
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [tmp_path / "report.json"]
    assert Takes(tmp_path / "takes").of("shot/a") == []


@pytest.mark.parametrize(
    ("number", "advice"), [(errno.ENOSPC, "make room"), (errno.EDQUOT, "make room"), (errno.EROFS, "may write there")]
)
def test_what_the_disk_refuses_comes_with_advice(number: int, advice: str, tmp_path: Path) -> None:
    """A full disk is told apart from one that belongs to somebody else."""
    with pytest.raises(StoreError, match=advice), storing("keep a take", tmp_path):
        raise OSError(number, os.strerror(number))
