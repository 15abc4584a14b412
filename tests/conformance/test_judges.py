"""test_judges.py: what tap.verdict makes of outputs as the programs of runtime-tools have them; what fails a run.  Prints TAP."""
import os
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
# pylint: disable=wrong-import-position
import foreign  # noqa: E402
import page  # noqa: E402
import suites  # noqa: E402
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


ROWS = """
native  shell : why
inside  look : why
right   hook : why
host    disk : why
native  typo : why
crun    test_a/one : why
crun    test_a/two : why
"""

# what a native run saw, and the beginnings of what it complains of
RUNS = [
    ("all as the table has it", {"shell": tap.EMPTY, "hook": tap.UNSAID, "disk": tap.FAIL, "state": tap.PASS, "typo": tap.FAIL}, []),
    ("one that may pass passes", {"shell": tap.FAIL, "hook": tap.BROKEN, "disk": tap.PASS, "state": tap.PASS, "typo": tap.FAIL}, []),
    ("a failure without a row", {"shell": tap.FAIL, "hook": tap.UNSAID, "disk": tap.FAIL, "state": tap.FAIL, "typo": tap.FAIL},
     ["native state: fail"]),
    ("an explained one passes", {"shell": tap.PASS, "hook": tap.UNSAID, "disk": tap.FAIL, "state": tap.PASS, "typo": tap.FAIL},
     ["native shell: pass"]),
    ("what was right is wrong", {"shell": tap.FAIL, "hook": tap.FAIL, "disk": tap.FAIL, "state": tap.PASS, "typo": tap.FAIL},
     ["native hook: fail"]),
    ("a row for no program", {"shell": tap.FAIL, "hook": tap.UNSAID, "disk": tap.FAIL, "state": tap.PASS},
     ["tests/conformance/reasons: no program is called typo"]),
]

# what a program that looks inside made of the stand-in, and of a Linux
INSIDE = [
    ("a Linux for what looks inside", tap.EMPTY, tap.PASS, []),
    ("a Linux that does not show it", tap.FAIL, tap.EMPTY, ["native, Linux look: empty"]),
    ("a stand-in that cannot be looked into", tap.PASS, tap.PASS, ["native look: pass"]),
]


class World:
    """All that the judges want of suites.World."""

    def __init__(self):
        with tempfile.NamedTemporaryFile("w", suffix=".reasons", encoding="utf-8") as file:
            file.write(ROWS)
            file.flush()
            self.reasons = Reasons(file.name)


def programs_of(verdicts):
    return {name: {"verdict": verdict, "note": ""} for name, verdict in verdicts.items()}


def judged(world, own, ours):
    """What is complained of the tests of crun, given what crun and urunc passed."""
    result = {"failed": [], "suites": {}}
    foreign.judge(world, result, "crun", "crun", {"crun": {"test_a": own}, "to crun": {"test_a": ours}})
    return [line.split(":")[0] for line in result["failed"]]


def test_judges(tests):
    world = World()
    for name, native, wanted in RUNS:
        seen = suites.unexplained(world, {suites.NATIVE: programs_of(native)}, list(native) + ["look"])
        tests.check("native: %s" % name, [s[:len(w)] for s, w in zip(seen, wanted)] + seen[len(wanted):], wanted)
    for name, opaque, linux, wanted in INSIDE:
        seen = suites.unexplained(world, {suites.NATIVE: programs_of({"look": opaque}), suites.INSIDE: programs_of({"look": linux})},
                                  ["look", "shell", "hook", "disk", "typo"])
        tests.check("native: %s" % name, [s[:len(w)] for s, w in zip(seen, wanted)] + seen[len(wanted):], wanted)
    both = {suites.NATIVE: programs_of({"state": tap.PASS, "look": tap.FAIL, "kill": tap.UNSAID}),
            suites.INSIDE: programs_of({"state": tap.PASS, "look": tap.PASS, "kill": tap.EMPTY}), "crun": programs_of({"kill": tap.PASS})}
    tests.check("native, together: each program once, and only what passes natively", sorted(suites.together(both)), ["look", "state"])
    handed = {"native": {}, "crun": programs_of({"kill": tap.PASS, "start": tap.FAIL}),
              "to crun": programs_of({"kill": tap.FAIL, "start": tap.FAIL})}
    seen = suites.unexplained(world, handed, ["look", "shell", "hook", "disk", "typo"])
    tests.check("handed over: what passes alone has to pass", [s.split(" passes")[0] for s in seen], ["to crun: kill"])
    tests.check("crun's tests: what crun does not pass is not asked for", judged(world, {"x": tap.FAIL, "y": tap.SKIP}, {}), [])
    tests.check("crun's tests: what it passes is", judged(world, {"x": tap.PASS}, {}), ["crun's tests, test_a/x"])
    tests.check("crun's tests: but not what has a row", judged(world, {"one": tap.PASS}, {"one": tap.FAIL}), [])
    tests.check("crun's tests: a row that is not so", judged(world, {"two": tap.PASS}, {"two": tap.PASS}), ["crun's tests, test_a/two"])


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
    test_judges(tests)
    reasons = Reasons(os.path.join(page.suites.HERE, "reasons"))
    with open(page.PAGE, encoding="utf-8") as file:
        text = file.read()
    tests.check("docs/conformance.md has the table of reasons (tests/conformance/conformance --reasons)",
                page.with_part(text, "reasons", page.explained(reasons)) == text, True)
    print("1..%d" % tests.count)
    return tests.failed > 0


if __name__ == "__main__":
    sys.exit(main())
