/* pdf_code.c - the QR code of a paper: capital letters and digits only, so that the whole line of
 * signatures fits a square of three centimetres. */
#include "pdf.h"

#include <qrencode.h>

void sheet_qr(struct sheet *s, const char *text, double x, double y, double side)
{
    QRcode *code = QRcode_encodeString(text, 0, QR_ECLEVEL_M, QR_MODE_8, 1);
    if (!code) /* too long for middle correction */
        code = QRcode_encodeString(text, 0, QR_ECLEVEL_L, QR_MODE_8, 1);
    if (!code)
        return;
    double module = side / code->width;
    cairo_save(s->cr);
    cairo_set_source_rgb(s->cr, 1, 1, 1); /* the quiet zone, over any watermark */
    cairo_rectangle(s->cr, x - 4 * module, y - 4 * module, side + 8 * module, side + 8 * module);
    cairo_fill(s->cr);
    cairo_set_source_rgb(s->cr, 0, 0, 0);
    for (int row = 0; row < code->width; row++)
        for (int column = 0; column < code->width; column++)
            if (code->data[row * code->width + column] & 1)
                cairo_rectangle(s->cr, x + column * module, y + row * module, module, module);
    cairo_fill(s->cr);
    cairo_restore(s->cr);
    QRcode_free(code);
}
