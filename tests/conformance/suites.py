"""suites.py: the suites, one function each: it runs, and puts into the result what came out."""
import os
import platform
import re
import shutil
import subprocess

import foreign
import jobs
import tap

HERE = os.path.dirname(os.path.abspath(__file__))
LIMITS = {"delete": 91, "kill": 90}  # seconds a program may take; these two sleep longest and are started first
LIMIT = 60
OTHERS = ("crun", "runc")
HANDED = {"to " + name: name for name in OTHERS}  # urunc, which hands over to that one
RACE = "race"
NATIVE, INSIDE = "native", "native, Linux"  # urunc itself: with a stand-in for a guest, and with a Linux where that is looked into


def text_of(*command, **kwargs):
    """What a command prints, "" if it fails or is not there."""
    try:
        return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False, text=True, **kwargs).stdout.strip()
    except OSError:
        return ""


class World:
    """Where things are, and who takes part."""

    def __init__(self, build, reasons, say):
        self.build, self.reasons, self.say = build, reasons, say
        self.dir = os.path.join(build, "conformance")
        self.go = shutil.which("go") or shutil.which("go", path="/usr/local/go/bin")
        self.width = 2 * (os.cpu_count() or 1)
        os.makedirs(self.dir, exist_ok=True)
        os.environ["B"] = build  # of tests/conformance/world and native
        self.settings()

    def settings(self):
        """One says who gets ordinary containers; another names our monitor for the native run: tests/probe as solo5-spt."""
        for other in OTHERS:
            with open(os.path.join(self.dir, other + ".toml"), "w", encoding="utf-8") as file:
                file.write('[runtime]\noci_runtime = "%s"\n' % other)
        monitor = os.path.join(self.dir, "monitors", "solo5-spt")
        os.makedirs(os.path.dirname(monitor), exist_ok=True)
        shutil.copy2(os.path.join(self.build, "test", "probe"), monitor)
        with open(os.path.join(self.dir, "native.toml"), "w", encoding="utf-8") as file:
            file.write('[monitors.spt]\npath = "%s"\n' % monitor)
        with open(os.path.join(self.dir, "native-linux.toml"), "w", encoding="utf-8") as file:
            file.write("[monitors.qemu]\ndefault_memory_mb = 160\n")

    def contenders(self):
        """{name: (program, environment)} of those that are there."""
        native = {"URUNC_CONFIG_FILE": os.path.join(self.dir, "native.toml")}
        found = {
            "crun": (shutil.which("crun"), {}),
            "runc": (shutil.which("runc"), {}),
            NATIVE: (os.path.join(HERE, "native"), native),
        }
        linux = {"URUNC_CONFIG_FILE": os.path.join(self.dir, "native-linux.toml")}
        if os.path.exists(os.path.join(self.build, "guest", "linux-whole", "kernel")) and shutil.which("qemu-system-" + platform.machine()):
            found[INSIDE] = (os.path.join(HERE, "native-linux"), linux)
        for name, other in HANDED.items():
            if found[other][0]:
                found[name] = (os.path.join(self.build, "urunc"), {"URUNC_CONFIG_FILE": os.path.join(self.dir, other + ".toml")})
        return {name: who for name, who in found.items() if who[0]}

    @staticmethod
    def cgroups():
        return "v2" if os.path.exists("/sys/fs/cgroup/cgroup.controllers") else "v1"

    def host(self):
        """What the figures depend on."""
        version = r"version (\S+)"
        return {
            "kernel": ".".join(platform.release().split(".")[:2]),
            "cgroups": self.cgroups(),
            "machine": platform.machine(),
            "crun": (re.findall(version, text_of("crun", "--version")) or ["none"])[0],
            "runc": (re.findall(version, text_of("runc", "--version")) or ["none"])[0],
            "go": (re.findall(r"go[0-9.]+", text_of(self.go, "version")) or ["none"])[0] if self.go else "none",
        }


# ---------------------------------------------------------------- runtime-tools
def build_runtime_tools(world):
    """Programs, runtimetest and root filesystem in one directory, where they look for each other; None without Go or network."""
    module = os.path.join(HERE, "modules", "runtime-tools")
    there = os.path.join(world.dir, "runtime-tools")
    stamp = os.path.join(there, ".built")
    sums = open(os.path.join(module, "go.sum"), encoding="utf-8").read()
    if os.path.exists(stamp) and open(stamp, encoding="utf-8").read() == sums:
        return there
    log = os.path.join(world.dir, "build.log")
    world.say("building runtime-tools (the log is %s)" % log)
    name = "github.com/opencontainers/runtime-tools"
    env = dict(os.environ, CGO_ENABLED="0", GOFLAGS="-mod=readonly -buildvcs=false")
    with open(log, "wb") as out:
        done = subprocess.run([world.go, "build", "-trimpath", "-ldflags", "-s -w", "-o", there + "/", name + "/validation/...",
                               name + "/cmd/runtimetest"], cwd=module, env=env, stdout=out, stderr=out, check=False)
    if done.returncode:
        return None
    sources = text_of(world.go, "list", "-m", "-f", "{{.Dir}}", name, cwd=module, env=env)
    for file in os.listdir(sources):
        if file.startswith("rootfs-"):
            shutil.copy2(os.path.join(sources, file), there)
    with open(stamp, "w", encoding="utf-8") as file:
        file.write(sums)
    return there


def program_job(world, there, contender, who, program):
    program_env = dict(who[1], RUNTIME=who[0])
    name = re.sub(r"\W+", "-", contender)
    return jobs.Job("%s-%s" % (name, program), ["./" + program], there, program_env, LIMITS.get(program, LIMIT),
                    os.path.join(world.dir, "log", "runtime-tools", name, program))


def judge(world, job, contender, program):
    verdict, note = tap.verdict(job.status, job.out, job.err, world.reasons.find("silent", program))
    if contender not in (NATIVE, INSIDE) and world.reasons.find("race", program):
        verdict = RACE
    return {"verdict": verdict, "note": note, "seconds": round(job.seconds, 1)}


def expected(world, contender, program):
    """The verdicts that the table of reasons allows for a native run."""
    if contender == INSIDE:
        return (tap.PASS,)
    if world.reasons.find("native", program) or world.reasons.find("inside", program):
        return tap.FAIL, tap.EMPTY
    if world.reasons.find("right", program):
        return tap.UNSAID, tap.BROKEN
    return (tap.PASS, tap.FAIL) if world.reasons.find("host", program) else (tap.PASS,)


def is_wanted(world, contender, program, programs):
    """Whether this contender should have passed; then it gets a second chance, alone: the suite waits by the clock."""
    verdict = programs[contender][program]["verdict"]
    if contender in (NATIVE, INSIDE):
        return verdict not in expected(world, contender, program)
    return contender in HANDED and verdict != tap.PASS and programs[HANDED[contender]][program]["verdict"] == tap.PASS


def runtime_tools(world, result):
    if not world.go:
        result["skipped"].append("runtime-tools: no go")
        return
    there = build_runtime_tools(world)
    if not there:
        result["skipped"].append("runtime-tools: it could not be built (%s/build.log)" % world.dir)
        return
    names = sorted(n for n in os.listdir(there) if not n.startswith((".", "rootfs")) and n != "runtimetest")
    contenders = world.contenders()
    if world.cgroups() == "v2":
        result["skipped"].append("runtime-tools: linux_cgroups_*: the suite knows cgroup v1 only")
        names = [n for n in names if not n.startswith("linux_cgroups_") and not n.startswith("delete_")]
    if INSIDE not in contenders:
        result["skipped"].append("runtime-tools: native, Linux: no QEMU, or no kernel (make guest-linux-whole)")
    work = {program_job(world, there, c, who, n): (c, n) for c, who in contenders.items() for n in names
            if c != INSIDE or world.reasons.find("inside", n)}
    programs = {c: {} for c in contenders}
    # An emulated machine needs a CPU of its own: the suite waits ten seconds for it.
    machines = [job for job, (contender, _) in work.items() if contender == INSIDE]
    for these, width in ((machines, os.cpu_count() or 1), ([job for job in work if job not in machines], world.width)):
        for job in jobs.run_all(these, width):
            contender, name = work[job]
            programs[contender][name] = judge(world, job, contender, name)
    again = [(c, n) for c, n in sorted(work.values()) if is_wanted(world, c, n, programs)]
    for contender, name in again:
        job = program_job(world, there, contender, contenders[contender], name).run()
        programs[contender][name] = judge(world, job, contender, name)
    result["suites"]["runtime-tools"] = {"version": "0.9.0", "programs": names, "contenders": programs, "again": len(again)}
    result["failed"] += unexplained(world, programs, names)


def score(programs, *verdicts):
    return sum(p["verdict"] in (verdicts or (tap.PASS,)) for p in programs.values())


def together(programs):
    """The programs that pass natively, with one of the two guests or with both: each counts once."""
    return {name for contender in (NATIVE, INSIDE) for name, p in programs.get(contender, {}).items() if p["verdict"] == tap.PASS}


def unexplained(world, programs, names):
    """What fails the run: sentences."""
    wrong = ["tests/conformance/reasons: no program is called %s" % n
             for n in world.reasons.unknown(("native", "inside", "right", "host", "silent", "race"), names)]
    for contender, name, p in [(c, name, p) for c in (NATIVE, INSIDE) for name, p in programs.get(c, {}).items()]:
        allowed = expected(world, contender, name)
        if p["verdict"] not in allowed:
            wrong.append("%s %s: %s, where tests/conformance/reasons leads to expect %s: %s"
                         % (contender, name, p["verdict"], " or ".join(allowed), p["note"]))
    for handed, other in HANDED.items():
        wrong += ["%s: %s passes with %s alone, and handed over: %s, %s" % (handed, name, other, p["verdict"], p["note"])
                  for name, p in programs.get(handed, {}).items()
                  if p["verdict"] != tap.PASS and programs[other][name]["verdict"] == tap.PASS]
    return wrong


# ---------------------------------------------------------------- schemas of the runtime spec
def schema(world, result):
    """tests/scenario/schema.sh, as make check runs it; it skips without the schemas."""
    subprocess.run([os.path.join(os.path.dirname(HERE), "run"), "schema"], stdout=subprocess.DEVNULL, check=False)
    with open(os.path.join(world.build, "log", "schema.log"), encoding="utf-8") as file:
        text = file.read()
    tests = tap.cases(text)
    if not tests:
        result["skipped"].append("schema: " + text.split("SKIP", 1)[-1].strip())
        return
    counts = {v: sum(v == verdict for verdict, _ in tests) for v in (tap.PASS, tap.FAIL, tap.SKIP)}
    result["suites"]["schema"] = {"version": "1.3.0", "counts": counts}
    result["failed"] += ["schema: " + title for verdict, title in tests if verdict == tap.FAIL]


ALL = {"runtime-tools": runtime_tools, "schema": schema, "crun": foreign.crun, "runc": foreign.runc}
