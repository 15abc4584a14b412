#!/usr/bin/env python3
"""
walk.py ROWS UNREACHABLE ROOM: walks through the lifecycle with the real program, and compares each step with the table.

  TIME=SECONDS      by chance, beyond the straight ways (20)
  SEED=N            whose walks those are; else one that is printed
  WALK=FILE         only this walk, as often as TRIES says (1)
  FIGURES=FILE      where the figures go, as JSON
  STRAIGHT=no       only by chance
  MOST=N            so many failures are enough (3)

ROOM has a bundle KIND-ID for each kind of words.py, and is left with what the commands told.  Exit status: 0 if nothing was
wrong and every row was seen.
"""
import json
import os
import shutil
import sys
import time

import maker
from judge import Judge
from runner import Runner
from table import Table, Wrong
from words import Command, read_walk, write_walk
from world import Atom

IDS = ('a', 'b')


class Walker:
    def __init__(self, rows, unreachable, room):
        self.table = Table(rows, unreachable)
        self.room = room
        self.slower = int(os.environ.get('TEST_SLOWER', '1'))
        self.runner = Runner(os.environ['URUNC'], room, self.slower)
        self.walks = self.steps = 0

    # ------------------------------------------------------------ one line
    def settled(self, cids):
        """Runs in the foreground that have told something: their guest runs, or they have ended."""
        ret = []
        for cid in cids:
            j = self.runner.background.get(cid)
            if j:
                ended = self.runner.settle(cid)
                first = j.read == 0
                ret.append((cid, j, j.told(), first, bool(ended)))
        return ret

    def await_end(self, judge, cid):
        """Only what must end is waited for."""
        worlds = judge.possible(cid)
        if not all(w.truth in ('none', 'stopped') or w.mortal == 2 for w in worlds) or not self.runner.status(cid) != 'none':
            return []
        begin = time.monotonic_ns()
        if not self.runner.until(lambda: not self.runner.alive(cid)):
            raise Wrong(f'await {cid}: it must end, and lives')
        return [Atom(begin, time.monotonic_ns(), 'dead', ())]

    def line(self, judge, commands):
        cids = [i for i in IDS if any(c.id in (i, '') for c in commands)]
        extra = {i: [] for i in cids}
        alone = commands[0] if len(commands) == 1 and commands[0].id and not self.runner.background else None
        before = self.runner.snapshot(alone.id) if alone else None
        jobs = self.runner.line(commands)
        for cid, atom in self.runner.done_by_hand:
            extra[cid].append([atom])
        for c in commands:
            if c.verb == 'await':
                extra[c.id].append(self.await_end(judge, c.id))
        quiet = self.settled(cids)
        told = {id(j): j.told() for j in jobs}
        if alone and jobs and jobs[0].code == 1 and before != self.runner.snapshot(alone.id) and not any(
                t.what == 'action' and t.name != 'reserve' for t in told[id(jobs[0])]):
            raise Wrong(f'{alone.text()}: refused, and the record has changed')
        probes = {}
        for cid in cids:
            begin = time.monotonic_ns()
            status = self.runner.status(cid)
            extra[cid].append([Atom(begin, time.monotonic_ns(), 'disk', (status,))])
            probes[cid] = self.runner.spawn(Command('state', cid))
            self.runner.reap([probes[cid]])
        quiet += self.settled(cids)
        for cid in cids:
            self.creators_are_known_to_be_dead(cid)
            each = [(j, told[id(j)], True) for j in jobs if j.command.id in (cid, '')]
            each += [(j, t, first) for q, j, t, first, ended in quiet if q == cid and (t or first or ended)]
            each.append((probes[cid], probes[cid].told(), True))
            judge.line(cid, each, extra[cid])

    def creators_are_known_to_be_dead(self, cid):
        """Nobody creates any more: what still says so is a child that has not heard of it yet."""
        def known():
            j = self.runner.spawn(Command('state', cid))
            self.runner.reap([j])
            return j.code != 0 or json.loads(j.text(j.out))['status'] != 'creating'
        if self.runner.status(cid) == 'creating' and not self.runner.until(known):
            raise Wrong(f'{cid} is being created for ever')

    # ------------------------------------------------------------ one walk
    def walk(self, walk):
        """None, or what was wrong, with the line."""
        self.walks += 1
        self.runner.root = os.path.join(self.room, f'state{self.walks}')
        told = os.path.join(self.room, 'told')
        shutil.rmtree(told, ignore_errors=True)
        os.mkdir(told)
        judge = Judge(self.table, self.runner)
        wrong = None
        line = []
        try:
            for line in walk + [[Command('force', i)] for i in IDS]:
                self.line(judge, line)
            self.nothing_left()
        except Wrong as e:
            wrong = f'at "{write_walk([line])}": {e}'
        self.steps += judge.steps
        self.clear()
        return wrong

    def nothing_left(self):
        def left():
            try:
                return [n for n in os.listdir(self.runner.root) if n != '.undo'] + os.listdir(
                    os.path.join(self.runner.root, '.undo'))
            except FileNotFoundError:
                return []
        if not self.runner.until(lambda: not left() and not self.cgroups(), 5 * self.slower):
            raise Wrong(f'left: {left()} {self.cgroups()}')

    def cgroups(self):
        top = os.environ.get('TEST_CGROUP', '')
        return [d.path for base in self.runner_hierarchies() for d in self.directories(os.path.join(base, top))]

    def runner_hierarchies(self):
        with open('/proc/self/mountinfo') as file:
            return [l.split()[4] for l in file if ' - cgroup' in l]

    def directories(self, path):
        try:
            return [d for d in os.scandir(path) if d.is_dir() and d.name != 'above']
        except FileNotFoundError:
            return []

    def clear(self):
        self.runner.end()
        for cid in IDS:
            if os.path.exists(os.path.join(self.runner.root, cid)):
                self.runner.reap([self.runner.spawn(Command('force', cid))])
        shutil.rmtree(self.runner.root, ignore_errors=True)

    # ------------------------------------------------------------ a walk that fails
    def fails(self, walk, tries):
        for _ in range(tries):
            wrong = self.walk(walk)
            if wrong:
                return wrong
        return None

    def shrink(self, walk, seconds):
        """Delta debugging: lines, then commands of a line, are dropped while it still fails."""
        end, tries = time.monotonic() + seconds, 3
        size = len(walk) // 2
        while size and time.monotonic() < end:
            at = 0
            while at < len(walk) and time.monotonic() < end:
                fewer = walk[:at] + walk[at + size:]
                if fewer and self.fails(fewer, tries):
                    walk = fewer
                else:
                    at += size
            size //= 2
        for at in range(len(walk)):
            for n in range(len(walk[at]) - 1, -1, -1):
                if len(walk[at]) > 1 and time.monotonic() < end:
                    fewer = walk[:at] + [walk[at][:n] + walk[at][n + 1:]] + walk[at + 1:]
                    if self.fails(fewer, tries):
                        walk = fewer
        return walk


def main():
    rows, unreachable, room = sys.argv[1:]
    walker = Walker(rows, unreachable, room)
    wanted = float(os.environ.get('TIME', '20'))
    seed = int(os.environ.get('SEED') or time.time_ns() % 1000000)
    most = int(os.environ.get('MOST', '3'))
    failures = []

    def go(walk, name):
        wrong = walker.walk(walk)
        if not wrong:
            return
        smaller = walker.shrink(walk, 60)
        failures.append(wrong)
        print(f'# {name} failed: {wrong}')
        print('# as few commands as do it (WALK=FILE replays them):')
        print('\n'.join('#   ' + l for l in write_walk(smaller).split('\n')), flush=True)

    if os.environ.get('WALK'):
        with open(os.environ['WALK']) as file:
            walk = read_walk(file.read())
        for _ in range(int(os.environ.get('TRIES', '1'))):
            wrong = walker.walk(walk)
            if wrong:
                print(f'# {wrong}')
                return 1
        return 0
    if os.environ.get('STRAIGHT') != 'no':
        for n, lines in enumerate(list(maker.straight()) + list(maker.kills())):
            if len(failures) < most:
                go(maker.as_walk(lines), f'straight way {n}')
    end, n = time.monotonic() + wanted, 0
    while time.monotonic() < end and len(failures) < most:
        go(maker.Chance(f'{seed}.{n}').walk(), f'walk {n} of seed {seed}')
        n += 1
    t = walker.table
    missing, stale = t.missing(), t.stale()
    for name in missing:
        print(f'# never seen: {name}')
    for name in stale:
        print(f'# seen, though tests/walk/unreachable says that it cannot be: {name}')
    total = len(t.names) - len(t.excused)
    figures = {'seed': seed, 'walks': walker.walks, 'commands': walker.runner.commands, 'steps': walker.steps,
               'rows': total, 'rows_seen': total - len(missing), 'unreachable': len(t.excused), 'failures': len(failures)}
    if os.environ.get('FIGURES'):
        with open(os.environ['FIGURES'], 'w') as file:
            json.dump(figures, file)
            file.write('\n')
    print(f'# walk: seed {seed}, {walker.walks} walks, {walker.runner.commands} commands, {walker.steps} steps, '
          f'{total - len(missing)} of {total} rows seen ({len(t.excused)} cannot be), {len(failures)} failures')
    return 1 if failures or missing or stale else 0


sys.exit(main())
