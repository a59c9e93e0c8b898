"""Numbers in unusual characters: what is shown is what is read, or nobody says which number it is."""

import sys
import unicodedata
from decimal import Decimal

import pytest

from numbertext import extract

UNSEEN = [
    chr(code)
    for code in range(sys.maxunicode + 1)
    if (unicodedata.category(chr(code)) == "Cf" or unicodedata.name(chr(code), "").startswith("VARIATION SELECTOR"))
    # Shown: signs of Arabic, Syriac and Kaithi numbers, annotations, hieroglyphs' joiners and others with a shape.
    and not unicodedata.name(chr(code), "").startswith(("ARABIC ", "SYRIAC", "KAITHI", "INTERLINEAR", "EGYPTIAN"))
] + list("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0")  # fmt: skip
BACKWARD = "\u202b\u202e\u2067"


def read(text):
    return [(item.value, item.kind, item.unit) for item in extract(text)]


@pytest.mark.parametrize("sign", UNSEEN, ids=lambda sign: f"{ord(sign):X}")
def test_signs_that_nobody_sees_change_no_number(sign):
    found = extract(f"There were 12{sign},3{sign}45 people and 5 mil{sign}lion{sign} trees.")
    if sign in BACKWARD:
        assert {item.kind for item in found} == {"unresolved"}
    else:
        assert [item.value for item in found] == [12345, 5_000_000]
        assert found[0].unit == "people"


def test_digits_of_every_script_are_read():
    for code in range(sys.maxunicode + 1):
        if unicodedata.category(chr(code)) == "Nd":
            value = unicodedata.decimal(chr(code))
            assert read(f"There were 1{chr(code)}5 people.") == [
                (105 + 10 * value, "cardinal", "people")
            ]


def test_no_sign_of_a_number_is_left_out():
    """Every character that has a value is in a record, but letters (Roman numerals) and what is below a line."""
    for code in range(0x80, sys.maxunicode + 1):
        sign = chr(code)
        category = unicodedata.category(sign)
        is_letter = unicodedata.normalize("NFKC", sign).isalpha() and category == "Nl"
        if category not in ("Nd", "No", "Nl") or is_letter or "\u2080" <= sign <= "\u2089":
            continue
        text = f"There were {sign} people."
        assert any(sign in item.text for item in extract(text)), f"{code:X}"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("There were ١٢٬٣٤٥٫٦ people.", "12345.6"),
        ("There were １２，３４５．６ people.", "12345.6"),
        ("There were 12﹐345﹒6 people.", "12345.6"),
        ("A rate of 12·5 per cent.", "12.5"),
        ("A rate of 12․5 per cent.", "12.5"),
        ("There were 5 milliоn people.", 5_000_000),
        ("There were 5 ｍｉｌｌｉｏｎ people.", 5_000_000),
        ("There were 5 𝐦𝐢𝐥𝐥𝐢𝐨𝐧 people.", 5_000_000),
        ("There were twо hundrеd people.", 200),
        ("There were \u206812,345\u2069 people.", 12345),
    ],
)
def test_the_same_number_in_other_characters(text, value):
    (found,) = extract(text)
    assert (found.value, found.kind in ("cardinal", "percent")) == (Decimal(value), True)


@pytest.mark.parametrize(
    "number",
    [
        "\u202e54321\u202c",
        "\u202e5\u2066432\u20691\u202c",
        "\u2067345 12\u2069",
        "12_345",
        "12'345",
        "12’345",
        "12‚345",
        "12、345",
        "12\u0336345",
        "1\u03362\u0336",
        "1\ufe0f\u20e32\ufe0f\u20e3",
        "1O,OOO",
        "l2,345",
        "⑫",
    ],
)
def test_what_nobody_can_read_for_sure_is_unresolved(number):
    found = extract(f"There were {number} people in that place.")
    assert {item.kind for item in found} == {"unresolved"}
    assert all(sign in "".join(item.text for item in found) for sign in number if sign.isdigit())


@pytest.mark.parametrize(
    "text",
    ["About 5'10 tall.", "CO₂ rose by 5 per cent.", "There were 10³ notes.", "Rooms of 3 x 10 m."],
)
def test_what_only_looks_like_it_stays(text):
    assert "unresolved" not in {item.kind for item in extract(text)}


def test_the_end_of_a_line_ends_what_runs_backward():
    found = extract("\u202e54321\nThere were 12 people.")
    assert [item.kind for item in found] == ["unresolved", "cardinal"]
