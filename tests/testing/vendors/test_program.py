"""The loopback vendors as a program of its own."""

from __future__ import annotations

import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest

from white_cloud.testing.vendors import Fault, VendorsProcess

sdk = pytest.importorskip("runwayml")


def test_a_client_that_was_killed_leaves_its_order_in_the_log() -> None:
    """The order is taken, the client dies while it waits for the answer, and the count outlives it."""
    order = (
        "import runwayml; runwayml.RunwayML(max_retries=0).text_to_video."
        "create(model='gen4.5', ratio='1280:720', duration=2, prompt_text='dunes')"
    )
    with VendorsProcess(Fault("hold", match="text_to_video", after=True), scale=Fraction(1, 8)) as vendors:
        with subprocess.Popen([sys.executable, "-c", order], env=vendors.environment() | {"PATH": ""}) as client:
            assert vendors.wait_held(patience=30)
            client.kill()
        vendors.release()
        (taken,) = vendors.created("video")
        assert taken.body["promptText"] == "dunes"
        assert vendors.repeated("video") == {}
        (asked,) = vendors.asked()
        assert asked["right_key"]
        assert vendors.keys["runway"] not in str(asked)


def test_faults_can_be_set_and_taken_back_while_it_runs() -> None:
    """From another process; a script that cannot be played is refused by name."""
    with (
        VendorsProcess() as vendors,
        sdk.RunwayML(api_key=vendors.keys["runway"], base_url=vendors.url.runway, max_retries=0) as client,
    ):
        vendors.add(Fault("error", times=99))
        with pytest.raises(sdk.InternalServerError):
            client.organization.retrieve()
        vendors.clear()
        assert client.organization.retrieve().credit_balance > 0
        with pytest.raises(OSError, match="400"):
            vendors.add(Fault("erorr"))  # type: ignore[arg-type]


def test_a_script_file_that_cannot_be_read_ends_it_with_a_sentence(tmp_path: Path) -> None:
    """Status 2, and no traceback."""
    script = tmp_path / "faults.yaml"
    script.write_text("- kind: rate limits\n")
    command = [sys.executable, "-m", "white_cloud.testing.vendors", "--script", str(script)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 2
    assert "did you mean 'rate limit'" in ended.stderr
    assert "Traceback" not in ended.stderr
