"""A tidy table, and the ways in which providers spoil one; each says how the layout is declared that undoes it.

A sheet is a list of rows of texts. A spoiler changes it in place, keeps the line of every tidy row, and adds what is to
be declared. What is read back must be the tidy table, with these lines.
"""

from dataclasses import dataclass, field

import openpyxl

SCHEMA = {
    "columns": {
        "region": {"type": "text", "nullable": True},
        "country": {"type": "text"},
        "year": {"type": "whole"},
        "people": {"type": "whole", "nullable": True},
        "note": {"type": "text", "nullable": True},
    }
}
HEADER = ["region", "country", "year", "people", "note"]


@dataclass
class Sheet:
    """A table on its way to be spoilt.

    Attributes:
        rows: Its rows, the header first.
        tidy: The tidy rows, in the order in which they are to be read.
        at: For each tidy row the row of the sheet that it stands in, and its column; 0 for the whole row.
        reader: What is declared so far.
        merges: Merged cells, as top, left, bottom, right; from 1.
    """

    rows: list
    tidy: list
    at: list = field(default_factory=list)
    reader: dict = field(default_factory=dict)
    merges: list = field(default_factory=list)

    def insert(self, index, row):
        """Put a row in and move what stands below."""
        self.rows.insert(index, row)
        self.at = [(line + (line > index), column) for line, column in self.at]
        self.merges = [
            (t + (t > index), left, b + (b > index), right) for t, left, b, right in self.merges
        ]

    def widen(self, index, cells):
        """Put a column in: its cells by row of the sheet, blank where none is given."""
        for number, row in enumerate(self.rows):
            row.insert(index, cells.get(number, ""))
        self.merges = [
            (t, left + (left > index), b, right + (right > index))
            for t, left, b, right in self.merges
        ]
        self.at = [(line, column + (column > index)) for line, column in self.at]


def tidy(records):
    """A sheet of records (region, country, year, people, note), None for what is not stated."""
    rows = [HEADER, *([("" if v is None else str(v)) for v in record] for record in records)]
    at = [(number, 0) for number in range(2, len(records) + 2)]
    return Sheet([list(row) for row in rows], [tuple(r) for r in records], at)


def title_lines(sheet, draw):
    sheet.insert(0, ["Table 1"] + [""] * (len(sheet.rows[0]) - 1))
    sheet.reader["preamble_lines"] = sheet.reader.get("preamble_lines", 0) + 1


def header_found(sheet, draw):
    head = next(cell for cell in sheet.rows[0] if cell)
    title_lines(sheet, draw)
    del sheet.reader["preamble_lines"]
    sheet.reader["header_at"] = head


def unwanted_columns(sheet, draw):
    sheet.widen(0, {0: "Serial", 2: "17", len(sheet.rows) - 1: "x"})
    sheet.reader["ignore"] = ["Ser.*"]


def only_declared(sheet, draw):
    sheet.widen(len(sheet.rows[0]), {0: "Remarks", len(sheet.rows) - 1: "none"})
    sheet.widen(len(sheet.rows[0]), {0: "Remarks", len(sheet.rows) - 1: "none"})
    sheet.reader["columns"] = "only declared"


def trailing_comma(sheet, draw):
    sheet.widen(len(sheet.rows[0]), {})
    sheet.reader["blank_heads"] = "empty"


def blank_corner(sheet, draw):
    place = sheet.rows[0].index("country")
    sheet.rows[0][place] = ""
    sheet.reader["positions"] = {"country": "country"}  # the place is written when all is done


def renamed(sheet, draw):
    place = sheet.rows[0].index("people")
    sheet.rows[0][place] = "People (total)"
    sheet.reader["headings"] = {"people": r"People \(.*\)"}


def tags(sheet, draw):
    sheet.insert(1, ["#x" if cell else "" for cell in sheet.rows[0]])
    sheet.reader["tag_row"] = "hxl"


def totals(sheet, draw):
    row = [""] * len(sheet.rows[0])
    row[draw.randrange(len(row))] = "Total"
    sheet.insert(draw.randint(2, len(sheet.rows)), row)
    sheet.reader["totals"] = ["Total", "Sub.*"]


def notes_below(sheet, draw):
    width = len(sheet.rows[0])
    sheet.rows += [[""] * width, ["Note: provisional"] + [""] * (width - 1)]
    sheet.merges.append((len(sheet.rows), 1, len(sheet.rows), width))
    sheet.reader["notes"] = "Note:.*"


def ends_above(sheet, draw):
    width = len(sheet.rows[0])
    sheet.rows += [["Other table"] + [""] * (width - 1), ["9"] * width]
    sheet.reader["stop_at"] = "Other table"


def filled_down(sheet, draw):
    place = sheet.rows[0].index("country")
    above, start = None, 1
    for number, row in enumerate(sheet.rows[1:], start=2):
        if row[place] == above:
            row[place] = ""
        else:
            above, start = row[place], number
        if number > start and (number == len(sheet.rows) or sheet.rows[number][place] != above):
            sheet.merges.append((start, place + 1, number, place + 1))
    sheet.reader["fill_down"] = ["country"]


def sections(sheet, draw):
    place = sheet.rows[0].index("region")
    for row in sheet.rows[1:]:
        assert row[place]
    wanted = [row.pop(place) for row in sheet.rows][1:]
    for number in range(len(wanted), 0, -1):
        if number == 1 or wanted[number - 1] != wanted[number - 2]:
            sheet.insert(number, [wanted[number - 1]] + [""] * (len(sheet.rows[0]) - 1))
    sheet.reader["sections"] = {"into": "region"}


def glued(sheet, draw):
    """Flags behind the number."""
    people, note = sheet.rows[0].index("people"), sheet.rows[0].index("note")
    for row in sheet.rows[1:]:
        row[people] = " ".join(filter(None, (row[people], row[note])))
    for row in sheet.rows:
        del row[note]
    sheet.reader["cells"] = {"people": {"flags": {"into": "note"}}}


def wide(sheet, draw):
    """Years as columns, each with its flags in a column of the same heading behind it."""
    head = sheet.rows[0]
    region, country, year, people, note = (head.index(name) for name in HEADER)
    keys = list(dict.fromkeys((row[region], row[country]) for row in sheet.rows[1:]))
    years = list(dict.fromkeys(row[year] for row in sheet.rows[1:]))
    cells = {(row[region], row[country], row[year]): row for row in sheet.rows[1:]}
    rows = [["region", "country", *(y for y in years for _ in "pn")]]
    for key in keys:
        found = [cells.get((*key, y)) for y in years]
        rows.append(
            [*key, *(c for row in found for c in ((row[people], row[note]) if row else ("", "")))]
        )
    by_key = {tuple(str(v) for v in record[:3]): record for record in sheet.tidy}
    order = [(k, y) for k in keys for y in years]
    order = [(k, y) for k, y in order if (*k, y) in by_key and _is_stated(by_key[(*k, y)])]
    sheet.tidy = [by_key[(*k, y)] for k, y in order]
    sheet.at = [(keys.index(k) + 2, years.index(y) * 2 + 3) for k, y in order]
    sheet.rows = rows
    sheet.reader |= {
        "double_heads": "number",
        "unpivot": {
            "into": "year",
            "values": {"people": r"\d{4}", "note": r"(?P<key>\d{4}) \(2\)"},
            "blanks": "leave_out",
        },
    }


def _is_stated(record):
    return any(value is not None for value in record[3:])


SHAPES = (wide, sections, filled_down, glued)
ROWS = (tags, totals, notes_below, ends_above)
COLUMNS = (unwanted_columns, trailing_comma, blank_corner, renamed, only_declared)
TOPS = (title_lines, header_found)


def finished(sheet):
    """Write down what is only known when all columns have their place."""
    if "positions" in sheet.reader:
        header = next(row for row in sheet.rows if "region" in row or "year" in row)
        sheet.reader["positions"] = {"country": header.index("") + 1}
    return sheet


def write(sheet, path):
    """Write a sheet as CSV or XLSX."""
    if path.suffix == ".csv":
        path.write_text("".join(",".join(f'"{c}"' for c in row) + "\n" for row in sheet.rows))
        return path
    book = openpyxl.Workbook()
    for row in sheet.rows:
        book.active.append([int(c) if c.isdigit() and len(c) < 9 else c or None for c in row])
    for top, left, bottom, right in sheet.merges:
        book.active.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
    book.save(path)
    return path
