"""What the commands of a line have told, against the table and against a world in which it must have been possible."""
import itertools
import json
import time

from table import CHAINS, TAIL, UNLOCKED, Wrong
from world import Atom, BEGUN, NOTHING, search

# 2: it ends, 1: it may
ENDS = {'KILL': 2, 'TERM': 2, 'INT': 2, 'USR1': 1, '0': 0}
WARNS = 'urunc: warning: hooks.poststop[0]: '
EXISTS = ('creating', 'created', 'running', 'paused', 'stopped')


def chain_of(c):
    return CHAINS['run' if c.verb in ('run', 'fore', 'keep') else c.verb]


class Judge:
    def __init__(self, table, runner):
        self.table, self.runner = table, runner
        self.worlds = {}
        self.steps = 0

    def possible(self, cid):
        return self.worlds.setdefault(cid, {NOTHING})

    # ------------------------------------------------------------ one command
    def events(self, job, told):
        """Its events, each with its actions; and the actions of one that was not told to its end."""
        ret, acts = [], []
        for t in told:
            if t.what == 'action':
                acts.append(t)
                continue
            self.table.event(t, acts)
            ret.append((t, acts))
            acts = []
        if acts and job.code != -9:
            raise Wrong(f'{job.command.text()}: actions without their event: {[a.name for a in acts]}')
        if acts:
            row = self.table.rows[acts[0].state, acts[0].event]
            n, failed = self.table.step(row, acts)
            if failed and row.fails:
                n += self.table.step(self.table.rows[row.to, row.fails], acts[n:])[0]
            if n != len(acts):
                raise Wrong(f'{job.command.text()}: more was done than line {row.line} says: {[a.name for a in acts]}')
        self.steps += len(ret)
        return ret, acts

    def in_order(self, job, events, rest, first):
        """The events are those of this command, each in the state that the one before it led to."""
        chain = list(chain_of(job.command))
        names = [e.event for e, _ in events]
        body = [n for n in names[:len(chain)]] if first else []
        if body != chain[:len(body)]:
            raise Wrong(f'{job.command.text()}: its events are {names}, not {chain}')
        tail = names[len(body):]
        if tail and (job.command.verb not in ('fore', 'keep') or not set(tail) <= set(TAIL)):
            raise Wrong(f'{job.command.text()}: nobody raises {tail} behind {body}')
        for (a, _), (b, _) in zip(events, events[1:len(body)]):
            if a.failed or a.to != b.state:
                raise Wrong(f'{job.command.text()}: after {a.event}, which led to {a.to}, {b.event} in {b.state}')
        done = first and job.code is not None and job.code != -9 and len(chain) > 0
        if done and not (events and events[-1][0].failed) and len(body) != len(chain) and not self.early(job):
            raise Wrong(f'{job.command.text()}: it ended after {names}: {job.text(job.err)}')

    def early(self, job):
        """Refused before any event: nothing of the lifecycle."""
        return job.code == 1 and 'was deleted by another command' in job.text(job.err)

    def said(self, job, events):
        """The status of a command and what it says are what the table has."""
        c, out, err = job.command, job.text(job.out), job.text(job.err)
        last = events[-1][0] if events else None
        failed = bool(last and last.failed)
        if job.code == -9 or c.verb in ('fore', 'keep'):
            return
        err = ''.join(l for l in err.splitlines(True) if not l.startswith(WARNS))
        if job.code != (1 if failed else 0):
            raise Wrong(f'{c.text()}: status {job.code}, and its last event failed: {failed}: {err}')
        if failed != (err.count('\n') == 1) or (not failed and err):
            raise Wrong(f'{c.text()}: failed: {failed}, and says {err!r}')
        if last:
            row = self.table.rows[last.state, last.event]
            if row.verdict == 'refuse' and err != f'urunc: {row.why.replace("{id}", c.id)}\n':
                raise Wrong(f'{c.text()}: line {row.line}: {row.name()} is refused with {row.why!r}; it says {err!r}')
        if c.verb == 'state' and not failed and json.loads(out)['status'] != last.state:
            raise Wrong(f'{c.text()}: it prints {out}, and says that it found {last.state}')
        if c.verb == 'ps' and not failed:
            json.loads(out)
        if c.verb not in ('state', 'ps', 'list') and out:
            raise Wrong(f'{c.text()}: it prints {out!r}')

    # ------------------------------------------------------------ what happened when
    def action_atoms(self, c, t):
        lo, hi = t.begin, t.end
        if t.failed:
            begun = [Atom(lo, hi, 'begin', (t.name,))] if t.name in BEGUN else []
            return begun + [Atom(lo, hi, 'fail', (t.name,))]
        level = ENDS.get(c.signal, 2)
        ret = [Atom(lo, hi, 'act', (t.name, t.event, t.to, level))]
        if t.name == 'stop':
            ret.append(Atom(lo, hi, 'act', ('stopped', t.event, t.to, level)))
        return ret

    def reserve_atoms(self, job, t):
        """Alternatives: which of them it was, the world has to tell."""
        mkdir = Atom(t.begin, t.end, 'mkdir', (job.command.kind,))
        if not t.failed:
            return [[mkdir, Atom(t.begin, t.end, 'claim', ())]]
        said = job.text(job.err)
        exists = [[Atom(t.begin, t.end, 'exists', (s,))] for s in EXISTS]
        if said == f'urunc: {self.table.rows["created", "create"].why}\n':
            return exists
        if 'was deleted by another command' in said:
            return [[mkdir]]
        if job.code == -9: # before it could say why
            return exists + [[mkdir]]
        raise Wrong(f'{job.command.text()}: {job.text(job.err)}')

    def atoms(self, job, told, first):
        """Alternative lists of atoms for one command."""
        c = job.command
        events, rest = self.events(job, told)
        self.in_order(job, events, rest, first)
        if job.code is not None:
            self.said(job, events)
        lists = [[]]
        at, body = job.begin if first else 0, len(chain_of(c)) if first else 0
        for n, (e, acts) in enumerate(events + ([(None, rest)] if rest else [])):
            state, event, begin = (e.state, e.event, e.begin) if e else (rest[0].state, rest[0].event, rest[0].begin)
            if first and n == body:
                lists = [a + [Atom(at, begin, 'end', ())] for a in lists]
            if n >= body and event in ('delete_force', 'exited'):
                lists = [a + [Atom(at, begin, 'lock', ())] for a in lists]
            if n >= body:
                lists = [a + [Atom(at, begin, 'tail', (state, event))] for a in lists]
            elif n == 0 and c.verb not in ('create', 'run', 'fore', 'keep'):
                lists = [a + [Atom(at, begin, 'find', (state, c.verb not in UNLOCKED))] for a in lists]
            for t in acts:
                more = self.reserve_atoms(job, t) if t.name == 'reserve' else [self.action_atoms(c, t)]
                lists = [a + m for a in lists for m in more]
            at = e.end if e else rest[-1].end
        if job.code == -9:
            level = ENDS.get(c.signal, 2)
            where = self.table.next_action(chain_of(c), rest, [e for e, _ in events]) if told else 'first'
            if where == 'first' and not chain_of(c):
                return lists
            lists = [a + [Atom(at or job.begin, job.end, 'die', (where, self.table, chain_of(c), level))] for a in lists]
        else:
            lists = [a + [Atom(at or job.begin, job.end or time.monotonic_ns(), 'end', ())] for a in lists]
        return lists

    def list_atoms(self, job, cid):
        if job.code == -9:
            return [[]]
        status = {c['id']: c['status'] for c in json.loads(job.text(job.out))}.get(cid, 'none')
        return [[Atom(job.begin, job.end, 'find', (status, False))]]

    # ------------------------------------------------------------ a line
    def line(self, cid, jobs, extra):
        """jobs: (job, what it told, is this its beginning).  extra: atoms of the walker itself, one list for each."""
        each = [[a] for a in extra]
        for job, told, first in jobs:
            each.append(self.list_atoms(job, cid) if job.command.verb == 'list' else self.atoms(job, told, first))
        ends, existed, farthest, used = set(), set(), None, None
        for lists in itertools.product(*each):
            found, far = search(self.possible(cid), list(lists))
            ends |= found
            if found:
                existed |= {a.args[0] for atoms in lists for a in atoms if a.what == 'exists'}
            if farthest is None or sum(far[1]) > sum(farthest[1]):
                farthest, used = far, lists
        if not ends:
            raise Wrong(self.explain(cid, farthest, used, [job for job, _, _ in jobs]))
        self.worlds[cid] = ends
        if len(existed) == 1: # create finds out by mkdir(2); in which state the other was, only the world tells
            self.table.seen.add(f'{existed.pop()} create')

    def explain(self, cid, farthest, lists, jobs):
        w, at = farthest
        stuck = [f'{a[i].what} {" ".join(str(x) for x in a[i].args if isinstance(x, (str, int, tuple)))}'
                 for i, a in zip(at, lists) if i < len(a)]
        before = ', '.join(sorted({v.truth for v in self.possible(cid)}))
        said = ''.join(f'; {j.command.text()} said: {j.text(j.err).strip()}' for j in jobs if j.text(j.err))
        return (f'container {cid} was {before}; there is no order in which this can have happened.  At most it came to '
                f'{w.truth} (recorded: {w.disk}, lock: {w.holder is not None}), and then none of these could: ' + '; '.join(stuck) + said)

