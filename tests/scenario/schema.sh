#!/bin/bash
# timeout: 120
# What engines parse is what the JSON schemas of the runtime spec say: the state in each of its words, what hooks read, features.
. "$(dirname "$0")/../lib.sh"
schema=$B/schema
need root probe jq "$GUEST/solo5-spt" /usr/bin/python3
[ -e "$schema/.fetched" ] || skip_all "needs $schema (make schemas, which needs Go and a network)"
/usr/bin/python3 -c 'import jsonschema' 2>/dev/null || skip_all 'needs python3-jsonschema'
valid() { "$TOP/tests/conformance/valid" "$schema/$1-schema.json" "${@:2}" 2>&1; }

# ---------------------------------------------------------------- the measure itself
wrong=''
for kind in state features config; do
	wrong+=$(valid $kind "$schema/test/$kind/good"/*.json)
	faults=$(valid $kind "$schema/test/$kind/bad"/*.json)
	for sample in "$schema/test/$kind/bad"/*.json; do
		[[ $faults == *"$sample: "* ]] || wrong+=" $sample was taken"
	done
done
is "$wrong" '' "the spec's own samples are told apart, good and bad ($(find "$schema/test" -name '*.json' | wc -l))"

# ---------------------------------------------------------------- state
probe_settings
bundle=$(bundle_probe b 'probe:quiet probe:pause')
bundle_edit "$bundle" --arg state "$URUNC --root $ROOT state s1 >$T/creating" --arg stdin "cat >$T/stdin" '.hooks.prestart =
	[{ path: "/bin/sh", args: ["sh", "-c", $stdin] }, { path: "/bin/sh", args: ["sh", "-c", $state] }]'
check_state() { # STATUS FILE
	is "$(jq -r .status "$2")" "$1" "a container is $1"
	is "$(valid state "$2")" '' "its state is valid"
}
succeeds 'create' urunc create --bundle "$bundle" s1
check_state creating "$T/creating"
is "$(valid state "$T/stdin")" '' 'what a hook reads is valid'
urunc state s1 >"$T/state.json"
check_state created "$T/state.json"
succeeds 'start' urunc start s1
urunc state s1 >"$T/state.json"
check_state running "$T/state.json"
run urunc pause s1
if [[ $err == *'not supported'* ]]; then
	skip 'the state of a paused one is valid' 'pause is not there yet'
else
	urunc state s1 >"$T/state.json"
	is "$(jq -r .status "$T/state.json")" paused 'a container is paused'
	# The schema lists four words, the spec's text allows a runtime its own.
	is "$(jq '.status = "running"' "$T/state.json" | valid state)" '' 'its state is valid but for that word, which runtimes may add'
	succeeds 'resume' urunc resume s1
fi
succeeds 'kill' urunc kill s1 KILL
wait_status s1 stopped
urunc state s1 >"$T/state.json"
check_state stopped "$T/state.json"
succeeds 'delete' urunc delete s1

# ---------------------------------------------------------------- features, and a bundle to begin with
urunc features >"$T/features"
is "$(valid features "$T/features")" '' 'features are valid'
run urunc spec --bundle "$T"
if [ -e "$T/config.json" ]; then
	is "$(valid config "$T/config.json")" '' 'the config.json that spec writes is valid'
else
	skip 'the config.json that spec writes is valid' 'there is no command spec yet'
fi
done_testing
