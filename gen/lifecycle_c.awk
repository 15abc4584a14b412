# lifecycle_c.awk -- what lifecycle.awk has read, as C: the table, and the functions that act and undo.

function head(file) { banner(file, FILENAME, "gen/lifecycle.awk", "One table for the program, its model, its tests and its documentation.") }
function remark(kind, name) {			# what stands behind a name of an enum
	if (kind == "state") return " /* " doc[name] " */"
	if (kind == "event") return " /* " origin[name] " */"
	if (kind == "resource") return " /* " args[name] ": " doc["resource " name] " */"
	return ""
}
function enum(kind, n, L, first,   i) {
	printf "enum %s {\n%s", kind, first
	for (i = 1; i <= n; i++) printf "\t%s_%s,%s\n", up(kind), up(snake(L[i])), remark(kind, L[i])
	printf "\t%s_COUNT", up(kind)
	if (kind == "action") printf ",\n\tACTION_ONLY_WARNS = 0x80 /* or'ed to an action whose failure is a warning */"
	printf "\n};\n\n"
}
function out_h() {
	head("lifecycle_table.h")
	printf "#ifndef LIFECYCLE_TABLE_H\n#define LIFECYCLE_TABLE_H\n\n#include <stdbool.h>\n\n"
	enum("state", ns, S, "")
	enum("event", ne, E, "")
	enum("action", nact, A, "\tACTION_END,\n")
	enum("resource", nr, R, "")
	printf "enum { RESOURCE_ARGS_MAX = %d };\n\n", most_args
	printf "enum verdict { VERDICT_STEP, VERDICT_REFUSE, VERDICT_IGNORE };\n\n"
	printf "struct step {\n\tunsigned char verdict;\n\tunsigned char to;\n"
	printf "\tunsigned char fails; /* the event that a failed action becomes; EVENT_COUNT: none */\n"
	printf "\tunsigned char actions[%d]; /* in order, ends at ACTION_END */\n", most + 1
	printf "\tunsigned char errnum; /* why the event is refused, or 0 */\n"
	printf "\tunsigned short why; /* see step_why */\n};\n\n"
	printf "extern const struct step lifecycle[STATE_COUNT][EVENT_COUNT];\n\n"
	printf "/* The words of the spec.  by_name: -1 when there is no such name. */\n"
	printf "const char *state_name(enum state);\nconst char *event_name(enum event);\n"
	printf "const char *action_name(enum action);\nconst char *resource_name(enum resource);\n"
	printf "int state_by_name(const char *name);\nint event_by_name(const char *name);\nint resource_by_name(const char *name);\n\n"
	printf "/* Why an event is refused, \"\" when it is not; {id} stands for the container's id. */\n"
	printf "const char *step_why(const struct step *step);\n\n"
	printf "int state_is_saved(enum state); /* there is a record */\nint state_has_pid(enum state); /* a process belongs to it */\n\n"
	printf "/* What is recorded with a resource: how many arguments, and the name of each. */\n"
	printf "int resource_args(enum resource);\nconst char *resource_arg_name(enum resource, int arg);\n"
	printf "/* What takes long to go away is undone where nobody waits for it. */\nbool resource_later(enum resource);\n"
	printf "enum action resource_maker(enum resource);\n\n#endif\n"
}
function name_list(kind, n, L, first,   i) {
	printf "static const unsigned short %s_names[%s_COUNT] = {\n%s", kind, up(kind), first
	for (i = 1; i <= n; i++) printf "\t%d, /* %s */\n", pooled(L[i]), L[i]
	printf "};\n\nconst char *%s_name(enum %s %s)\n{\n\treturn pool + %s_names[%s];\n}\n\n", kind, kind, kind, kind, kind
}
function by_name(kind) {
	printf "int %s_by_name(const char *name)\n{\n\tfor (int i = 0; i < %s_COUNT; i++)\n", kind, up(kind)
	printf "\t\tif (strcmp(pool + %s_names[i], name) == 0)\n\t\t\treturn i;\n\treturn -1;\n}\n\n", kind
}
function flags(name, L) { printf "int state_%s(enum state state)\n{\n\treturn %s_states >> state & 1;\n}\n\n", name, name }
function fill_pool(   i, j, k, n, w) {
	for (i = 1; i <= ns; i++) pooled(S[i])
	for (i = 1; i <= ne; i++) pooled(E[i])
	for (i = 1; i <= nact; i++) pooled(A[i])
	for (i = 1; i <= nr; i++) {
		pooled(R[i])
		n = split(args[R[i]], w, ",")
		for (k = 1; k <= n; k++) pooled(w[k])
	}
	for (i = 1; i <= ns; i++) for (j = 1; j <= ne; j++) pooled(reason[S[i], E[j]])
}
function out_step(s, e,   k, n, w, a) {
	printf "\t\t[EVENT_%s] = { VERDICT_%s, STATE_%s, EVENT_%s", up(e), up(what[s, e]), up(next_[s, e]), \
	    (fail[s, e] == "=" ? "COUNT" : up(fail[s, e]))
	if (what[s, e] == "refuse") printf ", .errnum = %s, .why = %d", acts[s, e], pooled(reason[s, e])
	if (what[s, e] == "step") {
		n = split(acts[s, e], w, " ")
		printf ", { "
		for (k = 1; k <= n; k++) {
			a = w[k]
			printf "ACTION_%s%s, ", up(snake(bare(a))), (a ~ /[?]$/ ? " | ACTION_ONLY_WARNS" : "")
		}
		printf "ACTION_END }"
	}
	printf " }, /* line %d */\n", row[s, e]
}
function bare(a) { sub(/[?]$/, "", a); return a }
function out_c(   i, j, k, n, w) {
	fill_pool()
	head("lifecycle_table.c")
	printf "#include \"lifecycle_table.h\"\n#include <errno.h>\n#include <string.h>\n\nstatic "
	out_pool("pool")
	name_list("state", ns, S, "")
	name_list("event", ne, E, "")
	name_list("action", nact, A, "\t0,\n")
	name_list("resource", nr, R, "")
	by_name("state"); by_name("event"); by_name("resource")
	printf "const char *step_why(const struct step *step)\n{\n\treturn pool + step->why;\n}\n\n"
	printf "static const unsigned is_saved_states ="
	for (i = 1; i <= ns; i++) if (saved[S[i]] == "saved") printf " 1u << STATE_%s |", up(S[i])
	printf " 0;\nstatic const unsigned has_pid_states ="
	for (i = 1; i <= ns; i++) if (has_pid[S[i]]) printf " 1u << STATE_%s |", up(S[i])
	printf " 0;\n\n"
	flags("is_saved"); flags("has_pid")
	printf "bool resource_later(enum resource resource)\n{\n\treturn (0u"
	for (i = 1; i <= nr; i++) if (R[i] in later) printf " | 1u << RESOURCE_%s", up(R[i])
	printf ") >> resource & 1;\n}\n\n"
	printf "static const unsigned short arg_names[RESOURCE_COUNT][RESOURCE_ARGS_MAX + 1] = {\n"
	for (i = 1; i <= nr; i++) {
		n = split(args[R[i]], w, ",")
		printf "\t[RESOURCE_%s] = {", up(R[i])
		for (k = 1; k <= n; k++) printf " %d,", pooled(w[k])
		printf " 0 }, /* line %d: %s */\n", declared["resource", R[i]], args[R[i]]
	}
	printf "};\n\nint resource_args(enum resource resource)\n{\n\tint n = 0;\n\n"
	printf "\twhile (arg_names[resource][n])\n\t\tn++;\n\treturn n;\n}\n\n"
	printf "const char *resource_arg_name(enum resource resource, int arg)\n{\n\treturn pool + arg_names[resource][arg];\n}\n\n"
	printf "static const unsigned char makers[RESOURCE_COUNT] = {\n"
	for (i = 1; i <= nr; i++) printf "\t[RESOURCE_%s] = ACTION_%s,\n", up(R[i]), up(snake(maker[R[i]]))
	printf "};\n\nenum action resource_maker(enum resource resource)\n{\n\treturn makers[resource];\n}\n\n"
	printf "const struct step lifecycle[STATE_COUNT][EVENT_COUNT] = {\n"
	for (i = 1; i <= ns; i++) {
		printf "\t[STATE_%s] = {\n", up(S[i])
		for (j = 1; j <= ne; j++) out_step(S[i], E[j])
		printf "\t},\n"
	}
	printf "};\n"
}

# The functions that carry out a container's life stand apart from the table: decide links without them.
function c_name(a) { return "act_" low(snake(a)) }
function out_actions_h(   i) {
	head("lifecycle_actions.h")
	printf "#ifndef LIFECYCLE_ACTIONS_H\n#define LIFECYCLE_ACTIONS_H\n\n#include \"lifecycle_table.h\"\n\n"
	printf "struct container;\nstruct error;\n\n"
	for (i = 1; i <= nact; i++) printf "int %s(struct container *c, struct error *err);\n", c_name(A[i])
	printf "\n/* args: as recorded, resource_args() of them.  What is gone already is success. */\n"
	for (i = 1; i <= nr; i++)
		if (!(undo[R[i]] in said)) {
			said[undo[R[i]]] = 1
			printf "int undo_%s(struct container *c, const char *const args[], struct error *err);\n", undo[R[i]]
		}
	printf "\nextern int (*const action_functions[ACTION_COUNT])(struct container *c, struct error *err);\n"
	printf "extern int (*const undo_functions[RESOURCE_COUNT])("
	printf "struct container *c, const char *const args[], struct error *err);\n\n#endif\n"
}
function out_actions_c(   i) {
	head("lifecycle_actions.c")
	printf "#include \"lifecycle_actions.h\"\n\n"
	printf "int (*const action_functions[ACTION_COUNT])(struct container *c, struct error *err) = {\n"
	for (i = 1; i <= nact; i++) printf "\t[ACTION_%s] = %s,\n", up(snake(A[i])), c_name(A[i])
	printf "};\n\nint (*const undo_functions[RESOURCE_COUNT])("
	printf "struct container *c, const char *const args[], struct error *err) = {\n"
	for (i = 1; i <= nr; i++) printf "\t[RESOURCE_%s] = undo_%s, /* line %d */\n", up(R[i]), undo[R[i]], declared["resource", R[i]]
	printf "};\n"
}
function out_vec(   i, j, s, e) {		# written on a path of its own: names, not numbers
	head("lifecycle_vectors.h")
	printf "/* VECTOR(state, event, verdict, new state, errno, event on failure, actions) */\n"
	for (i = 1; i <= ns; i++) for (j = 1; j <= ne; j++) {
		s = S[i]; e = E[j]
		printf "VECTOR(\"%s\", \"%s\", \"%s\", \"%s\", %s, \"%s\", \"%s\")\n", s, e, what[s, e], next_[s, e], \
		    (what[s, e] == "refuse" ? acts[s, e] : "0"), fail[s, e], (what[s, e] == "step" ? acts[s, e] : "")
	}
}
function out_rows(   i, j, s, e) {		# for programs that are no C: tests/walk
	printf "# line\tin\tevent\tverdict\tto\tfails\tactions\terrno\twhy\n"
	for (i = 1; i <= ns; i++) for (j = 1; j <= ne; j++) {
		s = S[i]; e = E[j]
		printf "%d\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", row[s, e], s, e, what[s, e], next_[s, e], fail[s, e], \
		    (what[s, e] == "step" ? acts[s, e] : ""), (what[s, e] == "refuse" ? acts[s, e] : ""), reason[s, e]
	}
}
