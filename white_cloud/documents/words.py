"""Checks of words written by hand: every language of the film, and marks that mean something."""

from __future__ import annotations

from collections.abc import Mapping

from white_cloud.documents.located import Problems, Steps
from white_cloud.errors import nearest
from white_cloud.film.lines import mark_complaints, plain


def check_texts(texts: Mapping[str, str], languages: tuple[str, ...], steps: Steps, problems: Problems) -> None:
    """Note languages of the film that a text lacks, and languages that are not the film's."""
    missing = [language for language in languages if language not in texts]
    if missing:
        problems.add(
            steps, f"{' and '.join(missing)} is missing: it stands in every language of the film ({', '.join(languages)})"
        )
    for language in texts:
        if language not in languages:
            message = f"{language} is not a language of the film"
            problems.add((*steps, language), message, nearest(language, languages), at_key=True)


def check_words(texts: Mapping[str, str], languages: tuple[str, ...], steps: Steps, problems: Problems) -> None:
    """Check texts that are spoken: languages, marks, and that there is something to say."""
    check_texts(texts, languages, steps, problems)
    for language, text in texts.items():
        if not plain(text):
            problems.add((*steps, language), "there is nothing to say beside the marks", "silence is written as `pause:`")
        for wrong in mark_complaints(text) if "[" in text else ():
            problems.add((*steps, language), wrong, "a silence is written [pause 1.2s]")
