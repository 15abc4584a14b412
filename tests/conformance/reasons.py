"""reasons.py: tests/conformance/reasons, the table of what does not pass and why."""
import re

ROW = re.compile(r"(\S+) +(\S.*?) +: +(.+)")
KINDS = ("native", "inside", "right", "host", "silent", "race", "crun", "runc")


class Reasons:
    """rows: (kind, name, text), in the order of the file."""

    def __init__(self, path):
        self.rows = []
        with open(path, encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                line = line.split("#")[0].strip()
                if not line:
                    continue
                match = ROW.fullmatch(line)
                if not match or match.group(1) not in KINDS:
                    raise SystemExit("%s:%d: a row is KIND NAME : REASON, KIND one of %s" % (path, number, " ".join(KINDS)))
                self.rows.append(match.groups())
        names = [row[:2] for row in self.rows]
        for row in names:
            if names.count(row) > 1:
                raise SystemExit("%s: %s %s is there twice" % (path, row[0], row[1]))

    def find(self, kind, name):
        return next((text for k, n, text in self.rows if (k, n) == (kind, name)), None)

    def of(self, *kinds):
        return [row for row in self.rows if row[0] in kinds]

    def unknown(self, kinds, names):
        """Rows that name nothing that there is."""
        return [row[1] for row in self.of(*kinds) if row[1] not in names]
