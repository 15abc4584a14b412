# timestamps.awk -- reads and checks timestamps.spec: awk -v out=h|c|md -f gen/spec.awk -f gen/timestamps.awk spec/timestamps.spec

$1 == "point" && NF >= 5 {
	if ($2 != sprintf("TS%02d", n)) die("points are numbered without a gap: " sprintf("TS%02d", n) " is next, not " $2)
	if ($3 !~ /^[A-Z]+[.][a-z_]+$/) die("not a name for a point: " $3)
	if ($4 !~ /^(create|child|start|parked)$/) die("a point is seen by create, child, start or parked, not by " $4)
	once("point", $3)
	name[n] = $3; who[n] = $4; text[n] = rest(5); at[n] = here(); n++
	next
}
{ unread() }

function head(file) { banner(file, "spec/timestamps.spec", "gen/timestamps.awk", "The instants of a start, under the names that urunc's scripts know.") }
function out_h(   i) {
	head("timestamps_table.h")
	printf "#ifndef TIMESTAMPS_TABLE_H\n#define TIMESTAMPS_TABLE_H\n\nenum point {\n"
	for (i = 0; i < n; i++) printf "\tPOINT_%s, /* %s: %s */\n", up(name[i]), at[i], text[i]
	printf "\tPOINT_COUNT\n};\n\n/* TS00 and so on; CR.invoked and so on. */\nconst char *point_id(enum point p);\nconst char *point_name(enum point p);\n\n#endif\n"
}
function out_c(   i) {
	head("timestamps_table.c")
	printf "#include \"timestamps_table.h\"\n\nstatic const struct {\n\tunsigned short id, name; /* offsets into the pool */\n} rows[POINT_COUNT] = {\n"
	for (i = 0; i < n; i++) printf "\t/* %s */ { %d, %d },\n", at[i], pooled(sprintf("TS%02d", i)), pooled(name[i])
	printf "};\n\nstatic "
	out_pool("pool")
	printf "const char *point_id(enum point p)\n{\n\treturn pool + rows[p].id;\n}\n\nconst char *point_name(enum point p)\n{\n\treturn pool + rows[p].name;\n}\n"
}
function out_md(   i) {
	printf "<!-- generated from spec/timestamps.spec by gen/timestamps.awk: change those, and run `make docs` -->\n# Timestamps\n\n"
	printf "With `enabled = true` in `[timestamps]` of the [settings](settings.md), `create`, `start` and `run` append a line to `destination`\nfor each of these instants, as urunc does:\n\n"
	printf "    {\"containerID\":\"c\",\"timestampID\":\"TS00\",\"timestampName\":\"CR.invoked\",\"timestampOrder\":0,\"time\":1795816800000000000}\n\n"
	printf "`time` is in nanoseconds since 1970. Sort by it: urunc executes itself anew inside of the container and makes the network there,\n"
	printf "where here the command does so before; the scripts of urunc sort by time too. The lines of one command are one write(2). What is\n"
	printf "said at `create` holds for `start`. A command that fails writes what it came to; a file that cannot be opened is a warning.\n\n"
	printf "| id | name | seen by | when |\n|---|---|---|---|\n"
	for (i = 0; i < n; i++) printf "| TS%02d | %s | %s | %s |\n", i, name[i], who[i], text[i]
}
BEGIN { n = 0 }
END {
	if (bad) exit 1
	if (!n) { late("spec/timestamps.spec", "there is no point"); exit 1 }
	if (out == "h") out_h()
	if (out == "c") out_c()
	if (out == "md") out_md()
}
