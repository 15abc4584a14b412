/*
 * world.pml: the world in which lifecycle.spec runs, for spin: commands of two callers at once that may be killed between any
 * two things they do, a kernel that refuses, a process that dies at any moment, a pid that becomes somebody else's, and the
 * helper that removes what takes long.  The table is not copied: the verifier is linked with the generated C.
 *
 *   CALLS   commands of each caller       KILLS   how many commands and helpers are killed
 *   FAULTS  how many actions the kernel refuses     PAUSES   pause and resume are among the commands
 *   FROM_NONE  the callers begin without a container only
 *
 * tests/model/run says what is verified with which of them, and breaks this world and the table (BREAK_...) to see the
 * verifier object.  After the callers, one `delete --force` that nothing disturbs has to leave nothing at all.
 */
c_decl {
\#include "lifecycle_table.h"
}

#ifndef CALLS
#define CALLS 2
#endif
#ifndef KILLS
#define KILLS 1
#endif
#ifndef FAULTS
#define FAULTS 1
#endif
#define CALLERS 2
#define LIVES 6			/* containers that the one id can have been, one after the other, and 0 */
#define NOBODY 255

/* ---------------------------------------------------------------- the host, a column for each container of the id */
byte live;			/* which of them has <root>/<id>; 0: the id is free */
byte lives;			/* how many there have been */
bit buried[LIVES];		/* its directory is in <root>/.undo */
byte disk[LIVES];		/* status in state.json; STATE_NONE: there is no such file yet */
byte lock[LIVES];		/* who holds the lock of its directory: 1 + caller, HELPER; 0: free */
#define HELPER 9
bit kept[LIVES];		/* its hooks for later are in the record */
bit hooked[LIVES];		/* poststop has begun: the mark in the record */

#define P_NONE   0
#define P_BOUND  1		/* ends when its creator ends */
#define P_PARKED 2
#define P_GUEST  3
#define P_ENDED  4
byte proc[LIVES];
byte creator[LIVES];		/* of a bound process */
bit frozen[LIVES];
bit reused[LIVES];		/* its pid is somebody else's by now */

bit noted_proc[LIVES], noted_cgroup[LIVES], noted_tap[LIVES], noted_redirect[LIVES];
byte cgroup;			/* whose container made what is at the one path of its cgroup; 0: there is nothing */
byte redirect;			/* whose tap the link of the joined namespace is redirected to */
bit tap[LIVES];
byte hooks[LIVES];		/* the last kind that has run: 1 prestart ... 6 poststop */

byte kills = KILLS, faults = FAULTS;
byte busy;			/* callers that are not done */
byte helpers;
byte looker;			/* 1 + who finds out a state without a lock; 0: nobody */
byte was;			/* what has been true since that one began: a bit for each state */

#define lives_now(g) (proc[g] == P_BOUND || proc[g] == P_PARKED || proc[g] == P_GUEST)

/* ---------------------------------------------------------------- the words of the claims, as the host knows them */
#define none     (live == 0)
#define creating (live != 0 && (proc[live] == P_NONE || proc[live] == P_BOUND))
#define created  (live != 0 && proc[live] == P_PARKED)
#define running  (live != 0 && proc[live] == P_GUEST && !frozen[live])
#define paused   (live != 0 && proc[live] == P_GUEST && frozen[live])
#define stopped  (live != 0 && proc[live] == P_ENDED)
#define passed_created parked_once[live]
#define passed_running ran_once[live]
#define passed_stopped ended_once[live]
bit parked_once[LIVES], ran_once[LIVES], ended_once[LIVES];

#include "lifecycle.pml"	/* the numbers of the table, its claims */


/* Every piece is recorded before it is there.  The process cannot be, but it ends with its creator until it is. */
#define recorded(g) ((!tap[g] || noted_tap[g]) && ((proc[g] != P_PARKED && proc[g] != P_GUEST) || noted_proc[g]))
#define claim_recorded_first ((cgroup == 0 || noted_cgroup[cgroup]) && (redirect == 0 || noted_redirect[redirect]) && \
	recorded(1) && recorded(2) && recorded(3) && recorded(4) && recorded(5))

ltl claims { [] (CLAIMS && claim_recorded_first) }

/* ---------------------------------------------------------------- things that happen */

/* Called with whatever changes the truth.  Until there is a state.json nobody can tell a creator that lives from a dead one. */
inline note_truth()
{
	if
	:: looker == 0
	:: looker != 0 && live == 0 -> was = was | (1 << STATE_NONE)
	:: looker != 0 && stopped && disk[live] == STATE_CREATING && lock[live] != 0 -> was = was | (1 << STATE_CREATING)
	:: looker != 0 && stopped && !(disk[live] == STATE_CREATING && lock[live] != 0) -> was = was | (1 << STATE_STOPPED)
	:: looker != 0 && created -> was = was | (1 << STATE_CREATED)
	:: looker != 0 && (running || paused) -> was = was | (1 << STATE_RUNNING) | (1 << STATE_PAUSED)
	:: looker != 0 && creating && disk[live] == STATE_NONE -> was = was | (1 << STATE_CREATING) | (1 << STATE_STOPPED)
	:: looker != 0 && creating && disk[live] == STATE_CREATED && proc[live] == P_BOUND -> was = was | (1 << STATE_CREATED)
	:: looker != 0 && creating && disk[live] == STATE_CREATING && lock[live] != 0 -> was = was | (1 << STATE_CREATING)
	:: looker != 0 && creating && disk[live] == STATE_CREATING && lock[live] == 0 -> was = was | (1 << STATE_STOPPED)
	fi
}

inline end_process(g)
{
	atomic {
		if
		:: lives_now(g) -> proc[g] = P_ENDED; ended_once[g] = 1; note_truth()
		:: else
		fi
	}
}

/* The monitor, or the process that waits, ends when it likes; pids are used again. */
active proctype fate()
{
	byte g;
end:	do
	:: atomic { busy > 0 && live != 0 && (proc[live] == P_PARKED || proc[live] == P_GUEST) && !frozen[live] ->
		g = live; proc[g] = P_ENDED; ended_once[g] = 1; g = 0; note_truth() }
	:: atomic { lives > 0 && proc[lives] == P_ENDED && !reused[lives] -> reused[lives] = 1 }
	:: atomic { lives > 1 && proc[lives - 1] == P_ENDED && !reused[lives - 1] -> reused[lives - 1] = 1 }
	od
}

/* What takes long, where nobody waits; its lock goes with it. */
inline undo_later(g)
{
	if
	:: noted_tap[g] -> tap[g] = 0
	:: else
	fi
}

proctype helper(byte g)
{
	if
	:: atomic { kills > 0 -> kills--; goto out }
	:: skip
	fi;
	undo_later(g);
	if
	:: atomic { kills > 0 -> kills--; goto out }
	:: skip
	fi;
	buried[g] = 0;
out:	atomic { lock[g] = 0; helpers-- }
}

/* ---------------------------------------------------------------- one command, as src/cmd does it */
#define may_die if :: atomic { n < CALLERS && kills > 0 -> kills--; goto dead } :: skip fi
#define may_die_with(g) if :: atomic { n < CALLERS && kills > 0 -> kills--; drop_lock(g); goto dead } :: skip fi
#define may_fail if :: atomic { n < CALLERS && faults > 0 -> faults--; failed = 1 } :: skip fi

/* By pid and start time: a pid alone may be somebody else's. */
inline kill_recorded(g)
{
	atomic {
		if
		:: lives_now(g) -> proc[g] = P_ENDED; ended_once[g] = 1; note_truth()
		:: else ->
#ifdef BREAK_START_TIME
			assert(!reused[g])	/* a stranger is killed */
#else
			skip
#endif
		fi
	}
}

inline take_lock(g)
{
#ifdef BREAK_LOCK
	skip
#else
	atomic { lock[g] == 0 -> lock[g] = n + 1; note_truth() }
#endif
}

inline drop_lock(g)
{
	atomic {
		if
		:: g != 0 && lock[g] == n + 1 -> lock[g] = 0; note_truth()
		:: else
		fi
	}
}

inline act_reserve()
{
	atomic {
		if
		:: live != 0 -> failed = 1
		:: else -> lives++; live = lives; my = lives; note_truth()
		fi
	};
	if
	:: failed
	:: else ->
		may_die;
		take_lock(my);
		if
		:: live != my || disk[my] != STATE_NONE -> failed = 1; drop_lock(my); my = 0
		:: else -> may_die; atomic { disk[my] = to; has_lock = 1; note_truth() }
		fi
	fi
}

/* The child does nothing that outlives it before its pid stands in the record. */
inline act_build()
{
	kept[my] = 1;
	may_die;
	atomic { proc[my] = P_BOUND; creator[my] = n; has_process = 1 };
	may_die;
	noted_proc[my] = 1;
	may_die;
#ifdef BREAK_CGROUP_NOTE
	atomic { assert(cgroup == 0); cgroup = my };
	may_die;
	noted_cgroup[my] = 1;
#else
	noted_cgroup[my] = 1;
	may_die;
	atomic { assert(cgroup == 0); cgroup = my };
#endif
	may_die;
	may_fail
}

inline act_commit()
{
	may_fail;
	if
	:: failed
	:: atomic { !failed && proc[my] == P_BOUND -> proc[my] = P_PARKED; parked_once[my] = 1; note_truth() }
	:: atomic { !failed && proc[my] != P_BOUND -> failed = 1 }
	fi
}

inline act_write_state()
{
	may_fail;
	if
	:: failed
	:: else -> atomic { disk[my] = to; note_truth() }
	fi
}

/* A link that leads somewhere already is refused. */
inline act_release()
{
	if
	:: redirect != 0 -> failed = 1
	:: else ->
#ifdef BREAK_TAP_NOTE
		tap[my] = 1;
		may_die;
		noted_tap[my] = 1;
#else
		noted_tap[my] = 1;
		may_die;
		tap[my] = 1;
#endif
		may_die;
		noted_redirect[my] = 1;
		may_die;
		redirect = my;
		may_die;
		may_fail;
		if
		:: failed
		:: atomic { !failed && proc[my] == P_PARKED -> proc[my] = P_GUEST; ran_once[my] = 1; note_truth() }
		:: atomic { !failed && proc[my] != P_PARKED -> failed = 1 }
		fi
	fi
}

inline act_freeze(way)
{
	may_fail;
	if
	:: failed
	:: else -> frozen[my] = way
	fi
}

inline act_stop()
{
	if
	:: has_process -> frozen[my] = 0; kill_recorded(my)
	:: else
	fi
}

/* Backwards.  Who is still in the cgroup dies with it. */
inline act_undo()
{
	if
	:: noted_redirect[my] -> atomic { if :: redirect == my -> redirect = 0 :: else fi }
	:: else
	fi;
	may_die;
	if
	:: noted_cgroup[my] -> atomic { assert(cgroup == 0 || cgroup == my); end_process(my); cgroup = 0 }
	:: else
	fi;
	may_die;
	if
	:: noted_proc[my] -> kill_recorded(my)
	:: else
	fi
}

inline act_forget()
{
#ifdef BREAK_BURY
	may_die;
	atomic { live = 0; note_truth() }	/* the directory is removed at once */
#else
	atomic { live = 0; buried[my] = 1; note_truth() };
	may_die;
	if
	:: noted_tap[my] -> atomic { lock[my] = HELPER; helpers++; run helper(my) }
	:: else -> buried[my] = 0
	fi
#endif
}

inline act_hook(kind)
{
	if
	:: kind >= 5 && !kept[my]
	:: kind == 6 && hooked[my]
	:: !(kind >= 5 && !kept[my]) && !(kind == 6 && hooked[my]) ->
		if
		:: kind == 6 ->
#ifndef BREAK_HOOK_MARK
			hooked[my] = 1;
#endif
			may_die
		:: else
		fi;
		atomic { assert(hooks[my] < kind); hooks[my] = kind };
		may_die;
		may_fail
	fi
}

inline perform()
{
	if
	:: act == ACTION_RESERVE -> act_reserve()
	:: act == ACTION_BUILD -> act_build()
	:: act == ACTION_HOOK_PRESTART -> act_hook(1)
	:: act == ACTION_HOOK_CREATE_RUNTIME -> act_hook(2)
	:: act == ACTION_HOOK_CREATE_CONTAINER -> act_hook(3)
	:: act == ACTION_HOOK_START_CONTAINER -> skip	/* refused: there is no such hook */
	:: act == ACTION_HOOK_POSTSTART -> act_hook(5)
	:: act == ACTION_HOOK_POSTSTOP -> act_hook(6)
	:: act == ACTION_WRITE_STATE -> act_write_state()
	:: act == ACTION_COMMIT -> act_commit()
	:: act == ACTION_RELEASE -> act_release()
	:: act == ACTION_FREEZE -> act_freeze(1)
	:: act == ACTION_THAW -> act_freeze(0)
	:: act == ACTION_SIGNAL || act == ACTION_SIGNAL_ALL -> if :: has_process && !frozen[my] -> kill_recorded(my) :: else fi
	:: act == ACTION_STOP -> act_stop()
	:: act == ACTION_UNDO -> act_undo()
	:: act == ACTION_FORGET -> act_forget()
	:: act == ACTION_REPORT -> skip
	fi
}

/* ---------------------------------------------------------------- what a command finds before it does anything */
inline finish_undone(g)
{
	g = 1;
	do
	:: g < LIVES ->
		if
		:: atomic { buried[g] && lock[g] == 0 -> lock[g] = n + 1 };
			undo_later(g);
			may_die_with(g);
			atomic { buried[g] = 0; drop_lock(g) }
		:: else
		fi;
		g++
	:: else -> g = 0; break
	od
}

/* The record says what the last command knew, the process what is true: observe() of src/cmd/container.c. */
inline observe()
{
	if
	:: at == STATE_NONE || at == STATE_CREATING ->
		has_process = 0;
		if
		:: !has_lock && lock[my] != 0 -> at = STATE_CREATING
		:: else ->
#ifndef BREAK_SECOND_LOOK
			at = disk[my];	/* the creator may have written it and gone since we looked, or taken all away */
#endif
			if
#ifndef BREAK_SECOND_LOOK
			:: live != my -> at = STATE_NONE
#endif
			:: live == my && (at == STATE_NONE || at == STATE_CREATING) -> at = STATE_STOPPED
			:: else
			fi
		fi
	:: else
	fi;
	if
	:: at == STATE_CREATED || at == STATE_RUNNING || at == STATE_PAUSED ->
		has_process = lives_now(my);
		if
		:: !has_process -> at = STATE_STOPPED
		:: has_process && at == STATE_CREATED && proc[my] == P_GUEST -> at = STATE_RUNNING
		:: else
		fi
	:: else
	fi
}

/* What is reported was true at some moment since the command began. */
inline judge()
{
	if
	:: looker == n + 1 -> assert(was & (1 << at)); looker = 0; was = 0
	:: else
	fi
}

/* kill and state take no lock: another command may change everything between any two looks. */
inline find_unlocked()
{
	atomic {
		if
		:: ev == EVENT_STATE && looker == 0 -> looker = n + 1; was = 0; note_truth()
		:: else
		fi;
		my = live
	};
	if
	:: my == 0 -> at = STATE_NONE
	:: else ->
		at = disk[my];
		atomic { observe(); judge() }
	fi
}

inline find_locked()
{
	my = live;
	if
	:: my == 0 -> at = STATE_NONE
	:: else ->
		take_lock(my);
		atomic {
			if
			:: live != my -> drop_lock(my); my = 0; at = STATE_NONE
			:: else -> has_lock = 1; at = disk[my]; observe()
			fi
		}
	fi
}

inline choose()
{
	if
	:: only != NOBODY -> ev = only
	:: n < CALLERS -> ev = EVENT_CREATE
	:: n < CALLERS -> ev = EVENT_START
	:: n < CALLERS -> ev = EVENT_KILL
#ifdef PAUSES
	:: n < CALLERS -> ev = EVENT_PAUSE
	:: n < CALLERS -> ev = EVENT_RESUME
#endif
	:: n < CALLERS -> ev = EVENT_DELETE
	:: n < CALLERS -> ev = EVENT_DELETE_FORCE
	:: n < CALLERS -> ev = EVENT_STATE
	fi
}

/* What a command raises after its first event went well. */
inline follow()
{
	if
	:: ev == EVENT_CREATE -> ev = EVENT_RESERVED
	:: ev == EVENT_RESERVED -> ev = EVENT_BUILT
	:: ev == EVENT_START -> ev = EVENT_EXECED
	:: ev == EVENT_PAUSE -> ev = EVENT_FROZEN
	:: ev == EVENT_RESUME -> ev = EVENT_THAWED
	:: else -> ev = NOBODY
	fi
}

#define look_up c_code { { \
	const struct step *s = &lifecycle[Pcommand->at][Pcommand->ev]; \
	Pcommand->verdict = s->verdict; Pcommand->to = s->to; Pcommand->fails = s->fails; } }
#define next_action c_code { Pcommand->act = lifecycle[Pcommand->at][Pcommand->ev].actions[Pcommand->i] & ~ACTION_ONLY_WARNS; \
	Pcommand->warns = lifecycle[Pcommand->at][Pcommand->ev].actions[Pcommand->i] / ACTION_ONLY_WARNS; }
/* The interpreter of src/decide/lifecycle.c, with a grave between any two of its steps. */
proctype command(byte n; byte calls; byte only)
{
	byte my, at, ev, verdict, to, fails, i, act, g;
	bit has_lock, has_process, failed, warns, cleaning;

next:	atomic {
		my = 0; at = 0; i = 0; act = 0; verdict = 0; to = 0; fails = 0; g = 0;
		has_lock = 0; has_process = 0; failed = 0; warns = 0; cleaning = 0;
		if
		:: calls == 0 -> goto done
		:: calls > 0 -> calls--
		fi;
		choose()
	};
	if
	:: ev == EVENT_CREATE -> finish_undone(g); at = STATE_NONE
	:: ev == EVENT_STATE || ev == EVENT_KILL -> find_unlocked()
	:: else -> find_locked()
	fi;
	may_die;
	do
	:: atomic { look_up; i = 0; failed = 0;
		if
		:: verdict == VERDICT_REFUSE -> goto over
		:: else
		fi };
		do
		:: atomic { next_action;
			if
			:: act == ACTION_END || failed -> break
			:: else
			fi };
			perform();
			atomic { if :: failed && warns -> failed = 0 :: else fi; i++ };
			may_die
		od;
		atomic {
			if
			:: !failed -> at = to;
				if
				:: cleaning -> break
				:: else -> follow();
					if
					:: ev == NOBODY -> break
					:: else
					fi
				fi
			:: failed && fails == EVENT_COUNT -> break
			:: failed && fails != EVENT_COUNT -> at = to; ev = fails; cleaning = 1
			fi
		}
	od;
over:	if
	:: at == STATE_NONE && has_lock -> drop_lock(my); has_lock = 0; finish_undone(g)
	:: n == CALLERS && my == 0 -> finish_undone(g)
	:: else
	fi;
dead:	atomic {
		drop_lock(my);
		g = 1;
		do
		:: g < LIVES ->
			if
#ifdef BREAK_CHANNEL
			:: false
#else
			:: proc[g] == P_BOUND && creator[g] == n -> proc[g] = P_ENDED; ended_once[g] = 1; note_truth()
#endif
			:: else
			fi;
			g++
		:: else -> g = 0; break
		od;
		if :: looker == n + 1 -> looker = 0; was = 0 :: else fi;
		goto next
	};
done:	busy--
}

#define undisturbed(event) busy++; run command(CALLERS, 1, event); busy == 0 && helpers == 0

/* The callers begin with no container, with a created one or with a running one. */
init {
	byte g;
	if
	:: skip
#ifndef FROM_NONE
	:: undisturbed(EVENT_CREATE)
	:: undisturbed(EVENT_CREATE); undisturbed(EVENT_START)
#endif
	fi;
	atomic { busy = CALLERS; run command(0, CALLS, NOBODY); run command(1, CALLS, NOBODY) };
	busy == 0 && helpers == 0;
	atomic { kills = 0; faults = 0 };
	undisturbed(EVENT_DELETE_FORCE);
	atomic {
		assert(live == 0 && cgroup == 0 && redirect == 0);
		g = 1;
		do
		:: g < LIVES -> assert(!lives_now(g) && !tap[g] && !buried[g]); g++
		:: else -> break
		od
	}
}
