#!/bin/sh
# readme.sh SUPPORT README: the README with the first table of docs/support.md between its two marks.  A test compares.
exec awk '
NR == FNR { if (/^[|]/ && !done) table = table $0 "\n"; else if (table != "") done = 1; next }
/^<!-- support: ends/ { inside = 0 }
!inside
/^<!-- support: begins/ { inside = 1; printf "%s", table }' "$@"
