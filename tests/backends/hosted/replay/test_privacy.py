"""What never enters a recording, whatever a vendor sends and wherever in it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from white_cloud.backends.hosted.keys import find_key
from white_cloud.backends.hosted.replay.privacy import HEADERS, clean, clean_text, comparable, kept_headers

KEY = "house-0123456789-of-cards"
SIGNATURE = "Zm9yZ2VkLXNpZ25hdHVyZQ"
SIGNED = f"https://store.example/films/one.mp4?X-Amz-Signature={SIGNATURE}&Expires=9"

#: Places in which a secret may stand, around a hole.
_AROUND = st.recursive(
    st.just("HOLE"),
    lambda inner: (
        st.lists(inner, min_size=1, max_size=2)
        | st.dictionaries(st.sampled_from(["output", "error", "message", "fields"]), inner, min_size=1, max_size=2)
    ),
    max_leaves=6,
)
_WORDS = st.text(st.sampled_from("ab 云.,\"'\n"), max_size=8)


def _filled(around: Any, secret: str) -> Any:
    if isinstance(around, dict):
        return {name: _filled(inner, secret) for name, inner in around.items()}
    if isinstance(around, list):
        return [_filled(inner, secret) for inner in around]
    return secret


@pytest.fixture(autouse=True)
def _handed_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("A_KEY", KEY)
    find_key("A_KEY")


@pytest.mark.usefixtures("_handed_out")
@given(around=_AROUND, before=_WORDS, after=_WORDS)
def test_no_key_and_no_signature_is_left_anywhere(around: Any, before: str, after: str) -> None:
    """However deep it stands, alone or within a text; and what is clean stays as it is."""
    for secret in (KEY, SIGNED, f"https://user:{SIGNATURE}@store.example/a", f"Bearer {SIGNATURE}"):
        for text in (secret, f"{before} {secret} {after}"):
            found = clean(_filled(around, text))
            written = json.dumps(found)
            assert KEY not in written
            assert SIGNATURE not in written
            assert clean(found) == found


@given(headers=st.dictionaries(st.sampled_from([*HEADERS, "set-cookie", "authorization", "openai-organization"]), _WORDS))
def test_of_headers_a_few_are_kept_and_no_other(headers: dict[str, str]) -> None:
    """Neither cookies nor what names an account."""
    assert set(kept_headers(headers)) == set(headers) & set(HEADERS)


def test_words_of_a_film_stay_as_they_were_said() -> None:
    """A bearer is a person, and a sentence about tokens is none."""
    said = {"text": "The bearer of the coffin walks. 他的 token 不多。", "output_tokens": 12, "speak": "zh"}
    assert clean(said) == said


@pytest.mark.parametrize(
    "name", ["policy", "x-amz-signature", "X-Amz-Credential", "x-goog-signature", "AWSAccessKeyId", "x-amz-security-token"]
)
def test_what_signs_an_upload_is_removed(name: str) -> None:
    """An upload's fields hold it by these names; the others of the form stay."""
    assert clean({"fields": {name: SIGNATURE, "key": "uploads/still.png"}}) == {
        "fields": {name: "[removed]", "key": "uploads/still.png"}
    }


def test_an_address_keeps_its_path_and_nothing_else() -> None:
    """So that the file it leads to is found again, whoever keeps it."""
    assert clean([SIGNED]) == ["https://recorded.invalid/films/one.mp4"]


def test_keys_and_accounts_that_a_vendor_tells_are_removed() -> None:
    """Vendors repeat them in their complaints."""
    said = "Incorrect key sk-abcdefghijklmnop123 of org-Abc123Def456; see proj_Abc123Def456"
    assert clean_text(said) == "Incorrect key [key] of [account]; see [account]"


def test_what_a_vendor_called_a_file_for_a_day_does_not_count() -> None:
    """What the file holds was compared as it was given."""
    assert comparable({"promptImage": "runway://upload-1"}) == comparable({"promptImage": "runway://upload-2"})
    assert comparable("data:image/png;base64,AAAA") != comparable("data:image/png;base64,AAAB")
