# A counter's log of ROWS permits in 24 columns as offices keep them: semicolons, dates of one style
# a column, decimal commas, names in quotes, places in capitals.
#   awk -v rows=1000000 -f log.awk
function pick(list, n) { return list[1 + int(rand() * n)] }
BEGIN {
    srand(7)
    goods = split("Biji Kopi|0901110|Kulit Kayu Manis|09061100|Minyak Sawit Mentah|15111000|Karet Alam|40012990|Biji Pala|09081100|Serbuk Kayu|44013900|Kelapa Bulat|08011910|Jagung Pipil|10059090", good, "|") / 2
    places = split("BELAWAN|DUMAI|TANJUNG PRIOK|TANJUNG PERAK|MAKASSAR|BITUNG|SORONG|BATAM", place, "|")
    lands = split("MALAYSIA|SINGAPURA|CHINA|JEPANG|INDIA|AMERIKA SERIKAT|BELANDA|JERMAN", land, "|")
    units = split("ton|kilogram", unit, "|")
    print "no;no_permohonan;no_aju;tanggal_permohonan;jenis_permohonan;nama_pemohon;nama_pengirim;alamat_pengirim;nama_penerima;jumlah_kemasan;asal;kota_tuju;tujuan;port_asal;nama_alat_angkut_terakhir;peruntukan;kode_hs;nama_komoditas;volume_netto;sat_netto;nomor_dok_pelepasan;tanggal_pelepasan;no_seri;total_pnbp"
    for (i = 1; i <= rows; i++) {
        day = 1 + int(i * 3640 / rows); year = 2010 + int(day / 365); month = 1 + int(day % 365 / 31); dom = 1 + day % 28
        date = sprintf("%04d-%02d-%02d", year, month, dom)
        firm = sprintf("PT \"\"Contoh\"\" Niaga %04d", i * 7919 % 3000)
        g = 1 + int(rand() * goods)
        printf "%d;%04d.%02d.0100.K10.E.%07d;0123%08d;%s;Ekspor;\"%s\";\"%s\";Jl. Pelabuhan No %d, %s;Pembeli %d Ltd;%d;INDONESIA;%s;%s;%s;KM NUSANTARA %d;Perdagangan;%s;%s;%d.%03d,%02d;%s;%04d.%02d.0100.K10.E.%07d;%s;%07d;%d\n",
            i, year, month, i, i, date, firm, firm, i % 200 + 1, pick(place, places), i % 900, 1 + i % 500,
            pick(place, places), pick(land, lands), pick(place, places), i % 300, good[2 * g], good[2 * g - 1],
            1 + i % 40, i % 1000, i % 100, pick(unit, units), year, month, i, date, i, 5000 * (1 + i % 20)
    }
}
