"""Makes walks: by chance from a seed, and straight to each row of the table."""
import random

from words import Command, read_walk

KINDS = ('good', 'good', 'good', 'good', 'exits', 'badrun', 'badpre', 'badchild', 'badpost', 'badstop', 'nonet', 'nopid')
SIGNALS = ('KILL', 'TERM', '0', 'USR1', 'INT')
ASKED = ('start', 'kill 0', 'killall 0', 'pause', 'resume', 'delete', 'force', 'state', 'ps', 'update', 'create good', 'list')
# How each state is reached.
REACH = {
    'none': [], 'created': ['create good a'], 'running': ['run good a'], 'paused': ['run good a', 'pause a'],
    'stopped': ['run good a', 'kill KILL a', 'await a'],
}
# What a state is for, most of the time.
USEFUL = {
    'none': ('create', 'create', 'create', 'run', 'fore', 'keep'),
    'created': ('start', 'start', 'start', 'kill', 'delete', 'murder'),
    'running': ('pause', 'pause', 'kill', 'kill', 'murder', 'term', 'force'),
    'paused': ('resume', 'resume', 'kill', 'force', 'term', 'murder'),
    'stopped': ('delete', 'delete', 'force'),
}
AFTER = {
    'create': 'created', 'run': 'running', 'fore': 'running', 'keep': 'running', 'start': 'running', 'pause': 'paused',
    'resume': 'running', 'kill': 'stopped', 'delete': 'none', 'force': 'none', 'murder': 'stopped', 'term': 'none',
}
ANY = ('create', 'run', 'start', 'kill', 'killall', 'pause', 'resume', 'delete', 'force', 'state', 'ps', 'update', 'list', 'murder')


def straight():
    """Each event that can be asked for in each state in which it can be found."""
    for state, way in REACH.items():
        for ask in ASKED:
            yield way + [ask if ask == 'list' else ask + ' a']
    for ask in ('state a', 'ps a', 'kill TERM a', 'killall TERM a', 'create good a', 'list'):
        yield ['create slow a | ' + ask]
        yield ['create slow a !2000 | ' + ask]
    for kind in sorted(set(KINDS)):
        yield [f'create {kind} a', 'start a', 'state a', 'delete a']
        yield [f'run {kind} a', 'pause a', 'resume a', 'kill TERM a', 'await a', 'force a']
        yield [f'fore {kind} a', 'term a']
    for way in ('fore', 'keep'):
        yield [way + ' good a', 'state a', 'term a', 'await a', 'state a', 'delete a']
        yield [way + ' good a', 'pause a', 'kill KILL a', 'await a', 'delete a']
        yield [way + ' good a', 'pause a', 'term a', 'await a', 'delete a']
        yield [way + ' exits a', 'delete a']
    yield ['fore good a', 'pause a', 'kill KILL a | kill TERM a +10000']  # the second came when there was no cgroup to thaw


def kills():
    """Each command killed right after each of its actions, and behind each of those what finds it out."""
    for ways, command, most in (
            ([[]], 'create good a', 17), ([[]], 'create badrun a', 11), ([[]], 'run good a', 22),
            ([['create good a']], 'start a', 9), ([['create badpost a']], 'start a', 12),
            ([['run good a']], 'pause a', 6), ([['run good a', 'pause a']], 'resume a', 6),
            ([['create good a'], ['run good a', 'kill KILL a', 'await a']], 'delete a', 6),
            ([['create good a'], ['run good a'], ['run good a', 'pause a']], 'force a', 6),
            ([['run good a'], ['run good a', 'pause a']], 'kill KILL a', 3)):
        for way in ways:
            for k in range(3, most + 1):
                yield way + [f'{command} @{k}', 'state a', 'start a', 'resume a', 'delete a']


def as_walk(lines):
    return read_walk('\n'.join(lines))


class Chance:
    def __init__(self, seed):
        self.r = random.Random(seed)

    def command(self, verb, cid):
        c = {'verb': verb, 'id': '' if verb == 'list' else cid}
        if verb in ('create', 'run'):
            c['kind'] = self.r.choice(KINDS)
        elif verb in ('fore', 'keep'):
            c['kind'] = self.r.choice(('good', 'good', 'exits', 'badpost', 'nonet'))
        elif verb in ('kill', 'killall'):
            c['signal'] = self.r.choice(SIGNALS)
        if verb not in ('fore', 'keep', 'murder', 'term', 'await') and self.r.random() < 0.12:
            if self.r.random() < 0.6:
                c['kill_us'] = self.r.randrange(300, 30000 if verb in ('create', 'run') else 5000)
            else:
                c['kill_at'] = self.r.randrange(3, 18 if verb in ('create', 'run') else 7)
        return Command(**c)

    def walk(self, length=12, ids=('a', 'b')):
        at = {i: 'none' for i in ids}
        lines = []
        while len(lines) < length:
            line, cid = [], self.r.choice(ids)
            for n in range(self.r.choice((1, 1, 1, 2, 2, 3, 4))):
                if n and self.r.random() < 0.15:
                    cid = self.r.choice(ids)
                verb = self.r.choice(USEFUL[at[cid]] if self.r.random() < (0.75 if not n else 0.5) else ANY)
                c = self.command(verb, cid)
                if n:
                    c = Command(**{**c.__dict__, 'delay': self.r.choice((0, 0, 200, 1000, 3000, 10000))})
                line.append(c)
            first = line[0]
            if first.verb == 'create' and len(line) > 1 and self.r.random() < 0.3:
                line[0] = Command(**{**first.__dict__, 'kind': 'slow'})
            lines.append(line)
            at[first.id or cid] = AFTER.get(first.verb, at[first.id or cid])
            if first.verb in ('kill', 'murder', 'term') and self.r.random() < 0.6:
                lines.append([Command('await', first.id)])
        return lines
