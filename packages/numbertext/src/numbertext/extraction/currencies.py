"""How amounts of money name their currency: signs, codes and words, and the ISO 4217 code that each stands for."""

from __future__ import annotations

from types import MappingProxyType

from numbertext.extraction.wordlist import wordlist

CODES = wordlist(
    "AED AFN AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD"
    " CDF CHF CLP CNY COP CRC CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ"
    " GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP"
    " LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR"
    " PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC"
    " SYP SZL THB TJS TMT TND TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR"
    " ZMW ZWL"
)
SIGNS = MappingProxyType(
    {
        "$": "USD",
        "€": "EUR",
        "£": "GBP",
        "¥": "JPY",
        "₹": "INR",
        "₱": "PHP",
        "₦": "NGN",
        "₩": "KRW",
        "฿": "THB",
        "₫": "VND",
        "₴": "UAH",
        "₺": "TRY",
        "₽": "RUB",
        "₪": "ILS",
        "₵": "GHS",
        "৳": "BDT",
    }
)
DOLLARS = MappingProxyType(
    {
        "us": "USD",
        "a": "AUD",
        "au": "AUD",
        "aus": "AUD",
        "nz": "NZD",
        "c": "CAD",
        "ca": "CAD",
        "can": "CAD",
        "hk": "HKD",
        "s": "SGD",
        "sg": "SGD",
        "nt": "TWD",
        "r": "BRL",
        "fj": "FJD",
        "f": "FJD",
        "j": "JMD",
        "tt": "TTD",
        "si": "SBD",
        "mx": "MXN",
        "bds": "BBD",
        "ec": "XCD",
        "n": "NAD",
        "z": "ZWL",
    }
)
"""What stands glued before a dollar sign (`A$`)."""
BEFORE = MappingProxyType(
    {
        "rs": "INR",
        "re": "INR",
        "ksh": "KES",
        "kshs": "KES",
        "ksh.": "KES",
        "tsh": "TZS",
        "ush": "UGX",
        "shs": "KES",
        "rp": "IDR",
        "rm": "MYR",
        "tk": "BDT",
        "fcfa": "XOF",
        "cfa": "XOF",
        "birr": "ETB",
        "kr": "SEK",
        "sdr": "XDR",
        "sdrs": "XDR",
        "r": "ZAR",
        "k": "PGK",
        "gh": "GHS",
    }
)
"""Abbreviations before an amount that are no ISO codes; those of one letter only when glued to it."""
CURRENCY_NAMES = MappingProxyType(
    {
        "dollar": "USD",
        "dollars": "USD",
        "euro": "EUR",
        "euros": "EUR",
        "pound": "GBP",
        "pounds": "GBP",
        "yen": "JPY",
        "yuan": "CNY",
        "renminbi": "CNY",
        "rupee": "INR",
        "rupees": "INR",
        "rupiah": "IDR",
        "ringgit": "MYR",
        "baht": "THB",
        "peso": "PHP",
        "pesos": "PHP",
        "rand": "ZAR",
        "naira": "NGN",
        "cedi": "GHS",
        "cedis": "GHS",
        "birr": "ETB",
        "taka": "BDT",
        "won": "KRW",
        "dong": "VND",
        "krona": "SEK",
        "kronor": "SEK",
        "krone": "NOK",
        "kroner": "NOK",
        "franc": "CHF",
        "francs": "CHF",
        "shilling": "KES",
        "shillings": "KES",
        "zloty": "PLN",
        "forint": "HUF",
        "rouble": "RUB",
        "roubles": "RUB",
        "rubles": "RUB",
        "hryvnia": "UAH",
        "hryvnias": "UAH",
        "lira": "TRY",
        "liras": "TRY",
        "shekels": "ILS",
        "dirham": "AED",
        "dirhams": "AED",
        "riyals": "SAR",
        "dinars": "JOD",
        "kina": "PGK",
        "kwacha": "ZMW",
        "reais": "BRL",
        "real": "BRL",
    }
)
AMBIGUOUS = frozenset(("won", "real", "pound", "pounds"))
"""Names that are other words as often; they count right behind a number and not before a noun group."""
NATIONS = MappingProxyType(
    {
        ("us", "dollar"): "USD",
        ("american", "dollar"): "USD",
        ("australian", "dollar"): "AUD",
        ("new", "zealand", "dollar"): "NZD",
        ("canadian", "dollar"): "CAD",
        ("hong", "kong", "dollar"): "HKD",
        ("singapore", "dollar"): "SGD",
        ("fiji", "dollar"): "FJD",
        ("fijian", "dollar"): "FJD",
        ("namibian", "dollar"): "NAD",
        ("swiss", "franc"): "CHF",
        ("cfa", "franc"): "XOF",
        ("rwandan", "franc"): "RWF",
        ("pound", "sterling"): "GBP",
        ("british", "pound"): "GBP",
        ("egyptian", "pound"): "EGP",
        ("indian", "rupee"): "INR",
        ("pakistani", "rupee"): "PKR",
        ("pakistan", "rupee"): "PKR",
        ("sri", "lankan", "rupee"): "LKR",
        ("nepalese", "rupee"): "NPR",
        ("kenyan", "shilling"): "KES",
        ("kenya", "shilling"): "KES",
        ("tanzanian", "shilling"): "TZS",
        ("ugandan", "shilling"): "UGX",
        ("swedish", "krona"): "SEK",
        ("swedish", "kronor"): "SEK",
        ("norwegian", "krone"): "NOK",
        ("norwegian", "kroner"): "NOK",
        ("danish", "krone"): "DKK",
        ("danish", "kroner"): "DKK",
        ("czech", "koruna"): "CZK",
        ("mexican", "peso"): "MXN",
        ("philippine", "peso"): "PHP",
        ("argentine", "peso"): "ARS",
        ("chilean", "peso"): "CLP",
        ("colombian", "peso"): "COP",
        ("japanese", "yen"): "JPY",
        ("chinese", "yuan"): "CNY",
        ("korean", "won"): "KRW",
        ("south", "african", "rand"): "ZAR",
        ("turkish", "lira"): "TRY",
        ("brazilian", "reais"): "BRL",
        ("jordanian", "dinar"): "JOD",
        ("saudi", "riyal"): "SAR",
    }
)
"""Names with their nation, in the singular."""
