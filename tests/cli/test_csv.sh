#!/bin/sh
# loket csv as people call it: a file, a pipe, a web page, what overrules, what is said.
set -u
loket=${LOKET:-./loket}
folder=$(mktemp -d) || exit 5
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 5
status=0
number=0

# The output of a call with its line ends as "|", beside what is wanted.
expect() { # WHAT WANTED GOT
    number=$((number + 1))
    if [ "$2" = "$3" ]; then echo "ok $number - $1"; else
        echo "not ok $number - $1"
        printf 'wanted %s\n   got %s\n' "$2" "$3"
        status=1
    fi
}

flat() {
    tr '\r\n' ' |'
}

printf 'LAPORAN;;\r\n;;\r\nno;nama;berat\r\n1;"PT ""A""";1,5\r\nTOTAL;;\r\n' >sheet.txt
expect 'a file' 'no,nama,berat |1,"PT ""A""","1,5" |' "$("$loket" csv sheet.txt | flat)"
expect 'a pipe' 'no,nama,berat |1,"PT ""A""","1,5" |' "$(sed "" sheet.txt | "$loket" csv - | flat)"
expect 'from standard input' 'no,nama,berat |1,"PT ""A""","1,5" |' "$("$loket" csv - <sheet.txt | flat)"
expect 'rows passed over' '1,"PT ""A""","1,5" |' "$("$loket" csv --skip 3 sheet.txt | flat)"
expect 'another delimiter' 'a;b,c |1;2,3 |' \
    "$(printf 'a;b,c\n1;2,3\n' | "$loket" csv --delimiter comma - | flat)"
printf 'a\tb\n1\t2\n\nx\ty\tz\n3\t4\t5\n' >two.txt
expect 'the second table' 'x,y,z |3,4,5 |' "$("$loket" csv --table 2 two.txt | flat)"
"$loket" csv --table 3 two.txt >out 2>err
expect 'a table that is not there' 3 $?
: >empty
expect 'an empty file' '' "$("$loket" csv empty | flat)"
printf 'a,b\0c\n1,2\n' >nul
expect 'a NUL stays' "$(printf 'a,b\0c\r\n1,2\r\n' | od -c)" "$("$loket" csv nul | od -c)"
printf 'Mu\314\210ller,1\n' >letters
expect 'letters are left alone' "$(printf 'Mu\314\210ller,1\r\n' | od -c)" "$("$loket" csv letters | od -c)"
printf '<html><body><h4>LAPORAN</h4><table><tr><th>No<th>Nama<th>Isi<tr><td>1<td>a<br>b<td>7</table></html>' >page.xls
expect 'a web page' 'No,Nama,Isi |1,"a|b",7 |' "$("$loket" csv page.xls | flat)"
expect 'what is said' 'Row 1: above the table, left out “LAPORAN”' \
    "$("$loket" csv --lang en --explain sheet.txt 2>&1 >/dev/null | sed -n 2p)"
"$loket" csv gone.txt >out 2>err
expect 'a file that is not there' 3 $?
"$loket" csv --quote '""' sheet.txt >out 2>err
expect 'a quote of two bytes' 2 $?
"$loket" csv --encoding ebcdic sheet.txt >out 2>err
expect 'an encoding nobody has' 2 $?
echo "1..$number"
exit $status
