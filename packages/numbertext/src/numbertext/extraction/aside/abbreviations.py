"""Numbers behind the abbreviations of lawyers and editors: `s. 47`, `ss 12–14`, `cl. 4`, `n. 12`."""

from __future__ import annotations

from numbertext.extraction.aside.counting import counts_a_noun, is_amount
from numbertext.extraction.aside.labels import label_end
from numbertext.extraction.draft import Draft, aside
from numbertext.extraction.page import TokenPage
from numbertext.extraction.wordlist import wordlist

OF_LAW = wordlist("s ss sch cl cls r rr reg regs art arts subs ord Sch Schs")
OF_PAGES = wordlist("n nn fn l ll col cols ex exs app fol ms")
OF_WORKS = wordlist("Op Opp Nr Kp Mk")
CITING = wordlist("under by of in with and see or to per cf also from s. breach §")
"""What stands before an abbreviation without its point."""


def abbreviated(page: TokenPage, index: int) -> Draft | None:
    """Claim the number behind an abbreviation with its point, or behind one of two letters and more without."""
    if page.token(index).kind != "number" or is_amount(page, index):
        return None
    has_point = page.token(index - 1).text == "." and page.is_glued(index - 1)
    word = page.token(index - 1 - has_point)
    if word.text not in OF_LAW | OF_PAGES | OF_WORKS or page.is_glued(index - 1 - has_point):
        return None
    before = page.low(index - 2 - has_point)
    is_cited = before in CITING or page.token(index - 2 - has_point).text in ("(", ",", ";", "")
    act = page.token(index + 1).text
    is_of_act = page.matches(index + 1, ("of", "the")) or (act.isupper() and len(act) > 1)
    is_of_act = is_of_act or before == "under"
    is_bare = is_cited and (len(word.text) > 1 or is_of_act)
    if not (has_point or is_bare) or counts_a_noun(page, index):
        return None
    reason = "title" if word.text in OF_LAW else "reference"
    reason = "identifier" if word.text in OF_WORKS else reason
    return aside(index, label_end(page, index), reason, f"after_{word.text}")
