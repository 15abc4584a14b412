# config_docs.awk -- what config.awk has read, for people (md) and for fuzzers (dict)

function shown(r,   s) {			# a path for people: items of a list under the first list that has their shape
	s = shape_of(r)
	if (s == "") return path[r]
	return shown(shape_row[s]) (kind[shape_row[s]] == "named" ? ".NAME." : "[].") substr(path[r], length(s) + 3)
}
function out_md_of(p,   i, r, t) {
	for (i = 1; i <= many[p]; i++) {
		r = below[p, i]
		t = text[r]
		if ((kind[r] == "list" || kind[r] == "named") && shape_row[arg[r]] != r) t = t "; its items are as those of `" shown(shape_row[arg[r]]) "`"
		printf "| `%s` | %s | %s |\n", shown(r), fate[r], t
		if (kind[r] == "object") out_md_of(path[r])
		else if ((kind[r] == "list" || kind[r] == "named") && shape_row[arg[r]] == r) out_md_of("@" arg[r])
	}
}
function out_md() {
	printf "<!-- generated from spec/config.spec by gen/config.awk: change those, and run `make docs` -->\n# What of config.json is honoured\n\n"
	printf "`use`: by the runtime. `hand`: to the guest. `ignore`: nothing happens. `refuse`: an error, unless the value is empty.\nFields that are not here are skipped.\n\n"
	printf "| field | fate | what for, or why not |\n|---|---|---|\n"
	out_md_of("")
}
function out_dict(   i, j) {			# tokens for a fuzzer
	for (i = 1; i <= rows; i++) if (!(name[i] in told)) { told[name[i]] = 1; printf "\"\\\"%s\\\":\"\n", name[i] }
	for (i = 1; i <= sets; i++) for (j = 1; j <= set_size[SETS[i]]; j++) printf "\"\\\"%s\\\"\"\n", word[SETS[i], j]
}
