"""
A walk in words, a line for each step; what stands on one line happens at once.

    create KIND ID    run KIND ID (detached)    fore KIND ID, keep KIND ID (run in the foreground, with --keep)
    start|pause|resume|delete|force|state|ps|update ID    kill|killall SIGNAL ID    list
    murder ID         the container's process gets KILL, not through urunc
    await ID          until the container's process is gone, if anything has happened that ends it
    term ID           TERM to the run in the foreground

Behind a command: +US it begins so many microseconds later, !US it is killed so many later, @K it is killed when it writes its
K-th piece of trace: right after an action, before that is told.
"""
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Command:
    verb: str
    id: str = ''
    kind: str = ''     # create, run
    signal: str = ''
    delay: int = 0     # microseconds
    kill_us: int = 0
    kill_at: int = 0

    def text(self):
        parts = [self.verb] + [w for w in (self.kind, self.signal, self.id) if w]
        parts += [f'+{self.delay}'] if self.delay else []
        parts += [f'!{self.kill_us}'] if self.kill_us else []
        parts += [f'@{self.kill_at}'] if self.kill_at else []
        return ' '.join(parts)


def read_command(text):
    words = text.split()
    c = Command(words[0])
    plain = []
    for w in words[1:]:
        if w[0] == '+':
            c = replace(c, delay=int(w[1:]))
        elif w[0] == '!':
            c = replace(c, kill_us=int(w[1:]))
        elif w[0] == '@':
            c = replace(c, kill_at=int(w[1:]))
        else:
            plain.append(w)
    if c.verb in ('create', 'run', 'fore', 'keep'):
        return replace(c, kind=plain[0], id=plain[1])
    if c.verb in ('kill', 'killall'):
        return replace(c, signal=plain[0], id=plain[1])
    return replace(c, id=plain[0]) if plain else c


def read_walk(text):
    return [[read_command(c) for c in line.split('|')] for line in text.splitlines() if line.strip() and line[0] != '#']


def write_walk(walk):
    return '\n'.join(' | '.join(c.text() for c in line) for line in walk)
