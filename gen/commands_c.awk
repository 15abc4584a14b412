# commands_c.awk -- what commands.awk has read, as C: options and commands, their help, and the functions of the commands.

function head(file) { banner(file, FILENAME, "gen/commands.awk", "The parser, --help, the man page and the completion come from one table.") }
function member_line(name,   k, m) {
	k = member_kind[name]
	m = low(name)
	if (k == "flag") return "bool " m
	if (k == "number") return "int " m
	if (k == "word") return "enum word " m
	return "const char *" m
}
function values_of(name,   o, s) {		# what stands behind a member
	for (o = 1; o <= no; o++)
		if (O[o] == name && !ignored[o] && kind[o] != "flag")
			s = s (s == "" ? "" : "; ") (kind[o] == "word" ? "" : value[o] ": ") (kind[o] == "word" ? value[o] : meaning[o])
	return s
}
function usage(c,   i, s) {
	s = program " " c " [OPTION...]"
	for (i = 1; i <= most[c]; i++) s = s (i <= least[c] ? " " A[c, i] : " [" A[c, i] "]")
	return s ((c in endless) ? " " endless[c] : "")
}
function out_h(   i, s) {
	head("commands_table.h")
	printf "#ifndef COMMANDS_TABLE_H\n#define COMMANDS_TABLE_H\n\n#include <stdbool.h>\n\n"
	printf "enum command {\n\tCOMMAND_NONE,\n"
	for (i = 1; i <= nc; i++) printf "\tCOMMAND_%s,%s\n", up(C[i]), ((C[i] in refused) ? " /* refused */" : "")
	printf "\tCOMMAND_COUNT\n};\n\n/* Values that are one of a few words; 0: the option was not given. */\nenum word {\n\tWORD_NONE,\n"
	for (i = 1; i <= nw; i++) printf "\tWORD_%s,\n", up(W[i])
	printf "\tWORD_COUNT\n};\n\n"
	printf "/* What was said.  Texts are of argv, NULL when not given (an empty value counts as not given). */\n"
	printf "struct options {\n\tenum command command;\n\tenum command help_of; /* of COMMAND_HELP; COMMAND_NONE: the program's */\n"
	for (i = 1; i <= nm; i++) {
		s = values_of(M[i])
		printf "\t%s;%s\n", member_line(M[i]), (s == "" ? "" : " /* " s " */")
	}
	printf "};\n\n"
	printf "/* For the parser, src/read/options.c. */\n"
	printf "enum option {\n\tOPTION_NONE, /* accepted and ignored */\n\tOPTION_HELP,\n\tOPTION_VERSION,\n"
	for (i = 1; i <= nm; i++) printf "\tOPTION_%s,\n", up(M[i])
	printf "};\nenum option_kind { OPTION_IS_FLAG, OPTION_IS_TEXT, OPTION_IS_WORD, OPTION_IS_NUMBER };\n\n"
	printf "struct option_row {\n\tunsigned short name; /* as the others, an offset for command_text */\n"
	printf "\tunsigned short value; /* what help calls the value */\n\tunsigned short most; /* of a number */\n"
	printf "\tunsigned char kind;\n\tunsigned char option;\n\tchar letter; /* or 0 */\n"
	printf "\tunsigned commands; /* a bit for each; COMMAND_NONE: global */\n\tunsigned words; /* a bit for each */\n};\n\n"
	printf "struct command_row {\n\tunsigned short name;\n\tunsigned short help; /* all that --help prints */\n"
	printf "\tunsigned short usage; /* one line */\n\tunsigned short why; /* of a refused command */\n"
	printf "\tunsigned char exit; /* of a refused command; else 0 */\n\tunsigned char least, most; /* arguments */\n"
	printf "\tunsigned char endless; /* any number of further arguments: what stands behind the others is not looked at */\n"
	printf "\tunsigned char argument[%d]; /* enum option */\n};\n\n", widest()
	printf "enum { OPTION_ROWS = %d };\n", no
	printf "extern const struct option_row option_rows[OPTION_ROWS];\nextern const struct command_row command_rows[COMMAND_COUNT];\n\n"
	printf "const char *command_text(unsigned offset);\nconst char *word_name(enum word);\n"
	printf "/* COMMAND_NONE, WORD_NONE: there is none of that name. */\n"
	printf "enum command command_by_name(const char *name);\nenum word word_by_name(const char *name);\n"
	printf "const char *command_name(enum command);\n"
	printf "/* The whole text of --help, with its last new line; of COMMAND_NONE the program's. */\n"
	printf "const char *command_help(enum command);\n"
	printf "/* The exit code and the reason of a refused command; 0: it is not refused. */\n"
	printf "int command_refused(enum command, const char **ret_why);\n"
	printf "void option_set(struct options *o, enum option which, const char *text, int number);\n\n#endif\n"
}
function widest(   i, w) {
	w = 1
	for (i = 1; i <= nc; i++) if (most[C[i]] > w) w = most[C[i]]
	return w
}
# The left column of help.
function left(o,   s) {
	s = (letter[o] == "-" ? "    " : "-" letter[o] ", ") "--" O[o]
	return (kind[o] == "flag") ? s : s " " (kind[o] == "number" ? "N" : value[o])
}
function padded(s, n) { while (length(s) < n) s = s " "; return s }
function option_lines(where, title,   o, s, w, margin) {
	margin = padded("", 26)
	for (o = 1; o <= no; o++) if ((o, where) in of) {
		w = left(o)
		w = (length(w) > 22) ? w "\n" margin : padded(w, 24)
		s = s "  " w wrap(meaning[o] (ignored[o] ? "; ignored" : ""), 80 - length(margin), margin) "\n"
	}
	return (s == "") ? "" : "\n" title "\n" s
}
function program_help(   i, s, no_) {
	s = "Usage: " program " [OPTION...] COMMAND [OPTION...] [ARGUMENT...]\n\n" program " " about ".\n\n" wrap(more["-"], 80, "") "\n\nCommands:\n"
	for (i = 1; i <= nc; i++) {
		if (C[i] in refused) no_ = no_ (no_ == "" ? "" : ", ") C[i]
		else s = s "  " padded(C[i], 10) doc[C[i]] "\n"
	}
	s = s option_lines("global", "Options of all commands:")
	s = s "\n\"" program " COMMAND --help\" says more about a command."
	return s (no_ == "" ? "" : "\nNot here: " wrap(no_ ".", 70, "")) "\n"
}
function command_help(c) {
	if (c in refused) return doc[c] "\n"
	return "Usage: " usage(c) "\n\n" program " " c " " doc[c] ".\n" (more[c] == "" ? "" : "\n" wrap(more[c], 80, "") "\n") \
	    option_lines(c, "Options:") "\n\"" program " --help\" has the options of all commands.\n"
}
function fill_pool(   i) {
	for (i = 1; i <= nc; i++) { pooled(C[i]); pooled(usage(C[i])); if (C[i] in refused) pooled(doc[C[i]]) }
	for (i = 1; i <= nw; i++) pooled(W[i])
	for (i = 1; i <= no; i++) { pooled(O[i]); pooled(value[i] == "-" ? "" : value[i]) }
	pooled(program_help())
	for (i = 1; i <= nc; i++) pooled(command_help(C[i]))
}
function out_row(o,   i, c, which, w) {
	which = ignored[o] ? "NONE" : up(O[o])
	printf "\t{ %d, %d, %d, OPTION_IS_%s, OPTION_%s, %s,", pooled(O[o]), pooled(value[o] == "-" ? "" : value[o]), \
	    (kind[o] == "number" ? substr(value[o], 4) : 0), up(kind[o]), which, (letter[o] == "-" ? "0" : "'" letter[o] "'")
	c = ((o, "global") in of) ? " | 1u << COMMAND_NONE" : ""
	for (i = 1; i <= nc; i++) if ((o, C[i]) in of) c = c " | 1u << COMMAND_" up(C[i])
	w = ""
	for (i = 1; i <= now[o]; i++) w = w " | 1u << WORD_" up(Ow[o, i])
	printf " %s, %s }, /* line %d: --%s */\n", substr(c, 4), (w == "" ? "0" : substr(w, 4)), at_line[o], O[o]
}
function out_command(c,   i) {
	printf "\t[COMMAND_%s] = { %d, %d, %d, %d, %d, %d, %d, %d, {", up(c), pooled(c), pooled(command_help(c)), pooled(usage(c)), \
	    ((c in refused) ? pooled(doc[c]) : 0), ((c in refused) ? refused[c] : 0), least[c], most[c], (c in endless)
	for (i = 1; i <= most[c]; i++) printf " OPTION_%s,", A[c, i]
	printf "%s } }, /* line %d */\n", (most[c] ? "" : " 0"), declared["command", c]
}
function out_set(   i, m, k) {
	printf "void option_set(struct options *o, enum option which, const char *text, int number)\n{\n\tswitch (which) {\n"
	for (i = 1; i <= nm; i++) {
		m = low(M[i]); k = member_kind[M[i]]
		printf "\tcase OPTION_%s:\n\t\to->%s = %s;\n\t\tbreak;\n", up(M[i]), m, \
		    (k == "text" ? "text" : k == "word" ? "(enum word)number" : k == "flag" ? "number != 0" : "number")
	}
	printf "\tcase OPTION_NONE:\n\tcase OPTION_HELP:\n\tcase OPTION_VERSION:\n\t\tbreak;\n\t}\n}\n"
}
function out_c(   i) {
	fill_pool()
	head("commands_table.c")
	printf "#include \"commands_table.h\"\n#include <string.h>\n\nstatic "
	out_pool("pool")
	printf "const struct option_row option_rows[OPTION_ROWS] = {\n"
	for (i = 1; i <= no; i++) out_row(i)
	printf "};\n\nconst struct command_row command_rows[COMMAND_COUNT] = {\n\t[COMMAND_NONE] = { .help = %d },\n", pooled(program_help())
	for (i = 1; i <= nc; i++) out_command(C[i])
	printf "};\n\nstatic const unsigned short words[WORD_COUNT] = {\n"
	for (i = 1; i <= nw; i++) printf "\t[WORD_%s] = %d,\n", up(W[i]), pooled(W[i])
	printf "};\n\nconst char *command_text(unsigned offset)\n{\n\treturn pool + offset;\n}\n\n"
	printf "const char *word_name(enum word word)\n{\n\treturn pool + words[word];\n}\n\n"
	printf "enum word word_by_name(const char *name)\n{\n\tfor (int i = 1; i < WORD_COUNT; i++)\n"
	printf "\t\tif (strcmp(pool + words[i], name) == 0)\n\t\t\treturn (enum word)i;\n\treturn WORD_NONE;\n}\n\n"
	printf "enum command command_by_name(const char *name)\n{\n\tfor (int i = 1; i < COMMAND_COUNT; i++)\n"
	printf "\t\tif (strcmp(pool + command_rows[i].name, name) == 0)\n\t\t\treturn (enum command)i;\n\treturn COMMAND_NONE;\n}\n\n"
	printf "const char *command_name(enum command command)\n{\n\treturn pool + command_rows[command].name;\n}\n\n"
	printf "const char *command_help(enum command command)\n{\n\treturn pool + command_rows[command].help;\n}\n\n"
	printf "int command_refused(enum command command, const char **ret_why)\n{\n"
	printf "\tif (command_rows[command].exit)\n\t\t*ret_why = pool + command_rows[command].why;\n"
	printf "\treturn command_rows[command].exit;\n}\n\n"
	out_set()
}
function function_of(c) { return (c in refused) ? "cmd_refuse" : "cmd_" low(c) }
function out_functions_h(   i, any) {
	head("command_functions.h")
	printf "#ifndef COMMAND_FUNCTIONS_H\n#define COMMAND_FUNCTIONS_H\n\n#include \"commands_table.h\"\n\nstruct context;\n\n"
	printf "/* One function for each command; it returns the exit code.  cmd_refuse is for all that are refused. */\n"
	for (i = 1; i <= nc; i++) if (C[i] in refused) any = 1; else printf "int %s(struct context *);\n", function_of(C[i])
	if (any) printf "int cmd_refuse(struct context *);\n"
	printf "\nextern int (*const command_functions[COMMAND_COUNT])(struct context *);\n\n#endif\n"
}
function out_functions_c(   i) {
	head("command_functions.c")
	printf "#include \"command_functions.h\"\n\nint (*const command_functions[COMMAND_COUNT])(struct context *) = {\n"
	for (i = 1; i <= nc; i++) printf "\t[COMMAND_%s] = %s, /* line %d */\n", up(C[i]), function_of(C[i]), declared["command", C[i]]
	printf "};\n"
}
