#!/bin/sh
# One permit by script from the counter to its payment, with people, and what the head office is
# told of it; then the Rp0 branch.
# shellcheck source=tests/office.sh
. "$(dirname "$0")/office.sh"

report() { # PERMIT ACTION RESULT
    as officer new inspection permit="$1" action="$2" started_at="h 08:00" finished_at="h 09:00" \
        officer.1.person=officer "$3" || return 1
    as officer "do" inspection "$(head -1 "$work/out")" report
}

run init --demo
ok $? "a practice office"

as operator list permit state=assigned --limit 1 --format csv
permit=$(sed -n 's/.*,\(20[0-9][0-9]-[0-9][0-9][0-9][0-9]\),.*/\1/p' "$work/out" | head -1)
refused 1 "is a step out of" "nothing is recommended before its reports" \
    officer "do" permit "$permit" recommend
refused 1 "comes by itself" "a report is not taken at the permit" \
    officer "do" permit "$permit" examine
report "$permit" P1a admin_result=continue
ok $? "the paper check is reported"
as officer new inspection permit="$permit" action=P4 started_at=h finished_at=h \
    officer.1.person=officer treatment_result=release
refused 1 "does not call for P4" "no treatment that nothing called for" \
    officer "do" inspection "$(head -1 "$work/out")" report
as officer list inspection state=draft --format csv
sed -n '2,$s/,.*//p' "$work/out" >"$work/left"
while read -r left; do as officer undo inspection "$left"; done <"$work/left"
report "$permit" P1b health_result=release
ok $? "the health check is reported"
does "release is recommended" officer "do" permit "$permit" recommend

does "a bill is begun" treasurer new bill permit="$permit"
bill=$(head -1 "$work/out")
does "and priced" treasurer "do" bill "$bill" price
does "and issued" treasurer "do" bill "$bill" issue
refused 1 "Nothing\|needed\|Billing" "money needs its numbers" treasurer "do" bill "$bill" pay
does "and paid" treasurer "do" bill "$bill" pay billing_code=820261128000009 \
    ntpn=ABCDEF0123456789 paid_on=h bank=EDC
as operator show permit "$permit" --format json
grep -q '"state": "paid"' "$work/out"
ok $? "the permit is paid"

as head service-time --format csv
grep -q "^$permit,T,EX," "$work/out" && grep -q "^number,field,direction,risk,state,started" "$work/out"
ok $? "its service time is told"
as head service-time --anomalies --format json
[ "$(head -c 1 "$work/out")" = "[" ]
ok $? "and what should not be"
as head service-time --accuracy --format csv
grep -q "^field,issued,corrected,office,percent" "$work/out" && grep -q "^all,[0-9]*,0,0,100" "$work/out"
ok $? "and how many certificates had to be corrected"
as head missing --format csv
grep -q "^permit,.*,officer" "$work/out" || grep -q "^permit,.*,operator" "$work/out"
ok $? "what is missing names who completes it"
does "the history holds" admin verify

done_testing
