#include "props.h"

#include "actions/staff.h"

static const struct {
    const char *name, *text;
} props[] = {
    /* A month of permits, as an office kept them before. */
    { "mei.csv",
      "LAPORAN KEGIATAN OPERASIONAL KARANTINA TUMBUHAN\n"
      "No,No Permohonan,Tanggal Permohonan,Nama Pemohon,Nama Pengirim,Nama Penerima,Asal,Tujuan,"
      "Nama Komoditas,Volume Netto,Sat Netto\n"
      "1,2020.1.01.E.000001,2020-05-04,PT Lama,PT Lama,Minato,Indonesia,Jepang,Pinang,\"12,5\","
      "kg\n"
      "2,IDEM,,,,,,,Biji kopi,7,kg\n"
      "3,2020.1.01.E.000002,2020-05-05,CV Tua,CV Tua,Minato,Indonesia,Jepang,Pinang,3,kg\n"
      "4,2020.1.01.E.000003,31-02-2020,CV Tua,CV Tua,Minato,Indonesia,Jepang,Pinang,3,kg\n" },
    /* No cell tells whether the day or the month stands first. */
    { "tanggal.csv", "No Permohonan,Tanggal Permohonan,Nama Pemohon\n"
                     "T.1,03/04/2020,CV Tua\nT.2,05/06/2020,CV Tua\n" },
    { "surat.jpg", "\377\330\377\340 a letter, scanned" },
};

void props_lay_out(const char *folder)
{
    struct error e = { 0 };
    for (size_t i = 0; i < COUNT(props); i++) {
        struct buf path = { 0 }, bytes = { 0 };
        buf_printf(&path, "%s/%s", folder, props[i].name);
        buf_puts(&bytes, props[i].text);
        must(file_write(buf_text(&path), &bytes, 0600, &e), &e);
        buf_free(&path);
        buf_free(&bytes);
    }
}
