"""mutants.py: what can be changed in a spec, one thing at a time.

A row is its words; its last cell may be prose (rows.txt says of which rows).  Of every row: it is left out; each word of
it is changed, and left out; its prose loses a word.  What a word becomes depends on nothing but the specs, so that the
name of a mutant means the same in every run."""
import glob
import re
import zlib

FLIPS = {"if": "unless", "unless": "if", "true": "false", "false": "true", "on": "off", "off": "on"}
NUMBER = re.compile(r"-?(0x[0-9a-fA-F]+|[0-9]+)")
RANGE = re.compile(r"([0-9]+)\.\.([0-9]+)")


class Mutant:
    """name: FILE:LINE:KIND; what: the same in words, which explanations match; text: the file's new text."""

    def __init__(self, row, kind, what, line, prose=False):
        self.file, self.prose, self.line = row.file, prose, line
        self.name = "%s:%d:%s" % (row.file, row.number, kind)
        self.what = "%s: %s" % (what, " ".join(row.line.split()))
        self.row = row

    def text(self, lines):
        return "".join(lines[:self.row.number - 1] + ([self.line + "\n"] if self.line else []) + lines[self.row.number:])


class Row:
    def __init__(self, file, number, line, prose):
        self.file, self.number, self.line = file, number, line.rstrip("\n")
        code = self.line if file.endswith("annotations.spec") else re.split(r"\s#", self.line)[0].rstrip()
        self.spans = [m.span() for m in re.finditer(r"\S+", code)]
        words = [code[a:b] for a, b in self.spans]
        self.key = words[2] if words[0] == "on" and len(words) > 2 else words[0]
        self.prose = None
        for first in (n for pattern, key, n in prose if key == self.key and re.fullmatch(pattern, file)):
            self.split(code, words, first)
        self.words = [code[a:b] for a, b in self.spans]

    def split(self, code, words, first):
        """The prose: from word FIRST on, or behind the separator FIRST, or the last cell but not before word -FIRST."""
        if first.isdigit():
            at = self.spans[int(first)][0] if len(self.spans) > int(first) else None
        elif first[1:].isdigit():
            cell = max([m.end() for m in re.finditer(r"\s\s+|\t", code)] or [0])
            at = cell if len(self.spans) > int(first[1:]) and cell >= self.spans[int(first[1:])][0] else None
        else:
            at = code.index(" %s " % first) if " %s " % first in code else None
        if at is not None:
            self.prose = (at, len(code))
            self.spans = [s for s in self.spans if s[0] < at]

    def replaced(self, span, new):
        a, b = span
        return (self.line[:a] + new + self.line[b:]).rstrip()


def pick(name, pool):
    pool = sorted(pool)
    return pool[zlib.crc32(name.encode()) % len(pool)] if pool else None


def number(name, word):
    """One more or one less."""
    base = 16 if "0x" in word else 10
    value = int(word, base) + (1 if zlib.crc32(name.encode()) % 2 or word == "0" else -1)
    return hex(value) if base == 16 else str(value)


def change(name, word, pool):
    if word in FLIPS:
        return FLIPS[word]
    if NUMBER.fullmatch(word):
        return number(name, word)
    return pick(name, pool - {word})


def items(word):
    """A list within a word: its separator and items."""
    for mark in (",", "|"):
        parts = word.split(mark)
        if len(parts) > 1 and all(parts) and not re.search(r"\{[^}]*[,|][^}]*\}", word):
            return mark, parts
    return None, [word]


def of_word(row, i, pool):
    """(kind, what, new word) of one word; the new word None: it is left out."""
    word = row.words[i]
    name = "%s %d %s" % (row.file, i, " ".join(row.words))
    mark, parts = items(word)
    bounds = RANGE.fullmatch(word)
    if bounds:
        low, high = bounds.groups()
        yield "low%d" % i, "%s..%s" % (number(name, low), high)
        yield "high%d" % i, "%s..%s" % (low, number(name, high))
    elif mark:
        others = {p for w in pool for p in items(w)[1]} - set(parts)
        for k, part in enumerate(parts):
            yield "drop%d.%d" % (i, k), mark.join(parts[:k] + parts[k + 1:])
        k = zlib.crc32(name.encode()) % len(parts)
        new = change(name, parts[k], others)
        if new:
            yield "change%d.%d" % (i, k), mark.join(parts[:k] + [new] + parts[k + 1:])
    else:
        new = change(name, word, {w for w in pool if not items(w)[0]} or pool)
        if new:
            yield "change%d" % i, new
    if i:
        yield "drop%d" % i, None


def of_row(row, pools):
    seen = {row.line}
    yield Mutant(row, "delete", "delete", "")
    for i, span in enumerate(row.spans):
        for kind, new in of_word(row, i, pools[row.language, row.key if i else "", i]):
            line = row.replaced(span, new or "")
            if line not in seen:
                seen.add(line)
                yield Mutant(row, kind, "drop %s" % row.words[i] if new is None else "%s -> %s" % (row.words[i], new), line)
    if row.prose:
        words = row.line[row.prose[0]:row.prose[1]].split()
        new = " ".join(words[:-1]) if len(words) > 1 else words[0] + "s"
        yield Mutant(row, "prose", "prose", row.replaced(row.prose, new), True)


def rows_of(file, prose):
    with open(file, encoding="utf-8") as f:
        for number_, line in enumerate(f, 1):
            if line.strip() and not line.lstrip().startswith("#"):
                yield Row(file, number_, line, prose)


def read(prose):
    """Every mutant of every spec, in the order of the specs."""
    rows, pools = [], {}
    for file in sorted(glob.glob("spec/**/*.spec", recursive=True)):
        for row in rows_of(file, prose):
            row.language = re.sub("/[^/]*$", "", file) if file.count("/") > 1 else file
            rows.append(row)
            for i, word in enumerate(row.words):
                pools.setdefault((row.language, row.key if i else "", i), set()).add(word)
    return [m for row in rows for m in of_row(row, pools)]
