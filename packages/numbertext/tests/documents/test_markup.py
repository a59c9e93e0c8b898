"""HTML and Markdown: what a reader would see, block by block, cells apart."""

import pytest

from documents.conftest import places, texts
from numbertext.documents import DocumentError


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<p>one</p><p>two</p>", ["one", "two"]),
        ("head<div>one<div>two</div>tail</div>", ["head", "one", "two", "tail"]),
        ("<p>more than <b>5</b>,<i>000</i></p>", ["more than 5,000"]),
        ("<p>a\n  b\t c</p>", ["a b c"]),
        ("<p>a <br> b<br/>c</p>", ["a\nb\nc"]),
        ("<p>5&nbsp;000 &lt; 6 &#8211; &eacute;</p>", ["5\u00a0000 < 6 \u2013 é"]),
        ("<p>children<sup>12</sup> came</p>", ["children¹² came"]),
        ('<p>children<sup><a href="#n">1,2</a></sup></p>', ["children¹,²"]),
        ("<p>the 20<sup>th</sup>, CO<sub>2</sub></p>", ["the 20th, CO₂"]),
        ("<script>var a = 5</script><style>p{}</style><p>x</p>", ["x"]),
        ("<template><p>5</p></template><noscript>6</noscript><p>x</p>", ["x"]),
        ("<head><title>5</title></head><body>x</body>", ["x"]),
        ("<p hidden>5</p><p hidden=''>6</p>x", ["x"]),
        ("<p>x<span aria-hidden='true'>5</span>y</p>", ["xy"]),
        ("<p style='color:red;DISPLAY : none'>5</p>x", ["x"]),
        ("<p style='visibility: hidden'>5</p>x", ["x"]),
        ("<p style='display:block'>5</p>x", ["5", "x"]),
        ("<p>a<!-- 5 -->b<?x 6?></p>", ["ab"]),
        ("<p>a <del>5</del><ins>6</ins></p>", ["a 6"]),
        ("<select><option>5</select><textarea>6</textarea><button>7</button>x", ["x"]),
        ("<ruby>base<rt>5</rt></ruby>", ["base"]),
        ("<p>soft\u00adhyphen, 5<wbr>000</p>", ["soft\u00adhyphen, 5000"]),
        ("<p>unclosed <b>bold<p>next", ["unclosed bold", "next"]),
        ("<!-- only -->", []),
    ],
)
def test_html_as_it_is_seen(source, expected):
    assert texts("html", source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<h2>H</h2>", ("body", "heading", "H")),
        ("<ul><li>one</ul>", ("body", "list", "one")),
        ("<figure><figcaption>F</figcaption></figure>", ("body", "caption", "F")),
        ("<pre>a\n  b</pre>", ("body", "code", "a\n  b")),
        ("<aside role='doc-footnote'>n</aside>", ("body", "note", "n")),
        ("<table><tr><td><p>a</p></table>", ("table 1, row 1, column 1", "cell", "a")),
        ("<table><caption>C</caption></table>", ("body", "caption", "C")),
        ("<svg><text>5</text></svg>", ("body", "caption", "5")),
    ],
)
def test_parts_and_styles_of_html(source, expected):
    assert places("html", source) == [expected]


def test_cells_know_their_row_and_column_whatever_spans():
    source = """<table><thead><tr><th rowspan=2>a<th colspan=2>b</thead>
        <tr><td>c<td>d<table><tr><td>in</table>e</table><table><tr><td>f</table>"""
    assert [(part, text) for part, _, text in places("html", source)] == [
        ("table 1, row 1, column 1", "a"),
        ("table 1, row 1, column 2", "b"),
        ("table 1, row 2, column 2", "c"),
        ("table 1, row 2, column 3", "d"),
        ("table 2, row 1, column 1", "in"),
        ("table 1, row 2, column 3", "e"),
        ("table 3, row 1, column 1", "f"),
    ]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ('<meta charset="iso-8859-1"><p>é \u2013 €</p>'.encode("cp1252"), "é \u2013 €"),
        ("<meta charset='iso-8859-2'><p>ő</p>".encode("iso-8859-2"), "ő"),
        ('<?xml version="1.0" encoding="iso-8859-2"?><p>ő</p>'.encode("iso-8859-2"), "ő"),
        ("<p>é</p>".encode("cp1252"), "é"),
        ("<p>é</p>".encode("utf-16"), "é"),
    ],
)
def test_encodings_of_html(data, expected):
    assert texts("html", data) == [expected]


def test_an_encoding_that_is_none_is_refused():
    with pytest.raises(DocumentError, match="says that it is x-none"):
        texts("html", "<meta charset=x-none>5")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("one\ntwo\n\nthree", ["one\ntwo", "three"]),
        ("some **5,000** *or* ~5~ `code 6`", ["some 5,000 or ~5~ code 6"]),
        ("a [link of 5](http://x.org/2022/17 'title 9') b", ["a link of 5 b"]),
        ("see <http://x.org/17>", ["see http://x.org/17"]),
        ("![figure 5](a-6.png) x", ["x"]),
        ("[a][1]\n\n[1]: http://x.org/5", ["a"]),
        ("5 \\* 6 &lt; 7", ["5 * 6 < 7"]),
        ("a<br>b <b>c</b><!-- 5 -->", ["a\nb c"]),
        ("children<sup>12</sup>, CO<sub>2</sub>", ["children¹², CO₂"]),
        ("<div>a 5</div>\n<p hidden>6</p>", ["a 5"]),
        ("some 5[^1].\n\n[^1]: Of 6.", ["some 5.", "Of 6."]),
        ("kept [^x]", ["kept [^x]"]),
        ("no note \\[^1], `nor [^1]`\n\n[^1]: 5", ["no note [^1], nor [^1]", "5"]),
        ("```\n[^1]: code\n```\n\na[^1]\n\n[^1]: 6", ["[^1]: code", "a", "6"]),
        ("not a ^[note of 5]", ["not a ^[note of 5]"]),
        ("---\ndate: 2023\n---\ntext", ["date: 2023", "text"]),
        ("a  \nb", ["a\nb"]),
    ],
)
def test_markdown_as_it_is_seen(source, expected):
    assert texts("md", source) == expected


def test_parts_and_styles_of_markdown():
    source = """# H\n\nS\n===\n\n- one\n- two\n\n  more\n\n> quoted\n
| a | b |\n|---|---|\n| 5 | **6** |\n\n```py\nx = 7\n```\n\n    y = 8\n
text[^n]\n\n[^n]: word\n[^m]: second\nline\n\n    more 9\n\nend"""
    assert places("md", source) == [
        ("body", "heading", "H"),
        ("body", "heading", "S"),
        ("body", "list", "one"),
        ("body", "list", "two"),
        ("body", "list", "more"),
        ("body", "paragraph", "quoted"),
        ("table 1, row 1, column 1", "cell", "a"),
        ("table 1, row 1, column 2", "cell", "b"),
        ("table 1, row 2, column 1", "cell", "5"),
        ("table 1, row 2, column 2", "cell", "6"),
        ("body", "code", "x = 7"),
        ("body", "code", "y = 8"),
        ("body", "paragraph", "text"),
        ("footnote 1", "note", "word"),
        ("footnote 2", "note", "second\nline"),
        ("footnote 2", "note", "more 9"),
        ("body", "paragraph", "end"),
    ]
