"""Memory: what is freed is used again, or given back, as is asked."""

from __future__ import annotations

import platform
import subprocess
import sys

import pytest

#: Makes and frees six arrays as large as frames, again and again, and prints how many pages the system had to fill for that.
_FRAMES = """
import resource
from white_cloud.memory import {function} as told
def pages():
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt
def frames():
    return [bytearray(4 << 20) for _ in range(6)]
told()
frames()
before = pages()
for _ in range(5):
    frames()
    {again}
print(pages() - before)
"""
#: Pages of six such arrays.
_PAGES = 6 * (4 << 20) // 4096


def _filled(function: str, again: str = "") -> int:
    program = _FRAMES.format(function=function, again=again)
    return int(subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout)


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other C libraries keep room in their own way")
def test_room_that_is_kept_is_not_filled_again():
    """A frame's arrays come and go, and the system has nothing to do with it."""
    assert _filled("keep_room") < _PAGES / 4


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other C libraries keep room in their own way")
def test_memory_that_is_given_back_is_filled_again():
    """Even what was kept goes back to the system when that is asked for."""
    assert _filled("keep_room", again="from white_cloud.memory import give_back; give_back()") > 4 * _PAGES
