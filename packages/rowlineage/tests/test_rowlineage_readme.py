"""The examples of the README print what the README says. Also a script, for an environment that has no pytest."""

import contextlib
import io
import re
from pathlib import Path

README = Path(__file__).resolve().parents[1] / "README.md"
EXAMPLE = re.compile(r"^```python\n(.*?)^```\n(?:\n```text\n(.*?)^```\n)?", re.M | re.S)


def test_every_example_prints_what_stands_below_it():
    """One after the other in one namespace, as a reader would type them."""
    examples = EXAMPLE.findall(README.read_text("utf-8"))
    assert sum(bool(expected) for _, expected in examples) >= 3
    namespace = {}
    for code, expected in examples:
        with contextlib.redirect_stdout(io.StringIO()) as printed:
            exec(code, namespace)
        assert printed.getvalue() == expected, f"{code}\nprints\n{printed.getvalue()}"


if __name__ == "__main__":
    test_every_example_prints_what_stands_below_it()
