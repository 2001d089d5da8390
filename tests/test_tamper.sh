#!/bin/sh
# What the sqlite3 shell does to a copy of the file, `loket verify` names: a sentence for each deed.
command -v sqlite3 >/dev/null || { echo "ok 1 - tampering # SKIP there is no sqlite3 shell here"; echo 1..1; exit 0; }
# shellcheck source=tests/office.sh
. "$(dirname "$0")/office.sh"

run init --demo || { cat "$work/err"; exit 5; }
as operator new party name='PT Satu'
as operator new party name='PT Dua'
as operator new party name='PT Tiga'
as head new party name='PT Kepala'
run verify
ok $? "an untouched file is clean"
last=$(sqlite3 "$store" 'SELECT max(seq) FROM history')

# A deed in SQL on a copy, which a backup's own reading keeps apart from what this desk saw.
deed() { # NAME SENTENCE SQL
    cp "$store" "$work/copy.db"
    sqlite3 "$work/copy.db" "$3" || { ok 1 "$1: the shell refused it"; return; }
    "$loket" --lang en --store "$work/copy.db" verify --backup >"$work/out" 2>"$work/err" </dev/null
    [ $? -eq 1 ] && grep -qE -- "$2" "$work/out"
    ok $? "$1"
}

swap="UPDATE history SET seq = -1 WHERE seq = $((last - 2));
      UPDATE history SET seq = $((last - 2)) WHERE seq = $((last - 1));
      UPDATE history SET seq = $((last - 1)) WHERE seq = -1"
insert="UPDATE history SET seq = -seq WHERE seq >= $((last - 1));
        UPDATE history SET seq = 1 - seq WHERE seq < 0;
        INSERT INTO history SELECT $((last - 1)), previous, hex(randomblob(16)), author, desk, at, kind,
          record, rev, step, note, before, after, digest, batch, signer, randomblob(32), signature
          FROM history WHERE seq = $((last - 2))"
deed "a field changed" 'PT Palsu' "UPDATE party SET name = 'PT Palsu' WHERE name = 'PT Satu'"
deed "another name on an entry" "entry $last .*(altered|forged)" \
    "UPDATE history SET author = 'coordinator' WHERE seq = $last"
deed "an entry deleted" "entr(y|ies) $((last - 1)).* removed" \
    "DELETE FROM history WHERE seq = $((last - 1))"
deed "an entry inserted" 'inserted|forged' "$insert"
deed "two entries swapped" "entries $((last - 2)) and $((last - 1)) were swapped" "$swap"
deed "a person's public key replaced" '“head”' \
    "UPDATE user SET sign_key = (SELECT sign_key FROM user WHERE name = 'guest') WHERE name = 'head'"
deed "a role raised" '“operator”' \
    "UPDATE user SET roles = 'operator;head' WHERE name = 'operator'"
deed "the root's key replaced" 'root key' \
    "UPDATE meta SET value = (SELECT sign_key FROM user WHERE name = 'guest') WHERE key = 'root'"

# ---- Yesterday's file ----

cp "$store" "$work/yesterday.db"
as operator new party name='PT Hari Ini'
cp "$store" "$work/today.db"
cp "$work/yesterday.db" "$store"
run verify
[ $? -eq 1 ] && grep -q 'rolled back' "$work/out"
ok $? "yesterday's file put back is named"
as operator new party name='PT Sesudah'
[ $? -eq 6 ] && grep -q 'rolled back' "$work/err"
ok $? "a desk that saw the newer one writes nothing to it"
XDG_STATE_HOME="$work/other" as operator list party --limit 1
ok $? "a desk that never saw more reads it"
cp "$work/today.db" "$store"
run verify
ok $? "the newer file put back is taken again"

done_testing
