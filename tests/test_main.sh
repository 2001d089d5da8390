#!/bin/sh
# The program as a process: which half it picks, exit statuses as scripts see them, and that a
# killed save leaves the old record or the new one.
# shellcheck source=tests/office.sh
. "$(dirname "$0")/office.sh"

# Runs loket and compares its exit status; a status above 0 comes with one sentence.
expect() { # STATUS NAME ARGUMENT...
    wanted=$1 name=$2
    shift 2
    "$loket" "$@" >"$work/out" 2>"$work/err" </dev/null
    status=$?
    [ "$status" -eq "$wanted" ] && { [ "$wanted" -eq 0 ] || grep -q '^loket: .*[.?]$' "$work/err"; }
    ok $? "$name: $wanted"
}

says() { # FILE PATTERN NAME
    grep -q -- "$2" "$work/$1"
    ok $? "$3"
}

# ---- Which half ----

expect 0 "--version" --version
says out '^loket [0-9]' "the version is told"
expect 0 "--help" --help
expect 2 "no database named" list permit
expect 2 "an unknown subcommand" fly
expect 2 "a mistyped subcommand" --lang en lst permit
# shellcheck disable=SC2016 # the backticks are loket's own
says err 'Was `loket list` meant?' "and what was meant"
expect 2 "a kind where a subcommand stands" --lang en permit
# shellcheck disable=SC2016 # so are these
says err 'Was `loket list permit` meant?' "and how it is listed"
expect 2 "a mistyped option" --lang en list permit --frmat json
says err 'Was --format meant?' "and the one that was meant"
expect 2 "an unknown option" --fly
expect 5 "no such database" --store "$store" list permit
says err 'loket init' "what to do is told"

expect 0 "init" --store "$store" init
expect 2 "the screen without a terminal" --store "$store"
says err 'loket list permit' "the command line is offered"

# ---- Language ----

"$loket" --store "$store" list hat 2>"$work/err" >"$work/out"
says err 'Yang dikenal' "Indonesian unless said"
"$loket" --store "$store" --lang en list hat 2>"$work/err" >"$work/out"
says err 'Known are' "English on request"
printf '[loket]\nlanguage = en\nstore = %s\n' "$store" >"$work/set.conf"
mkdir -p "$XDG_CONFIG_HOME/loket"
cp "$work/set.conf" "$XDG_CONFIG_HOME/loket/loket.conf"
expect 0 "loket.conf names the database" list office
says out 'Code' "and the language"
"$loket" --lang id list hat 2>"$work/err" >"$work/out"
says err 'Yang dikenal' "what is said on the line stands before it"
printf '[loket]\nfly = 1\n' >"$XDG_CONFIG_HOME/loket/loket.conf"
expect 2 "an unknown setting" list office
rm "$XDG_CONFIG_HOME/loket/loket.conf"

# No machine has Indonesian locales: the messages are loket's own. Where the terminal knows ASCII
# alone they are written in it.
for locale in C.UTF-8 C POSIX; do
    LC_ALL=$locale "$loket" --store "$store" list hat 2>"$work/err" >"$work/out"
    says err 'bukan jenis data' "Indonesian under LC_ALL=$locale"
done
LC_ALL=C "$loket" --store "$store" list hat 2>"$work/err" >"$work/out"
LC_ALL=C grep -q '[^ -~]' "$work/err"
[ $? -eq 1 ]
ok $? "in ASCII where there is no more"
expect 0 "help is a subcommand, too" help
says out '^list  ' "which tells of each what it does"
expect 0 "of one" help list
says out '^FILTER' "with what its words mean"
says out 'list KIND' "its words are told"

# ---- Environment ----

LOKET_STORE=$store "$loket" list permit --format json >"$work/out" 2>"$work/err"
says out '^\[\]$' "LOKET_STORE names the database; an empty list is a list"

# ---- Killed ----

id=$("$loket" --store "$store" new holiday day=2030-01-01 name=lama 2>"$work/err")
[ ${#id} -eq 13 ]
ok $? "a record to change"
before=$work/before after=$work/after
round=0
torn=0
while [ "$round" -lt 16 ]; do
    round=$((round + 1))
    "$loket" --store "$store" show holiday "$id" --format json >"$before" 2>/dev/null
    "$loket" --store "$store" set holiday "$id" "name=baru $round" >/dev/null 2>&1 &
    victim=$!
    turns=$((round * 1500)) # a later moment each time, without a clock
    while [ "$turns" -gt 0 ]; do turns=$((turns - 1)); done
    kill -9 "$victim" 2>/dev/null
    wait "$victim" 2>/dev/null
    "$loket" --store "$store" show holiday "$id" --format json >"$after" 2>"$work/err" || torn=1
    cmp -s "$before" "$after" || grep -q "\"baru $round\"" "$after" || torn=1
done
ok $torn "killed saves leave the old record or the new one"
expect 0 "verify after all of that" --store "$store" verify

done_testing
