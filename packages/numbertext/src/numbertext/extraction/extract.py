"""From text to statements: find every number word, let the rules claim it in order, complete what they claimed.

The order of the rules is the order of this module; what each does stands in its own.
"""

from __future__ import annotations

from dataclasses import replace

from numbertext.condition_table import literal
from numbertext.extraction import (
    amounts,
    composites,
    fractions,
    multiples,
    occurrences,
    ordinals,
    powers,
    ranges,
    shares,
    unreadable,
    vague,
)
from numbertext.extraction.aside import (
    abbreviations,
    ages,
    appositions,
    codes,
    confidence,
    dates,
    forces,
    idioms,
    labels,
    models,
    names,
    notes,
    periods,
    places,
    serials,
    short_dates,
    telephones,
    times,
    unclear,
)
from numbertext.extraction.changes import changed
from numbertext.extraction.draft import Draft, Rule
from numbertext.extraction.elision import completed
from numbertext.extraction.inventory import number_words, runs
from numbertext.extraction.modifiers import modified
from numbertext.extraction.normalise import Normalised, normalise
from numbertext.extraction.page import TokenPage
from numbertext.extraction.units import OF_WHOLE, unit_at
from numbertext.statement import UNRESOLVED_KIND, Statement

RULES: tuple[Rule, ...] = (
    codes.address_token,
    powers.power,
    unreadable.unreadable,
    unclear.separators,
    places.coordinates,
    places.grid,
    serials.fours,
    serials.registered,
    serials.citation,
    models.model,
    forces.force,
    notes.note_mark,
    notes.bracketed,
    notes.page_number,
    dates.numeric_date,
    short_dates.short_date,
    dates.day_and_month,
    telephones.helpline,
    telephones.telephone,
    times.opening,
    serials.degree,
    serials.score,
    serials.chain,
    serials.locants,
    codes.street,
    places.postcode_of_town,
    dates.quarter,
    codes.postcode,
    codes.lettered,
    codes.code,
    codes.starred,
    dates.decade_of_years,
    abbreviations.abbreviated,
    labels.label,
    names.capital_word,
    names.hyphenated,
    names.revision,
    labels.series,
    labels.spelled,
    serials.strokes,
    times.clock,
    times.starting,
    serials.leading_zero,
    notes.list_number,
    dates.year,
    codes.long_digits,
    confidence.confidence,
    ages.age,
    appositions.apposed,
    appositions.listed,
    appositions.of_person,
    ages.decade_of_life,
    names.street,
    names.capital_name,
    idioms.fixed_phrase,
    idioms.compound,
    occurrences.superlative,
    occurrences.first_time,
    occurrences.peak,
    periods.per_quarter,
    periods.part_of_year,
    composites.composite,
    periods.period,
    idioms.once,
    idioms.one,
    shares.every,
    shares.ratio,
    shares.proportion,
    amounts.rate,
    multiples.times,
    multiples.fold,
    multiples.multiplier,
    multiples.twice,
    fractions.fraction,
    ranges.span_of_amounts,
    vague.plural_scale,
    vague.several,
    vague.majority,
    vague.most,
    idioms.connective,
    idioms.plural_number,
    ordinals.ordinal,
    amounts.amount,
    idioms.half,
)

OF_DIGITS: frozenset[Rule] = frozenset(
    (
        abbreviations.abbreviated,
        codes.address_token,
        powers.power,
        unclear.separators,
        places.coordinates,
        places.grid,
        places.postcode_of_town,
        serials.fours,
        serials.registered,
        serials.citation,
        models.model,
        forces.force,
        serials.degree,
        serials.score,
        serials.chain,
        serials.locants,
        serials.strokes,
        serials.leading_zero,
        notes.bracketed,
        notes.page_number,
        dates.numeric_date,
        short_dates.short_date,
        telephones.helpline,
        telephones.telephone,
        codes.street,
        dates.quarter,
        codes.postcode,
        codes.lettered,
        codes.code,
        codes.starred,
        names.revision,
        labels.series,
        notes.list_number,
        dates.year,
        codes.long_digits,
        names.capital_name,
    )
)
"""Rules that never claim a number in words."""
OF_WORDS: frozenset[Rule] = frozenset(
    (
        names.capital_word,
        occurrences.superlative,
        idioms.once,
        idioms.one,
        multiples.multiplier,
        multiples.twice,
        vague.plural_scale,
        vague.several,
        vague.majority,
        vague.most,
        idioms.connective,
    )
)
"""Rules that never claim digits."""
BY_KIND = {
    "number": tuple(rule for rule in RULES if rule not in OF_WORDS),
    "word": tuple(rule for rule in RULES if rule not in OF_DIGITS),
}


def extract(text: str) -> list[Statement]:
    """Return every number of a text, as a statement or as what is set aside or unresolved.

    Args:
        text: English text; a paragraph, a page or more.

    Returns:
        Records in the order of the text. Their spans never overlap, and each digit group and number word lies in one.
    """
    source = normalise(text)
    page = TokenPage(source.text)
    drafts = [_as_shown(page, source, draft) for draft in _claims(page)]
    taken = {at for draft in drafts for at in range(draft.first, draft.last)}
    drafts = [modified(page, draft, taken) if draft.is_statement else draft for draft in drafts]
    drafts = _with_units(page, _clipped(drafts))
    return [_statement(page, source, text, draft) for draft in completed(page, drafts)]


def _claims(page: TokenPage) -> list[Draft]:
    drafts: list[Draft] = []
    end = 0
    indexes = list(number_words(page))
    tables = runs(page, indexes)
    for index in indexes:
        if index < end:
            continue
        if index in tables:
            drafts.append(Draft(index, tables[index], UNRESOLVED_KIND, "unresolved.run"))
            end = tables[index]
            continue
        draft = _claimed(page, index)
        if draft.first < end:
            draft = replace(draft, first=max(end, draft.first))
        drafts.append(draft)
        end = draft.last
    return drafts


def _claimed(page: TokenPage, index: int) -> Draft:
    for rule in BY_KIND.get(page.token(index).kind, RULES):
        found = rule(page, index)
        if found is not None:
            return found
    return Draft(index, index + 1, UNRESOLVED_KIND, UNRESOLVED_KIND)


def _as_shown(page: TokenPage, source: Normalised, draft: Draft) -> Draft:
    """Leave unresolved what is shown from right to left: its digits are not in the order of the text."""
    start, end = source.span(page.tokens[draft.first].start, page.tokens[draft.last - 1].end)
    if any(start < until and since < end for since, until in source.backward):
        return Draft(draft.first, draft.last, UNRESOLVED_KIND, "unresolved.backward")
    return draft


def _clipped(drafts: list[Draft]) -> list[Draft]:
    """Let no claim reach into the one before it."""
    done: list[Draft] = []
    for draft in drafts:
        end = done[-1].last if done else 0
        done.append(replace(draft, first=max(end, draft.first)) if draft.first < end else draft)
    return done


def _with_units(page: TokenPage, drafts: list[Draft]) -> list[Draft]:
    done: list[Draft] = []
    before: Draft | None = None
    for draft in drafts:
        item = draft
        if item.noun_at is not None:
            at = item.noun_at + (item.is_of and page.low(item.noun_at) == "of")
            at += at > item.noun_at and page.low(at) in OF_WHOLE
            if at > item.noun_at and at in page.numerals:
                at = page.numerals[at].last
            unit = unit_at(page, at, is_singular=item.is_singular)
            item = replace(item, unit=unit or item.unit)
        if item.is_statement:
            near = before if before and page.same_sentence(before.first, item.first) else None
            item = changed(page, item, near)
            before = item
        done.append(item)
    return done


def _statement(page: TokenPage, source: Normalised, text: str, draft: Draft) -> Statement:
    tokens = page.tokens
    start, end = source.span(tokens[draft.first].start, tokens[draft.last - 1].end)
    statement = Statement(
        start=start,
        end=end,
        text=text[start:end],
        kind=draft.kind,
        value=draft.value,
        low=draft.low,
        high=draft.high,
        unit=draft.unit,
        comparator=draft.comparator,
        rule=draft.rule,
        set_aside=draft.reason,
        precision=draft.precision,
        granularity=draft.granularity,
        hedge=draft.hedge,
        direction=draft.direction,
        is_rounded=draft.is_rounded,
        ratio=draft.ratio,
    )
    bounds = literal(statement) if statement.is_statement else None
    if bounds is None:
        return statement
    return replace(
        statement,
        low=bounds.low,
        high=bounds.high,
        low_open=bounds.low_open,
        high_open=bounds.high_open,
    )
