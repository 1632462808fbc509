"""The camera as a whole, with its two lands."""

import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from white_cloud.backends.cameras.animatic.camera import Animatic
from white_cloud.backends.cameras.animatic.lab import Grade
from white_cloud.backends.cameras.animatic.moves import Move
from white_cloud.backends.cameras.animatic.registers import TONES, toned
from white_cloud.backends.cameras.animatic.setting import hour_of
from white_cloud.backends.cameras.animatic.settings.dunes import STATIONS
from white_cloud.backends.cameras.animatic.take import SETTINGS, Place, Take, even, setting_class
from white_cloud.backends.cameras.animatic.words.lexicon import lexicon
from white_cloud.backends.cameras.base import ShotRequest
from white_cloud.errors import Refusal
from white_cloud.media.survey import class_number

RATE = Fraction(24)
LANDS = ("dunes", "pit")


def asked(**changes) -> ShotRequest:
    """Return a small request."""
    given = {
        "prompt": "dunes, a violin",
        "frames": 3,
        "rate": RATE,
        "size": (64, 36),
        "move": "push in",
        "register": "testimony",
        "seed": 5,
    }
    return ShotRequest(**(given | changes))


def small_take(name: str, words: frozenset[str] = frozenset(), move: str = "static", seed: int = 5) -> Take:
    """Return a take of 64x36."""
    return Take.of(Place(name, words), Move(move, 5.0, seed), (64, 36), RATE, seed)


@pytest.mark.parametrize("name", LANDS)
def test_any_frame_alone_equals_the_frame_in_order(name):
    """A frame is a pure function of the take and its number, the shutter and the grain included."""
    in_order = list(small_take(name, move="drone").frames(4))
    alone = small_take(name, move="drone")
    assert all(np.array_equal(alone.frame(number), in_order[number]) for number in (3, 0, 2))


@pytest.mark.parametrize("name", LANDS)
def test_a_setting_gives_fresh_light_of_its_size(name):
    """Light is finite, not negative, and not kept."""
    setting = setting_class(name)((32, 18), 1, frozenset(), Move())
    light = setting.radiance(0.0)
    kept = light.copy()
    setting.radiance(1.0)
    assert light.shape == (18, 32, 4)
    assert light.dtype == np.float32
    assert np.isfinite(light).all()
    assert light[..., :3].min() >= 0
    assert np.array_equal(light, kept)


@pytest.mark.parametrize("name", LANDS)
def test_seeds_give_different_pictures(name):
    """Two shots of one setting are not the same shot."""
    pictures = {small_take(name, seed=seed).frame(0).tobytes() for seed in range(4)}
    assert len(pictures) == 4


@pytest.mark.parametrize("name", LANDS)
def test_a_move_moves_the_picture(name):
    """Between start and end of a track nearly every pixel differs by more than grain."""
    take = small_take(name, move="track right")
    setting, end = take.setting, 5.0
    assert np.abs(setting.radiance(0.0) - setting.radiance(end))[..., :3].mean() > 0.02


@pytest.mark.parametrize("name", LANDS)
def test_night_is_darker_than_day(name):
    """Words change the hour."""
    takes = (small_take(name, words=frozenset(words)) for words in ((), ("night",)))
    day, night = (take.setting.radiance(0.0)[..., :3].mean() for take in takes)
    assert night < day / 2


@pytest.mark.parametrize("name", LANDS)
@pytest.mark.parametrize("size", [(36, 64), (90, 38), (16, 10)])
def test_any_shape_of_frame_can_be_shot(name, size):
    """Upright, wide and tiny frames."""
    planes = Take.of(Place(name), Move(), size, RATE, 1).frame(0)
    assert planes.shape == (size[1] * 3 // 2, size[0])


def test_a_walker_is_seen_and_walks():
    """A person stands out in a small place, and that place moves."""
    walked = setting_class("dunes")((320, 180), 2, frozenset({"walker"}), Move())
    places = []
    for t in (1.0, 5.0):
        person = walked.survey(t).classes == class_number("person")
        assert 0 < person.mean() < 0.05
        places.append(np.argwhere(person).mean(0))
    assert np.linalg.norm(places[0] - places[1]) > 2


def test_there_are_many_stations():
    """The film has more shots of the dunes than one would like to look alike."""
    assert len(set(STATIONS)) >= 10


def test_the_camera_writes_its_take(tmp_path):
    """The file has the frames, rate and size asked for, and the record says what was understood."""
    footage = Animatic().make(asked(), tmp_path)
    assert footage.path == tmp_path / "take.mp4"
    assert footage.record == {
        "setting": "dunes",
        "words": [],
        "without": [],
        "kept": [],
        "ignored": ["violin"],
        "unheeded": [],
        "taken": [],
        "move": "push in",
        "seed": 5,
    }
    with av.open(str(footage.path)) as container:
        pictures = list(container.decode(video=0))
        assert (container.streams.video[0].width, container.streams.video[0].height) == (64, 36)
        assert container.streams.video[0].average_rate == RATE
    assert len(pictures) == 3


def test_the_same_request_gives_the_same_bytes(tmp_path):
    """Also in another process."""
    here, there = tmp_path / "here", tmp_path / "there"
    here.mkdir()
    there.mkdir()
    Animatic().make(asked(frames=2), here)
    request = "ShotRequest('dunes, a violin', 2, Fraction(24), (64, 36), 'push in', 'testimony', 5)"
    code = (
        "from fractions import Fraction; from pathlib import Path\n"
        "from white_cloud.backends.cameras.animatic.camera import Animatic\n"
        "from white_cloud.backends.cameras.base import ShotRequest\n"
        f"Animatic().make({request}, Path({str(there)!r}))"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
    assert (here / "take.mp4").read_bytes() == (there / "take.mp4").read_bytes()


def test_odd_sizes_are_rounded_up(tmp_path):
    """At least what was asked, and even."""
    footage = Animatic().make(asked(size=(63, 35), frames=1), tmp_path)
    with av.open(str(footage.path)) as container:
        assert (container.streams.video[0].width, container.streams.video[0].height) == (64, 36)


def test_progress_is_told_and_may_stop_the_take(tmp_path):
    """What is reported rises to 1; an exception from it leaves no file behind."""
    told: list[float] = []
    Animatic().make(asked(), tmp_path, told.append)
    assert told == [1 / 3, 2 / 3, 1.0]

    class Stop(Exception):
        pass

    def stop(_: float) -> None:
        raise Stop

    other = tmp_path / "other"
    other.mkdir()
    with pytest.raises(Stop):
        Animatic().make(asked(), other, stop)
    assert not (other / "take.mp4").exists()


def test_what_cannot_be_shot_is_refused(tmp_path):
    """No frames, or a move that is none, with the nearest that is."""
    with pytest.raises(Refusal, match="0 frames"):
        Animatic().make(asked(frames=0), tmp_path)
    with pytest.raises(Refusal, match="pan left"):
        Animatic().make(asked(move="pan lefft"), tmp_path)


def test_a_draft_is_painted_smaller():
    """Half the detail, the same size of frame."""
    full, draft = (Take.of(Place("dunes"), Move(), (128, 72), RATE, 1, detail=detail) for detail in (1.0, 0.5))
    assert draft.setting.size[0] * 2 == full.setting.size[0]
    assert draft.frame(0).shape == full.frame(0).shape


def test_testimony_is_the_setting_s_own_print():
    """It and a register without a tone leave the grade alone."""
    assert toned(Grade(), "testimony") == toned(Grade(), "") == Grade()


def test_the_advert_is_pastel_and_propaganda_is_a_poster():
    """In the print of a real place: blacks are lifted and soft, then colour is far stronger than in any other."""
    frames = {name: Take.of(Place("dunes"), Move(), (64, 36), RATE, 1, name).frame(0) for name in TONES}
    black = {name: int(frame[:36].min()) for name, frame in frames.items()}
    colour = {name: float(np.abs(frame[36:].astype(int) - 128).mean()) for name, frame in frames.items()}
    contrast = {name: float(frame[:36].std()) for name, frame in frames.items()}
    assert black["advert"] > black["testimony"] + 5
    assert contrast["advert"] < contrast["testimony"] < contrast["propaganda"]
    assert colour["propaganda"] > 1.4 * max(colour[name] for name in TONES if name != "propaganda")
    assert colour["testimony"] < colour["slippage"]


def test_every_setting_of_the_vocabulary_has_a_class():
    """What can be understood can be shown."""
    assert set(lexicon().settings) == set(SETTINGS)


def test_sizes_are_made_even():
    """Only upwards."""
    assert (even((63, 36)), even((64, 37))) == ((64, 36), (64, 38))


def test_planning_does_not_import_the_painters():
    """Reading the camera's class and its remarks loads neither OpenCV nor NumPy nor PyAV."""
    code = (
        "import sys\n"
        "from white_cloud.backends.cameras.animatic.camera import Animatic\n"
        "Animatic.remarks('dunes'); Animatic.read_options({'detail': 'draft'})\n"
        "sys.exit(any(name in sys.modules for name in ('cv2', 'numpy', 'av')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, cwd=Path.cwd()).returncode == 0


@pytest.mark.parametrize(
    ("words", "hour"), [({"rain"}, "day"), ({"dawn"}, "dawn"), ({"day", "dusk"}, "dusk"), ({"dawn", "night"}, "night")]
)
def test_the_darkest_hour_that_is_named_counts(words, hour):
    """In every setting alike; where none is named, the setting's own."""
    assert hour_of(frozenset(words), "day") == hour
