# What the scripts that use loket as a person at a desk share: a database of their own, and what they
# say of each command. Sourced; `done_testing` is the last line.
# shellcheck shell=sh
set -u
loket=${LOKET:-./loket}
work=$(mktemp -d) || exit 5
trap 'rm -rf "$work"' EXIT
export XDG_STATE_HOME="$work/state" XDG_CONFIG_HOME="$work/config"
export LOKET_PAPER="$loket-paper"
store=$work/office.db
number=0
failed=0
printf demo >"$work/pass"
chmod 600 "$work/pass"

ok() { # STATUS NAME
    number=$((number + 1))
    if [ "$1" -eq 0 ]; then echo "ok $number - $2"; else
        echo "not ok $number - $2"
        sed 's/^/    /' "$work/out" "$work/err"
        failed=1
    fi
}

run() { # ARGUMENT...: on the database, as nobody
    "$loket" --lang en --store "$store" "$@" >"$work/out" 2>"$work/err" </dev/null
}

as() { # NAME ARGUMENT...
    name=$1
    shift
    run --user "$name" --passphrase-file "$work/pass" "$@"
}

does() { # WHAT NAME ARGUMENT...: it is done
    what=$1
    shift
    as "$@"
    ok $? "$what"
}

refused() { # STATUS WORDS WHAT NAME ARGUMENT...: it is not, in these words
    status=$1
    words=$2
    what=$3
    shift 3
    as "$@"
    [ $? -eq "$status" ] && grep -q -- "$words" "$work/err"
    ok $? "$what"
}

done_testing() {
    echo "1..$number"
    exit $failed
}
