"""For every type of the engine, values that its cells may hold, close to one another; as they are bound to a query."""

import datetime as dt
import math
from decimal import Context, Decimal

from hypothesis import strategies as st

ENDS = {f"{s}{name}": n for name, n in (("TINYINT", 8), ("SMALLINT", 16)) for s in ("", "U")}
ENDS |= {f"{s}{name}": n for name, n in (("INTEGER", 32), ("BIGINT", 64)) for s in ("", "U")}
ENDS |= {f"{s}HUGEINT": 128 for s in ("", "U")}
"""Integer type -> its bits."""


def ends(kind):
    """Return the first and the last value of an integer type."""
    bits = ENDS[kind]
    return (0, 2**bits - 1) if kind.startswith("U") else (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1)


def _integers(kind):
    first, last = ends(kind)
    return st.sampled_from([first, first + 1, 0, 1, last - 1, last]) | st.integers(first, last)


def _decimals(width, scale):
    whole = st.integers(-(10**width) + 1, 10**width - 1) | st.integers(-5, 5)
    return whole.map(lambda n: f"{Decimal(n).scaleb(-scale, Context(prec=99)):f}")


NUMBERS = st.sampled_from([0.1, 0.3, 1.0, 1e23, -1e300, 5e-324, 2.0**53, 123456789.125])
# As text: the engine binds a NaN as NULL.
DOUBLES = (st.floats() | NUMBERS | NUMBERS.map(lambda n: math.nextafter(n, 9))).map(repr)
FLOATS = (st.floats(width=32) | st.sampled_from([1e10, 16777216.0, 0.5])).map(repr)
LETTERS = st.text("ab'\"\\,=:{}[]() \n1eé\U0001f600", max_size=4)
TEXTS = LETTERS | st.sampled_from(
    ["NULL", "null", "None", "nan", "true", "[1]", "{}", "1.0", "a", "A"]
)
# The engine binds names of a structure, which are told apart by their letters alone.
NAMES = TEXTS.filter(bool).map(str.lower)
FAR = st.sampled_from(
    ["infinity", "-infinity", "0044-03-15 (BC)", "10000-01-01", "0001-01-01", "0000-02-29"]
)
# The engine gives Python the same day for the last one that Python knows and for none.
DATES = st.dates(dt.date(1, 1, 2), dt.date(9999, 12, 30)).map(str) | FAR.filter(
    lambda text: "infinity" not in text and text != "0001-01-01"
)
MOMENTS = st.datetimes(dt.datetime(1, 1, 2), dt.datetime(9999, 12, 30))
CLOSE = st.integers(0, 3).map(lambda n: dt.datetime(2021, 3, 1, 4, 5, 6, n))
CLOCKS = st.times().map(str) | st.sampled_from(["24:00:00", "00:00:00", "04:05:06.000001"])
OFFSETS = st.sampled_from(["+00", "+01", "-03:30", "+15:59:59"])
LENGTHS = st.builds(
    lambda months, days, clock: f"{months} months {days} days {clock}",
    st.integers(0, 20), st.integers(0, 29), st.times().map(str),
) | st.sampled_from(["-01:00:00", "-3 days -00:00:01", "00:00:00", "30 days"])  # fmt: skip


def _lists(items, size=None):
    items = items | st.none()
    return st.lists(items, min_size=size or 0, max_size=3 if size is None else size)


PLAIN = {
    "BOOLEAN": st.booleans(),
    **{kind: _integers(kind) for kind in ENDS},
    "BIGNUM": st.integers(-(10**60), 10**60).map(str),
    **{f"DECIMAL({w},{s})": _decimals(w, s) for w, s in ((4, 2), (18, 0), (38, 10), (4, 4))},
    "DOUBLE": DOUBLES,
    "FLOAT": FLOATS,
    "VARCHAR": TEXTS,
    "BLOB": st.binary(max_size=4) | st.sampled_from([b"\\x41", b"A", b"'\"\\"]),
    "UUID": st.uuids().map(str),
    "BIT": st.text("01", min_size=1, max_size=9),
    "DATE": DATES,
    "TIME": CLOCKS,
    "TIME_NS": CLOCKS.filter(lambda text: text != "24:00:00"),
    "TIME WITH TIME ZONE": st.builds(str.__add__, CLOCKS, OFFSETS),
    "TIMESTAMP": (MOMENTS | CLOSE).map(str) | DATES,
    "TIMESTAMP_S": MOMENTS.map(lambda m: str(m.replace(microsecond=0))) | DATES,
    "TIMESTAMP_MS": MOMENTS.map(lambda m: str(m.replace(microsecond=m.microsecond // 1000 * 1000))),
    "TIMESTAMP_NS": st.datetimes(dt.datetime(1678, 1, 1), dt.datetime(2262, 1, 1)).map(str),
    "TIMESTAMP WITH TIME ZONE": (MOMENTS | CLOSE).map(lambda m: f"{m}+00")
    | DATES.map("{} 00:00:00+00".format),
    "INTERVAL": LENGTHS,
    "ENUM('1', 'b''c, d', 'a')": st.sampled_from(["1", "b'c, d", "a"]),
    "JSON": st.sampled_from(["1", "1.0", '"1"', '{"a": 1}', '{"a":1}', "[1, 2]", "null"]),
}
SMALL = st.integers(0, 2)
NESTED = {
    "INTEGER[]": _lists(SMALL),
    "DOUBLE[]": _lists(DOUBLES),
    "FLOAT[]": _lists(FLOATS),
    "VARCHAR[]": _lists(TEXTS),
    "UUID[]": _lists(st.uuids().map(str)),
    "DATE[]": _lists(DATES),
    "BLOB[]": _lists(PLAIN["BLOB"]),
    "DECIMAL(4,2)[]": _lists(PLAIN["DECIMAL(4,2)"]),
    "DECIMAL(4,2)[2]": _lists(PLAIN["DECIMAL(4,2)"], 2),
    "TIMESTAMP WITH TIME ZONE[]": _lists(PLAIN["TIMESTAMP WITH TIME ZONE"]),
    "TIME WITH TIME ZONE[]": _lists(PLAIN["TIME WITH TIME ZONE"]),
    "INTERVAL[]": _lists(LENGTHS),
    "VARCHAR[][]": _lists(_lists(TEXTS)),
    'STRUCT(a FLOAT, "B b" VARCHAR)': st.fixed_dictionaries({"a": FLOATS, "B b": TEXTS}),
    'STRUCT("c""d, (" INTEGER[], e STRUCT(f DATE))': st.fixed_dictionaries(
        {'c"d, (': _lists(SMALL), "e": st.fixed_dictionaries({"f": DATES})}
    ),
    "STRUCT(a INTEGER)[]": _lists(st.fixed_dictionaries({"a": SMALL})),
    "MAP(VARCHAR, INTEGER)": st.dictionaries(NAMES, SMALL, max_size=2),
    "MAP(DATE, DOUBLE)": st.dictionaries(DATES, DOUBLES, max_size=2),
    "MAP(VARCHAR, MAP(INTEGER, VARCHAR))": st.dictionaries(
        NAMES, st.dictionaries(SMALL, TEXTS, max_size=2), max_size=2
    ),
    "STRUCT(m MAP(VARCHAR, INTEGER), n INTEGER)": st.fixed_dictionaries(
        {"m": st.dictionaries(NAMES, SMALL, min_size=1, max_size=2)}
    ),
    "MAP(BOOLEAN, INTEGER)[]": st.lists(
        st.dictionaries(st.booleans(), SMALL, min_size=1, max_size=2), max_size=3
    ),
}
KINDS = {**PLAIN, **NESTED}
