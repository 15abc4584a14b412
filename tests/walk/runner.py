"""Runs the lines of a walk: real commands, at once or one by one, each with a trace of its own."""
import json
import os
import re
import signal
import subprocess
import time
from dataclasses import dataclass, field

import table as tables
from world import Atom

# What a command line is, by verb.
ARGS = {
    'start': ['start'], 'pause': ['pause'], 'resume': ['resume'], 'delete': ['delete'], 'force': ['delete', '--force'],
    'state': ['state'], 'ps': ['ps', '--format', 'json'], 'update': ['update', '--cpu-shares', '512'],
    'list': ['list', '--format', 'json'],
}
BY_HAND = ('murder', 'await', 'term')
MAKING = {'create': ['create'], 'run': ['run', '--detach'], 'fore': ['run'], 'keep': ['run', '--keep']}


@dataclass
class Told:
    """One thing that a trace tells: an action or an event."""
    what: str
    name: str
    event: str
    state: str
    to: str
    failed: bool
    begin: int
    end: int


@dataclass
class Job:
    """A command that runs, or has."""
    command: object
    trace: str
    out: str
    err: str
    process: subprocess.Popen = None
    begin: int = 0
    end: int = 0
    due: int = 0
    read: int = 0        # bytes of the trace that were judged already
    found: list = field(default_factory=list)
    code: int = None

    def told(self):
        """What it has told since the last call."""
        ret = []
        try:
            with open(self.trace, 'rb') as file:
                file.seek(self.read)
                text = file.read()
        except FileNotFoundError:
            return ret
        lines = text[:text.rfind(b'\n') + 1].splitlines(True)
        while self.code is None and lines and b'"cat":"event"' not in lines[-1]:
            lines.pop()  # it is still at the actions of its next event
        text = b''.join(lines)
        self.read += len(text)
        for line in lines:
            if not line.startswith(b'{'):
                continue
            e = json.loads(line.rstrip(b',\n'))
            if e.get('cat') not in ('action', 'event'):
                continue
            a = e['args']
            begin = round(e['ts'] * 1000)
            ret.append(Told(e['cat'], e['name'], a['event'], a['in'], a['to'], a['failed'], begin,
                            begin + round(e['dur'] * 1000)))
        return ret

    def text(self, name):
        with open(name, errors='replace') as file:
            return file.read()


class Runner:
    def __init__(self, urunc, room, slower):
        self.urunc, self.room, self.patience = urunc, room, 20 * slower
        self.root = os.path.join(room, 'state')
        self.n = 0
        self.background = {}
        self.commands = 0

    # ------------------------------------------------------------ what can be seen from outside
    def record(self, cid):
        try:
            with open(os.path.join(self.root, cid, 'state.json')) as file:
                return json.load(file)
        except (FileNotFoundError, NotADirectoryError):
            return None

    def status(self, cid):
        r = self.record(cid)
        return r['status'] if r else 'none'

    def pidfd(self, cid):
        """Of the container's process while it lives; else None."""
        r = self.record(cid)
        if not r or not r['pid']:
            return None
        try:
            fd = os.pidfd_open(r['pid'])
        except ProcessLookupError:
            return None
        try:
            with open(f'/proc/{r["pid"]}/stat') as file:
                f = file.read().rsplit(')', 1)[1].split()
            if f[0] not in 'ZX' and int(f[19]) == r['urunc']['started']:
                return fd
        except (FileNotFoundError, ProcessLookupError):
            pass
        os.close(fd)
        return None

    def snapshot(self, cid):
        """All that the record of a container is: a command that was refused has not touched it."""
        ret = []
        try:
            for e in sorted(os.scandir(os.path.join(self.root, cid)), key=lambda e: e.name):
                s = e.stat(follow_symlinks=False)
                ret.append((e.name, s.st_ino, s.st_size, s.st_mtime_ns if e.name != 'lock' else 0))
        except FileNotFoundError:
            return None
        return ret

    # ------------------------------------------------------------ one command
    def args(self, c):
        if c.verb in MAKING:
            bundle = os.path.join(self.room, f'{"good" if c.kind == "nopid" else c.kind}-{c.id}')
            more = ['--pid-file', os.path.join(self.room, 'nowhere', 'pid')] if c.kind == 'nopid' else []
            return MAKING[c.verb] + ['--bundle', bundle] + more + [c.id]
        if c.verb in ('kill', 'killall'):
            return ['kill'] + (['--all'] if c.verb == 'killall' else []) + [c.id, c.signal]
        return ARGS[c.verb] + ([c.id] if c.id else [])

    def spawn(self, c):
        self.n += 1
        self.commands += 1
        base = os.path.join(self.room, 'told', str(self.n))
        j = Job(c, base + '.trace', base + '.out', base + '.err')
        argv, env = [self.urunc, '--root', self.root, '--trace', j.trace] + self.args(c), None
        if c.kill_at:
            env = {**os.environ, 'ASAN_OPTIONS': 'detect_leaks=0'}  # LeakSanitizer traces, too
            argv = ['strace', '-D', '-qq', '-o', '/dev/null', '-P', j.trace, '-e', 'trace=write', '-e',
                    f'inject=write:signal=KILL:when={c.kill_at}'] + argv
        with open(j.out, 'wb') as out, open(j.err, 'wb') as err:
            j.begin = time.monotonic_ns()
            j.process = subprocess.Popen(argv, stdin=subprocess.DEVNULL, stdout=out, stderr=err, env=env)
        j.due = j.begin + c.kill_us * 1000 if c.kill_us else 0
        return j

    def reap(self, jobs):
        """Waits for all; kills those whose moment has come."""
        left = list(jobs)
        end = time.monotonic() + self.patience
        while left:
            now = time.monotonic_ns()
            for j in left:
                if j.due and now >= j.due:
                    j.process.kill()
                    j.due = 0
            for j in left:
                code = j.process.poll()
                if code is not None:
                    j.code, j.end = code, time.monotonic_ns()
            left = [j for j in left if j.code is None]
            if not left:
                break
            if time.monotonic() > end:
                for j in left:
                    j.process.kill()
                raise tables.Wrong(f'{left[0].command.text()}: not done after {self.patience} seconds')
            time.sleep(0.0002)

    def until(self, true, seconds=None):
        end = time.monotonic() + (seconds or self.patience)
        while not true():
            if time.monotonic() > end:
                return False
            time.sleep(0.0005)
        return True

    # ------------------------------------------------------------ a line
    def line(self, commands):
        """Begins all of a line's commands and waits for them; what ran in the foreground and has ended is among them."""
        self.done_by_hand = []
        jobs, held = [], [c for c in commands if c.kind == 'slow' and c.verb in MAKING and c.verb != 'fore']
        self.gates(held, False)
        for c in commands:
            if c.verb in BY_HAND:
                self.by_hand(c)
                continue
            if c.delay and len(commands) > 1:
                time.sleep(c.delay / 1e6)
            if c.verb in ('fore', 'keep'):
                if c.id not in self.background:
                    self.background[c.id] = self.spawn(c)
                continue
            jobs.append(self.spawn(c))
            if c in held:
                there = os.path.join(self.room, 'there-' + c.id)
                self.until(lambda j=jobs[-1], t=there: os.path.exists(t) or j.process.poll() is not None)
        early = [j for j in jobs if held and j.command.verb in tables.UNLOCKED + ('list',) or j.command.kill_us]
        self.reap(early)
        self.gates(held, True)
        self.reap([j for j in jobs if j.code is None])
        return jobs

    def by_hand(self, c):
        begin = time.monotonic_ns()
        if c.verb == 'murder' and self.murder(c.id):
            self.done_by_hand.append((c.id, Atom(begin, time.monotonic_ns(), 'murder', ())))
        if c.verb == 'term' and c.id in self.background:
            j = self.background[c.id]
            size = os.path.getsize(j.trace)
            j.process.send_signal(signal.SIGTERM)
            if not self.until(lambda: j.process.poll() is not None or os.path.getsize(j.trace) > size):
                raise tables.Wrong(f'{j.command.text()}: TERM changes nothing')

    def gates(self, held, way):
        for c in held:
            for name in ('go-', 'there-'):
                try:
                    os.unlink(os.path.join(self.room, name + c.id))
                except FileNotFoundError:
                    pass
            if way:
                with open(os.path.join(self.room, 'go-' + c.id), 'w'):
                    pass

    def settle(self, cid):
        """A run in the foreground has come to rest: its guest runs, or it has ended.  The job, if it has."""
        j = self.background.get(cid)
        if not j:
            return None
        what = re.compile(rb'"name":"execed","cat":"event"')

        def rests():
            if j.process.poll() is not None:
                return True
            try:
                with open(j.trace, 'rb') as file:
                    return what.search(file.read()) and self.alive(cid)
            except FileNotFoundError:
                return False
        if not self.until(rests):
            raise tables.Wrong(f'{j.command.text()}: neither runs nor ends')
        if j.process.poll() is None:
            return None
        j.code, j.end = j.process.returncode, time.monotonic_ns()
        return self.background.pop(cid)

    def alive(self, cid):
        fd = self.pidfd(cid)
        if fd is None:
            return False
        os.close(fd)
        return True

    def murder(self, cid):
        fd = self.pidfd(cid)
        if fd is None:
            return False
        signal.pidfd_send_signal(fd, signal.SIGKILL)
        os.close(fd)
        return True

    def end(self):
        """Whatever is left of a walk."""
        for j in self.background.values():
            j.process.kill()
            j.process.wait()
        self.background = {}
