"""The table of spec/lifecycle.spec, as gen/lifecycle.awk writes it for programs, and what of a trace follows from it alone."""

# The events of each command, one after the other while they succeed.
CHAINS = {
    'create': ('create', 'reserved', 'built'),
    'run': ('create', 'reserved', 'built', 'start', 'execed'),
    'start': ('start', 'execed'),
    'kill': ('kill',),
    'killall': ('kill_all',),
    'pause': ('pause', 'frozen'),
    'resume': ('resume', 'thawed'),
    'delete': ('delete',),
    'force': ('delete_force',),
    'state': ('state',),
    'ps': ('inspect',),
    'update': ('update',),
    'list': (),
}
# What a run in the foreground raises once its guest runs: it passes signals on, and ends as its guest does.
TAIL = ('kill', 'exited', 'delete_force')
MAKES = ('create', 'run')
UNLOCKED = ('state', 'ps', 'kill', 'killall')


class Wrong(Exception):
    """What was seen is not what the table says."""


class Row:
    def __init__(self, line, state, event, verdict, to, fails, actions, errno, why):
        self.line, self.state, self.event, self.verdict, self.to = int(line), state, event, verdict, to
        self.fails = None if fails == '=' else fails
        self.actions = [(a.rstrip('?'), a.endswith('?')) for a in actions.split()]
        self.errno, self.why = errno, why

    def name(self):
        return f'{self.state} {self.event}'


class Table:
    """rows[state, event]; needed: what must be seen; excused: what cannot be, as tests/walk/unreachable says."""

    def __init__(self, path, excused):
        with open(path) as file:
            lines = [line.rstrip('\n').split('\t') for line in file if not line.startswith('#')]
        self.rows = {(f[1], f[2]): Row(*f) for f in lines}
        self.excused = {}
        with open(excused) as file:
            for line in file:
                if line.strip() and not line.startswith('#'):
                    states, events, _reason = line.split(None, 2)
                    for state in states.split(','):
                        for event in events.split(','):
                            self.excused[self.rows[state, event].name()] = line
        self.names = [r.name() for r in self.rows.values()]
        self.names += [r.name() + ' fails' for r in self.rows.values() if r.fails]
        self.seen = set()

    def missing(self):
        return [n for n in self.names if n not in self.seen and n not in self.excused]

    def stale(self):
        return [n for n in self.excused if n in self.seen]

    def step(self, row, acts):
        """The actions of one row: how many there were, and whether the last one failed it."""
        n = 0
        for name, warns in row.actions:
            if n == len(acts):
                return n, None
            a = acts[n]
            n += 1
            if (a.name, a.event, a.state, a.to) != (name, row.event, row.state, row.to):
                raise Wrong(f'line {row.line}: {row.name()} wants {name} leading to {row.to}; done was {a.name}, said to be '
                            f'of {a.state} {a.event} leading to {a.to}')
            if a.failed and not warns:
                return n, True
        return n, False

    def event(self, e, acts):
        """One event that ended: its actions, and where it says that it led."""
        row = self.rows[e.state, e.event]
        if row.verdict != 'step':
            if acts or e.to != e.state or e.failed != (row.verdict == 'refuse'):
                raise Wrong(f'line {row.line}: {row.name()} is to {row.verdict}; it led to {e.to}, failed: {e.failed}, '
                            f'after {[a.name for a in acts]}')
            self.seen.add(row.name())
            return
        n, failed = self.step(row, acts)
        to = row.to
        if failed is None:
            raise Wrong(f'line {row.line}: {row.name()} ended after {[a.name for a in acts]}')
        self.seen.add(row.name())
        if failed and row.fails:
            self.seen.add(row.name() + ' fails')
            after = self.rows[row.to, row.fails]
            more, again = self.step(after, acts[n:])
            n += more
            to = row.to if again else after.to
            if again is None:
                raise Wrong(f'line {after.line}: {after.name()} ended after {[a.name for a in acts]}')
            self.seen.add(after.name())
        elif failed:
            to = row.state
        if n != len(acts):
            raise Wrong(f'line {row.line}: {row.name()}: more was done: {[a.name for a in acts[n:]]}')
        if (e.to, e.failed) != (to, failed):
            raise Wrong(f'line {row.line}: {row.name()} leads to {to}, failed: {failed}; it says {e.to}, failed: {e.failed}')

    def next_action(self, chain, acts, done):
        """The action that a killed command may have been at: (event, state, action), or None.  acts: of its last event."""
        if acts:
            last = acts[-1]
            row = self.rows[last.state, last.event]
            at = [a for a, _ in row.actions].index(last.name)
            if last.failed and not row.actions[at][1]:
                if not row.fails:
                    return None
                row, at = self.rows[row.to, row.fails], -1
            if at + 1 < len(row.actions):
                return row.event, row.state, row.actions[at + 1][0]
            return None
        if not done or done[-1].failed or done[-1].event not in chain:
            return None
        i = chain.index(done[-1].event) + 1
        if i == len(chain):
            return None
        row = self.rows[done[-1].to, chain[i]]
        return (row.event, row.state, row.actions[0][0]) if row.actions else None
