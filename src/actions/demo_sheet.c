/* demo_sheet.c - a sheet for practising imports, beside the desk's own files: three applicants that
 * are new to the practice office, and one row that does not fit. */
#include "private.h"

static const char sheet[] =
    "Nama,Jenis,NPWP,Telepon,Kota\r\n"
    "PT Rempah Samosir,badan usaha,0130000002000010,0632-21001,Balige\r\n"
    "CV Nias Makmur,badan usaha,01300000021,0639-22002,Gunungsitoli\r\n" /* digits are missing */
    "UD Sidikalang Jaya,perorangan,,0627-23003,Sidikalang\r\n"
    "Koperasi Kopi Lintong,lainnya,0130000002200010,0633-24004,Dolok Sanggul\r\n";

enum outcome act_practice_sheet(struct session *s, struct buf *path, struct error *e)
{
    enum { MODE = 0600 };
    struct buf text = { 0 };
    buf_printf(path, "%s/latihan-pihak.csv", buf_text(&s->folder));
    buf_puts(&text, sheet);
    enum outcome result = file_write(buf_text(path), &text, MODE, e);
    buf_free(&text);
    return result;
}
