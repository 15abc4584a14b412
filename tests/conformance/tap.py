"""tap.py: what a test program's output says, strictly.

A suite's own words are not taken for more than they are: a plan of no tests, an empty output, a plan that does not fit, are each told
apart, and none is a pass.  The programs of runtime-tools print all of these.
"""
import json
import re

PASS, FAIL, SKIP = "pass", "fail", "skip"
UNSAID = "unsaid"  # it planned no test, and complained of nothing: it looked, but its TAP does not say at what
EMPTY = "empty"    # it would have passed whatever happened: it printed nothing, or what it captured is empty
BROKEN = "broken"  # every test is ok, but the plan is not that of a TAP

LINE = re.compile(r"(not )?ok\b *(\d*) *-? *(.*)")
PLAN = re.compile(r"1\.\.(\d+)")
SKIPPED = re.compile(r"#\s*skip", re.IGNORECASE)


def cases(text):
    """[(verdict, title)] of each test, in order."""
    found = []
    for line in text.splitlines():
        match = LINE.match(line)
        if not match:
            continue
        title = match.group(3).strip()
        if match.group(1):
            found.append((FAIL, title))
        elif SKIPPED.search(title):
            found.append((SKIP, SKIPPED.split(title)[0].strip()))
        else:
            found.append((PASS, title))
    return found


def plans(text):
    return [int(m.group(1)) for m in map(PLAN.match, text.splitlines()) if m]


def diagnostics(text):
    """The JSON objects that stand between "---" and "..."; what is no JSON is left out."""
    found, block = [], None
    for line in text.splitlines():
        word = line.strip()
        if block is None:
            block = [] if word == "---" else None
        elif word == "...":
            try:
                found.append(json.loads("\n".join(block)))
            except ValueError:
                pass
            block = None
        else:
            block.append(line)
    return found


def whole(text):
    """Whether every test is ok and the one plan fits."""
    tests = cases(text)
    return plans(text) == [len(tests)] and not any(v == FAIL for v, _ in tests) and any(v == PASS for v, _ in tests)


def verdict(status, out, err, silent=None):
    """(verdict, note) of a program of runtime-tools.

    silent: for a program that prints nothing when it is content, as it would also if the runtime failed for any other reason:
    a regular expression that the runtime's error has to match.
    """
    tests = cases(out)
    bad = [title for v, title in tests if v == FAIL]
    said = diagnostics(out)
    if status:
        return FAIL, "exit status %s: %s" % (status, last(err))
    if bad:
        return FAIL, "%d of %d not ok, first: %s" % (len(bad), len(tests), bad[0])
    if not tests:
        complaints = [d["error"] for d in said if d.get("error")]
        if complaints:
            return FAIL, complaints[0].splitlines()[0]
        if silent:
            return (PASS, "") if re.search(silent, err) else (FAIL, "the error does not name %s: %s" % (silent, last(err)))
        return (UNSAID, "plans no test") if plans(out) else (EMPTY, "prints nothing")
    if any("stdout" in d and not whole(d["stdout"]) for d in said):
        return EMPTY, "what it captured is no whole TAP, and it did not mind"
    if not whole(out):
        return BROKEN, "%d ok, plans: %s" % (len(tests), " ".join("1..%d" % p for p in plans(out)))
    return PASS, ""


def last(text):
    lines = [line for line in text.splitlines() if line.strip()]
    return lines[-1].strip() if lines else "no message"
