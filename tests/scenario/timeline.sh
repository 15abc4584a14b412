#!/bin/bash
# timeout: 120
# When each step of a start happened: urunc's timestamps, and traces for viewers.
. "$(dirname "$0")/../lib.sh"
need root probe jq python3 "$GUEST/solo5-spt"
probe_settings
stamps=$T/stamps
cp "$URUNC_CONFIG_FILE" "$T/without"
printf '[timestamps]\nenabled = true\ndestination = "%s"\n' "$stamps" >>"$URUNC_CONFIG_FILE"
b=$(bundle_probe b 'probe:quiet probe:pause')
census_begin

# ---------------------------------------------------------------- timestamps
before=$(date +%s%N)
succeeds 'create' urunc create --bundle "$b" c1
is "$out$err" '' 'says nothing of them'
is "$(jq -r .timestampID "$stamps" | paste -sd' ')" 'TS00 TS01 TS02 TS03 TS04 TS05 TS06 TS07 TS08 TS10 TS17' 'create writes its own, and those of the process that it made'
mv "$URUNC_CONFIG_FILE" "$T/with"
succeeds 'start without these settings' urunc start c1
mv "$T/with" "$URUNC_CONFIG_FILE"
after=$(date +%s%N)
is "$(jq -r .timestampID "$stamps" | tail -n +12 | paste -sd' ')" 'TS09 TS11 TS12 TS13 TS14 TS15 TS16 TS18' 'start writes the others: what was said at create holds'
is "$(jq -r .timestampID "$stamps" | sort -u | wc -l)" 19 'each point there is, once'
is "$(grep -cE '^\{"containerID":"c1","timestampID":"TS[0-9]{2}","timestampName":"(CR|RX|ST)\.[a-z_]+","timestampOrder":[0-9]+,"time":[0-9]{19}\}$' "$stamps")" 19 'in the form of urunc'
is "$(jq -r '"\(.timestampID) \(.timestampName) \(.timestampOrder)"' "$stamps" | sort)" \
	"$(awk '/^point/ { print $2, $3, n++ }' "$TOP/spec/timestamps.spec")" 'names and orders are those of the spec'
is "$(jq -s "map(.time) | min > $before and max < $after" "$stamps")" true 'the times are of the day, within the two commands'
# As the measure scripts of urunc do: by time, then the differences.
# What is concurrent has no order: 4 and 5 are the child's, 3 and 6 of who made it.
is "$(jq -s -c 'sort_by(.time) | map(.timestampOrder) | [map(select(. < 4 or . == 6 or . == 7 or . == 8)), map(select(. == 4 or . == 5 or . == 17)),
	map(select(. > 10 and . != 17))]' "$stamps")" \
	'[[0,1,2,3,6,7,8],[4,5,17],[11,12,15,16,13,14,18]]' 'sorted by time they come in the order of the way'
urunc delete --force c1

# who makes the cgroup above all of these goes last
urunc create --bundle "$(bundle_probe first 'probe:quiet probe:pause')" first
: >"$stamps"
for i in 1 2 3 4 5 6; do urunc run --detach --bundle "$(bundle_probe "p$i" 'probe:quiet probe:pause')" "p$i" & done
wait
is "$(jq -s 'group_by(.containerID) | map(length) | tostring' "$stamps")" '"[19,19,19,19,19,19]"' 'six at once, by run: no line is torn or lost'
for i in 1 2 3 4 5 6; do urunc delete --force "p$i"; done
urunc delete first
: >"$stamps"
bundle_edit "$b" '.hooks.createRuntime = [{path: "/bin/false"}]'
fails 'a create that fails' urunc create --bundle "$b" c1
is "$(jq -r .timestampID "$stamps" | paste -sd' ')" 'TS00 TS01 TS02 TS03 TS06' 'writes what it came to'
bundle_edit "$b" 'del(.hooks)'
for bad in /proc/nowhere/file /dev/full "$T"; do
	cp "$T/without" "$URUNC_CONFIG_FILE"
	printf '[timestamps]\nenabled = true\ndestination = "%s"\n' "$bad" >>"$URUNC_CONFIG_FILE"
	succeeds "destination $bad" urunc --log-level warn run --detach --bundle "$b" c1
	like "$err" "^urunc: warning: settings: timestamps: $bad: " 'is a warning'
	urunc delete --force c1
done
mkfifo "$T/fifo"
printf '[timestamps]\nenabled = true\ndestination = "%s"\n' "$T/fifo" | cat "$T/without" - >"$URUNC_CONFIG_FILE"
LIMIT=10 succeeds 'a pipe without a reader makes nobody wait' urunc run --detach --bundle "$b" c1
urunc delete --force c1
cp "$T/without" "$URUNC_CONFIG_FILE"
printf '[timestamps]\ndestination = "%s"\n' "$T/off" >>"$URUNC_CONFIG_FILE"
urunc run --detach --bundle "$b" c1
holds test ! -e "$T/off" 'not enabled: no file'
urunc delete --force c1

# ---------------------------------------------------------------- traces
bundle_edit "$b" '.hooks = {createRuntime: [{path: "/bin/true"}], createContainer: [{path: "/bin/true"}]}'
for command in "create --bundle $b" start state kill; do
	# shellcheck disable=SC2086
	urunc --trace "$T/trace" $command c1 >/dev/null
done
wait_status c1 stopped
urunc --trace "$T/trace" delete c1
closed() { sed '$ s/,$/]/' "$1"; } # as viewers do: the end of the array may be missing
holds test "$(closed "$T/trace" | jq length)" -gt 40 'a trace is JSON, as viewers close it'
is "$(closed "$T/trace" | jq -r '[.[] | select(.ph == "M") | .args.name] | join(",")')" \
	"create,the container's process,start,the container's process,state,kill,delete" 'every process has a name'
is "$(closed "$T/trace" | jq '[.[] | select(.ph != "M") | select((.ph == "X" and .ts > 0 and .dur >= 0 and .pid > 0 and .tid > 0 and (.name | length) > 0) | not)] | length')" 0 \
	'every event is complete'
is "$(closed "$T/trace" | jq -r '[.[] | select(.cat == "command") | .name] | join(",")')" create,start,state,kill,delete 'several commands append to one file'
pid=$(closed "$T/trace" | jq '[.[] | select(.name == "mounts")][0].pid')
is "$(closed "$T/trace" | jq -r --argjson p "$pid" '[.[] | select(.pid == $p and .ph == "X") | .name] | join(",")')" \
	'be born,mounts,wait to be on record,enter cgroups,enter namespaces,hooks outside,hooks inside,pivot_root,identity,hear of start,filter and execve' \
	"the container's process tells its steps, from its birth to execve"
is "$(closed "$T/trace" | jq --argjson p "$pid" '[.[] | select(.name == "create" and .cat == "command")][0] as $c |
	[.[] | select(.pid == $p and .name != "hear of start" and .name != "filter and execve" and .ph == "X")] | all(.ts > $c.ts and .ts + .dur < $c.ts + $c.dur)')" true \
	'within the create that made it: by the same clock'
for i in 1 2 3 4 5 6 7 8; do urunc --trace "$T/many" state "n$i" 2>/dev/null & done
wait
is "$(head -n 1 "$T/many") $(grep -c '^\[' "$T/many") $(closed "$T/many" | jq '[.[] | select(.cat == "command")] | length')" '[ 1 8' 'eight at once begin one array'
# ---------------------------------------------------------------- as a picture
succeeds 'trace draws it' urunc trace "$T/trace"
is "$err" '' 'and says nothing else'
cp "$T/.out" "$T/picture"
is "$(python3 -c 'import sys, xml.dom.minidom as d; e = d.parse(sys.argv[1]).documentElement; print(e.tagName, e.getAttribute("xmlns"))' "$T/picture")" \
	'svg http://www.w3.org/2000/svg' 'as SVG'
is "$(grep -c '<rect class="bar' "$T/picture")" "$(closed "$T/trace" | jq '[.[] | select(.ph == "X")] | length')" 'with a bar for each event'
for name in create start state kill delete "the container's process"; do
	like "$(<"$T/picture")" "font-weight=\"600\">$name</text>" "a lane of $name"
done
head -c -20 "$T/trace" >"$T/cut"
refuses 'a trace that is cut short' "^urunc: $T/cut:[0-9]+: " urunc trace "$T/cut"
refuses 'what is no trace' "$b/config.json:1: this is no trace" urunc trace "$b/config.json"
refuses 'a file that is not there' "$T/nowhere: .*No such file or directory" urunc trace "$T/nowhere"
refuses 'a directory' "$T" urunc trace "$T"
run urunc --trace "$T/odd" state '"}]'
is "$(closed "$T/odd" | jq -r '.[1].args.container')" '' 'an id that is none does not get into it'
nothing_left 'nothing is left'
done_testing
