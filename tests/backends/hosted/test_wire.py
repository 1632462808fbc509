"""Connections to vendors: what they carry is bounded, and what a vendor repeats of a key is not told."""

from __future__ import annotations

from typing import Any

import pytest

from white_cloud.backends.hosted.keys import find_key, scrubbed
from white_cloud.backends.hosted.openai_account import AccountOptions, client
from white_cloud.backends.hosted.replay.exchange import TooLarge
from white_cloud.backends.hosted.seam import ordering
from white_cloud.backends.hosted.wire import httpx2_client, httpx_client
from white_cloud.errors import Ambiguous, Refusal

openai = pytest.importorskip("openai")
pytest.importorskip("httpx")


@pytest.mark.parametrize("open_client", [httpx_client, httpx2_client])
def test_an_answer_larger_than_is_held_in_memory_is_not_fetched(canned: Any, open_client: Any) -> None:
    """A server may send without end; what is allowed comes whole."""
    canned.answer(b"x" * 5000, content="audio/wav")
    with open_client("openai", largest=5000) as http:
        assert len(http.post(canned.url, json={}).content) == 5000
    with open_client("openai", largest=4999) as http, pytest.raises(TooLarge, match="more than 4999 bytes"):
        http.post(canned.url, json={})


def test_an_order_whose_answer_is_too_large_may_have_been_taken(canned: Any) -> None:
    """It is paid like any other."""
    canned.answer(b"x" * 5000, content="audio/wav")
    with (
        openai.OpenAI(max_retries=0, http_client=httpx2_client("openai", largest=999)) as asked,
        pytest.raises(Ambiguous, match=r"more than 999 bytes.*: the order may have been taken"),
        ordering("OpenAI", openai),
    ):
        asked.audio.speech.create(model="m", voice="v", input="风")


@pytest.mark.parametrize("before", range(370, 400, 5))
def test_a_key_that_a_long_answer_repeats_is_not_told_in_part(canned: Any, before: int) -> None:
    """Wherever the answer is cut short."""
    key = find_key("OPENAI_API_KEY")
    canned.answer({"error": {"message": "x" * before + key + " is wrong"}}, status=400)
    with client(AccountOptions()) as asked, pytest.raises(Refusal) as refused, ordering("OpenAI", openai):
        asked.post("/hello", body={}, cast_to=object)
    assert key[:6] not in str(refused.value)


def test_who_an_address_names_is_not_told() -> None:
    """A proxy's name and password stand in its address."""
    assert scrubbed("no way through http://me:word@proxy:3128/ to http://a/b?c=d") == (
        "no way through http://proxy:3128/ to http://a/b?[signed]"
    )
