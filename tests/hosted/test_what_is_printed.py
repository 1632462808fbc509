"""What a filmmaker reads while money is spent: what went wrong and what to type then, said once, and what it cost."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest

from white_cloud.build.events import ItemFailed
from white_cloud.cli.main import main
from white_cloud.film.prices import amount
from white_cloud.stages.chain import BuildFailed
from white_cloud.testing.vendors import Fault, Vendors

TWO = ("{id: a, prompt: dunes at dawn, length: 1s}", "{id: b, prompt: an open pit, length: 1s}")
LINE = "{id: asked, brief: dust on everything}"
#: As a person types it, from the folder above the film's.
FILE = "film/scripts_screenplay/film.yaml"
CUT = "the connection to Runway ended before it answered: the order may have been taken"
DETAIL = "RemoteProtocolError: Server disconnected without sending a response."

Run = Callable[..., tuple[int, list[str], list[str]]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> Run:
    """Run the command from the folder above the film's; return its exit status, and the lines of what it said."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: object) -> tuple[int, list[str], list[str]]:
        capsys.readouterr()
        with pytest.raises(SystemExit) as end:
            main([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return int(end.value.code or 0), said.out.splitlines(), said.err.splitlines()

    return run


def build(*options: object) -> tuple[object, ...]:
    return ("build", FILE, "--jobs", 1, *options)


def test_a_failure_is_told_once_in_full_and_then_named_in_a_list(film: Callable[..., Any], vendors: Vendors, run: Run) -> None:
    """In full with the command to be pasted, as it happens; the list at the end is short, and of what failed alike one line."""
    vendors.add(Fault("cut", match="text_to_video", times=2))
    one = film(*TWO)
    status, out, err = run(*build("--until", "shoot"))
    failed = [line for line in out if "FAILED" in line]
    assert sorted(line.partition(" FAILED: ")[2] for line in failed) == [
        f"{CUT}. Before it is placed again, see at runway whether it was taken and paid. If not, "
        f"`white-cloud ledger settle {FILE} {number} --lost`; if so, the same with `--found ID` in place of --lost"
        for number in (1, 2)
    ]
    assert status == 1
    assert err[0] == "white-cloud: 2 could not be made; what was made is kept:"
    named = sorted(f"{order.subject.removeprefix('shot/')} (order {order.id})" for order in one.orders())
    (listed,) = err[1:]  # those that failed alike, in the order in which they did
    assert listed in {f"  shoot {', '.join(order)}: {CUT}" for order in (named, named[::-1])}
    assert "RemoteProtocolError" not in str(out + err)
    assert sum(f"{CUT} ({DETAIL})" in line for line in run("ledger", "show", FILE)[1]) == 2
    assert [order.data["detail"] for order in one.orders()] == [DETAIL] * 2


def test_what_a_program_said_of_a_failure_is_told_to_programs(film: Callable[..., Any], vendors: Vendors, run: Run) -> None:
    """As the detail of its event, beside the message for people."""
    vendors.add(Fault("cut", match="text_to_video"))
    film(TWO[0])
    told = [json.loads(line) for line in run(*build("--until", "shoot", "--json"))[1]]
    assert [event["detail"] for event in told if event["event"] == "ItemFailed"] == [DETAIL]
    assert told[-1] == {"event": "Spent", "spent": "0.24 USD"}


def test_a_failed_build_holds_what_it_told_of_each_failure() -> None:
    """For notebooks: in full, in a traceback too, and whatever process it was raised in."""
    failed = ItemFailed("shoot", "a", "the vendor refused: too much dust. Ask for less", 3)
    error = pickle.loads(pickle.dumps(BuildFailed([failed])))
    assert str(error) == "1 could not be made; what was made is kept:\n  shoot a (order 3): the vendor refused: too much dust"
    assert (error.failures, error.__notes__) == ((failed,), [f"shoot a (order 3): {failed.message}"])


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        ("the budget is 0.50 USD; nothing more", "the budget is 0.50 USD"),
        ("a.mp4 is no film. Give another", "a.mp4 is no film"),
        ("it stops here.", "it stops here"),
        ("内容不合规定。请改写", "内容不合规定"),
        ("one line\nand another", "one line"),
        ("word " * 40, "word " * 23 + "wo..."),
    ],
)
def test_a_reason_in_short_is_the_first_clause(message: str, reason: str) -> None:
    """A point inside a number or a name ends none, and what is long all the same is broken off."""
    assert ItemFailed("shoot", "a", message).reason == reason


def test_every_build_ends_with_what_it_spent(film: Callable[..., Any], vendors: Vendors, run: Run) -> None:
    """Whatever stage it stops at, and when something could not be made; nothing is said where nothing was spent."""
    vendors.add(Fault("moderated", match="an open pit"))
    one = film(*TWO, lines=(LINE,))

    def spent(*options: object) -> list[str]:
        return [line for line in run(*build(*options))[1] if line.endswith("spent")]

    assert spent("--until", "write") == ["0.0023 USD spent"]
    assert spent("--until", "voice") == ["0.00089 USD spent"]
    assert spent("--until", "shoot") == ["0.24 USD spent"]
    assert spent("--until", "shoot") == []
    assert [amount(order.spent) for order in one.orders() if order.spent] == ["0.0023", "0.00089", "0.24"]


def test_what_cost_something_says_how_much_on_its_line(film: Callable[..., Any], run: Run) -> None:
    """Words, lines and shots; what was free says nothing of money."""
    film(TWO[0], lines=(LINE,))
    out = run(*build("--until", "shoot"))[1]
    assert "  write asked, 0.0023 USD (the writer has not filled its brief yet)" in out
    assert "  voice asked, 0.00089 USD (there is no take of it yet)" in out
    assert "  shoot a, 0.24 USD (there is no take of it yet)" in out
    assert "  voice asked (its speech, register, drift or glitch is new, or the cache was cleared)" in out


def test_an_order_that_is_done_shows_no_reason_of_before(film: Callable[..., Any], vendors: Vendors, run: Run) -> None:
    """It was ambiguous, then found, then fetched: what the vendor calls it is all there is to say."""
    vendors.add(Fault("cut", match="text_to_video", after=True))
    film(TWO[0])
    run(*build("--until", "shoot"))
    id_ = vendors.created("video")[0].id
    assert run("ledger", "settle", FILE, "--found", id_)[1][1].endswith(f"submitted  0.24  {id_}")
    run(*build("--until", "shoot"))
    assert run("ledger", "show", FILE)[1][1].endswith(f"done   0.24  {id_}")


def test_an_order_that_a_vendor_has_is_given_up_or_waited_for(film: Callable[..., Any], vendors: Vendors, run: Run) -> None:
    """It is not lost: the next build asks for it."""
    vendors.add(Fault("error", match="GET /v1/tasks", status=500, times=99))
    film(TWO[0])
    out = run(*build("--until", "shoot"))[1]
    assert any("Runway failed while it was asked (500" in line and ".." not in line for line in out)
    status, _, err = run("ledger", "settle", FILE, 1, "--lost")
    assert (status, err) == (
        2,
        ["white-cloud: order 1 is at the vendor's, and the next build asks for it; what never comes is given up with --spent"],
    )


def test_what_a_vendor_no_longer_knows_is_said_with_one_full_stop(film: Callable[..., Any], vendors: Vendors, run: Run) -> None:
    """Its own sentence ends in one."""
    vendors.add(Fault("unknown", match="GET /v1/tasks"))
    film(TWO[0])
    (said,) = (line for line in run(*build("--until", "shoot"))[1] if "FAILED" in line)
    told = "Runway no longer knows the order (404): The requested resource was not found. Before it is placed again"
    assert told in said


def test_a_plan_names_stages_that_wait_for_the_same_in_one_line(film: Callable[..., Any], vendors: Vendors, run: Run) -> None:
    """And each shot that waits for a person, with the command that it waits for."""
    vendors.add(Fault("cut", match="text_to_video", times=2))
    film(*TWO)
    waiting = "cut, mix, render, deliver: wait, its words or pictures are not all there yet"
    assert [line for line in run("plan", FILE)[1] if "not all there" in line] == [waiting]
    run(*build("--until", "shoot"))
    out = run("plan", FILE)[1]
    for number in (1, 2):
        assert sum(f"`white-cloud ledger settle {FILE} {number} --lost`" in line for line in out) == 1
    stages = json.loads(run("plan", FILE, "--json")[1][0])["stages"]
    assert [stage["stage"] for stage in stages] == ["write", "voice", "shoot", "cut", "mix", "render", "deliver"]


def test_a_recording_is_called_as_a_person_typed_it(film: Callable[..., Any], run: Run) -> None:
    """By build with --record, and with --replay where it lacks something."""
    film(*TWO)
    run(*build("--until", "shoot", "--only", "a"))
    out = run(*build("--until", "shoot", "--record", "film/../kept"))[1]
    assert any(line.startswith("note: film/../kept does not hold all of this film: shot/a came before") for line in out)
    out = run(*build("--until", "shoot", "--reshoot", "a", "--replay", "film/../kept"))[1]
    assert any("FAILED: the recording film/../kept holds no POST" in line for line in out)


def test_a_terminal_is_given_a_command_in_one_piece(
    film: Callable[..., Any], vendors: Vendors, monkeypatch: pytest.MonkeyPatch, run: Run
) -> None:
    """However narrow it is, it breaks the line itself, so that what is pasted is whole."""

    class Terminal(StringIO):
        def isatty(self) -> bool:
            return True

    vendors.add(Fault("cut", match="text_to_video"))
    film(TWO[0])
    terminal = Terminal()
    monkeypatch.setattr("sys.stdout", terminal)
    run(*build("--until", "shoot"))
    assert f"`white-cloud ledger settle {FILE} 1 --lost`" in terminal.getvalue()
    assert "0.24 USD spent" in terminal.getvalue()
