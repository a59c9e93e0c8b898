"""Nouns that take a number as their name, by what they name: places of a document, laws and goals, things."""

from __future__ import annotations

from numbertext.extraction.wordlist import wordlist

REFERENCES = wordlist(
    "section sections sec page pages pp table tables figure figures fig figs note notes footnote"
    " footnotes endnote endnotes fn chapter chapters annex annexes annexe annexure appendix appendices box"
    " appx app tab tabs row rows verse verses stanza"
    " boxes chart charts graph graphs map paragraph paragraphs para paras part parts volume volumes vol"
    " item line column row exhibit panel equation attachment schedule slide issue p lot plate"
)
TITLES = wordlist(
    "sdg sdgs mdg mdgs goal goals target targets agenda resolution resolutions convention conventions"
    " article articles protocol directive regulation regulations act law decree order ordinance decision"
    " recommendation recommendations rule rules principle principles comment statute bill vision horizon"
    " europe plan strategy programme program framework standard ifrs ias ipsas isa iso opinion indicator"
    " indicators objective objectives outcome outcomes output outputs pillar priority commitment"
    " commitments treaty charter declaration circular communiqué clause provision provisions clauses gri"
    " esrs sfas basel iea isae frs ssap ifric sic sorp isqc isqm ssae bs en din ansi astm iec ieee asme nfpa"
    " api sae jis gost rfc pas etsi eurocode nist soc haccp accord strategy roadmap compact pact policy"
    " brief briefing paper bulletin memorandum report guideline guidelines constitution amendment"
    " art arts reg regs cl cls cap"
)
IDENTIFIERS = wordlist(
    "case cases project projects version versions grant contract contracts file ref reference id isbn"
    " issn doi boeing airbus windows route routes highway room building level grade category type class"
    " ward courtroom stop"
    " laboratory call loan euro model year key station gallery bay depot shed court jury list cell"
    " day week month constituency precinct parcel flat apartment warrant ticket"
    " phase tier zone platform terminal flight channel model lot batch invoice licence license"
    " registration abn acn suite unit floor gate district division engine pier reactor block stage scope"
    " group track wave round serial key number numbers no nos nr # band bands junction warehouse camp"
    " sector lane line code codes charity company vat box postcode bus train ward step option scenario"
    " question component activity package region cluster cohort hangar year isin swift iban dock berth"
    " runway hall studio lab site schedule form tranche window subdivision subarea area road motorway freeway"
    " exit expressway interstate trail tram apollo expedition voyager ariane falcon soyuz landsat atlas vostok gemini"
    " formula mission sol sheet plot house wing locker borehole shaft cage pen subgroup subclass subsector heading"
    " subheading petition motion docket exercise"
    " mark mk office iphone ipad galaxy fortune ftse nikkei dax cac topix sensex stoxx"
    " nasdaq russell asx ligue fahrenheit compound sample specimen subject respondent participant witness informant"
    " interviewee well mine dam tank buoy hill hut opus psalm proposition prop defcon arrondissement kilometre symphony"
    " sonata concerto quartet episode scene canto hymn squadron kepler soyuz artemis viking mariner pioneer cassini"
    " cosmos kosmos starlink shenzhou chandrayaan ubuntu debian build"
    " beat camera vote measure tariff radio cat condition bridge series extension pennant circuit locomotive tractor"
    " km trisomy culvert convoy troop ladder squad detachment server python chrome firefox macos ios android java php"
)
PRODUCTS = wordlist(
    "boeing airbus windows fortune ftse nikkei dax cac topix sensex stoxx nasdaq russell asx"
)
LOWER_TITLES = wordlist(
    "article articles resolution resolutions convention directive sdg protocol iso provision provisions"
    " rule rules goal goals target targets indicator indicators regulation principle recommendation"
    " recommendations clause clauses"
)
SERIAL = wordlist(
    "scope scopes tier tiers phase phases level levels stage stages category categories type year years"
)
LOWER_IDENTIFIERS = wordlist(
    "version case project number type no nos grade level phase category stage tier class zone route room"
    " flight charity company serial registration grant contract road highway motorway petition docket step option"
    " trisomy km ref sheet question scenario reactor berth runway terminal gate platform code"
)
ORDERED = wordlist(
    "scope tier phase stage level grade category type class zone band year stage key scenario option route"
    " euro line lane platform gate room ward unit block lot step schedule cohort group round apollo expedition"
    " voyager ariane falcon soyuz landsat atlas vostok gemini formula subdivision cosmos kosmos series cat tariff"
)
"""Nouns of a scale or a row: a number right behind one never counts what follows (`Level 3 hospitals`)."""
STRONG = wordlist(
    "paragraph section chapter article annex table figure note footnote rule clause page appendix"
    " indicator resolution provision recommendation regulation directive convention protocol exhibit"
)
"""Singular nouns that are hardly ever used without an article but for a number behind them."""
IMPERATIVES = wordlist(
    "track plan project order target book file note map number form group build cap"
)
LAWS = wordlist(
    "act law protocol order convention treaty decree constitution charter declaration statute ordinance"
    " regulations regulation directive accord agreement code acts rules"
)
STATUTORY = wordlist("section sections schedule schedules")
PAPERS = wordlist("note notes circular letter schedule report")
DOCUMENTS = wordlist(
    "Report Index Review Strategy Plan Framework Statement Outlook Assessment Survey Yearbook Handbook"
    " Guidelines Guidance Standard Standards Act Code Agenda Regulations Convention Protocol Ordinance"
    " Directive Regulation Constitution Order Declaration Pact Compact Roadmap Atlas Barometer Bulletin"
    " Digest Update Manual Agreement Treaty Accounts Programme Budget"
)
"""What a year or an ordinal belongs to where the words between are capitalised (`the 2022 Annual Report`)."""
EVENTS = wordlist(
    "conference session summit congress meeting assembly anniversary edition replenishment decade sitting"
    " assize games olympics birthday year commission"
)


def singular(word: str) -> str:
    """Return a noun in lower case without the ending of its plural, as these lists have it."""
    for ending, instead in (("ies", "y"), ("xes", "x"), ("sses", "ss"), ("s", "")):
        if word.endswith(ending) and len(word) > len(ending) + 1:
            stem = word.removesuffix(ending) + instead
            if stem in IDENTIFIERS or stem in REFERENCES or stem in TITLES:
                return stem
    return word
