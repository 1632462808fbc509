"""The script document, in and out: the program writes it and people edit it, so their comments and order survive."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from white_cloud.documents.kind import schema_line
from white_cloud.documents.located import Problems
from white_cloud.documents.migrate import format_line, read_as, require_newest
from white_cloud.documents.models.script import ScriptLineModel, ScriptModel
from white_cloud.documents.reader import parse_document, read_document
from white_cloud.documents.rewrite import dump, load_for_rewriting, write_atomically
from white_cloud.documents.validate import validate
from white_cloud.errors import nearest
from white_cloud.film.lines import Phrase
from white_cloud.film.script import ScriptDocument, ScriptLine

#: Fields that an entry has only where there is something to tell.
_LEFT_OUT = ("prompts", "context")


def load_script(path: Path) -> ScriptDocument:
    """Read a script; a film that has none yet has an empty one. Raises DocumentError."""
    name = path.name.removesuffix(".yaml").removesuffix(".script")
    if not path.exists():
        return ScriptDocument(name)
    document = read_as(path, "script")
    model = validate(document, ScriptModel)
    problems = Problems(document)
    seen: set[str] = set()
    for index, line in enumerate(model.lines):
        if line.id in seen:
            problems.add(("lines", index, "id"), f"the id {line.id!r} is taken by a line before")
        seen.add(line.id)
        for number, phrase in enumerate(line.phrases):
            if phrase.speak not in phrase.text:
                steps = ("lines", index, "phrases", number)
                problems.add((*steps, "speak"), f"there are no words in {phrase.speak}", nearest(phrase.speak, phrase.text))
    problems.raise_any()
    lines = tuple(_script_line(line) for line in model.lines)
    return ScriptDocument(model.film, lines, model.approved, tuple(model.approved_words.items()))


def save_script(path: Path, script: ScriptDocument) -> None:
    """Write a script, all or nothing; what stands unchanged in the file keeps its form, comments and order.

    A file that holds this script already is not touched. Raises UserError when the file cannot be written, DocumentError when
    the existing file, or a text in `script`, is not one that could be read again.
    """
    if path.exists():
        if load_script(path) == script:
            return
        document = read_document(path)
        require_newest(document, "script")
        text = _updated(document.text, script)
    else:
        text = f"{schema_line('script')}\n{dump(_fresh(script))}"
    parse_document(text, path)
    write_atomically(path, text)


def _script_line(line: ScriptLineModel) -> ScriptLine:
    return ScriptLine(
        id=line.id,
        slot=line.slot,
        speaker=line.speaker,
        register=line.register_name,
        phrases=tuple(Phrase(phrase.speak, phrase.text) for phrase in line.phrases),
        source=line.source,
        locked=line.locked,
        asked=line.asked,
        made=line.made,
        prompts=line.prompts,
        context=line.context,
    )


def _fresh(script: ScriptDocument) -> dict[str, Any]:
    return {
        "format": format_line("script"),
        "film": script.film,
        "approved": script.approved,
        "lines": [_fields(line) for line in script.lines],
        **_approved_words(script),
    }


def _approved_words(script: ScriptDocument) -> dict[str, dict[str, str]]:
    """Return which words were approved, as it stands at the end of the file; nothing where none ever were."""
    return {"approved_words": dict(script.approved_words)} if script.approved_words else {}


def _updated(text: str, script: ScriptDocument) -> str:
    data = load_for_rewriting(text)
    _set(data, {"film": script.film, "approved": script.approved})
    if not data.get("lines"):
        data["lines"] = [_fields(line) for line in script.lines]
    else:
        _update_lines(data["lines"], script.lines)
    _update_approved_words(data, script)
    return dump(data)


def _update_approved_words(data: Any, script: ScriptDocument) -> None:
    # compared as pairs: two mappings are equal though their lines stand in another order
    if tuple((data.get("approved_words") or {}).items()) == script.approved_words:
        return
    data.pop("approved_words", None)
    data.update(_approved_words(script))


def _update_lines(listed: Any, lines: Sequence[ScriptLine]) -> None:
    """Bring a commented list of lines to `lines`, moving as little as possible, since comments hang on places."""
    wanted = {line.id: line for line in lines}
    for index in reversed(range(len(listed))):
        if listed[index]["id"] not in wanted:
            del listed[index]
    for index, line in enumerate(lines):
        at = next((place for place in range(index, len(listed)) if listed[place]["id"] == line.id), None)
        if at is None:
            listed.insert(index, _fields(line))
            continue
        if at != index:
            listed.insert(index, listed.pop(at))
        _update_fields(listed[index], {name: value for name, value in _fields(line).items() if name != "phrases"})
        _update_phrases(listed[index], line.phrases)


def _update_fields(item: Any, fields: Mapping[str, Any]) -> None:
    """Bring a line's entry to its fields, all but the phrases, before which a new one is put."""
    for gone in [name for name in _LEFT_OUT if name in item and name not in fields]:
        del item[gone]
    for name in [name for name in fields if name not in item]:
        item.insert(list(item).index("phrases"), name, fields[name])
    _set(item, fields)


def _update_phrases(item: Any, phrases: Sequence[Phrase]) -> None:
    if len(item["phrases"]) != len(phrases):
        item["phrases"] = [_phrase(phrase) for phrase in phrases]
        return
    for written, phrase in zip(item["phrases"], phrases, strict=True):
        _set(written, {"speak": phrase.speak})
        for gone in [language for language in written["text"] if language not in phrase.text]:
            del written["text"][gone]
        _set(written["text"], phrase.text)


def _set(mapping: Any, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        if name not in mapping or mapping[name] != value:
            mapping[name] = value


def _fields(line: ScriptLine) -> dict[str, Any]:
    return {
        "id": line.id,
        "slot": line.slot,
        "speaker": line.speaker,
        "register": line.register,
        "source": line.source,
        "locked": line.locked,
        "asked": line.asked,
        "made": line.made,
        **{name: getattr(line, name) for name in _LEFT_OUT if getattr(line, name)},
        "phrases": [_phrase(phrase) for phrase in line.phrases],
    }


def _phrase(phrase: Phrase) -> dict[str, Any]:
    return {"speak": phrase.speak, "text": dict(phrase.text)}
