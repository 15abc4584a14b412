"""tables.py: the tables beside this file: rows.txt, checks, explained."""
import os
import re

HERE = os.path.dirname(os.path.abspath(__file__))


def lines_of(name):
    with open(os.path.join(HERE, name), encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            if line.strip() and not line.startswith("#"):
                yield number, line.rstrip("\n")


def prose():
    return [tuple(line.split()) for _, line in lines_of("rows.txt")]


class Checks:
    """Which tests may notice a change of a spec, the cheapest first."""

    def __init__(self):
        self.rows = []
        for number, line in lines_of("checks"):
            words = line.split() + ([] if " then" in line else ["then"])
            then = words.index("then")
            if words[1] != "unit":
                raise SystemExit("tests/mutate/checks:%d: a row is SPEC unit NAME... then NAME..." % number)
            self.rows.append((words[0], words[2:then], words[then + 1:]))

    def of(self, spec):
        """Names of unit tests, names of slower tests."""
        found = [row for row in self.rows if re.fullmatch(row[0], spec)]
        if not found:
            raise SystemExit("tests/mutate/checks has no row for %s" % spec)
        return found[0][1:]

    def units(self, specs):
        return sorted({name for spec in specs for name in self.of(spec)[0]})


class Explained:
    """Mutants that nothing needs to notice, or nothing can: SPEC and a pattern of the mutant's words, below it the reason."""

    def __init__(self):
        self.rows = []
        for number, line in lines_of("explained"):
            if line[0] == "\t" and self.rows and not self.rows[-1][3]:
                self.rows[-1][3] = line.strip()
            else:
                match = re.fullmatch(r"(\S+)\s+(.*)", line)
                if not match or (self.rows and not self.rows[-1][3]):
                    raise SystemExit("tests/mutate/explained:%d: a line SPEC PATTERN, then one with a tab and the reason" % number)
                self.rows.append([number, re.compile(match.group(1)), re.compile(match.group(2)), ""])

    def of(self, mutant):
        """The reason, or None."""
        for _, spec, pattern, reason in self.rows:
            if spec.fullmatch(mutant.file) and pattern.match(mutant.what):
                return reason
        return None

    def idle(self, mutants):
        """Rows that fit no mutant."""
        return [row[0] for row in self.rows
                if not any(row[1].fullmatch(m.file) and row[2].match(m.what) for m in mutants)]
