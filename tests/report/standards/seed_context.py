"""Fill the cache of rocrate-validator with the context of RO-Crate 1.1, so that it needs no network.

Run by the Python of the validators: `python seed_context.py CACHE`. The context is the one that the package rocrate
carries. Without it the validator calls a valid crate failed.
"""

import io
import sys
from pathlib import Path

import rocrate
import urllib3
from requests.adapters import HTTPAdapter
from requests_cache import CachedSession

ADDRESS = "https://w3id.org/ro/crate/1.1/context"
CONTEXT = Path(rocrate.__file__).parent / "data" / "ro-crate.jsonld"


class Carried(HTTPAdapter):
    """Answers every request with the carried context."""

    def send(self, request, **_):
        body = io.BytesIO(CONTEXT.read_bytes())
        head = {"Content-Type": "application/ld+json"}
        return self.build_response(
            request, urllib3.HTTPResponse(body, head, 200, preload_content=False)
        )


session = CachedSession(cache_name=sys.argv[1], backend="sqlite", expire_after=-1)
session.mount("https://", Carried())
session.get(ADDRESS).raise_for_status()
