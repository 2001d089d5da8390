/* read.c - how fast a sheet is read: loket from opening to the last row, its dialect recognised,
 * beside libcsv that is told the delimiter and does nothing with the cells.
 *
 *   read [--rows N] FILE     FILE is made where it is not there
 */
#include "loket/exchange.h"

#include <csv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>

enum { PIECE = 1 << 17, ROUNDS = 5 };

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* A log as offices keep it: 24 columns, semicolons, quotes in one of them. */
static int make_log(const char *path, long rows)
{
    FILE *out = fopen(path, "w");
    if (!out)
        return 1;
    fputs("no;no_permohonan;no_aju;tanggal;jenis;pemohon;alamat;penerima;kota;negara;asal;tujuan;"
          "angkut;kapal;status;lokasi;nilai;peruntukan;hs;komoditas;netto;satuan;dokumen;pnbp\n",
          out);
    for (long i = 0; i < rows; i++)
        fprintf(out,
                "%ld;2020.05.0100.K10.E.%06ld;0123%05ld;2020-05-%02ld;Ekspor;PT Contoh Niaga "
                "%03ld;\"Jl. Yos Sudarso; No %ld\";ABC Trading Co.;MANILA;FILIPINA;MEDAN;MANILA;"
                "Laut;MV. WAN HAI %ld;Selesai;Gudang Pemilik;%ld.000,00;Perdagangan;0906%04ld;"
                "KAYU MANIS;%ld,%03ld;kg;KT10;%ld\n",
                i, i, i % 100000, i % 28 + 1, i % 997, i % 99, i % 300, i % 90000, i % 10000,
                i % 5000, i % 1000, i % 77000);
    return fclose(out);
}

static size_t read_loket(const char *path)
{
    struct sheet *s = NULL;
    struct sheet_row row;
    struct error e = { 0 };
    size_t cells = 0;
    if (sheet_open(path, &s, &e) != DONE) {
        fprintf(stderr, "%s\n", e.text);
        exit(1);
    }
    while (sheet_next(s, &row, NULL) == DONE && row.cells)
        cells += row.count;
    sheet_close(&s);
    return cells;
}

static void count_cell(void *cell, size_t n, void *cells)
{
    (void)cell;
    (void)n;
    ++*(size_t *)cells;
}

static size_t read_libcsv(const char *path)
{
    static char piece[PIECE];
    struct csv_parser parser;
    size_t cells = 0, n;
    FILE *in = fopen(path, "r");
    if (!in || csv_init(&parser, 0) != 0)
        exit(1);
    csv_set_delim(&parser, ';');
    while ((n = fread(piece, 1, sizeof piece, in)) > 0)
        csv_parse(&parser, piece, n, count_cell, NULL, &cells);
    csv_fini(&parser, count_cell, NULL, &cells);
    csv_free(&parser);
    fclose(in);
    return cells;
}

/* The fastest of several rounds. */
static double measure(size_t (*reader)(const char *path), const char *path, size_t *cells)
{
    double best = 1e9;
    for (int i = 0; i < ROUNDS; i++) {
        double begin = seconds();
        *cells = reader(path);
        double took = seconds() - begin;
        best = took < best ? took : best;
    }
    return best;
}

int main(int argc, char **argv)
{
    long rows = argc > 2 && strcmp(argv[1], "--rows") == 0 ? atol(argv[2]) : 200000;
    const char *path = argc > 1 ? argv[argc - 1] : "";
    struct stat about;
    struct rusage used;
    size_t mine = 0, theirs = 0;
    text_start();
    if (stat(path, &about) != 0 && (make_log(path, rows) != 0 || stat(path, &about) != 0)) {
        fprintf(stderr, "%s cannot be written.\n", path);
        return 1;
    }
    double loket = measure(read_loket, path, &mine);
    getrusage(RUSAGE_SELF, &used);
    double libcsv = measure(read_libcsv, path, &theirs);
    double size = (double)about.st_size / (1 << 20);
    printf("Reading %.0f MiB: loket %.0f MiB/s, libcsv bare %.0f MiB/s, ratio of speeds %.2f; "
           "%zu cells, %zu; loket's memory at most %ld KiB\n",
           size, size / loket, size / libcsv, libcsv / loket, mine, theirs, used.ru_maxrss);
    return mine != theirs;
}
