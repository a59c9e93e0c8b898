"""The book in a real browser: an auditor's walk, search and keyboard, accessibility, width of a phone, print."""

import pytest

from tests.report.book.browser import Seen, axe, chromium

KINDS = {
    "index": "index.html",
    "figures": "figures.html",
    "figure": "figures/displaced_total.html",
    "figure with many rows": "figures/hosted_by_members_share_pct.html",
    "tables": "tables.html",
    "table": "tables/table_02_hosts_by_member.html",
    "model": "models/stat_forcibly_displaced.html",
    "sources": "sources.html",
    "source": "sources/unhcr_displacement.html",
    "texts": "texts.html",
    "text": "texts/1.html",
    "checks": "checks.html",
    "dictionary": "dictionary.html",
}
# All rules of the checker in light colours; in dark ones, where the same pages differ in nothing else, contrast.
_AXE = "only => axe.run({resultTypes: ['violations'], iframes: false, preload: false, ...only})"
_CONTRAST = {"runOnly": ["color-contrast"]}
# Pages that take seconds to check and have nothing that a shorter one has not; in dark colours, all that have none of
# their own.
_LONG = {
    "light": {"figure with many rows"},
    "dark": {"figure with many rows", "dictionary", "figures", "tables", "sources", "texts"},
}
# Where the keyboard is: its words, and whether that shows, by an outline or, in a picture, by a thick edge.
_HERE = """() => {
    const here = document.activeElement;
    const box = here.closest("svg a")?.querySelector("rect");
    return [
        here.getAttribute("aria-label") || here.textContent.trim(),
        box ? parseInt(getComputedStyle(box).strokeWidth) > 2 : getComputedStyle(here).outlineStyle !== "none",
    ];
}"""
# Cells whose words stand a few letters to a line.
_CRUSHED = """() => [...document.querySelectorAll("td, th")]
    .filter((cell) => cell.textContent.trim().length > 20 && cell.clientWidth && cell.clientWidth < 48)
    .map((cell) => cell.textContent.trim().slice(0, 40))"""
_CLASH = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def browser():
    with chromium() as found:
        yield found


@pytest.fixture
def tab(browser, book_2022):
    """Open tabs on the book; when the test ends, none may have met an error or left the book."""
    opened = []

    def new(**options):
        opened.append(Seen(browser, book_2022, **options))
        return opened[-1]

    yield new
    for seen in opened:
        seen.is_clean()
        seen.context.close()


def test_from_the_sentence_to_the_source(tab):
    seen = tab()
    page = seen.open("index.html")
    page.get_by_role("navigation", name="Parts of the book").get_by_role(
        "link", name="Texts"
    ).click()
    page.get_by_role("heading", name="draft.txt").get_by_role("link").click()
    page.locator("mark a", has_text="108.4 million").click()
    assert seen.address == "figures/displaced_total.html"
    page.get_by_role("link", name="Table 1. Forcibly displaced").first.click()
    assert seen.address.startswith("tables/table_01_displacement.html#r")
    row = page.locator("tr:target")
    assert "108,436,336" in row.inner_text()
    row.get_by_role("link", name="108,436,336").click()
    assert seen.address == "figures/displaced_total.html"
    page.get_by_role("link", name="Evidence", exact=True).click()
    assert page.locator("#evidence-1-1").is_visible()
    page.get_by_role("link", name="Line 82, to its source").click()
    assert seen.address == "sources/unhcr_displacement.html#vintage-2023-06-14"
    assert "used by this edition" in page.locator(":target").inner_text()
    page.get_by_role("link", name="“108.4 million”").click()
    assert seen.address == "texts/1.html#n2"


def test_the_same_way_by_keyboard_alone(tab):
    seen = tab()
    page = seen.open("index.html")
    for words, leads_to in (
        ("Texts", "texts.html"),
        ("draft.txt", "texts/1.html"),
        ("108.4 million: supported", "figures/displaced_total.html"),
        ("Table 1. Forcibly displaced", "tables/table_01_displacement.html#r"),
        ("108,436,336", "figures/displaced_total.html"),
        ("Line 82, to its source", "sources/unhcr_displacement.html#vintage-2023-06-14"),
    ):
        _tab_to(page, words)
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/{leads_to}*")


def _tab_to(page, words):
    """Press Tab until the words are reached; every stop on the way must show where it is."""
    for _ in range(120):
        page.keyboard.press("Tab")
        said, is_shown = page.evaluate(_HERE)
        assert is_shown, said
        if said.startswith(words):
            return
    pytest.fail(f"the keyboard does not reach {words!r}")


def test_the_picture_leads_to_models_and_sources(tab):
    seen = tab()
    page = seen.open("figures/displaced_total.html")
    page.locator("svg a", has_text="global.csv").click()
    assert seen.address == "sources/unhcr_displacement.html"
    page.go_back()
    page.locator("svg a", has_text="the end of each").last.click()
    assert seen.address.startswith("models/")


def test_search_by_keyboard_alone(tab):
    seen = tab()
    page = seen.open("tables/table_01_displacement.html")
    page.keyboard.press("/")
    page.keyboard.type("modern slavery world")
    status = page.locator("#search-count")
    page.wait_for_function("document.querySelector('#search-count').textContent.includes('result')")
    count = int(status.inner_text().split()[0])
    assert page.locator("#search-found a").count() == count
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.textContent").startswith("figure")
    page.keyboard.press("Enter")
    page.wait_for_url("**/figures/modern_slavery_world.html")
    page.keyboard.press("/")
    page.keyboard.type("xyzzy")
    page.wait_for_function("document.querySelector('#search-count').textContent === '0 results'")
    page.keyboard.press("Escape")
    assert page.locator("#search input").input_value() == ""


@pytest.mark.parametrize(
    ("words", "kind", "leads_to"),
    [
        ("Table 5", "table", "tables/table_05_modern_slavery_in_member_states.html"),
        ("unhcr_hosts", "source", "sources/unhcr_hosts.html"),
        ("an estimated 110 million", "statement", "texts/1.html#n"),
        ("share_of_total_pct", "column", "dictionary.html#t-table_01_displacement--"),
        ("stat_forcibly_displaced", "model", "models/stat_forcibly_displaced.html"),
    ],
)
def test_search_finds_every_kind(tab, words, kind, leads_to):
    seen = tab()
    page = seen.open("index.html")
    page.get_by_role("search").get_by_role("searchbox").fill(words)
    link = page.locator("#search-found a", has_text=kind).first
    link.click()
    assert seen.address.startswith(leads_to)


def test_a_list_is_filtered_and_counted(tab):
    page = tab().open("figures.html")
    page.get_by_label("Show figures with these words").fill("türkiye")
    rows = page.locator("#figures tbody tr")
    assert page.locator("#figures tbody tr:visible").count() == 1
    assert page.locator(".filter [role=status]").inner_text() == f"1 of {rows.count()}"


def test_every_stop_of_the_tab_key_shows_where_it_is(tab):
    page = tab().open("figures/displaced_total.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")
    _tab_to(page, "SQL of the model")


def test_without_a_script_everything_is_there_but_search(tab):
    page = tab(java_script_enabled=False).open("figures/displaced_total.html")
    assert "62479565" in page.locator("#evidence-1").inner_text()
    assert not page.locator("#search").is_visible()
    assert page.locator("svg").is_visible()


@pytest.mark.parametrize(("scheme", "only"), [("light", {}), ("dark", _CONTRAST)])
def test_no_serious_fault_of_accessibility(tab, scheme, only):
    seen, script = tab(color_scheme=scheme, bypass_csp=True), axe()
    against = []
    for kind in sorted(set(KINDS) - _LONG[scheme]):
        page = seen.open(KINDS[kind])
        page.evaluate(script)
        for rule in page.evaluate(_AXE, only)["violations"]:
            if rule["impact"] in ("serious", "critical"):
                against.append((kind, rule["id"], rule["nodes"][0]["html"][:200]))
    assert against == []


def test_a_phone_scrolls_up_and_down_only(tab):
    seen = tab(viewport={"width": 360, "height": 740})
    wide = {kind: seen.open(address).evaluate(_CLASH) for kind, address in KINDS.items()}
    assert {kind: by for kind, by in wide.items() if by > 0} == {}


def test_a_phone_shows_words_and_charts_large_enough_to_read(tab):
    seen = tab(viewport={"width": 360, "height": 740})
    crushed = {kind: seen.open(address).evaluate(_CRUSHED) for kind, address in KINDS.items()}
    assert {kind: cells for kind, cells in crushed.items() if cells} == {}
    chart = seen.open(KINDS["table"]).locator(".chart img").bounding_box()
    assert chart["width"] > 600


def test_evidence_of_many_columns_prints_whole(tab, tmp_path):
    import pypdfium2

    page = tab().open("figures/events_in_year.html")
    page.pdf(path=tmp_path / "figure.pdf", prefer_css_page_size=True)
    printed = pypdfium2.PdfDocument(tmp_path / "figure.pdf")
    text = " ".join(sheet.get_textpage().get_text_bounded() for sheet in printed)
    assert text.count("caveat: ") > 5
    assert "Its part: feeds the value" in text


def test_a_figure_prints_whole(tab, tmp_path):
    import pypdfium2

    page = tab().open("figures/displaced_total.html")
    page.pdf(path=tmp_path / "figure.pdf", prefer_css_page_size=True)
    printed = pypdfium2.PdfDocument(tmp_path / "figure.pdf")
    text = " ".join(sheet.get_textpage().get_text_bounded() for sheet in printed)
    assert "108.4 million" in text
    assert "ORDER BY year DESC" in text
    assert "Dictionary" not in text
