"""The voice espeak, with the real library."""

import hashlib
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from white_cloud.backends.voices import espeak_library
from white_cloud.backends.voices.base import SpeechRequest
from white_cloud.backends.voices.espeak import Espeak, voice_for
from white_cloud.errors import BackendError, BackendUnavailable, Refusal, UserError
from white_cloud.media.sound import read_sound, voiced_spans


def request(text, language="zh", say=None, **options):
    return SpeechRequest(text, language, Espeak.read_options(options), say or {})


def speak(folder, *asked, **options):
    return Espeak().make(request(*asked, **options), folder)


def heard(text, words):
    return [text[word.at : word.at + word.length] for word in words]


@pytest.mark.parametrize(
    ("language", "text"),
    [("zh", "没有人知道，我们叫它白云。"), ("en", "Nobody's asked; it is 1,200 metres."), ("fr", "Il n'y a pas de vent.")],
)
def test_every_word_is_timed_in_order_inside_the_file(tmp_path, language, text):
    """Words cover the text and never overlap, in three languages."""
    speech = speak(tmp_path, text, language)
    assert "".join(heard(text, speech.words)) == "".join(part for part in text if part not in " ，。;.")
    times = [time for word in speech.words for time in (word.start, word.end)]
    assert times == sorted(times)
    assert times[0] >= 0
    assert times[-1] <= speech.samples / speech.rate


def test_the_same_request_gives_the_same_bytes_after_any_other(tmp_path):
    """The library's state never leaks from one utterance to the next."""
    asked = [request("白云在那里。"), request("Nobody asked.", "en", variant="f2"), request("夜里有风。", variant="m3")]
    seen = {}
    for index in (0, 1, 2, 0, 0, 2, 1, 1, 2, 0):
        speech = Espeak().make(asked[index], tmp_path)
        digest = hashlib.sha256(speech.path.read_bytes() + repr(speech.words).encode()).hexdigest()
        assert seen.setdefault(index, digest) == digest


def test_threads_do_not_disturb_each_other(tmp_path):
    """Four at once give what one after the other gives."""
    texts = ["一二三四。", "天上的云。", "One two three.", "Nobody asked."]

    def make(index):
        folder = tmp_path / str(index)
        folder.mkdir()
        return speak(folder, texts[index % 4], "zh" if index % 4 < 2 else "en").path.read_bytes()

    with ThreadPoolExecutor(4) as pool:
        at_once = list(pool.map(make, range(8)))
    assert at_once[:4] == at_once[4:]


def test_silence_at_both_ends_is_the_same_short_margin(tmp_path):
    """What espeak leaves before and after is cut to 30 ms, and the 5 ms in which sound is looked for."""
    samples, rate = read_sound(speak(tmp_path, "我们走了。").path)
    spans = voiced_spans(samples[:, 0], rate)
    assert spans[0][0] <= rate * 36 // 1000
    assert len(samples) - spans[-1][1] <= rate * 36 // 1000


def test_a_word_is_said_as_the_voice_document_says(tmp_path):
    """The pronunciation changes the sound, and the timing stays that of the written words."""
    text = "他很行。"
    plain, said = (tmp_path / name for name in ("plain", "said"))
    plain.mkdir()
    said.mkdir()
    one = speak(plain, text)
    other = speak(said, text, "zh", {"行": "hang2"})
    assert one.path.read_bytes() != other.path.read_bytes()
    assert heard(text, other.words) == ["他", "很", "行"]


def test_a_lower_pitch_is_heard_lower(tmp_path):
    """The options reach the library: the fundamental falls with the pitch asked."""

    def fundamental(pitch):
        samples, rate = read_sound(speak(tmp_path, "啊，啊。", "zh", variant="m3", pitch=pitch, range=0).path)
        start = rate // 10
        window = samples[start : start + 2048, 0]
        correlation = np.correlate(window, window, "full")[2047:]
        return rate / (122 + int(np.argmax(correlation[122:441])))

    assert fundamental(10) < fundamental(90)


@pytest.mark.parametrize(
    ("language", "voice"),
    [("zh", "cmn"), ("zh-Hans-CN", "cmn"), ("en", "en-us"), ("en-GB", "en"), ("fr-CA", "fr"), ("es", "es"), ("yue", "yue")],
)
def test_a_language_is_spoken_by_the_voice_of_its_nearest_tag(language, voice):
    """Regions and scripts that are not known fall away from the end."""
    assert voice_for(language) == voice
    assert Espeak.serves(language)


def test_an_unknown_language_voice_or_variant_names_the_nearest(tmp_path):
    """The error says what to write instead."""
    assert not Espeak.serves("qqq")
    with pytest.raises(UserError, match=r"en-gb"):
        voice_for("enn-gb")
    with pytest.raises(UserError, match=r"'m3'"):
        speak(tmp_path, "hi", "en", variant="m33")
    with pytest.raises(UserError, match=r"'en-gb-scotland'"):
        speak(tmp_path, "hi", "en", voice="en-gb-scotlan")


def test_a_text_without_words_is_refused(tmp_path):
    """Nothing to say is no silent file."""
    with pytest.raises(Refusal, match="nothing to say"):
        speak(tmp_path, "……")


def test_data_behind_a_path_too_long_for_espeak_is_reached_by_a_short_one(tmp_path, monkeypatch):
    """espeak's own limit of 160 characters is not the film folder's."""
    library, data = espeak_library.files()
    deep = tmp_path / ("d" * 120) / ("e" * 120)
    deep.mkdir(parents=True)
    (deep / "espeak-ng-data").symlink_to(data)
    usual = speak(tmp_path, "白云。").path.read_bytes()
    monkeypatch.setattr(espeak_library, "files", lambda: (library, deep / "espeak-ng-data"))
    assert speak(tmp_path, "白云。").path.read_bytes() == usual


def test_a_temporary_folder_as_long_as_the_data_path_is_an_error_that_says_so(tmp_path):
    """Where no short path exists, the person is told to set TMPDIR."""
    deep = tmp_path / ("d" * 150)
    with pytest.raises(BackendError, match="TMPDIR"):
        espeak_library._reachable(deep / "data", deep)


def test_nothing_is_left_in_the_temporary_folder(tmp_path, monkeypatch):
    """The library's copy goes after each utterance."""
    place = tmp_path / "t"
    place.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(place))
    speak(tmp_path, "白云。")
    assert list(place.iterdir()) == []


def test_a_wheel_without_its_data_is_unavailable(tmp_path, monkeypatch):
    """The check says what to install."""
    import espeakng_loader

    shutil.copy(espeakng_loader.get_library_path(), tmp_path)
    monkeypatch.setattr(espeakng_loader, "__file__", str(tmp_path / "__init__.py"))
    with pytest.raises(BackendUnavailable, match="pip install"):
        Espeak.check()


def test_the_wheel_is_here():
    """This machine can speak."""
    Espeak.check()
    assert {"zh", "en", "fr", "de", "es"} <= set(Espeak.languages())
    assert Path(espeak_library.files()[0]).exists()
