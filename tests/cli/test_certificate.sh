#!/bin/sh
# An office of its own, from its root key to a certificate in hand: every paper as PDF, and the code
# on it checked with nothing but the fingerprint of the office's key.
# shellcheck source=tests/office.sh
. "$(dirname "$0")/../office.sh"

must() { # NAME ARGUMENT...
    as "$@" || { echo "not ok $((number + 1)) - $*"; cat "$work/out" "$work/err"; exit 1; }
}

person() { # NAME WORD...
    added=$1
    shift
    must boss user add "$added" "$@" --new-passphrase-file "$work/pass"
    must boss user certify "$added"
}

printf 'kata sandi panjang' >"$work/pass"
chmod 600 "$work/pass"
"$loket" --store "$store" init --admin boss --passphrase-file "$work/pass" --root-file "$work/root" \
    >"$work/out" 2>"$work/err" || { cat "$work/err"; exit 5; }
must boss user fingerprint
grep -o '[0-9A-Fa-f]\{4\}\([ -][0-9A-Fa-f]\{4\}\)\{7\}' "$work/out" >"$work/office.key" ||
    cp "$work/out" "$work/office.key"
person op role=operator full_name='Petugas Loket'
person off role=officer full_name='drh. Sari, M.Si' signs_for=T
person ko role=coordinator full_name=Koordinator
person ben role=treasurer full_name=Bendahara
must boss new rule rule=office.home value=1203 basis=SK-1
must op new party name='PT Toba Agro'
must op new permit field=T direction=EX applicant='PT Toba Agro' sender='PT Toba Agro' \
    recipient='Minato Foods' origin_country=ID origin_city=Medan destination_country=JP \
    destination_city=Tokyo conveyance_mode=sea conveyance_name='KM Kelud' \
    officer.1.person=off officer.1.part=lead \
    item.1.commodity=Beras item.1.net_quantity=1250.5 item.1.net_unit=KGM item.1.packages=50
permit=$(cat "$work/out")
must op "do" permit "$permit" submit
must op show permit "$permit" --format json
papers=$(grep -o '"presence"' "$work/out" | wc -l)
n=1
while [ "$n" -le "$papers" ]; do
    must op set permit "$permit" "document.$n.presence=present"
    n=$((n + 1))
done
must op "do" permit "$permit" accept
must off "do" permit "$permit" analyse analysis=action analysis_basis='riwayat baik'
must ko "do" permit "$permit" assign
must op show permit "$permit" --format json
ref=$(sed -n 's/.*"number": "\([^"]*\)".*/\1/p' "$work/out" | head -1)
today=$(date -u +%Y-%m-%d)
inspect() { # ACTION FIELD=RESULT
    must off new inspection permit="$ref" action="$1" started_at="$today 00:10" \
        finished_at="$today 00:20" officer.1.person=off "$2"
    must off "do" inspection "$(cat "$work/out")" report
}
inspect P1a admin_result=continue
inspect P1b health_result=release
must off "do" permit "$permit" recommend
must ben new bill permit="$ref" charge.1.code=3B3 charge.1.quantity=1
bill=$(cat "$work/out")
must ben "do" bill "$bill" issue
must ben "do" bill "$bill" pay billing_code=820261120000001 ntpn=0123456789ABCDEF paid_on=h bank=BRI
must op list certificate --format json
certificate=$(sed -n 's/.*"id": "\([^"]*\)".*/\1/p' "$work/out" | head -1)
must op set certificate "$certificate" packages='50 sacks'
must off "do" certificate "$certificate" issue
must ben new stock document='Phytosanitary certificate' first='A 0001' last='A 0010'
must ben "do" stock "$(cat "$work/out")" receive
must op "do" certificate "$certificate" print_sheet
as op print certificate "$certificate" --output "$work/certificate.pdf"
head -c 5 "$work/certificate.pdf" | grep -q '%PDF-'
ok $? "the certificate is a PDF"
must op "do" certificate "$certificate" printed
as op print certificate "$certificate" --output -
grep -q COPY "$work/out"
ok $? "what is printed again is marked as a copy"
must op "do" certificate "$certificate" hand_over collected_by=Budi
as op show permit "$permit"
grep -q completed "$work/out"
ok $? "the permit is completed"

must op show certificate "$certificate" --format json
sed -n 's/.*"code": "\([^"]*\)".*/\1/p' "$work/out" | head -1 >"$work/code"
check() { # CODE FILE, with nothing of the office but its fingerprint
    env -i PATH="$PATH" HOME="$work/elsewhere" "$loket" --lang en check-code --file "$1" \
        --root "$work/office.key" >"$work/out" 2>"$work/err"
}
check "$work/code" && grep -q "signed by off" "$work/out"
ok $? "the code holds with nothing but the office's fingerprint"
wrong=0
for at in 40 200 400; do
    sed "s/^\(.\{$at\}\)\(.\)/\1$(cut -c$((at + 1)) "$work/code" | tr 'A-Z2-7' 'B-ZA3-72')/" \
        "$work/code" >"$work/changed"
    cmp -s "$work/code" "$work/changed" && wrong=1
    check "$work/changed" && wrong=1
done
ok $wrong "one changed character breaks it"
as op check-code "$(cat "$work/code")"
ok $? "in the office its words are compared, too"
as op trace "$ref" && grep -q 'Sheet of security paper A 0001' "$work/out"
ok $? "the number leads back to the sheet"
as op closing --output "$work/closing.pdf" && as ben stock-report --output "$work/report.pdf" &&
    as op list permit --format pdf --output "$work/list.pdf"
ok $? "day, month and list are papers"
as boss verify
ok $? "the history holds"
done_testing
