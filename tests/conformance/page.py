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
        native = tools["contenders"]["native"]
        rows = [(name, "%d of %d" % (suites.score(programs), total)) for name, programs in tools["contenders"].items()]
        lines += table(("runtime-tools %s" % tools["version"], "pass"), rows)
        lines += ["", "Native, and not counted: %d right, but not said in TAP; %d that would pass whatever happened." % (
            suites.score(native, tap.UNSAID, tap.BROKEN), suites.score(native, tap.EMPTY))]
    schema = result["suites"].get("schema")
    if schema:
        lines += ["", "State, hooks' standard input, features and spec against the schemas of runtime-spec %s: %d tests pass, %d fail." % (
            schema["version"], schema["counts"][tap.PASS], schema["counts"][tap.FAIL])]
    return lines


def explained(reasons):
    rows = [("`%s`" % name, text) for _, name, text in reasons.of("native", "host")]
    return table(("program", "why it does not pass natively"), rows)


def with_part(page, name, lines):
    """The page with that part new; None if it has no such part."""
    begins, ends = BEGINS % name, ENDS % name
    if begins not in page or ends not in page:
        return None
    head, rest = page.split(begins, 1)
    return head + "\n".join([begins] + lines + [ends]) + rest.split(ends, 1)[1]


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
    if host_line(result["host"]) not in page:
        print("conformance: docs/conformance.md has the figures of another kind of host: not compared")
        return []
    if result["skipped"]:
        print("conformance: something was skipped: docs/conformance.md is not compared")
        return []
    return ["docs/conformance.md is not what this run saw: tests/conformance/conformance --docs writes it"]


def one_line(result):
    parts = []
    tools = result["suites"].get("runtime-tools")
    if tools:
        scores = ", ".join("%s %d" % (name, suites.score(programs)) for name, programs in tools["contenders"].items())
        parts.append("runtime-tools %s: %s of %d" % (tools["version"], scores, len(tools["programs"])))
    if "schema" in result["suites"]:
        counts = result["suites"]["schema"]["counts"]
        parts.append("schemas: %d of %d" % (counts[tap.PASS], counts[tap.PASS] + counts[tap.FAIL]))
    parts.append("%d failed, %d skipped" % (len(result["failed"]), len(result["skipped"])))
    return "; ".join(parts)
