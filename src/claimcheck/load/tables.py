"""Records in tables: CSV, JSON Lines and Parquet, whose columns have the names of the keys.

A table holds one list. It is that of its name (`links.csv`, `entities.jsonl`); under any other name it holds claims in
`claims/` and evidence in `evidence/`. In a cell of CSV or Parquet, `;` separates the items of a list (in quotation
marks where `;` separates the cells too), and an empty cell is a key left out. Every cell becomes a text with its place,
so tables and YAML are checked by the same code.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import PurePosixPath

from msgspec.structs import replace

from claimcheck.i18n import tr
from claimcheck.load.csvfile import Cell, delimiter_of, read_rows
from claimcheck.load.files import KIND_OF, Entry
from claimcheck.load.jsonline import JsonError, read_line
from claimcheck.load.keys import LISTS, SECTIONS, TABLES, Section, did_you_mean, nearest
from claimcheck.load.notes import Notes
from claimcheck.location import Location
from claimcheck.yamlfile import ListNode, MapNode, Node, Scalar, decode

FORMULA_ERRORS = frozenset(
    ["#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!", "#ERROR!", "#SPILL!", "#CALC!", "#BEZUG!",
     "#NV", "#WERT!", "Err:502", "Err:504", "Err:508", "Err:522"]
)  # fmt: skip
ITEM = re.compile(r"[^;]+")
NAMES = {",": "a comma", ";": "a semicolon", "\t": "a tab"}
UTF8 = "save it as `CSV UTF-8` (in LibreOffice: character set `Unicode (UTF-8)`)"


def section_of(path: str) -> Section:
    """The list that a table holds, by its name, else by the folder that it lies in."""
    stem = PurePosixPath(path).stem
    named = next((section for section in SECTIONS if section == stem and section != "defaults"), None)
    return named or ("evidence" if path.startswith("evidence/") else "claims")


def read_csv(data: bytes, path: str, notes: Notes) -> Iterator[Entry]:
    """The rows of a comma-separated table with a line of column names."""
    section = section_of(path)
    text = _text(data, path, notes)
    delimiter = delimiter_of(text)
    rows, problems = read_rows(text, path, delimiter)
    notes.take(problems)
    if problems:
        notes.lose(path, KIND_OF[section])
        notes.skip(path, tr("it cannot be read from line {line} on", line=problems[0].location.line))
    if not rows:
        return
    if _is_no_table(rows, section, notes):
        notes.skip(path, tr("it cannot be read as it stands"))
        notes.lose(path, KIND_OF[section])
        return
    head, *body = rows
    used = {number for row in body for number, cell in enumerate(row) if cell.text.strip()}
    columns = _columns(head, section, notes, used)
    for row in body:
        mixed = len(row) == 1 and any(row[0].text.count(sign) >= len(head) - 1 > 0 for sign in NAMES)
        if mixed or len(row) > len(head) or (len(row) < len(head) and len(row) > 1):
            notes.add("WRONG-COLUMNS", row[0].location, f"expected {len(head)} cells, found {len(row)}",
                      f"separate all cells by {NAMES[delimiter].split()[1]}s" if mixed else
                      f"put a text that holds {NAMES[delimiter]} in double quotation marks")  # fmt: skip
            notes.skip(
                str(row[0].location),
                tr("its row has {count} cells instead of {expected}", count=len(row), expected=len(head)),
            )
            notes.lose(path, KIND_OF[section])
            continue
        node = _row(zip(columns, row, strict=False), section, row[0].location, notes)
        if node is not None:
            yield Entry(section=section, node=node)


def _text(data: bytes, path: str, notes: Notes) -> str:
    text, problem = decode(data, path)
    if problem is not None:
        table = problem.code == "NOT-UTF-8" and path.endswith(".csv")
        notes.take([replace(problem, hint=UTF8) if table else problem])
        notes.lose(path, KIND_OF[section_of(path)])
        notes.skip(path, tr("it cannot be read as it stands"))
    elif not text.strip():
        notes.add("EMPTY-FILE", Location(path=path), "this file is empty", "fill it, or delete it")
    return text


def _is_no_table(rows: list[list[Cell]], section: Section, notes: Notes) -> bool:
    """Whether the first line names no column, told in one problem instead of one for each cell."""
    head = rows[0]
    line = ",".join(cell.text for cell in head)
    if any(nearest(cell.text, TABLES[section].shapes) for cell in head):
        return False
    if line.count("|") > 1:
        notes.add("WRONG-SEPARATOR", head[0].location, "expected cells separated by commas, found `|`",
                  "save it as CSV with commas, semicolons or tabs (UTF-8)")  # fmt: skip
    else:
        notes.add("NO-COLUMNS", head[0].location, f"expected the names of columns, found `{line}`",
                  "write the names of the keys into the first line, such as `id,text,subject,affirms`")  # fmt: skip
    return True


def _columns(head: list[Cell], section: Section, notes: Notes, used: set[int]) -> list[str]:
    """The names of the columns; an unknown one is told once, and its cells are not told again.

    `used` are the numbers of the columns that are not empty: spreadsheets export empty ones without a name.
    """
    shapes = TABLES[section].shapes
    seen: dict[str, Cell] = {}
    columns: list[str] = []
    for number, cell in enumerate(head):
        name = cell.text.strip()
        if not name and number not in used:
            columns.append(name)
            continue
        if not name:
            notes.add("NO-COLUMNS", cell.location, "this column has cells and no name",
                      "name it, or empty its cells")  # fmt: skip
        elif name not in shapes:
            notes.add("UNKNOWN-KEY", cell.location, f"a table of {section} has no column `{name}`",
                      did_you_mean(name, shapes, f"its columns are {', '.join(shapes)}"))  # fmt: skip
        elif name in seen:
            notes.add("DUPLICATE-KEY", cell.location, f"the column `{name}` stands already at {seen[name].location}",
                      "keep one of the two")  # fmt: skip
        seen.setdefault(name, cell)
        columns.append(name)
    return columns


def _row(cells: Iterator[tuple[str, Cell]], section: Section, place: Location, notes: Notes) -> MapNode | None:
    """A row as a record; None where all of it is empty. A row with a cell in an unknown column is flawed."""
    shapes = TABLES[section].shapes
    entries: list[tuple[Scalar, Node]] = []
    flawed = False
    for name, cell in cells:
        if not cell.text.strip():
            continue
        key = Scalar(text=name, location=cell.location)
        if cell.text.strip() in FORMULA_ERRORS:
            notes.add("FORMULA-ERROR", cell.location,
                      f"expected a value under `{name}`, found the spreadsheet's error `{cell.text.strip()}`",
                      "mend the formula and save the table again, or empty the cell")  # fmt: skip
            entries.append((key, Scalar(text="", location=cell.location, flawed=True)))
            flawed = True
            continue
        blank = len(cell.text) - len(cell.text.lstrip())
        inset = cell.inset + blank if cell.inset >= 0 else -1
        text = cell.text.strip()
        if shapes.get(name) == "flag" and text in ("TRUE", "FALSE"):
            text = text.lower()  # so spreadsheets write what was typed as true
        value = Scalar(text=text, location=cell.location, plain=False, inset=inset)
        if name not in shapes or any(name == known.text for known, _ in entries):
            flawed = True  # told at the head of the column
            entries.append((Scalar(text=name, location=cell.location, flawed=True), value))
        elif shapes[name] in LISTS and ";" in cell.text:
            entries.append((key, _list(cell)))
        else:
            entries.append((key, value))
    return MapNode(entries=tuple(entries), location=place, flawed=flawed) if entries or flawed else None


def _list(cell: Cell) -> ListNode:
    items: list[Node] = []
    for found in ITEM.finditer(cell.text):
        text = found.group().strip()
        if text:
            offset = found.start() + len(found.group()) - len(found.group().lstrip())
            place = Scalar(text=cell.text, location=cell.location, inset=cell.inset).at(offset)
            items.append(Scalar(text=text, location=place, plain=False))
    return ListNode(items=tuple(items), location=cell.location)


def read_jsonl(data: bytes, path: str, notes: Notes) -> Iterator[Entry]:
    """One JSON object on each line."""
    section = section_of(path)
    for number, line in enumerate(_text(data, path, notes).split("\n"), start=1):
        if not line.strip():
            continue
        try:
            node, problems = read_line(line.rstrip("\r"), path, number)
        except JsonError as error:
            notes.add("BAD-JSON", error.location, f"expected {error.expected}, found {error.found}", error.hint)
            notes.skip(f"{path}:{number}", tr("it cannot be read as it stands"))
            notes.lose(path, KIND_OF[section])
            continue
        notes.take(problems)
        if isinstance(node, MapNode):
            yield Entry(section=section, node=node)
        else:
            notes.add("WRONG-SHAPE", node.location, "expected one record as `{...}` on this line, found something else",
                      "write each record as one JSON object on a line of its own")  # fmt: skip
            notes.skip(f"{path}:{number}", tr("it is no record"))


def read_parquet(data: bytes, path: str, notes: Notes) -> Iterator[Entry]:
    """The rows of a Parquet file, read by the database; the line of a place is the number of the row."""
    import tempfile  # read only where a dossier has such a file: the database costs more than all else here

    import duckdb

    section = section_of(path)
    with tempfile.NamedTemporaryFile(suffix=".parquet") as copy:
        copy.write(data)
        copy.flush()
        try:
            with duckdb.connect() as database:
                table = database.execute("SELECT * FROM read_parquet(?)", [copy.name])
                names = [column[0] for column in table.description or ()]
                rows = table.fetchall()
        except duckdb.Error:
            notes.add("BAD-PARQUET", Location(path=path), "expected a Parquet file, found something else",
                      "write it again with the program that made it, or save it as CSV")  # fmt: skip
            notes.skip(path, tr("it cannot be read as it stands"))
            notes.lose(path, KIND_OF[section])
            return
    head = [Cell(text=name, location=Location(path=path, column=number)) for number, name in enumerate(names, 1)]
    columns = _columns(head, section, notes, set(range(len(head))))
    for number, row in enumerate(rows, start=1):
        cells = [Cell(text=_shown(value), location=Location(path=path, line=number, column=column), inset=-1)
                 for column, value in enumerate(row, 1)]  # fmt: skip
        node = _row(zip(columns, cells, strict=True), section, Location(path=path, line=number), notes)
        if node is not None:
            yield Entry(section=section, node=node)


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return ";".join(_shown(item) for item in value)
    return json.dumps(value) if isinstance(value, dict) else str(value)


TABLE_READERS: Mapping[str, Callable[[bytes, str, Notes], Iterator[Entry]]] = {
    ".csv": read_csv,
    ".jsonl": read_jsonl,
    ".parquet": read_parquet,
}
