"""The account at OpenAI: what goes to which server, and what never does."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from white_cloud.backends.hosted import openai_account
from white_cloud.backends.hosted.keys import find_key, scrubbed
from white_cloud.backends.hosted.openai_account import AccountOptions
from white_cloud.errors import BackendUnavailable

pytest.importorskip("openai")


def hello(options: AccountOptions) -> None:
    with openai_account.client(options) as client:
        client.post("/hello", body={}, cast_to=object)


@pytest.fixture
def personal(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a person may have in the environment for OpenAI itself."""
    monkeypatch.setenv("OPENAI_ORG_ID", "org-mine")
    monkeypatch.setenv("OPENAI_PROJECT_ID", "proj-mine")
    monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", "X-Gate: open-sesame\nAuthorization: Bearer sk-gate")


def test_the_persons_own_server_gets_the_persons_key(canned: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """And the organisation, as the SDK sends it."""
    monkeypatch.setenv("OPENAI_ORG_ID", "org-mine")
    hello(AccountOptions())
    headers = canned.asked[0][1]
    assert headers["authorization"] == "Bearer sk-test-canned-0123456789"
    assert headers["openai-organization"] == "org-mine"


def test_a_server_that_a_document_names_gets_nothing_of_the_persons(canned: Any, personal: None) -> None:
    """No key, no organisation, no header: a screenplay may come from a stranger."""
    hello(AccountOptions(base_url=canned.url))
    headers = canned.asked[0][1]
    assert headers["authorization"] == "Bearer none"
    sent = " ".join(headers.values())
    assert not [secret for secret in ("sk-test", "sk-gate", "org-mine", "proj-mine", "open-sesame") if secret in sent]


def test_a_server_that_a_document_names_has_a_key_of_its_own(canned: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Named after its host."""
    monkeypatch.setenv("OPENAI_API_KEY_127_0_0_1", "sk-for-this-host")
    hello(AccountOptions(base_url=canned.url))
    assert canned.asked[0][1]["authorization"] == "Bearer sk-for-this-host"


def test_without_a_key_it_says_how_to_give_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also for a server elsewhere, under the name that its host has."""
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    with pytest.raises(BackendUnavailable, match="set OPENAI_API_KEY in the environment"):
        openai_account.require()
    with pytest.raises(BackendUnavailable, match="set OPENAI_API_KEY_GPU_EXAMPLE in the environment"):
        openai_account.require(AccountOptions(base_url="https://gpu.example/v1"))
    openai_account.require(AccountOptions(base_url="http://localhost:11434/v1"))


def test_a_key_that_begins_as_another_does_is_not_told_in_part(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whichever was handed out first."""
    long = [f"sk-part-{number}-0123456789" for number in range(8)]
    for key in ("sk-part", *long):
        monkeypatch.setenv("OPENAI_API_KEY", key)
        find_key("OPENAI_API_KEY")
    assert scrubbed(" ".join(long)) == " ".join(["[key]"] * 8)


@pytest.mark.parametrize(
    "address", ["ftp://host/v1", "localhost:11434", "https://me:secret@host/v1", "https://host/v1?key=secret", "https:///v1"]
)
def test_an_address_that_is_none_or_holds_a_key_is_refused(address: str) -> None:
    """As the document is read."""
    with pytest.raises(ValidationError, match="an address"):
        AccountOptions(base_url=address)


def test_where_a_server_stands_is_in_no_key() -> None:
    """The same model elsewhere makes the same take."""
    assert "base_url" in AccountOptions.operational
