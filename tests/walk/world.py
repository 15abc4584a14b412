"""
What is true of one container, and what each thing that a command does changes in it; and the search for an order in which
what several commands say that they saw and did can have happened: within the times that they say, the lock held by one at a
time, and every look answered by what was true then.  The same world as spec/world.pml, from what can be seen outside.
"""
from collections import namedtuple

ALIVE = ('created', 'running', 'paused')
THAW, FREEZE, RELEASE, ORPHAN = 1, 2, 4, 8  # begun, and may come true later; its creator has died, which its child has to hear

# truth: a state, or "making": there is a directory, and nobody can tell a creator that lives from a dead one
# mortal: 1 its process may end, 2 it must    holder: who has the lock    owner: who creates it
World = namedtuple('World', 'truth disk mortal holder owner committed flux kind')
NOTHING = World('none', 'none', 0, None, None, False, 0, '')

# An atom is one thing that happens at one moment between lo and hi.
Atom = namedtuple('Atom', 'lo hi what args')
# How a bundle makes an action of an event fail.
FAILS = {
    ('badpre', 'hook:prestart'), ('badrun', 'hook:createRuntime'), ('badchild', 'hook:createContainer'),
    ('badpost', 'hook:poststart'), ('nonet', 'release'), ('nopid', 'commit'),
}
BEGUN = {'freeze': FREEZE, 'release': RELEASE, 'thaw': THAW}  # actions that may come true although they were cut short
ENDS_AT_ONCE = ('exits',)


def later(w):
    """What may happen by itself."""
    if w.mortal and w.truth in ALIVE:
        yield w._replace(truth='stopped')
    if w.flux & THAW and w.truth == 'paused':
        yield w._replace(truth='running')
    if w.flux & FREEZE and w.truth == 'running':
        yield w._replace(truth='paused')
    if w.flux & RELEASE and w.truth == 'created':
        yield w._replace(truth='running')
    if w.flux & ORPHAN and w.truth == 'creating':
        yield w._replace(truth='stopped')


def looks_like(w, state):
    """A creator that died is known by its lock being free: while another command holds it nobody without it can tell."""
    if w.truth == 'stopped' and w.disk in ('none', 'creating') and w.holder is not None and state == 'creating':
        return True
    return state == w.truth or (w.truth == 'making' and state in ('creating', 'stopped'))


def on_find(w, who, state, locked):
    if not locked:
        return [w] if looks_like(w, state) else []
    if w.holder is not None:
        return []
    if w.truth == 'none':
        return [w] if state == 'none' else []
    if state != ('stopped' if w.truth == 'making' else w.truth):
        return []
    return [w._replace(holder=who)]


def on_tail(w, who, state, event):
    """A run in the foreground: what it says is what the record says, or what is true."""
    if event == 'kill':
        return on_find(w, who, state, False)
    if w.truth in ALIVE or w.holder != who:
        return []
    return [w] if state in (w.disk, w.truth) else []


def on_lock(w, who):
    if w.holder is not None:
        return []
    return [w] if w.truth == 'none' else [w._replace(holder=who)]


def on_mkdir(w, who, kind):
    return [World('making', 'none', 0, None, who, False, 0, kind)] if w.truth == 'none' else []


def on_claim(w, who):
    if w.truth != 'making' or w.owner != who or w.holder is not None:
        return []
    return [w._replace(truth='creating', disk='creating', holder=who)]


def on_exists(w, who, state):
    return [w] if looks_like(w, state) and w.truth != 'none' else []


def act_write_state(w, _who, event, to, _level):
    w = w._replace(disk=to)
    if event == 'built':
        return [w._replace(truth='created')] if w.truth == 'creating' else []
    return [w]


def act_commit(w, *_):
    return [w._replace(committed=True, owner=None)]


def act_release(w, *_):
    if w.truth not in ('created', 'running'):
        return []
    return [w._replace(truth='running', flux=0, mortal=2 if w.kind in ENDS_AT_ONCE else w.mortal)]


def act_freeze(w, *_):
    if w.truth not in ('running', 'paused', 'stopped'):
        return []
    return [w._replace(truth='paused' if w.truth == 'running' else w.truth, flux=0)]


def act_thaw(w, *_):
    if w.truth not in ('running', 'paused', 'stopped'):
        return []
    return [w._replace(truth='running' if w.truth == 'paused' else w.truth, flux=0)]


def act_signal(w, _who, _event, _to, level):
    thaw = THAW if level == 2 and w.truth == 'paused' else 0
    return [w._replace(mortal=max(w.mortal, level), flux=w.flux | thaw)] if w.truth in ALIVE else [w]


def act_stop(w, *_):
    return [w._replace(mortal=2, flux=w.flux | (THAW if w.truth == 'paused' else 0))] if w.truth in ALIVE else [w]


def act_stopped(w, *_):
    return [w._replace(truth='stopped')] if w.truth in ALIVE else [w]


def act_forget(w, who, *_):
    return [NOTHING] if w.truth != 'none' and w.holder == who else []


ACTS = {
    'write_state': act_write_state, 'commit': act_commit, 'release': act_release, 'freeze': act_freeze, 'thaw': act_thaw,
    'signal': act_signal, 'signal_all': act_signal, 'stop': act_stop, 'stopped': act_stopped, 'undo': act_stopped,
    'forget': act_forget,
}


def on_act(w, who, action, event, to, level):
    return ACTS[action](w, who, event, to, level) if action in ACTS else [w]


def on_fail(w, _who, action):
    """An action failed: because of what its bundle is, or of what is about to end."""
    return [w] if (w.kind, action) in FAILS or w.mortal or w.truth == 'stopped' else []


def on_begin(w, _who, action):
    """What failed in the end may have come true before, for a while."""
    return [w._replace(flux=w.flux | BEGUN[action])]


def on_end(w, who):
    return [w._replace(holder=None)] if w.holder == who else [w]



def half_done(w, who, action, to, event, level):
    """The action that a command was killed at: not begun, begun, or done."""
    yield w
    if action == 'reserve':
        for made in on_mkdir(w, who, ''):
            yield made
            yield made._replace(disk='creating')
        return
    if action in BEGUN:
        kill = 2 if action == 'release' and w.kind in ENDS_AT_ONCE else 1 if action == 'release' else w.mortal
        yield w._replace(flux=w.flux | BEGUN[action], mortal=max(w.mortal, kill))
    if action in ('signal', 'signal_all', 'stop', 'undo'):
        yield from act_stop(w) if action in ('stop', 'undo') else act_signal(w, who, event, to, level)
    if action in ACTS:
        yield from on_act(w, who, action, event, to, level)


def on_die(w, who, at, table, chain, level):
    """Killed.  at: (event, state, action) that it may have been at; "first": nothing is known of it but its command."""
    if at == 'first':
        row = table.rows['none' if chain[0] == 'create' else w.truth if w.truth != 'making' else 'stopped', chain[0]]
        at = (row.event, row.state, row.actions[0][0]) if row.actions else None
        if at and w.holder is not None and w.holder != who and row.event not in ('kill', 'kill_all', 'state', 'inspect'):
            at = None
    ret = set()
    for v in half_done(w, who, at[2], table.rows[at[1], at[0]].to, at[0], level) if at else [w]:
        if v.holder == who:
            v = v._replace(holder=None)
        if v.owner == who:
            if v.truth == 'making':
                v = v._replace(truth='stopped')
            elif v.truth == 'creating':
                v = v._replace(flux=v.flux | ORPHAN)
            elif v.truth == 'created' and not v.committed:
                v = v._replace(mortal=2)
            v = v._replace(owner=None)
        ret.add(v)
    return ret


def on_murder(w, _who):
    """With cgroup v1 what is frozen ends when it is thawed; with v2 it is not frozen any more while it ends."""
    paused = w.truth == 'paused'
    return [w._replace(mortal=max(w.mortal, 1 if paused else 2), flux=w.flux | THAW)] if w.truth in ALIVE else [w]


def on_dead(w, _who):
    return [w] if w.truth == 'stopped' or w.truth == 'none' else []


def on_disk(w, _who, status):
    return [w] if w.disk == status else []


ON = {
    'find': on_find, 'tail': on_tail, 'lock': on_lock, 'mkdir': on_mkdir, 'claim': on_claim, 'exists': on_exists,
    'act': on_act, 'fail': on_fail, 'begin': on_begin, 'end': on_end, 'die': on_die, 'murder': on_murder, 'dead': on_dead, 'disk': on_disk,
}


def search(worlds, lists):
    """The worlds that there can be after all atoms of all lists, each list in its order; and how far it came at most."""
    seen, todo, ends = set(), [(w, (0,) * len(lists)) for w in worlds], set()
    farthest = None
    while todo:
        here = todo.pop()
        if here in seen:
            continue
        seen.add(here)
        w, at = here
        if farthest is None or sum(at) > sum(farthest[1]):
            farthest = here
        todo += [(v, at) for v in later(w)]
        if all(i == len(a) for i, a in zip(at, lists)):
            ends.add(w)
            continue
        soonest = min(a[i].hi for i, a in zip(at, lists) if i < len(a))
        for n, (i, atoms) in enumerate(zip(at, lists)):
            if i == len(atoms) or atoms[i].lo > soonest:
                continue
            for v in ON[atoms[i].what](w, n, *atoms[i].args):
                todo.append((v, at[:n] + (i + 1,) + at[n + 1:]))
    return ends, farthest
