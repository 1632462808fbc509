"""Public fakes of the four doors, of both kinds, and a small film to build with them: no key, no network, no weights.

    from white_cloud.testing import fakes, films
    fakes.install()                       # known as "fake" and "fake-queued" in this process
    path = films.small_film(tmp_path)     # a film folder with a screenplay that uses them

`white_cloud.testing.vendors` is Runway and OpenAI on loopback, for what talks to their SDKs.

Nothing in the package imports this one.
"""
