"""The house: each layer imports only layers below it, and files and functions stay small. Read from the imports themselves."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

import white_cloud

#: From low to high; what stands in one row has no business with its neighbours.
LAYERS = (
    ("errors", "identity", "memory", "timecode"),
    ("film",),
    ("store",),
    ("documents",),
    ("media",),
    ("backends",),
    ("sound", "text"),
    ("glitch",),
    ("meter", "render"),
    ("build",),
    ("interchange",),
    ("stages",),
    ("new_film", "project"),
    ("__init__", "clean_film", "examine"),
    ("cli",),
    ("__main__",),
    ("testing",),
)
HEIGHT = {name: height for height, row in enumerate(LAYERS) for name in row}
HOUSE = Path(white_cloud.__file__).parent
LONGEST_FILE = 600
LONGEST_FUNCTION = 80


@dataclass(frozen=True)
class Import:
    """One import: by which file and line, of which module; `soon` when it runs as the module is loaded."""

    file: Path
    line: int
    module: str
    soon: bool

    def __str__(self) -> str:
        return f"{self.file.relative_to(HOUSE.parent)}:{self.line} imports {self.module}"


def _files() -> list[Path]:
    return sorted(HOUSE.rglob("*.py"))


def _module(path: Path) -> str:
    parts = path.relative_to(HOUSE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {_module(path): path for path in _files()}


@cache
def _trees() -> dict[Path, ast.Module]:
    """Read every file once, in the process that runs these tests."""
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in _files()}


def _only_for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)


def _imports(path: Path) -> Iterator[Import]:
    """Yield every import of a file, those inside functions too; what only a type checker sees is none."""

    def walk(node: ast.AST, soon: bool) -> Iterator[Import]:
        for child in ast.iter_child_nodes(node):
            if _only_for_types(child):
                continue
            if isinstance(child, ast.Import):
                yield from (Import(path, child.lineno, name.name, soon) for name in child.names)
            elif isinstance(child, ast.ImportFrom):
                yield from _from(path, child, soon)
            else:
                yield from walk(child, soon and not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda))

    yield from walk(_trees()[path], True)


def _from(path: Path, node: ast.ImportFrom, soon: bool) -> Iterator[Import]:
    assert node.level == 0, f"{path}:{node.lineno}: imports are written from the top"
    for name in node.names:
        whole = f"{node.module}.{name.name}"
        if whole != "white_cloud.__version__":  # a plain text that every layer may read
            yield Import(path, node.lineno, whole if whole in MODULES else str(node.module), soon)


@cache
def _every_import() -> list[Import]:
    return [one for path in _files() for one in _imports(path)]


@cache
def _inside() -> list[Import]:
    """Return every import of the package by itself."""
    return [one for one in _every_import() if one.module.partition(".")[0] == "white_cloud"]


def _layer(module: str) -> str:
    return module.split(".")[1] if "." in module else "__init__"


def _told(found: list[Import]) -> str:
    return "\n".join(str(one) for one in found)


def test_every_folder_and_file_has_its_layer() -> None:
    """A new one is given its place in the house here, on purpose."""
    assert {_layer(module) for module in MODULES} == set(HEIGHT)


def test_each_layer_imports_only_layers_below_it() -> None:
    """Data goes one way; nothing downstream reaches back."""
    wrong = [
        one
        for one in _inside()
        if (here := _layer(_module(one.file))) != (there := _layer(one.module)) and HEIGHT[there] >= HEIGHT[here]
    ]
    assert not wrong, _told(wrong)


def test_nothing_in_the_package_imports_its_fakes() -> None:
    """They are for tests, ours and other people's."""
    wrong = [one for one in _inside() if _layer(one.module) == "testing" and _layer(_module(one.file)) != "testing"]
    assert not wrong, _told(wrong)


def test_formats_out_know_the_film_and_nothing_else() -> None:
    """Beside what lies below it, and the store's way to write a file whole."""
    allowed = {"interchange", "film", "store", *LAYERS[0]}
    wrong = [one for one in _inside() if _layer(_module(one.file)) == "interchange" and _layer(one.module) not in allowed]
    assert not wrong, _told(wrong)


def test_the_build_engine_knows_no_stage() -> None:
    """Nor anything of film: it needs errors and memory only."""
    wrong = [
        one
        for one in _inside()
        if _layer(_module(one.file)) == "build" and _layer(one.module) not in {"build", "errors", "memory"}
    ]
    assert not wrong, _told(wrong)


@pytest.mark.parametrize("package", ["av"])
def test_only_media_imports_codecs(package: str) -> None:
    """Every other layer goes through it."""
    wrong = [one for one in _every_import() if one.module.partition(".")[0] == package and _layer(_module(one.file)) != "media"]
    assert not wrong, _told(wrong)


def test_no_module_imports_itself_by_a_roundabout_way() -> None:
    """No cycle, also none through an import inside a function."""
    edges: dict[str, set[str]] = {module: set() for module in MODULES}
    for one in _inside():
        edges[_module(one.file)].add(one.module)
    done: set[str] = set()

    def visit(module: str, way: tuple[str, ...]) -> None:
        assert module not in way, " imports ".join((*way[way.index(module) :], module))
        if module not in done:
            for other in sorted(edges[module]):
                visit(other, (*way, module))
            done.add(module)

    for module in sorted(MODULES):
        visit(module, ())


def test_no_file_is_too_long() -> None:
    """What grows past 600 lines is two things."""
    lengths = {str(path.relative_to(HOUSE)): len(path.read_text(encoding="utf-8").splitlines()) for path in _files()}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_no_function_is_too_long() -> None:
    """Eighty lines fit on no screen."""
    functions = [
        (f"{path.relative_to(HOUSE)}:{node.lineno} {node.name}", (node.end_lineno or 0) - node.lineno + 1)
        for path, tree in _trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    assert [(name, length) for name, length in functions if length > LONGEST_FUNCTION] == []


def test_nothing_is_called_utils() -> None:
    """A name says what a thing is for."""
    vague = {"utils", "util", "helpers", "helper", "misc", "common"}
    assert {module for module in MODULES if vague & set(module.split("."))} == set()


@pytest.mark.parametrize("heavy", ["torch", "scipy", "ray"])
def test_the_default_install_needs_no_giant(heavy: str) -> None:
    """Local models and clusters are imported where they are chosen, inside a backend, never as a module is loaded."""
    wrong = [one for one in _every_import() if one.module.partition(".")[0] == heavy and one.soon]
    assert not wrong, _told(wrong)
