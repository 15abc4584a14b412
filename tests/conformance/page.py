"""page.py: the figures, as the last line of a run and as the part of docs/conformance.md that is written by it."""
import os

import suites
import tap

PAGE = os.path.join(os.path.dirname(os.path.dirname(suites.HERE)), "docs", "conformance.md")
BEGINS = "<!-- %s: begins (written by make conformance) -->"
ENDS = "<!-- %s: ends -->"


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return lines + ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows]


def host_line(host):
    return "On Linux %(kernel)s (%(machine)s, cgroup %(cgroups)s) with crun %(crun)s and runc %(runc)s:" % host


def figures(result):
    """The lines that depend on what was run."""
    lines = [host_line(result["host"]), ""]
    tools = result["suites"].get("runtime-tools")
    if tools:
        total = len(tools["programs"])
        native = tools["contenders"][suites.NATIVE]
        rows = [(name, "%d of %d" % (suites.score(programs), len(programs))) for name, programs in tools["contenders"].items()]
        rows.append(("native, together", "%d of %d" % (len(suites.together(tools["contenders"])), total)))
        lines += table(("runtime-tools %s" % tools["version"], "pass"), rows)
        lines += ["", "Native, and not counted: %d right, but not said in TAP; %d that would pass whatever happened." % (
            suites.score(native, tap.UNSAID, tap.BROKEN), suites.score(native, tap.EMPTY))]
    schema = result["suites"].get("schema")
    if schema:
        lines += ["", "State, hooks' standard input, features and spec against the schemas of runtime-spec %s: %d tests pass, %d fail." % (
            schema["version"], schema["counts"][tap.PASS], schema["counts"][tap.FAIL])]
    lines += foreign(result["suites"], "crun", "crun's own tests, passed by crun and by urunc that hands over to it:")
    lines += foreign(result["suites"], "runc", "runc's own tests, likewise:")
    return lines


def foreign(suites_seen, name, title):
    """A table of the author's tests, file by file."""
    if name not in suites_seen:
        return []
    seen = suites_seen[name]["contenders"]
    rows, sums = [], [0, 0, 0]
    for file in sorted(seen[name]):
        passes = [sum(v == tap.PASS for v in seen[c][file].values()) for c in (name, "to " + name)]
        counts = [max(len(seen[c][file]) for c in seen)] + passes
        sums = [a + b for a, b in zip(sums, counts)]
        rows.append(["`%s`" % file] + counts)
    return ["", title, ""] + table(("file", "tests", name, "to " + name), rows + [["all"] + sums])


def explained(reasons):
    def rows(*kinds):
        return [("`%s`" % name, "right, but " + text if kind == "right" else text) for kind, name, text in reasons.of(*kinds)]
    return (table(("program of runtime-tools", "why it does not pass natively"), rows("native", "right"))
            + [""] + table(("program of runtime-tools", "why it passes with a Linux as the guest only"), rows("inside"))
            + [""] + table(("program of runtime-tools", "why it does not pass natively on some hosts"), rows("host"))
            + [""] + table(("test of crun", "why it does not pass handed over"), rows("crun"))
            + [""] + table(("test of runc", "why it does not pass handed over"), rows("runc")))


def with_part(page, name, lines):
    """The page with that part new; None if it has no such part."""
    begins, ends = BEGINS % name, ENDS % name
    if begins not in page or ends not in page:
        return None
    head, rest = page.split(begins, 1)
    return head + "\n".join([begins] + lines + [ends]) + rest.split(ends, 1)[1]


def write_reasons(reasons):
    """Puts the table of reasons into docs/conformance.md, as after an edit of it."""
    with open(PAGE, encoding="utf-8") as file:
        page = file.read()
    with open(PAGE, "w", encoding="utf-8") as file:
        file.write(with_part(page, "reasons", explained(reasons)))


def check(result, reasons, write):
    """Sentences about what docs/conformance.md says that is not so; written anew instead if write."""
    with open(PAGE, encoding="utf-8") as file:
        page = file.read()
    new = with_part(with_part(page, "figures", figures(result)), "reasons", explained(reasons))
    if new == page:
        return []
    if write:
        with open(PAGE, "w", encoding="utf-8") as file:
            file.write(new)
        return []
    same_reasons = with_part(page, "reasons", explained(reasons)) == page
    if same_reasons and (host_line(result["host"]) not in page or result["skipped"]):
        print("conformance: docs/conformance.md has the figures of another kind of host, or of a run that skipped nothing")
        return []
    native = [line for line in figures(result) if line.startswith(("| native", "Native"))]
    if same_reasons and all(line in page for line in native):
        # What the others pass is theirs, and some of it is chance: their every pass was held against ours above.
        print("conformance: the figures of crun and runc in docs/conformance.md were others (--docs writes them)")
        return []
    return ["docs/conformance.md is not what this run saw: tests/conformance/conformance --docs writes it"]


def one_line(result):
    parts = []
    tools = result["suites"].get("runtime-tools")
    if tools:
        scores = ", ".join("%s %d" % (name, suites.score(programs)) for name, programs in tools["contenders"].items())
        parts.append("runtime-tools %s: %s, native together %d, of %d"
                     % (tools["version"], scores, len(suites.together(tools["contenders"])), len(tools["programs"])))
    for name in ("crun", "runc"):
        if name in result["suites"]:
            seen = result["suites"][name]["contenders"]
            own, ours = (sum(v == tap.PASS for f in seen[c].values() for v in f.values()) for c in (name, "to " + name))
            parts.append("%s's tests: %s %d, handed over %d" % (name, name, own, ours))
    if "schema" in result["suites"]:
        counts = result["suites"]["schema"]["counts"]
        parts.append("schemas: %d of %d" % (counts[tap.PASS], counts[tap.PASS] + counts[tap.FAIL]))
    parts.append("%d failed, %d skipped" % (len(result["failed"]), len(result["skipped"])))
    return "; ".join(parts)
