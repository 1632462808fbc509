"""Names of languages as media files hold them: ISO 639-2 (three letters) from BCP-47 tags (`zh-Hans`)."""

from __future__ import annotations

from white_cloud.errors import MediaError, nearest

#: ISO 639-1 (and two tags for kinds of Chinese) to ISO 639-2/T.
_PAIRS = """
    af:afr am:amh ar:ara az:aze be:bel bg:bul bn:ben bo:bod bs:bos ca:cat cs:ces cy:cym da:dan de:deu el:ell
    en:eng eo:epo es:spa et:est eu:eus fa:fas fi:fin fr:fra ga:gle gl:glg gu:guj he:heb hi:hin hr:hrv hu:hun
    hy:hye id:ind is:isl it:ita ja:jpn ka:kat kk:kaz km:khm kn:kan ko:kor ky:kir la:lat lo:lao lt:lit lv:lav
    mk:mkd ml:mal mn:mon mr:mar ms:msa my:mya nb:nob ne:nep nl:nld nn:nno no:nor pa:pan pl:pol ps:pus pt:por
    ro:ron ru:rus si:sin sk:slk sl:slv so:som sq:sqi sr:srp sv:swe sw:swa ta:tam te:tel tg:tgk th:tha tk:tuk
    tl:tgl tr:tur ug:uig uk:ukr ur:urd uz:uzb vi:vie yo:yor zh:zho zu:zul cmn:zho yue:zho
"""
_CODES = dict(pair.split(":") for pair in _PAIRS.split())


def iso_639_2(tag: str) -> str:
    """Return the three-letter code of a BCP-47 tag (`zho` for `zh-Hans`); raise MediaError for a language without one here."""
    language = tag.partition("-")[0].lower()
    if language in _CODES:
        return _CODES[language]
    if len(language) == 3 and language.isascii() and language.isalpha():
        return language
    raise MediaError(
        f"no ISO 639-2 code is known for the language {tag!r} ({nearest(language, _CODES) or 'use three letters'})"
    )
