"""test_tap.py: what tap.verdict makes of outputs as the programs of runtime-tools have them; the table of reasons.  Prints TAP."""
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
# pylint: disable=wrong-import-position
import page  # noqa: E402
import tap  # noqa: E402
from reasons import Reasons  # noqa: E402

CAPTURED = '  ---\n  {"stderr": "", "stdout": "%s"}\n  ...\nok 1 - masked\n1..1\n'

# what it is, exit status, stdout, stderr, what the error has to match, the verdict
OUTPUTS = [
    ("a whole TAP", 0, "TAP version 13\nok 1 - a\n  ---\n  {}\n  ...\nok 2 # SKIP b\n1..2\n", "", None, tap.PASS),
    ("one that is not ok", 0, "ok 1 - a\nnot ok 2 - b\n1..2\n", "", None, tap.FAIL),
    ("all ok, but a status", 1, "ok 1 - a\n1..1\n", "exit status 1\n", None, tap.FAIL),
    ("too long", "(longer than 60 s)", "ok 1 - a\n", "", None, tap.FAIL),
    ("a plan that does not fit", 0, "ok 1 - a\n1..2\n", "", None, tap.BROKEN),
    ("two plans", 0, "ok 1 - a\n1..1\n1..0\n", "", None, tap.BROKEN),
    ("no plan", 0, "ok 1 - a\n", "", None, tap.BROKEN),
    ("only skipped ones", 0, "ok 1 # skip not here\n1..1\n", "", None, tap.BROKEN),
    ("nothing planned", 0, "TAP version 13\n1..0\n", "", None, tap.UNSAID),
    ("nothing planned, and a complaint", 0, '  ---\n  {\n    "error": "hooks MUST run"\n  }\n  ...\n1..0\n', "", None, tap.FAIL),
    ("nothing printed", 0, "", "", None, tap.EMPTY),
    ("silence, and the right error", 0, "", "invalid rlimit RLIMIT_TEST\n", "RLIMIT_TEST", tap.PASS),
    ("silence, and another error", 0, "", "no such file\n", "RLIMIT_TEST", tap.FAIL),
    ("content with an empty capture", 0, CAPTURED % "", "", None, tap.EMPTY),
    ("content with half a capture", 0, CAPTURED % r"ok 1 - hostname\n", "", None, tap.EMPTY),
    ("a whole capture", 0, CAPTURED % r"ok 1 - hostname\n1..1\n", "", None, tap.PASS),
    ("tests indented in a diagnostic are none of its own", 0, "ok 1 - a\n  ---\n  not ok 2\n  ...\n1..1\n", "", None, tap.PASS),
]


class Tests:
    count, failed = 0, 0

    def check(self, name, got, wanted):
        self.count += 1
        if got == wanted:
            print("ok %d - %s" % (self.count, name))
        else:
            self.failed += 1
            print("not ok %d - %s\n# got:    %s\n# wanted: %s" % (self.count, name, got, wanted))


def main():
    tests = Tests()
    for name, status, out, err, silent, wanted in OUTPUTS:
        tests.check("TAP: %s: %s" % (name, wanted), tap.verdict(status, out, err, silent)[0], wanted)
    reasons = Reasons(os.path.join(page.suites.HERE, "reasons"))
    with open(page.PAGE, encoding="utf-8") as file:
        text = file.read()
    tests.check("docs/conformance.md has the table of reasons (tests/conformance/conformance --reasons)",
                page.with_part(text, "reasons", page.explained(reasons)) == text, True)
    print("1..%d" % tests.count)
    return tests.failed > 0


if __name__ == "__main__":
    sys.exit(main())
