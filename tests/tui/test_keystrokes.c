/* What a certificate for a covered in-line company costs in keys, over all the people who take
 * part: from the first key of the counter to the printed paper, beside the data that is typed. */
#include "actions/road.h"
#include "people_screen.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#undef fail

enum { KEYS_MOST = 52 };

#define WITH(...) ((const char *const[]){ __VA_ARGS__, NULL })

static void take(struct session *s, const char *who, const char *kind, int64_t id, const char *verb,
                 const char *const *pairs)
{
    struct assignment sets[6];
    struct error e = { 0 };
    struct step_request q = { .kind = registry_find(&all_kinds, kind),
                              .id = id,
                              .verb = verb,
                              .sets = sets,
                              .spelling = SPELL_CANONICAL };
    for (; pairs && pairs[0]; pairs += 2)
        sets[q.set_count++] = (struct assignment){ pairs[0], pairs[1] };
    staff_login(s, who);
    must(act_step(s, &q, NULL, &e), &e);
}

/* A company with a decree for sweet potato, and its last shipment's application. */
static void company(struct session *s)
{
    staff_login(s, "admin");
    counter_make(s, "rule", WITH("rule", "office.home", "value", "1203", "basis", "uji"));
    staff_add(s, "ketua", "head"); /* another one assesses than decrees */
    staff_login(s, "operator");
    counter_make(s, "party", WITH("name", "PT Toba Beku", "address", "Jl. Pelabuhan 1, Belawan"));
    int64_t id = counter_make(s, "facility",
                              WITH("company", "PT Toba Beku", "product.1.commodity", "Ubi jalar",
                                   "product.1.risk", "low", "score.1.criterion", "Sanitasi",
                                   "score.1.points", "4", "score.1.most", "4"));
    take(s, "ketua", "facility", id, "assess", WITH("commitment_on", "h"));
    take(s, "officer", "facility", id, "recommend",
         WITH("assessed_on", "h", "recommendation", "layak"));
    take(s, "head", "facility", id, "designate",
         WITH("decree_number", "501/Kpts/OT.080", "decree_on", "h"));
    staff_login(s, "operator");
    int64_t last = counter_make(
        s, "permit",
        WITH("office", "1203", "field", "T", "direction", "EX", "applicant", "PT Toba Beku",
             "sender", "PT Toba Beku", "recipient", "Minato Foods", "recipient_address", "Tokyo",
             "origin_country", "ID", "origin_city", "Medan", "destination_country", "JP",
             "destination_city", "Tokyo", "conveyance_mode", "sea", "conveyance_name",
             "KM Sinabung", "item.1.commodity", "Ubi jalar", "item.1.net_quantity", "1250.5",
             "item.1.net_unit", "KGM", "item.1.packages", "50"));
    road_to(s, last, "accepted");
    staff_login(s, "treasurer");
    counter_make(s, "classification",
                 WITH("code", "UJ", "field", "T", "description", "Ubi jalar", "form", "ubi jalar",
                      "unit", "per kilogram", "tariff", "3B1A2E"));
    int64_t stock = counter_make(
        s, "stock",
        WITH("document", "Phytosanitary certificate", "first", "A 0001", "last", "A 0050"));
    take(s, "treasurer", "stock", stock, "receive", NULL);
    session_logout(s);
}

static unsigned keys; /* beside what is typed */

static void press(struct glass *g, const char *names)
{
    for (const char *p = names; *p; p += strcspn(p, " "), p += *p == ' ')
        keys++;
    glass_press(g, names);
}

/* Letters that only find a place in the program are keys, not data. */
static void search(struct glass *g, const char *letters)
{
    keys += (unsigned)strlen(letters);
    glass_type(g, letters);
}

/* The steps offered, and down to this one wherever it stands among them. */
static void find_step(struct glass *g, const char *label)
{
    enum { STEPS_MAX = 20 };
    struct buf here = { 0 };
    buf_printf(&here, "│> %s", label);
    press(g, "F6");
    for (int n = 0; n < STEPS_MAX && !glass_has(g, buf_text(&here)); n++)
        press(g, "Down");
    glass_expect(g, buf_text(&here));
    buf_free(&here);
}

static struct glass *at_desk(struct people_office *o, const char *who)
{
    struct glass *g = people_glass(o, 24, 80);
    people_login(g, who, "demo");
    return g;
}

static void the_operator_files(struct people_office *o)
{
    struct glass *g = at_desk(o, "operator");
    press(g, "Enter F9");
    glass_expect(g, "Salinan");
    press(g, "F10");
    search(g, "ang"); /* to the kind of conveyance, and on */
    press(g, "Enter Down");
    glass_expect(g, "> Alat angkut");
    glass_type(g, "KM Kelud");
    press(g, "F7"); /* the papers, seen anew */
    glass_type(g, "ada");
    press(g, "Down");
    glass_type(g, "ada");
    find_step(g, "Ajukan"); /* saves, too */
    press(g, "Enter");
    glass_expect(g, "Ajukan: selesai");
    press(g, "Esc"); /* the receipt is printed later */
    find_step(g, "Terima");
    press(g, "Enter Enter");
    glass_expect(g, "Terima: selesai");
    press(g, "Esc");
    glass_close(&g);
}

static void the_officer_recommends(struct people_office *o)
{
    struct glass *g = at_desk(o, "officer");
    press(g, "Enter");
    find_step(g, "Rekomendasikan pembebasan in-line");
    press(g, "Enter Enter");
    glass_expect(g, "in-line: selesai");
    glass_close(&g);
}

static void the_treasurer_is_paid(struct people_office *o)
{
    struct glass *g = at_desk(o, "treasurer");
    press(g, "Enter Enter Ctrl-S");
    glass_expect(g, "Tagihan");
    press(g, "Enter");
    find_step(g, "Terbitkan tagihan"); /* saves, too */
    press(g, "Enter Enter");
    glass_expect(g, "Terbitkan tagihan: selesai");
    find_step(g, "Lunas");
    press(g, "Enter");
    glass_type(g, "820261120000001");
    press(g, "Enter");
    glass_type(g, "0123456789ABCDEF");
    press(g, "Enter");
    glass_type(g, "h");
    press(g, "Enter");
    glass_type(g, "BRI");
    press(g, "Enter");
    glass_expect(g, "dibayar");
    glass_close(&g);
}

static void the_officer_signs(struct people_office *o)
{
    struct glass *g = at_desk(o, "officer");
    press(g, "F12");
    find_step(g, "Terbitkan");
    press(g, "Enter");
    glass_type(g, "demo");
    press(g, "Enter");
    glass_expect(g, "Terbitkan: selesai");
    glass_close(&g);
}

static void the_operator_prints(struct people_office *o)
{
    struct glass *g = at_desk(o, "operator");
    press(g, "Enter Enter Ctrl-X"); /* the permit, and what refers to it */
    press(g, "Ctrl-X Enter");
    find_step(g, "Cetak di kertas sekuriti");
    press(g, "Enter Enter");
    glass_expect(g, "Ke pencetak");
    press(g, "Enter");
    find_step(g, "Cetakan baik");
    press(g, "Enter Enter");
    glass_expect(g, "Cetakan baik: selesai");
    glass_close(&g);
}

/* In the place of CUPS' lp: keeps what it is given. */
static void put_printer(const struct people_office *o, char printed[300])
{
    char folder[256], lp[300];
    struct buf script = { 0 }, path = { 0 };
    struct error e = { 0 };
    snprintf(folder, sizeof folder, "%s/bin", o->desk->folder);
    snprintf(lp, sizeof lp, "%s/lp", folder);
    snprintf(printed, 300, "%s/printed", o->desk->folder);
    must(folder_make(folder, 0700, &e), &e);
    buf_printf(&script, "#!/bin/sh\nfor paper; do :; done\ncp \"$paper\" '%s'\n", printed);
    must(file_write(lp, &script, 0700, &e), &e);
    buf_printf(&path, "%s:%s", folder, getenv("PATH"));
    setenv("PATH", buf_text(&path), 1);
    buf_reset(&path);
    buf_printf(&path, "%s-paper", getenv("LOKET"));
    setenv("LOKET_PAPER", buf_text(&path), 1);
    buf_free(&script);
    buf_free(&path);
}

static void from_the_first_key_to_the_printed_paper(void **state)
{
    enum { PAPER_MAX = 1 << 20 };
    struct people_office *o = *state;
    struct buf paper = { 0 };
    struct error e = { 0 };
    char printed[300];
    if (!getenv("LOKET")) {
        skip();
        return;
    }
    put_printer(o, printed);
    company(o->desk->session);
    the_operator_files(o);
    the_officer_recommends(o);
    the_treasurer_is_paid(o);
    the_officer_signs(o);
    the_operator_prints(o);
    must(file_read(printed, PAPER_MAX, &paper, &e), &e);
    assert_memory_equal(paper.data, "%PDF-", 5);
    buf_free(&paper);
    print_message("%u keys\n", keys);
    assert_true(keys <= KEYS_MOST);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(from_the_first_key_to_the_printed_paper) };
    return cmocka_run_group_tests(tests, people_up, people_down);
}
