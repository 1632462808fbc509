"""Runway and OpenAI on loopback, as their SDKs speak to them: no account, no cost, no network; and faults on demand.

    from white_cloud.testing.vendors import Fault, Vendors
    with Vendors(Fault("rate limit", match="text_to_video", wait=0.01), scale=Fraction(1, 4)) as vendors:
        client = runwayml.RunwayML(api_key=vendors.keys["runway"], base_url=vendors.url.runway)
        ...
        assert len(vendors.created("video")) == 1

Video is real H.264, speech real PCM, words valid JSON for the schema asked, two languages of one meaning. The same requests in
the same order get the same answers. `python -m white_cloud.testing.vendors` is the same as a program of its own, for tests
that kill the process which asks; `VendorsProcess` starts it.
"""

from white_cloud.testing.vendors.faults import Fault, Kind, load_script
from white_cloud.testing.vendors.log import Asked, Order
from white_cloud.testing.vendors.process import VendorsProcess
from white_cloud.testing.vendors.server import Addresses, Vendors
from white_cloud.testing.vendors.switchboard import KEYS

__all__ = ["KEYS", "Addresses", "Asked", "Fault", "Kind", "Order", "Vendors", "VendorsProcess", "load_script"]
