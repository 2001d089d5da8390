#!/bin/sh
# Both forms of an incident report, the whole non-yustisia path and the whole pro-yustisia path with
# one return of the file (P-19), by script.
# shellcheck disable=SC1010 # `do` is a subcommand here
# shellcheck source=tests/office.sh
. "$(dirname "$0")/office.sh"

run init --demo || { cat "$work/err"; exit 5; }

made() { # WHO KIND FIELD=VALUE...: makes one; its reference in $ref
    who=$1
    shift
    as "$who" new "$@"
    result=$?
    ref=$(tail -n 1 "$work/out" | sed 's/.* //')
    ok $result "new $1 by $who"
}

# ---- Captured by own officers, non-yustisia ----

made officer capture source=own occurred_on=h-9 occurred_time=08.30 place='Gate 2' \
    conveyance='KM Kelud' finder=officer direction=DM field=T owner='S. Simanjuntak' \
    item.1.commodity='Bawang merah' item.1.p0=1000 item.1.unit=kg finding.1.finding=no_papers \
    article.1.article='UU 21/2019 Pasal 88' office=1203
lk=$ref
refused 6 officer "an operator records no capture of officers" operator do capture "$lk" record
refused 1 'Another agency' "and it is not taken over" operator do capture "$lk" take_over
does "recorded" officer do capture "$lk" record
as officer show capture "$lk" --format json
lk=$(sed -n 's/.*"number": "\([^"]*\)".*/\1/p' "$work/out")
case $lk in LK-[0-9][0-9][0-9]/1203/*) true ;; *) false ;; esac
ok $? "with its LK number"
refused 1 evidence "nothing is secured yet" officer do capture "$lk" secure
does "evidence" officer set capture "$lk" evidence.1.name='40 karung' evidence.1.seal=S-1 \
    evidence.1.place='Gudang A' evidence.1.custodian=Andini
does "secured without coordination" officer do capture "$lk" secure
refused 1 "neither a statement" "no statement yet" wasdak do capture "$lk" state statement_on=h-8
does "a statement" wasdak set capture "$lk" statement='Barang saya' statement_on=h-8
does "asks for coordination" wasdak do capture "$lk" state
refused 6 wasdak-head "the head of the office does not acknowledge" head do capture "$lk" acknowledge --note x
does "acknowledged" wasdak-head do capture "$lk" acknowledge --note 'Diketahui'
does "non-yustisia" head do capture "$lk" non_yustisia --note 'Ringan'

# ---- Its measures: detention, refusal refused by nobody, lapse, destruction ----

made officer measure measure=detention capture="$lk" officer=officer \
    reason.1.detention_reason=no_papers good.1.item=1 good.1.quantity=1000
p5=$ref
refused 1 'ready to be issued' "the head cannot issue what is only proposed" head do measure "$p5" issue
does "asks for coordination" officer do measure "$p5" request
refused 1 issue "no effect without coordination" head do measure "$p5" issue
refused 1 act "acting first is off" officer do measure "$p5" act_first urgency='Busuk'
does "acknowledged" wasdak-head do measure "$p5" acknowledge --note 'Diketahui'
does "in effect" head do measure "$p5" issue
as officer show measure "$p5" --format json
grep -q 'K.6.1-[0-9]*/1203/' "$work/out"
ok $? "its number follows the report's"
grep -q '"acknowledged_by": "head of supervision' "$work/out"
ok $? "who knew of it stands there"
does "received" officer do measure "$p5" deliver received_at=h received_by='S. Simanjuntak'
refused 1 'runs until' "the term has not passed" officer do measure "$p5" lapse
does "part died in custody" officer set measure "$p5" outcome.1.item=1 outcome.1.outcome=shrunk \
    outcome.1.quantity=50 outcome.1.minutes_number=BA-9
refused 1 'more than there is' "more than there is" officer set measure "$p5" outcome.2.item=1 \
    outcome.2.outcome=agency outcome.2.quantity=951
does "papers brought" officer do measure "$p5" fulfil completed_papers='KT-3'
does "closed" head do measure "$p5" close
made officer measure measure=release capture="$lk" officer=officer good.1.item=1 good.1.quantity=950
p8=$ref
does "a release needs no coordination" officer do measure "$p8" prepare
does "issued" head do measure "$p8" issue
does "released in part" officer set measure "$p8" outcome.1.item=1 outcome.1.outcome=released \
    outcome.1.quantity=400
does "handed out" officer do measure "$p8" release
refused 1 'not all accounted for' "not closed in part" head do measure "$p8" close
refused 1 'still open' "nor the report" head do capture "$lk" close
does "the rest" officer set measure "$p8" outcome.2.item=1 outcome.2.outcome=released \
    outcome.2.quantity=550
does "now it is closed" head do measure "$p8" close
does "and the report" head do capture "$lk" close

# ---- Handed over by an agency, pro-yustisia with one P-19 ----

made operator capture source=agency occurred_on=h-30 place='Belawan' finder=officer direction=IM \
    field=H owner=NN owner_known=unknown item.1.commodity='Burung' item.1.p0=12 item.1.unit=ekor \
    finding.1.finding=handed_over office=1203
lk=$ref
refused 1 Agency "an agency is wanted" operator do capture "$lk" take_over
does "agency and both days" operator set capture "$lk" agency='Lanal TBA' handover_number=BA-1 \
    handover_admin_on=h-29 handover_physical_on=h-10
does "taken over" operator do capture "$lk" take_over
as officer show capture "$lk" --format json
lk=$(sed -n 's/.*"number": "\([^"]*\)".*/\1/p' "$work/out")
does "evidence" officer set capture "$lk" evidence.1.name='12 ekor' evidence.1.seal=S-2 \
    evidence.1.place='Kandang' evidence.1.custodian=Hutagalung
does "secured" officer do capture "$lk" secure
refused 1 'Search minutes' "the search needs minutes" officer do capture "$lk" owner_missing
does "search minutes" officer set capture "$lk" search_minutes=BA-2 search_on=h-9
does "owner not found" officer do capture "$lk" owner_missing
does "why no statement" wasdak set capture "$lk" no_statement='Pemilik tidak ditemukan' statement_on=h-9
does "asks for coordination" wasdak do capture "$lk" state
does "acknowledged" wasdak-head do capture "$lk" acknowledge --note 'Diketahui'
refused 1 'Case conference' "no conference, no case" head do capture "$lk" pro_yustisia --note 'Berat'
does "conference" wasdak set capture "$lk" conference_number=GP-1 conference_on=h-8
refused 1 'Investigation order' "no order, no case" head do capture "$lk" pro_yustisia --note 'Berat'

paper() { # PAPER NUMBER DAY
    nth=$((nth + 1))
    does "$1" investigator set capture "$lk" case_paper.$nth.paper="$1" case_paper.$nth.number="$2" \
        case_paper.$nth.issued_on="$3"
}

nth=0
paper investigation_order SP.SIDIK-1 h-8
does "pro-yustisia" head do capture "$lk" pro_yustisia --note 'Berat'
refused 1 'SPDP' "no file without SPDP" investigator do capture "$lk" send_file
paper spdp SPDP-1 h-7
paper file BP-1 h-6
does "file sent" investigator do capture "$lk" send_file
refused 1 'P-19' "no return without P-19" investigator do capture "$lk" return_file
paper p19 P19-1 h-5
does "returned" investigator do capture "$lk" return_file
refused 1 'completed file' "the same file is not sent twice" investigator do capture "$lk" send_file
paper file BP-2 h-4
does "sent again" investigator do capture "$lk" send_file
refused 1 'P-19' "it was not returned again" investigator do capture "$lk" return_file
refused 1 'P-21' "not complete without P-21" investigator do capture "$lk" complete_file
paper p21 P21-1 h-3
does "complete" investigator do capture "$lk" complete_file
paper stage_two T2-1 h-2
refused 1 'no movement' "evidence is reconciled first" investigator do capture "$lk" hand_over
does "evidence moved" investigator set capture "$lk" movement.1.evidence=1 movement.1.at=h-2 \
    movement.1.purpose=prosecutor movement.1.to_whom=Kejari
refused 1 'To whom' "to whom is said" investigator do capture "$lk" hand_over
does "the prosecutor is named" investigator set capture "$lk" handed_to='Jaksa Rahman, Kejari Medan'
does "handed over" investigator do capture "$lk" hand_over
made officer measure measure=detention capture="$lk" officer=officer \
    reason.1.detention_reason=no_papers good.1.item=1 good.1.quantity=12
p5=$ref
does "asks for coordination" officer do measure "$p5" request
refused 1 'no structural supervision officer' "with whom it was spoken" officer do measure "$p5" phone \
    coordinated_with=head coordinated_at=h
does "by phone" officer do measure "$p5" phone coordinated_with=wasdak-head coordinated_at=h
does "in effect" head do measure "$p5" issue
does "received" officer do measure "$p5" deliver received_at=h received_by=Hutagalung
does "to the prosecutor" officer set measure "$p5" outcome.1.item=1 outcome.1.outcome=prosecutor \
    outcome.1.quantity=12 outcome.1.to_whom=Kejari
does "ends" officer do measure "$p5" fulfil completed_papers='Penetapan'
refused 1 'confirm' "the call is not confirmed" head do measure "$p5" close
does "confirmed" wasdak-head do measure "$p5" confirm
does "closed" head do measure "$p5" close
paper closing PUT-1 h
does "the case is closed" head do capture "$lk" close
# ---- Investigated, and stopped (SP3): the goods are still to be settled ----

made officer capture source=own occurred_on=h-12 occurred_time=09.00 place='Gate 3' \
    conveyance='KM Kelud' finder=officer direction=DM field=T owner='S. Simanjuntak' \
    item.1.commodity='Bawang merah' item.1.p0=20 item.1.unit=kg finding.1.finding=no_papers office=1203 \
    evidence.1.name='1 karung' evidence.1.seal=S-3 evidence.1.place='Gudang A' evidence.1.custodian=Andini
lk=$ref
does "recorded" officer do capture "$lk" record
does "secured" officer do capture "$lk" secure
does "a statement" wasdak set capture "$lk" statement='Barang saya' conference_number=GP-2 conference_on=h-11
does "asks for coordination" wasdak do capture "$lk" state statement_on=h-11
does "acknowledged" wasdak-head do capture "$lk" acknowledge --note 'Diketahui'
nth=0
paper investigation_order SP.SIDIK-2 h-10
does "pro-yustisia" head do capture "$lk" pro_yustisia --note 'Berat'
refused 1 'SP3' "not stopped without the order" investigator do capture "$lk" stop --note 'Bukti kurang'
paper sp3 SP3-1 h-9
refused 1 'reason' "nor without a reason" investigator do capture "$lk" stop
does "stopped" investigator do capture "$lk" stop --note 'Bukti kurang'
refused 1 'file complete' "nothing goes to the prosecutor" investigator do capture "$lk" hand_over
refused 1 'accounted' "not closed with its goods" head do capture "$lk" close
made officer measure measure=release capture="$lk" officer=officer good.1.item=1 good.1.quantity=20
p8=$ref
does "prepared" officer do measure "$p8" prepare
does "issued" head do measure "$p8" issue
does "all of it given back" officer do measure "$p8" release
as officer show measure "$p8" --format json
grep -q '"outcome": "released"' "$work/out"
ok $? "which the step says of itself"
does "closed" head do measure "$p8" close
does "and the case" head do capture "$lk" close

run verify
ok $? "the file is clean"
done_testing
