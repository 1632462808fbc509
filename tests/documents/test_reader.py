"""Reading YAML strictly: what scalars mean, where nodes stand, and what is refused."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from white_cloud.documents.located import Located
from white_cloud.documents.reader import parse_document, read_document
from white_cloud.errors import DocumentError, Problem, UserError

HERE = Path("film.yaml")


def parsed(text: str) -> Located:
    return parse_document(text, HERE)


def refusal(text: str) -> Problem:
    with pytest.raises(DocumentError) as caught:
        parsed(text)
    return caught.value.problems[0]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("on", "on"),
        ("no", "no"),
        ("Yes", "Yes"),
        ("True", "True"),
        ("12:30", "12:30"),
        ("00:01:30:12", "00:01:30:12"),
        ("010", "010"),
        ("0x10", "0x10"),
        ("1_000", "1_000"),
        ("2026-01-01", "2026-01-01"),
        ("30000/1001", "30000/1001"),
        ("24", 24),
        ("-6", -6),
        ("+3", 3),
        ("0.1", Decimal("0.1")),
        ("23.976", Decimal("23.976")),
        (".5", Decimal("0.5")),
        ("1e2", Decimal(100)),
        (".", "."),
        (".inf", ".inf"),
        (".nan", ".nan"),
        ("e3", "e3"),
        (".e3", ".e3"),
        ("'24'", "24"),
        ('"true"', "true"),
    ],
)
def test_a_scalar_means_what_yaml_1_2_says(written: str, meant: object) -> None:
    """Words and clock times stay text; numbers are exact."""
    value = parsed(f"key: {written}\n").data["key"]
    assert value == meant
    assert type(value) is type(meant)


def test_numbers_keep_their_text() -> None:
    """A rate of 23.976 can be told from its text, which a float would have lost."""
    assert str(parsed("rate: 23.9760").data["rate"]) == "23.9760"


def test_every_node_knows_its_line_and_column() -> None:
    """Values and keys are found by path; a path that goes too far gives the innermost thing around."""
    document = parsed("acts:\n  - scenes:\n      - {id: pit, shots: [{length: 5s}]}\n")
    steps = ("acts", 0, "scenes", 0, "shots", 0, "length")
    assert (document.place(steps).line, document.place(steps).column) == (3, 36)
    assert (document.key_place(steps).line, document.key_place(steps).column) == (3, 28)
    assert document.place((*steps, "deeper")) is document.place(steps)
    assert document.name(steps) == "acts[0].scenes[pit].shots[0].length"


def test_columns_count_characters() -> None:
    """Han characters are one column each, as in an editor."""
    assert parsed("白云: {天: 地}").place(("白云", "天")).column == 9


def test_anchors_and_aliases_are_read() -> None:
    """An alias stands for what its anchor named."""
    assert parsed("a: &voice {x: 1}\nb: *voice").data == {"a": {"x": 1}, "b": {"x": 1}}


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("", 1, 1, "the file is empty"),
        ("# only a comment\n", 1, 1, "the file is empty"),
        ("- a\n", 1, 1, "this is a list"),
        ("just words", 1, 1, "this is the text 'just words'"),
        ("a: 1\na: 2\n", 2, 1, "the key 'a' stands here a second time; the first is in line 1"),
        ("a: [1\nb: 2\n", 2, 2, "not YAML"),
        ("a: 'open\n", 2, 1, "not YAML"),
        ("a: 1\n---\nb: 2\n", 2, 1, "a second document begins here"),
        ("a: !!python/name:os.system x\n", 1, 4, "the tag"),
        ("a: !!map {}\n", 1, 4, "the tag"),
        ("a: *gone\n", 1, 4, "the alias *gone has no anchor before it"),
        ("a: &me [*me]\n", 1, 9, "the alias *me contains itself"),
        ("? [1]\n: x\n", 1, 3, "a key is a word"),
        ("a: &x b\n*x : 1\n", 2, 1, "a key is a word, not an alias"),
        ("t: a\x00b\n", 1, 5, "a NUL character (U+0000)"),
        ("x: 1\nt: a\u202eb\n", 2, 5, "a mark that changes the direction of text (U+202E)"),
        ("t: a\u200fb\n", 1, 5, "a mark that changes the direction of text (U+200F)"),
        ("t: a\u2028b\n", 1, 5, "an invisible control character (U+2028)"),
        ('t: "a\\0b"\n', 1, 4, "a NUL character (U+0000)"),
        ('t: "a\\u202eb"\n', 1, 4, "a mark that changes the direction of text (U+202E)"),
        ("n: 1e999999999\n", 1, 4, "a number this large"),
        (f"n: {'9' * 5000}\n", 1, 4, "a number of 5000 digits"),
        ("t: \ud800\n", 1, 4, "an invisible control character (U+D800)"),
    ],
)
def test_what_is_not_a_document_is_refused_where_it_goes_wrong(text: str, line: int, column: int, message: str) -> None:
    """Each has one clear problem with its line and column."""
    problem = refusal(text)
    assert (problem.line, problem.column) == (line, column)
    assert message in problem.message


def test_all_duplicate_keys_are_told_at_once() -> None:
    """A person sees both, not one after the other."""
    with pytest.raises(DocumentError) as caught:
        parsed("a: 1\na: 2\nb: {c: 1, c: 2}\n")
    assert [(problem.line, problem.column) for problem in caught.value.problems] == [(2, 1), (3, 11)]


@pytest.mark.parametrize(
    ("opening", "expected"),
    [("[", "more than 60 deep"), ("{a: ", "more than 60 deep"), ("- ", "more than 60 deep"), ("? ", "a key is a word")],
)
def test_twenty_thousand_levels_are_refused(opening: str, expected: str) -> None:
    """Depth is bounded without recursion."""
    assert expected in refusal("a:\n " + opening * 20_000).message


def test_an_alias_bomb_is_refused() -> None:
    """Nine levels of nine aliases would stand for 400 million nodes."""
    bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
    for level in range(1, 10):
        bomb += f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 9)}]\n"
    problem = refusal(bomb)
    assert "aliases stand for more than" in problem.message
    assert problem.hint == "write the repeated parts out"


def test_aliases_cannot_nest_deeper_than_a_document_may() -> None:
    """A chain of small aliases is as deep as what it stands for."""
    chain = "a0: &a0 [x]\n" + "".join(f"a{level}: &a{level} [*a{level - 1}]\n" for level in range(1, 100))
    assert "aliases nest more than 60 deep" in refusal(chain).message


def test_a_scalar_over_the_bound_is_refused() -> None:
    """A hundred thousand characters is the most one text may have."""
    assert "at most 100,000" in refusal(f"brief: {'x' * 100_001}\n").message


def test_more_values_than_the_bound_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bound, half a million, is more than any film; a smaller one shows the same sooner."""
    monkeypatch.setattr("white_cloud.documents.reader.MOST_NODES", 1000)
    assert "more than 1,000 values" in refusal(f"a: [{'1,' * 1000}]").message


def test_a_file_of_twenty_megabytes_is_refused_unread(tmp_path: Path) -> None:
    """Only as much as the bound is read."""
    path = tmp_path / "film.yaml"
    path.write_text("brief: " + "x" * 20_000_000)
    with pytest.raises(DocumentError, match="larger than 5 MB"):
        read_document(path)


def test_what_is_not_utf_8_is_refused_where_it_stops_being_so(tmp_path: Path) -> None:
    """GB18030 is told by the first byte that is not UTF-8."""
    path = tmp_path / "film.yaml"
    path.write_bytes(b"a: 1\nt: " + "白云".encode("gb18030"))
    with pytest.raises(DocumentError) as caught:
        read_document(path)
    assert caught.value.problems == (Problem(2, 4, "", "not UTF-8 text", "save the file as UTF-8"),)


def test_a_byte_order_mark_is_passed_over(tmp_path: Path) -> None:
    """Some editors write one."""
    path = tmp_path / "film.yaml"
    path.write_bytes(b"\xef\xbb\xbfa: 1\n")
    assert read_document(path).data == {"a": 1}


def test_a_missing_file_names_the_nearest_one(tmp_path: Path) -> None:
    """A typo in the name is the likely cause."""
    (tmp_path / "white_cloud_short.yaml").write_text("a: 1")
    with pytest.raises(UserError, match=r"did you mean 'white_cloud_short\.yaml'"):
        read_document(tmp_path / "white_cloud_shrot.yaml")


def test_a_folder_is_not_a_document(tmp_path: Path) -> None:
    """Nor is a device or a pipe."""
    with pytest.raises(UserError, match="no such file"):
        read_document(tmp_path)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("a:\n\tb: 1\n", "indent with spaces, not tabs"),
        ("brief: he says: it is big\n", "put text that holds a colon in quotes"),
    ],
)
def test_common_slips_have_a_hint(text: str, hint: str) -> None:
    """Tabs and bare colons are what people trip over."""
    assert refusal(text).hint == hint
