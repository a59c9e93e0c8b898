"""A real browser without a network: headless Chromium from the system, driven by Playwright."""

from contextlib import contextmanager
from pathlib import Path

from tests.programs import program

# The names of what may not be found by a browser that is not allowed to look.
_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP * ~NOTFOUND"]


@contextmanager
def chromium():
    """Give a running browser; without one, tests are skipped."""
    found = program("chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=_ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


class Seen:
    """A tab on a book that remembers what went wrong and what was asked for.

    Args:
        browser: The browser.
        folder: The book.
        options: Of the context: viewport, color_scheme, java_script_enabled.
    """

    def __init__(self, browser, folder, **options):
        self.folder, self.faults, self.requests = folder, [], []
        self.context = browser.new_context(**options)
        self.page = self.context.new_page()
        self.page.on("console", lambda message: self.faults.append(message.text))
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("requestfailed", self._failed)

    def _failed(self, request):
        # A picture that is still on its way when the reader goes on is no fault.
        if request.failure != "net::ERR_ABORTED":
            self.faults.append(f"{request.url}: {request.failure}")

    def open(self, address):
        """Open a page of the book."""
        self.page.goto((self.folder / address).resolve().as_uri())
        return self.page

    @property
    def address(self):
        """The page's address from the book's first folder."""
        path, _, fragment = self.page.url.partition("#")
        return path.removeprefix(self.folder.resolve().as_uri() + "/") + (
            f"#{fragment}" if fragment else ""
        )

    def is_clean(self):
        """Assert that nothing went wrong and nothing outside the book was asked for."""
        home = self.folder.resolve().as_uri()
        assert self.faults == []
        assert [url for url in self.requests if not url.startswith((home, "data:,"))] == []


def axe():
    """Return the text of the accessibility checker."""
    import axe_playwright_python

    return (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
