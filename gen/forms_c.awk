# forms_c.awk -- what forms.awk has read, as C: the enums and struct machine, and the tables that form.c interprets.

function head(file) { banner(file, "spec/machine.spec, spec/monitors/ and spec/guests/", "gen/forms.awk", "One table for the program, its tests, its documentation and the support matrix.") }
function what_code(f) { return f == "" ? "0" : f == "index" ? "WHAT_INDEX" : f == "letter" ? "WHAT_LETTER" : (f in list_no) ? "FIRST_LIST + LIST_" up(f) : "FACT_" up(f) }
function file_of(at) { sub(/:[0-9]+$/, "", at); return at }
function member(f) { return list_of(f) == "" ? low(f) : low(substr(f, index(f, ".") + 1)) }
function owner(f) { return list_of(f) == "" ? "m->" : "m->" low(list_of(f)) "[item]." }
function numeric(f) { return kind[f] == "number" || kind[f] == "flag" }
function ctype(f) { return kind[f] == "number" ? "unsigned long " : kind[f] == "flag" ? "bool " : "const char *" }
function times(f) { return when[f] == "always" ? "" : when[f] == "maybe" ? " (may be absent)" : " (with " needs[f] ")" }

function members(l,   i) {
	for (i = 1; i <= nf; i++) if (list_of(F[i]) == l) printf "\t%s%s; /* %s%s */\n", ctype(F[i]), member(F[i]), doc[F[i]], times(F[i])
}
function out_enum(name, n, A, first,   i) {
	printf "enum %s {\n%s", name, first
	for (i = 1; i <= n; i++) printf "\t%s_%s,\n", up(name), up(A[i])
	printf "\t%s_COUNT%s\n};\n\n", up(name), (first == "" ? "" : " = " up(name) "_" up(A[n]))
}
function out_h(   i) {
	head("forms.h")
	printf "#ifndef FORMS_H\n#define FORMS_H\n\n#include <stdbool.h>\n#include <stddef.h>\n#include \"base/arena.h\"\n\n"
	out_enum("monitor", nmonitor, M, "")
	out_enum("guest", nguest, G, "")
	printf "/* Facts and lists count from 1: 0 is none. */\n"
	out_enum("fact", nf, F, "\tFACT_NONE,\n")
	out_enum("list", nlist, L, "\tLIST_NONE,\n")
	out_enum("filter", nq, Q, "\tFILTER_NONE,\n")
	printf "enum { FORM_COUNT = %d };\n", nform
	for (i = 1; i <= nlist; i++) { printf "\n/* %s */\nstruct machine_%s {\n", doc[L[i]], low(L[i]); members(L[i]); printf "};\n" }
	printf "\n/*\n * What is known of the machine that will run.  Strings are 0-terminated; what may be absent is NULL, \"\" or 0 then.\n"
	printf " * monitor and guest are of the enums above; form is what guest_form chose for the guest's version.\n */\n"
	printf "struct machine {\n\tint monitor, guest, form;\n"
	members("")
	for (i = 1; i <= nlist; i++) printf "\tstruct machine_%s *%s; /* %s */\n\tsize_t %s_count;\n", low(L[i]), low(L[i]), doc[L[i]], low(L[i])
	printf "};\n\n#endif\n"
}

function getter(type, name, wanted, end,   i) {		# a plain function instead of offsets and casts: a prover follows it
	printf "%s%s(const struct machine *m, size_t item, int fact)\n{\n\tswitch (fact) {\n", type, name
	for (i = 1; i <= nf; i++) if (numeric(F[i]) == wanted) printf "\tcase FACT_%s:\n\t\treturn %s%s;\n", up(F[i]), owner(F[i]), member(F[i])
	printf "\tdefault:\n\t\treturn %s;\n\t}\n}\n\n", end
}
function setter(type, name, wanted,   i) {
	printf "void %s(struct machine *m, size_t item, int fact, %svalue)\n{\n\tswitch (fact) {\n", name, type
	for (i = 1; i <= nf; i++) if (numeric(F[i]) == wanted)
		printf "\tcase FACT_%s:\n\t\t%s%s = value%s;\n\t\tbreak;\n", up(F[i]), owner(F[i]), member(F[i]), (kind[F[i]] == "flag" ? " != 0" : "")
	printf "\tdefault:\n\t\tbreak;\n\t}\n}\n\n"
}
function out_access(   i, l) {
	getter("const char *", "fact_string", 0, "NULL")
	getter("unsigned long ", "fact_number", 1, "0")
	setter("const char *", "fact_set_string", 0)
	setter("unsigned long ", "fact_set_number", 1)
	printf "size_t list_count(const struct machine *m, int list)\n{\n\tswitch (list) {\n"
	for (i = 1; i <= nlist; i++) printf "\tcase LIST_%s:\n\t\treturn m->%s_count;\n", up(L[i]), low(L[i])
	printf "\tdefault:\n\t\treturn 0;\n\t}\n}\n\nvoid list_take(struct arena *a, struct machine *m, int list, size_t count)\n{\n\tswitch (list) {\n"
	for (i = 1; i <= nlist; i++) {
		l = low(L[i])
		printf "\tcase LIST_%s:\n\t\tm->%s = take_many(a, count, sizeof *m->%s);\n\t\tm->%s_count = count;\n\t\tbreak;\n", up(L[i]), l, l, l
	}
	printf "\tdefault:\n\t\tbreak;\n\t}\n}\n\n"
}
function out_facts(   i) {
	printf "const struct form_fact form_facts[FACT_COUNT + 1] = {\n\t{ 0 },\n"
	for (i = 1; i <= nf; i++)
		printf "\t{ FACT_KIND_%s, %s, %d, %s, %d }, /* %s */\n", up(kind[F[i]]), (list_of(F[i]) == "" ? "0" : "LIST_" up(list_of(F[i]))), \
			(when[F[i]] != "always"), ((F[i] in needs) ? what_code(needs[F[i]]) : "0"), pooled(F[i]), F[i]
	printf "};\n\nconst unsigned short form_list_names[LIST_COUNT + 1] = {\n\t0,\n"
	for (i = 1; i <= nlist; i++) printf "\t%d, /* %s */\n", pooled(L[i]), L[i]
	printf "};\n\n"
}
function bitmap(s,   n, i, j, w, o) {			# 16 words of 16 bits
	n = codes(s)
	for (i = 0; i < 256; i++) bit[i] = 0
	for (i = 1; i <= n; i++) bit[code[i]] = 1
	for (i = 0; i < 16; i++) {
		w = 0
		for (j = 15; j >= 0; j--) w = 2 * w + bit[16 * i + j]
		o = o (i ? ", " : "") w
	}
	return o
}
function char(s,   p) { p = plain(s); return p == "'" || p == "\\" ? "'\\" p "'" : "'" p "'" }
function out_filters(   i) {
	printf "const struct form_filter_step form_filter_steps[] = {\n"
	for (i = 1; i <= ns; i++) {
		printf "\t/* %s */\n\t{ FILTER_OP_%s, %s, { %s }, %d, %d },\n", Ssrc[i], up(S[i]), (S[i] ~ /^(refuse|only)$/ ? "0" : char(Sa[i])), \
			bitmap(S[i] == "enclose" ? Sb[i] : Sa[i]), pooled(S[i] == "replace" ? plain(Sb[i]) : ""), pooled(Swhy[i])
	}
	printf "};\n\nconst struct form_filter form_filters[] = {\n\t{ 0 },\n"
	for (i = 1; i <= nq; i++) printf "\t{ %d, %d }, /* %s */\n", filter_first[Q[i]] - 1, filter_steps[Q[i]], Q[i]
	printf "};\n\n"
}
function out_pieces(   i) {
	printf "const struct form_piece form_pieces[] = {\n"
	for (i = 1; i <= np; i++)
		printf "\t{ %d, %s, %s, %d }, /* %d: %s%s */\n", pooled(Plit[i]), what_code(Pname[i]), (Pfilt[i] == "" ? "0" : "FILTER_" up(Pfilt[i])), Pend[i], \
			i - 1, Plit[i], (Pname[i] == "" ? "" : "{" Pname[i] "}")
	printf "};\n\n"
}
function on_number(i,   t) { t = form_type[Rform[i]] == "guest" ? "MONITOR_" : "GUEST_"; return t up(Ron[i]) " + 1" }
function whens(i,   j, o) {
	for (j = 1; j <= Rconds[i]; j++)
		o = o (j > 1 ? ", " : "") "{ " what_code(Rcond[i, j]) ", " (Rhow[i, j] == "unless") ", " pooled(Rvalue[i, j]) " }"
	return o
}
function field(name, value) { if (value != "" && value != "0") printf ", .%s = %s", name, value }
function out_rows(   i, k) {
	printf "const struct form_row form_rows[] = {\n"
	for (i = 1; i <= nr; i++) {
		k = Rk[i]
		printf "\t/* %s: %s */\n\t{ .kind = ROW_%s", Rat[i], Rsrc[i], up(k)
		if (Reach[i] != "") { field("pick", "PICK_" up(Rpick[i])); field("list", "LIST_" up(Reach[i])) }
		if (Ron[i] != "") field("on", on_number(i))
		if (Rconds[i]) field("when", "{ " whens(i) " }")
		if (Rn[i]) { printf ", .piece = %d", Rp[i] - 1; field("pieces", Rn[i]) }
		if (k == "exit") field("what", Rwhat[i]); else if (Rwhat[i] != "") field("what", what_code(Rwhat[i]))
		field("object", pooled(Robject[i])); field("key", pooled(Rkey[i])); field("why", pooled(Rwhy[i])); field("number", Rnumber[i])
		printf ", .file = %d, .line = %d },\n", pooled(file_of(Rat[i])), Rline[i]
	}
	printf "};\n\n"
}
function out_forms(   i, n) {
	printf "const struct form forms[FORM_COUNT] = {\n"
	for (i = 1; i <= nform; i++) {
		n = form_type[i] == "guest" ? guest_no[form_name[i]] : monitor_no[form_name[i]]
		printf "\t{ %d, %d, %d, %d, %d, %d, %d }, /* %s */\n", (form_type[i] == "guest"), n - 1, pooled(form_name[i]), pooled(form_word[i]), \
			pooled(form_before[i]), form_first[i], form_rows[i], form_key[i]
	}
	printf "};\n\nconst unsigned char monitor_forms[MONITOR_COUNT] = {"
	for (i = 1; i <= nmonitor; i++) printf "%s%d", (i > 1 ? ", " : " "), main_form["monitor", M[i]] - 1
	printf " };\nconst unsigned char guest_forms[GUEST_COUNT] = {"
	for (i = 1; i <= nguest; i++) printf "%s%d", (i > 1 ? ", " : " "), main_form["guest", G[i]] - 1
	printf " };\n\n"
}
function out_pairs(   i, j, v) {
	printf "const struct form_pair form_pairs[GUEST_COUNT][MONITOR_COUNT] = {\n"
	for (i = 1; i <= nguest; i++) {
		printf "\t{ /* %s */\n", G[i]
		for (j = 1; j <= nmonitor; j++) {
			v = pair_verb[G[i], M[j]]
			printf "\t\t{ PAIR_%s, %d }, /* %s */\n", (v == "" ? "UNKNOWN" : up(v)), pooled(pair_reason[G[i], M[j]]), M[j]
		}
		printf "\t},\n"
	}
	printf "};\n\nconst signed char guest_prefers[GUEST_COUNT][MONITOR_COUNT] = {\n"
	for (i = 1; i <= nguest; i++) {
		printf "\t{ /* %s */ ", G[i]
		for (j = 1; j <= prefers[G[i]]; j++) printf "MONITOR_%s, ", up(prefer[G[i], j])
		for (j = 1; j <= offers[G[i]]; j++) printf "MONITOR_%s, ", up(offer[G[i], j])
		if (prefers[G[i]] + offers[G[i]] < nmonitor) printf "-1 "
		printf "},\n"
	}
	printf "};\n\n"
}
function out_c() {
	head("forms.c")
	printf "#include \"decide/form_table.h\"\n\n"
	out_access()
	out_facts()
	out_filters()
	out_pieces()
	out_rows()
	out_forms()
	out_pairs()
	printf "#pragma GCC diagnostic ignored \"-Woverlength-strings\"\n"	# a pool is longer than C99 promises
	out_pool("forms_pool")
}
