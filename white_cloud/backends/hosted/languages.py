"""The names of languages, as a prompt tells them."""

from __future__ import annotations

#: ISO 639-1 codes that models of speech are documented for, with their names in English.
NAMES = {
    "af": "Afrikaans", "ar": "Arabic", "az": "Azerbaijani", "be": "Belarusian", "bg": "Bulgarian", "bs": "Bosnian",
    "ca": "Catalan", "cs": "Czech", "cy": "Welsh", "da": "Danish", "de": "German", "el": "Greek", "en": "English",
    "es": "Spanish", "et": "Estonian", "fa": "Persian", "fi": "Finnish", "fr": "French", "gl": "Galician", "he": "Hebrew",
    "hi": "Hindi", "hr": "Croatian", "hu": "Hungarian", "hy": "Armenian", "id": "Indonesian", "is": "Icelandic",
    "it": "Italian", "ja": "Japanese", "kk": "Kazakh", "kn": "Kannada", "ko": "Korean", "lt": "Lithuanian", "lv": "Latvian",
    "mi": "Maori", "mk": "Macedonian", "mr": "Marathi", "ms": "Malay", "ne": "Nepali", "nl": "Dutch", "no": "Norwegian",
    "pl": "Polish", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sk": "Slovak", "sl": "Slovenian", "sr": "Serbian",
    "sv": "Swedish", "sw": "Swahili", "ta": "Tamil", "th": "Thai", "tl": "Tagalog", "tr": "Turkish", "uk": "Ukrainian",
    "ur": "Urdu", "vi": "Vietnamese", "zh": "Mandarin Chinese",
}  # fmt: skip


def main_subtag(language: str) -> str:
    """Return the language itself of a BCP-47 tag, in small letters: `zh` of `zh-CN`."""
    return language.split("-", maxsplit=1)[0].lower()


def language_name(language: str) -> str:
    """Return the English name of a BCP-47 language with its tag: `Mandarin Chinese (zh-CN)`; the tag alone when unknown."""
    name = NAMES.get(main_subtag(language))
    return f"{name} ({language})" if name else language
