"""The recipe of a kept release makes one that is intact, signed by trusted people and concluded on, each time anew."""

import pytest

from report.release.verify.verify import SIGNED, verify
from tests.report.release.kept import ALLOWED, keep


@pytest.mark.needs("git")
@pytest.mark.needs("ssh-keygen")
def test_a_release_is_kept_beside_those_that_are_there(tmp_path):
    for number in (1, 2):
        place = keep(tmp_path)
        assert place.name == f"r{number}"
        code, found = verify(place, tmp_path / ALLOWED)
        assert (code, found["problems"]) == (SIGNED, [])
        assert found["counts"]["conclusions"] == 1
        assert not (place / "run").exists()
    assert len((tmp_path / ALLOWED).read_text().splitlines()) == 4
