"""`ledger`, `approve` and decisions on takes, as a person types them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from fractions import Fraction
from typing import Any

import pytest

from white_cloud.project import open_project
from white_cloud.store.ledger import Asked, Entry


@pytest.fixture
def orders(film: Any) -> list[Entry]:
    """Three orders of the film: one that was delivered, one that was refused, and one of which nobody knows."""
    ledger = open_project(film.screenplay).store.ledger

    def order(subject: str, price: Fraction | None = Fraction(3, 5)) -> Entry:
        return ledger.intend(Asked("small", subject, "key", "runway", "gen4.5", price))

    return [
        ledger.done(ledger.submitted(order("shot/yard_01"), "task-1"), "", 0, {}, Fraction(1, 2)),
        ledger.failed(order("shot/yard_02"), "SAFETY.INPUT.TEXT", refused=True),
        ledger.ambiguous(order("shot/lake_01"), "timed out"),
    ]


def test_the_ledger_says_what_was_paid_for_and_what_is_to_be_settled(run: Any, film: Any, orders: list[Entry]) -> None:
    """What failed at no cost only with --all; sums by model, then the whole."""
    said = run("ledger", "show", film.screenplay)
    assert (said.status, said.err) == (0, "")
    head, done, ambiguous, *sums = said.out.splitlines()
    assert head.split() == ["order", "last", "changed", "for", "of", "state", "USD"]
    assert done.split()[0::3][:1] + done.split()[3:] == ["1", "shot/yard_01", "runway", "gen4.5", "done", "0.50", "task-1"]
    assert ambiguous.split()[3:] == ["shot/lake_01", "runway", "gen4.5", "ambiguous", "0.60", "timed", "out"]
    assert done.index("task-1") == ambiguous.index("timed out")
    assert sums[:3] == ["runway gen4.5: 1.10 USD", "in all: 1.10 USD", "not listed: 1 that failed at no cost (--all)"]
    assert f"`white-cloud ledger settle {film.screenplay} 3 --lost`" in sums[3]
    assert "SAFETY.INPUT.TEXT" in run("ledger", "show", film.screenplay, "--all").out
    data = json.loads(run("ledger", "show", film.screenplay, "--json").out)
    assert [(one["subject"], one["state"], one["spent"]) for one in data] == [
        ("shot/yard_01", "done", "1/2"),
        ("shot/yard_02", "failed", "0"),
        ("shot/lake_01", "ambiguous", "3/5"),
    ]


def test_a_maker_of_whose_orders_none_is_listed_has_no_sum(run: Any, film: Any, orders: list[Entry]) -> None:
    """Unless all are asked for; what has no known price is counted apart."""
    ledger = open_project(film.screenplay).store.ledger
    ledger.failed(ledger.intend(Asked("small", "shot/yard_02", "key", "runway", "veo3.1", Fraction(1))), "no key")
    ledger.done(ledger.intend(Asked("small", "words/yard", "key", "openai", "mine", None)), "", 0, {}, None)
    said = run("ledger", "show", film.screenplay).out.splitlines()
    assert [line for line in said if ": " in line][:3] == [
        "openai mine: 0.00 USD, and 1 of no known price",
        "runway gen4.5: 1.10 USD",
        "in all: 1.10 USD, and 1 of no known price",
    ]
    assert "runway veo3.1: 0.00 USD" in run("ledger", "show", film.screenplay, "--all").out.splitlines()


@pytest.mark.skipif(sys.platform == "win32", reason="needs a terminal of POSIX")
def test_on_a_narrow_terminal_what_is_long_stands_below_and_the_columns_stay(film: Any, orders: list[Entry]) -> None:
    """Hanzi take two cells; a pipe gets one line an order, however long."""
    import fcntl
    import pty
    import struct
    import termios

    ledger = open_project(film.screenplay).store.ledger
    reason = f"the rules forbid {'露天矿' * 12} in a picture"
    ledger.failed(ledger.intend(Asked("small", "shot/yard_02", "key", "runway", "gen4.5", Fraction(1))), reason, Fraction(1))
    command = [sys.executable, "-m", "white_cloud", "ledger", "show", str(film.screenplay)]
    environment = {name: value for name, value in os.environ.items() if name != "COLUMNS"}
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 100, 0, 0))
    subprocess.run(command, stdout=theirs, env=environment, check=True, timeout=60)
    os.close(theirs)
    with os.fdopen(ours, encoding="utf-8", newline="", errors="replace") as terminal:
        lines = [terminal.readline().rstrip() for _ in range(6)]
    assert lines[1].endswith("0.50  task-1")
    assert lines[3].endswith("failed     1.00")
    assert lines[4:6] == [f"       the rules forbid {'露天矿' * 12} in", "       a picture"]
    piped = subprocess.run(command, capture_output=True, encoding="utf-8", env=environment, check=True, timeout=60).stdout
    assert piped.splitlines()[3].endswith(f"failed     1.00  {reason}")


def test_a_film_that_ordered_nothing_has_an_empty_ledger(run: Any, film: Any) -> None:
    """And nothing to settle."""
    assert run("ledger", "show", film.screenplay).out == "nothing was ordered yet\n"
    assert run("ledger", "settle", film.screenplay, "--lost").out == "no order is ambiguous\n"


@pytest.mark.parametrize(
    ("verdict", "state", "spent"),
    [(["--lost"], "failed", 0), (["--spent"], "failed", Fraction(3, 5)), (["--found", "task-9"], "submitted", Fraction(3, 5))],
)
def test_an_order_is_settled_by_what_became_of_it(
    run: Any, film: Any, orders: list[Entry], verdict: list[str], state: str, spent: Fraction
) -> None:
    """What was found carries the vendor's number."""
    assert run("ledger", "settle", film.screenplay, *verdict).status == 0
    entry = open_project(film.screenplay).orders()[2]
    assert (entry.state, entry.spent, entry.vendor_id) == (state, spent, "task-9" if state == "submitted" else "")


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ([], "say what became of them: one of --lost, --spent and --found ID"),
        (["--lost", "--spent"], "one of --lost, --spent and --found ID"),
        (["1", "--lost"], "order 1 is done: there is nothing to settle"),
        (["2", "--spent"], "order 2 has failed: there is nothing to settle"),
        (["7", "--lost"], "there is no order 7; to be settled: 3"),
        (["3", "--found", "task-1"], "task-1 is order 1 (shot/yard_01 of small) already"),
    ],
)
def test_a_verdict_that_makes_no_sense_changes_nothing(
    run: Any, film: Any, orders: list[Entry], arguments: list[str], complaint: str
) -> None:
    """Exit status 2."""
    ran = run("ledger", "settle", film.screenplay, *arguments)
    assert ran.status == 2
    assert complaint in ran.err
    assert open_project(film.screenplay).orders() == orders


def test_what_was_found_is_one_order(run: Any, film: Any, orders: list[Entry]) -> None:
    """A vendor's number is of one."""
    ledger = open_project(film.screenplay).store.ledger
    ledger.ambiguous(ledger.intend(Asked("small", "shot/yard_02", "key", "runway", "gen4.5", None)), "cut")
    ran = run("ledger", "settle", film.screenplay, "--found", "task-9")
    assert (ran.status, "settled by itself" in ran.err) == (2, True)
    assert run("ledger", "settle", film.screenplay, 4, "--found", "task-9").status == 0


def test_an_order_that_never_arrives_is_given_up_by_its_number(run: Any, film: Any, orders: list[Entry]) -> None:
    """Not with all the others: the vendor has it, and the next build would ask for it."""
    ledger = open_project(film.screenplay).store.ledger
    ledger.submitted(ledger.intend(Asked("small", "shot/yard_02", "key", "runway", "gen4.5", Fraction(1))), "task-4")
    run("ledger", "settle", film.screenplay, "--spent")
    assert [entry.state for entry in open_project(film.screenplay).orders()][2:] == ["failed", "submitted"]
    assert run("ledger", "settle", film.screenplay, 4, "--spent").status == 0
    assert open_project(film.screenplay).orders()[3].state == "failed"


def test_words_are_approved_once_there_are_any(run: Any, film: Any) -> None:
    """And it is said when they were already."""
    ran = run("approve", film.screenplay)
    assert (ran.status, "--until write` writes them" in ran.err) == (2, True)
    assert run("build", film.screenplay, "--until", "write").status == 0
    assert run("approve", film.screenplay).out.endswith("small.script.yaml: approved\n")
    assert run("approve", film.screenplay).out.endswith("small.script.yaml: approved already\n")
    script = "scripts_screenplay/small.script.yaml"
    assert "approved: true" in (film.folder / script).read_text()
    film.change("approved_words:", "# a person's remark\napproved_words:", script)
    text = (film.folder / script).read_text()
    film.write(script, text.partition("# a person")[0])  # approved by hand: of which words, nobody can tell
    assert run("approve", film.screenplay).out.endswith("small.script.yaml: approved\n")
    assert (film.folder / script).read_text() == text.replace("# a person's remark\n", "")


def test_a_take_is_chosen_with_a_note_and_the_file_keeps_a_person_s_words(run: Any, built: Any) -> None:
    """The list shows what was decided; a second decision takes back the first."""
    path = built.write("edits/small.takes.yaml", "# mine\nformat: white-cloud/takes@1\nnotes:\n  yard_02: {'1': soft}  # yes\n")
    ran = run("takes", built.screenplay, "yard_01", "--choose", 1, "--note", "the light")
    assert "in the cut  chosen  (the light)" in ran.out
    text = path.read_text()
    assert "# mine" in text
    assert "# yes" in text
    ran = run("takes", built.screenplay, "yard_01", "--reject", 1)
    assert "rejected  (the light)" in ran.out
    assert "in the cut" not in ran.out
    choices = open_project(built.screenplay).choices()
    assert (choices.chosen, choices.rejected) == ({}, {"yard_01": (1,)})
    run("takes", built.screenplay, "yard_01", "--clear", 1)
    assert open_project(built.screenplay).choices().rejected == {}


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--choose", 1], "a decision is on one take of one shot or line"),
        (["yard_01", "--choose", 7], "there is no take 7 of 'yard_01': it has take 1"),
        (["yard_01", "--choose", 1, "--reject", 1], "a decision is on one take"),
        (["--note", "fine"], "a decision is on one take"),
        (["yard_01", "--take", 1], "`--take 1 --note TEXT`"),
        (["yard_01", "--take", 7, "--note", "fine"], "there is no take 7 of 'yard_01': it has take 1"),
        (["yard_01", "--take", 1, "--choose", 1, "--note", "fine"], "a decision is on one take"),
        (["yard_1", "--note", "fine"], "did you mean 'yard_"),
        (["yard_1", "--choose", 1], "did you mean 'yard_"),
    ],
)
def test_a_decision_on_what_is_not_there_writes_nothing(run: Any, built: Any, arguments: list[object], complaint: str) -> None:
    """Exit status 2."""
    ran = run("takes", built.screenplay, *arguments)
    assert (ran.status, complaint in ran.err) == (2, True), ran.err
    assert not (built.folder / "edits" / "small.takes.yaml").exists()


def test_a_note_decides_nothing(run: Any, built: Any) -> None:
    """It is on the only take, or on the one that is named; what was decided stays."""
    assert "in the cut  (the light)" in run("takes", built.screenplay, "yard_01", "--note", "the light").out
    takes = built.folder / "edits" / "small.takes.yaml"
    assert takes.read_text().endswith("\nnotes:\n  yard_01:\n    '1': the light\n")
    assert run("build", built.screenplay, "--until", "shoot", "--only", "yard_01", "--reshoot", "yard_01").status == 0
    before = takes.read_bytes()
    ran = run("takes", built.screenplay, "yard_01", "--note", "soft")
    assert (ran.status, "yard_01 has takes 1, 2: say which with --take" in ran.err) == (2, True)
    assert takes.read_bytes() == before
    run("takes", built.screenplay, "yard_01", "--reject", 2)
    assert "rejected  (soft)" in run("takes", built.screenplay, "yard_01", "--take", 2, "--note", "soft").out
    assert open_project(built.screenplay).choices().notes == {"yard_01": {1: "the light", 2: "soft"}}


def test_a_name_that_nothing_has_is_not_reshot(run: Any, film: Any) -> None:
    """The nearest is named; nothing is made."""
    ran = run("build", film.screenplay, "--reshoot", "yard_1")
    assert (ran.status, "--reshoot names 'yard_1', and no shot or line is called so (did you mean 'yard_" in ran.err) == (
        2,
        True,
    )
    assert not (film.folder / ".white_cloud" / "takes" / "small").exists()


def test_a_plan_names_prices_and_their_date(run: Any, film: Any) -> None:
    """A price that nobody knows is told as such; a film's own prices come first."""
    film.change("camera: fake", "camera: fake-queued")
    unknown = run("plan", film.screenplay).out
    assert "shoot: 3 to make, 0 re-used, at a price nobody knows" in unknown
    assert "what has no known price (name it in prices.yaml)" in unknown
    film.write(
        "prices.yaml",
        "format: white-cloud/prices@1\ndated: 2027-02-03\nbackends:\n  fake-queued: {models: {any: {second: 0.5}}}\n",
    )
    priced = run("plan", film.screenplay).out
    assert "yard_01: missing, there is no take of it yet, about 1.00 USD" in priced
    assert priced.endswith("this build: about 4.00 USD, by prices of 2027-02-03\n")
    data = json.loads(run("plan", film.screenplay, "--json").out)
    assert data["stages"][2]["steps"][0]["price"] == 1.0
    assert data["cost"] == {"money": "USD", "total": 4.0, "all_known": True, "dated": "2027-02-03"}


def test_a_film_stays_with_the_money_of_its_first_order(run: Any, film: Any) -> None:
    """What was paid in one is not told in another."""
    ledger = open_project(film.screenplay).store.ledger
    ledger.ambiguous(ledger.intend(Asked("small", "shot/yard_01", "key", "runway", "m", Fraction(1), money="USD")), "cut")
    film.write("prices.yaml", "format: white-cloud/prices@1\ndated: 2027-02-03\nmoney: EUR\nunits: {USD: 0.9}\n")
    for command in (["plan"], ["build"], ["ledger", "show"]):
        ran = run(*command, film.screenplay)
        assert (ran.status, "written down in USD: say `money: USD` in" in ran.err) == (2, True)


@pytest.mark.parametrize("verdict", ["--spent", "--lost"])
def test_what_was_spent_at_no_known_price_is_not_told_as_nothing(run: Any, film: Any, verdict: str) -> None:
    """Settled by its number, though a person says it twice."""
    ledger = open_project(film.screenplay).store.ledger
    ledger.ambiguous(ledger.intend(Asked("small", "shot/yard_01", "key", "runway", "mine", None)), "cut")
    assert run("ledger", "settle", film.screenplay, 1, 1, verdict).status == 0
    last = run("ledger", "show", film.screenplay).out.splitlines()[-1]
    assert last == (
        "in all: 0.00 USD, and 1 of no known price" if verdict == "--spent" else "not listed: 1 that failed at no cost (--all)"
    )


def test_a_take_says_what_it_cost_and_a_rejected_one_what_the_next_does(run: Any, film: Any) -> None:
    """In the table's money, as the ledger has it."""
    film.change("camera: fake", "camera: fake-queued")
    film.write(
        "prices.yaml",
        "format: white-cloud/prices@1\ndated: 2027-02-03\nbackends:\n  fake-queued: {models: {any: {second: 0.5}}}\n",
    )
    assert run("build", film.screenplay, "--until", "shoot", "--only", "yard_01").status == 0
    spent = open_project(film.screenplay).orders()[0].spent
    listed = run("takes", film.screenplay, "yard_01").out
    assert listed.splitlines()[0].endswith("  USD")
    assert f"  {float(spent):.2f}  in the cut" in listed
    assert "next build" not in listed
    assert "the next build makes another, for about 1.00 USD" in run("takes", film.screenplay, "yard_01", "--reject", 1).out
    assert "next build" not in run("takes", film.screenplay, "yard_01", "--clear", 1).out


def test_a_screenplay_that_got_another_name_is_told_where_its_takes_are(run: Any, built: Any) -> None:
    """Before anything is made, by plan and by build; a film beside one that still has its screenplay is just new."""
    other = built.write("scripts_screenplay/other.yaml", built.screenplay.read_bytes())
    assert "takes of 'small'" not in run("plan", other).out
    built.screenplay.unlink()
    told = "nothing was made for 'other' yet, and there are takes of 'small' without a screenplay"
    assert told in run("plan", other).out
    ran = run("build", other, "--until", "write")
    assert told in ran.out + ran.err
    assert "Call it small.yaml again" in ran.out + ran.err
