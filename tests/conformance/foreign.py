"""foreign.py: the test suites of crun and runc: each with its own runtime, and with urunc handing over to that.

Nothing is expected of a test that its author's runtime does not pass here.  What passes there has to pass through urunc, or has a row in
tests/conformance/reasons, "crun FILE/TITLE" or "runc FILE/TITLE".
"""
import os
import shutil
import subprocess

import jobs
import tap

LIMIT = 60    # seconds for a file of tests; crun's test_delete hangs on hybrid cgroups, with crun too
LEFT_OUT = {  # files of runc that need more than runc
    "checkpoint": "needs criu", "seccomp-notify": "needs an agent", "seccomp-notify-compat": "needs an agent",
    "mounts_sshfs": "needs sshfs", "spec": "is about the text that runc itself writes",
}
# Many of runc's tests open /dev/tty, so bats runs with a terminal of its own; what it prints does not go there.
ON_A_TERMINAL = """
script -qefc "bats --tap '$1' >$TMPDIR/tap 2>&1" /dev/null >/dev/null
cat "$TMPDIR/tap"
"""
# crun's print to the terminal that they test.
TO_A_TERMINAL = """
cd "$TMPDIR"
script -qefc "/usr/bin/python3 '$1'" /dev/null | tr -d '\\r'
"""
# Two words of these command lines are not for urunc: crun's own option --config, whose default it says, and `runc spec`, which
# writes the bundle of each test, and has to be the same for both.
WRAPPER = """#!/bin/bash
[[ " $* " != *' spec '* ]] || exec %(other)s "$@"
words=()
while [ $# -gt 0 ]; do
	if [ "$1 ${2:-}" = '--config config.json' ]; then shift 2; else words+=("$1"); shift; fi
done
URUNC_CONFIG_FILE=%(dir)s/%(other)s.toml exec %(build)s/urunc "${words[@]}"
"""


def wrapper(world, other):
    """urunc as one program without options, that hands over to this one."""
    path = os.path.join(world.dir, "to-" + other)
    with open(path, "w", encoding="utf-8") as file:
        file.write(WRAPPER % {"other": other, "dir": world.dir, "build": world.build})
    os.chmod(path, 0o755)
    return path


def sources(world, package):
    """Where the sources are; None without."""
    log = os.path.join(world.dir, "sources.log")
    with open(log, "ab") as out:
        done = subprocess.run([os.path.join(jobs.HERE, "fetch-sources"), os.path.join(world.dir, "sources"), package],
                              stdout=out, stderr=out, check=False)
    return None if done.returncode else os.path.join(world.dir, "sources", package)


def run_files(world, suite, other, files, job):
    """{contender: {file: {title: verdict}}} of the runtime and of urunc handing over to it."""
    who = {other: shutil.which(other), "to " + other: wrapper(world, other)}
    work = {job(contender, who[contender], file): (contender, file) for contender in who for file in files}
    seen = {contender: {file: {} for file in files} for contender in who}
    for done in jobs.run_all(list(work), world.width):
        contender, file = work[done]
        seen[contender][file] = {title: verdict for verdict, title in tap.cases(done.out)}
    for file in files:  # a second chance, alone: many of them wait by the clock
        if worse(seen, other, file, lambda title: world.reasons.find(suite, title)):
            done = job("to " + other, who["to " + other], file).run()
            seen["to " + other][file] = {title: verdict for verdict, title in tap.cases(done.out)}
    return seen


def worse(seen, other, file, reason):
    """Titles that pass there and not through urunc, and why is not said."""
    mine = seen["to " + other][file]
    return [title for title, verdict in seen[other][file].items()
            if verdict == tap.PASS and mine.get(title) != tap.PASS and not reason("%s/%s" % (file, title))]


def judge(world, result, suite, other, seen):
    def reason(title):
        return world.reasons.find(suite, title)
    for file in sorted(seen[other]):
        result["failed"] += ["%s's tests, %s/%s: passes with %s, not handed over" % (suite, file, title, other)
                             for title in worse(seen, other, file, reason)]
    for _, name, why in world.reasons.of(suite):
        file, _, title = name.partition("/")
        if seen["to " + other].get(file, {}).get(title) == tap.PASS:
            result["failed"].append("%s's tests, %s: passes handed over, and tests/conformance/reasons says why it cannot: %s"
                                    % (suite, name, why))
    result["suites"][suite] = {"contenders": seen}


def crun(world, result):
    there = sources(world, "crun") if shutil.which("crun") else None
    if not there:
        result["skipped"].append("crun's tests: no crun, or its sources could not be fetched (%s/sources.log)" % world.dir)
        return
    tests = os.path.join(there, "tests")
    guest = os.path.join(world.dir, "crun-init")
    os.makedirs(os.path.join(world.dir, "empty"), exist_ok=True)
    open(os.path.join(world.dir, "empty", "config.h"), "w", encoding="utf-8").close()
    if subprocess.run(["gcc", "-static", "-O1", "-w", "-I", os.path.join(world.dir, "empty"), "-o", guest,
                       os.path.join(tests, "init.c")], stderr=subprocess.DEVNULL, check=False).returncode:
        result["skipped"].append("crun's tests: their init could not be compiled")
        return
    files = sorted(f[:-3] for f in os.listdir(tests) if f.startswith("test_") and f.endswith(".py"))

    def job(contender, program, file):
        command = ["sh", "-c", TO_A_TERMINAL, "sh", os.path.join(tests, file + ".py")]
        log = os.path.join(world.dir, "log", "crun", contender.replace(" ", "-"), file)
        return jobs.Job("crun-" + file, command, tests, {"OCI_RUNTIME": program, "INIT": guest}, LIMIT, log)
    judge(world, result, "crun", "crun", run_files(world, "crun", "crun", files, job))


def runc_images(world, there):
    """What runc's tests look for beside themselves: root filesystems, and a program that receives terminals; what fails, or None."""
    data = os.path.join(there, "tests", "integration", "testdata")
    rootfs = os.path.join(world.dir, "runtime-tools", "rootfs-amd64.tar.gz")
    if not os.path.exists(rootfs):
        return "no root filesystem (it is that of runtime-tools, and for amd64)"
    image = os.path.join(world.dir, "image")
    for directory in ("root", "home", "mnt", "opt", "srv", "var/tmp"):  # that an image has and this one lacks
        os.makedirs(os.path.join(image, directory), exist_ok=True)
    subprocess.run(["tar", "-xf", rootfs, "-C", image], check=True)
    for name in ("busybox", "debian"):
        subprocess.run(["tar", "-C", image, "-cf", os.path.join(data, name + "-amd64.tar.xz"), "."], check=True)
    module = os.path.join(jobs.HERE, "modules", "recvtty")
    receiver = os.path.join(there, "contrib", "cmd", "recvtty", "recvtty")
    done = subprocess.run([world.go, "build", "-o", receiver, "github.com/opencontainers/runc/contrib/cmd/recvtty"], cwd=module,
                          env=dict(os.environ, CGO_ENABLED="0"), stderr=subprocess.DEVNULL, check=False)
    return "recvtty could not be built" if done.returncode else None


def runc(world, result):
    missing = [p for p in ("bats", "runc", "jq", "gawk") if not shutil.which(p)] + ([] if world.go else ["go"])
    there = None if missing else sources(world, "runc")
    why = "no " + missing[0] if missing else None if there else "the sources could not be fetched (%s/sources.log)" % world.dir
    why = why or runc_images(world, there)
    if why:
        result["skipped"].append("runc's tests: " + why)
        return
    tests = os.path.join(there, "tests", "integration")
    files = sorted(f[:-5] for f in os.listdir(tests) if f.endswith(".bats") and f[:-5] not in LEFT_OUT)
    path = os.path.dirname(world.go) + ":" + os.environ["PATH"]

    def job(contender, program, file):
        log = os.path.join(world.dir, "log", "runc", contender.replace(" ", "-"), file)
        command = ["sh", "-c", ON_A_TERMINAL, "sh", os.path.join(tests, file + ".bats")]
        return jobs.Job("runc-" + file, command, tests, {"RUNC": program, "PATH": path}, 2 * LIMIT, log)
    judge(world, result, "runc", "runc", run_files(world, "runc", "runc", files, job))
