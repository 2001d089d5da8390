#!/bin/sh
# Every way goods go, for plants, animals and fish, by script: from the application to the document it
# ends in. The same table as in tests/actions/test_ways.c, by the command line alone; who may do
# what is test_permit.sh's matter, so nobody logs in here.
# shellcheck source=tests/office.sh
. "$(dirname "$0")/office.sh"

run init || { cat "$work/err"; exit 5; }
run new party name='PT Toba Agro'

step() { # KIND REF STEP ARGUMENT...: goes on to `left` where it cannot be taken
    [ -z "$left" ] || return 0
    run "do" "$@" || left="$3 of $1"
}

made() { # KIND FIELD=VALUE...: its id in $id
    [ -z "$left" ] || return 0
    run new "$@" || left="a new $1"
    id=$(head -n 1 "$work/out")
}

sets() { # KIND REF FIELD=VALUE...
    [ -z "$left" ] || return 0
    run set "$@" || left="fields of $1"
}

report() { # ACTION RESULT
    made inspection permit="$permit" action="$1" started_at="h 08:00" finished_at="h 09:00" \
        officer.1.person=Andini "$2"
    step inspection "$id" report
}

papers_present() { # all that the checklist asks for
    run show permit "$permit" --format json
    n=$(grep -o '"presence"' "$work/out" | wc -l)
    present=
    for i in $(seq 1 "$n"); do present="$present document.$i.presence=present"; done
    # shellcheck disable=SC2086 # words on purpose
    [ "$n" -eq 0 ] || sets permit "$permit" $present
}

walk() { # FIELD DIRECTION COMMODITY UNIT DOCUMENT
    left=
    made permit field="$1" direction="$2" applicant='PT Toba Agro' sender='PT Toba Agro' \
        recipient='Minato Foods' origin_country=ID destination_country=JP conveyance_mode=sea \
        item.1.commodity="$3" item.1.net_quantity=12.5 item.1.net_unit="$4" \
        officer.1.person=Andini officer.1.part=lead
    permit=$id
    step permit "$permit" submit
    papers_present
    step permit "$permit" accept
    step permit "$permit" analyse analysis=action analysis_basis='riwayat baik'
    step permit "$permit" assign
    report P1a admin_result=continue
    run show permit "$permit" --format json
    ! grep -q '"P1b"' "$work/out" || report P1b health_result=release
    step permit "$permit" recommend
    made bill permit="$permit" charge.1.code=3B3 charge.1.quantity=1
    step bill "$id" issue
    step bill "$id" pay billing_code=820261120000001 ntpn=0123456789ABCDEF paid_on=h bank=BRI
    run list certificate state=draft --limit 1 --format json
    certificate=$(sed -n 's/.*"id": "\([^"]*\)".*/\1/p' "$work/out" | head -n 1)
    sets certificate "$certificate" place=Medan packages='10 karung' conveyance='KM Uji' entry_point=Sabang
    step certificate "$certificate" issue
    [ -n "$left" ] || run preview certificate "$certificate"
    [ -z "$left" ] && grep -q -- "$5" "$work/out"
    ok $? "$1 $2 of $3 ends in its document${left:+ (stopped at $left)}"
}

while IFS='|' read -r field direction commodity unit document; do
    walk "$field" "$direction" "$commodity" "$unit" "$document"
done <<'EOF'
T|EX|Beras|KGM|PHYTOSANITARY CERTIFICATE
T|IM|Beras|KGM|SERTIFIKAT PELEPASAN KARANTINA TUMBUHAN
T|DM|Beras|KGM|SERTIFIKAT PELEPASAN KARANTINA TUMBUHAN
T|DK|Beras|KGM|SERTIFIKAT KESEHATAN TUMBUHAN ANTAR AREA
T|TR|Beras|KGM|SURAT KETERANGAN TRANSIT MEDIA PEMBAWA
T|RE|Beras|KGM|PHYTOSANITARY CERTIFICATE FOR RE-EXPORT
H|EX|Sapi potong|EKR|SERTIFIKAT KESEHATAN HEWAN
H|IM|Sapi potong|EKR|SERTIFIKAT PELEPASAN KARANTINA HEWAN
H|DM|Sapi potong|EKR|SERTIFIKAT PELEPASAN KARANTINA HEWAN
H|DK|Daging sapi|KGM|SERTIFIKAT SANITASI PRODUK HEWAN
H|TR|Sapi potong|EKR|SURAT KETERANGAN TRANSIT MEDIA PEMBAWA
H|RE|Sapi potong|EKR|SERTIFIKAT KESEHATAN HEWAN
I|EX|Udang vaname|KGM|HEALTH CERTIFICATE
EOF
run list permit state=issued --format csv
[ "$(grep -c . "$work/out")" -eq 14 ]
ok $? "thirteen applications, each with its document"
done_testing
