"""tree.py: a copy of the tree in which a mutant is built and tried, and which is put back as it was by its times."""
import os
import re
import shutil
import subprocess

COMMENT = re.compile(rb"/\*.*?\*/|^#line.*$", re.S | re.M)
# Examples that tests are made from, and claims, are rows of specs, too: tests themselves.
EXAMPLES = ("lifecycle_vectors.h", "annotations_vectors.h", "lifecycle.pml")
AS_ROOT = ["unshare", "--mount", "--propagation", "private"] if os.geteuid() == 0 else []
QUIET = ["nice", "-n", "19"]


def call(args, cwd, seconds, env=None):
    """Exit status (124: it took too long) and what was said."""
    with subprocess.Popen(args, cwd=cwd, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          start_new_session=True, env=dict(os.environ, **(env or {}))) as process:
        try:
            out, _ = process.communicate(timeout=seconds)
            return process.returncode, out.decode(errors="replace")
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, 9)
            process.communicate()
            return 124, "took longer than %d s" % seconds


def sources():
    out = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], check=True, capture_output=True, text=True).stdout
    return [f for f in out.splitlines() if os.path.isfile(f)]


def stamp(path):
    try:
        found = os.lstat(path)
        return found.st_mtime_ns, found.st_size
    except FileNotFoundError:
        return None


def same(a, b):
    """a has the contents of b, and if not, is made to have them."""
    if stamp(a) == stamp(b):
        return
    os.makedirs(os.path.dirname(a), exist_ok=True)
    shutil.copy2(b, a, follow_symlinks=False)


class Tree:
    def __init__(self, path):
        self.path = path

    def at(self, *names):
        return os.path.join(self.path, *names)

    def make(self, *targets, seconds=600, jobs=1):
        status, said = call(QUIET + ["make", "-s", "-j%d" % jobs, "B=build", "MUTATE=1"] + list(targets), self.path, seconds)
        return status, "".join(l for l in said.splitlines(True) if not re.match(r"  [A-Z]+ +build/", l))

    def unit(self, name):
        return call(QUIET + AS_ROOT + ["build/test/test_" + name], self.path, 60)

    def scenario(self, name):
        return call(["tests/run", name], self.path, 900, {"B": self.at("build")})


class Base(Tree):
    """The tree as it is, built: what the others are copies of."""

    def refresh(self):
        wanted = sources()
        for file in wanted:
            same(self.at(file), file)
        for top, dirs, files in os.walk(self.path):
            if top == self.path:
                dirs[:] = [d for d in dirs if d != "build"]
            for file in files:
                path = os.path.join(top, file)
                if os.path.relpath(path, self.path) not in wanted:
                    os.unlink(path)

    def build(self, units):
        targets = ["mutate-base"] + ["build/test/test_" + u for u in units]
        status, said = self.make(*targets, jobs=2, seconds=3600)
        if status:
            raise SystemExit("the tree does not build:\n" + said)

    def files(self):
        """Where make writes: what a mutant may have changed."""
        for top, _, files in os.walk(self.at("build")):
            for file in files:
                yield os.path.relpath(os.path.join(top, file), self.path)


class Worker(Tree):
    def __init__(self, path, base):
        super().__init__(path)
        self.base = base
        shutil.rmtree(path, ignore_errors=True)
        subprocess.run(["cp", "-a", base.path, path], check=True)
        self.built = sorted(base.files())

    def put_back(self, spec):
        for file in self.built + [spec, "deploy/config.toml"]:
            same(self.at(file), self.base.at(file))

    def write(self, spec, text):
        with open(self.at(spec), "w", encoding="utf-8") as file:
            file.write(text)

    def generate(self):
        """Exit status, what was said, and what becomes another one: program (or its model), examples, or nothing ("").

        A generator touches what it leaves as it was, which would compile everything that includes it: times go back."""
        status, said = self.make("generated", seconds=60)
        if status:
            return status, said, ""
        same(self.at("deploy/config.toml"), self.at("build/doc/config.toml"))
        differs = ""
        for file in self.built:
            if not file.startswith("build/gen/") or stamp(self.at(file)) == stamp(self.base.at(file)):
                continue
            with open(self.at(file), "rb") as new, open(self.base.at(file), "rb") as old:
                other = COMMENT.sub(b"", new.read()) != COMMENT.sub(b"", old.read())
            if not other:
                same(self.at(file), self.base.at(file))
            elif differs != "program":
                differs = "examples" if os.path.basename(file) in EXAMPLES else "program"
        return 0, "", differs

    def settle(self, spec):
        """What was generated is newer than the spec again: make has nothing left to generate."""
        old = os.stat(self.base.at(spec))
        os.utime(self.at(spec), ns=(old.st_atime_ns, old.st_mtime_ns))
