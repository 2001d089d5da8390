/* test_code.c - the code on a paper: its line of signatures, and whatever is not one. */
#include "loket/identity.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#undef fail /* ours takes an error; cmocka's own ends a test */

static const char store[] = "00112233445566778899aabbccddeeff";

struct office {
    struct signing_key root, admin, officer;
    struct paper_code code;
};

static void certify(struct code_link *l, const char *name, const char *roles,
                    const struct signing_key *key, const struct signing_key *by)
{
    unsigned char hash[HASH_BYTES];
    struct buf sign = { 0 }, seal = { 0 };
    l->id = 4711;
    snprintf(l->name, sizeof l->name, "%s", name);
    snprintf(l->roles, sizeof l->roles, "%s", roles);
    memcpy(l->sign_key, key->public_key, sizeof l->sign_key);
    bytes_text(l->sign_key, sizeof l->sign_key, &sign);
    bytes_text(l->seal_key, sizeof l->seal_key, &seal);
    key_certificate_hash(store, l->id, l->name, buf_text(&sign), buf_text(&seal), l->roles, hash);
    sign_bytes(by, hash, sizeof hash, l->certificate);
    buf_free(&sign);
    buf_free(&seal);
}

static void make(struct office *o, const char *admin_roles, bool training)
{
    *o = (struct office){ 0 };
    signing_key_make(&o->root);
    signing_key_make(&o->admin);
    signing_key_make(&o->officer);
    struct paper_code *c = &o->code;
    for (unsigned i = 0; i < sizeof c->store; i++)
        c->store[i] = (unsigned char)(i * 0x11);
    snprintf(c->number, sizeof c->number, "2026-T1.0-1203.0-K.T.1-000001");
    c->issued_on = day_of(2026, 11, 28);
    memcpy(c->root, o->root.public_key, sizeof c->root);
    c->training = training;
    certify(&c->links[0], "sari", "officer", &o->officer, &o->admin);
    certify(&c->links[1], "boss", admin_roles, &o->admin, &o->root);
    c->link_count = 2;
    code_sign(c, &o->officer);
}

static char *text_of(const struct paper_code *c)
{
    struct buf text = { 0 };
    code_text(c, &text);
    return buf_take(&text);
}

static enum outcome judge(const char *text)
{
    struct paper_code c;
    struct error e = { 0 };
    enum outcome result = code_read(text, &c, &e);
    return result == DONE ? code_holds(&c, &e) : result;
}

static void it_comes_back_as_it_was(void **state)
{
    struct office o;
    struct paper_code back;
    (void)state;
    make(&o, "admin", false);
    char *text = text_of(&o.code);
    assert_int_equal(code_read(text, &back, NULL), DONE);
    assert_memory_equal(&back, &o.code, sizeof back);
    assert_int_equal(code_holds(&back, NULL), DONE);
    assert_true(strlen(text) <= 816); /* a QR code of 89 modules: a third of a millimetre each */
    assert_int_equal(strspn(text + 7, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"), strlen(text) - 7);
    free(text);
}

static void what_does_not_hold_is_refused(void **state)
{
    struct office o;
    (void)state;
    static const struct {
        const char *admin_roles;
        bool training;
        enum outcome want;
    } cases[] = {
        { "operator;admin", false, DONE },
        { "operator", false, REFUSED }, /* who vouches may not */
        { "administrator", false, REFUSED },
        { "admin", true, REFUSED },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        make(&o, cases[i].admin_roles, cases[i].training);
        char *text = text_of(&o.code);
        assert_int_equal(judge(text), cases[i].want);
        free(text);
    }
    make(&o, "admin", true); /* a practice code with its mark taken off */
    o.code.training = false;
    char *text = text_of(&o.code);
    assert_int_equal(judge(text), REFUSED);
    free(text);
    make(&o, "admin", false); /* another day than was signed */
    o.code.issued_on++;
    text = text_of(&o.code);
    assert_int_equal(judge(text), REFUSED);
    free(text);
    make(&o, "admin", false); /* the 64th bit of an id, which no certificate tells of */
    o.code.links[1].id |= INT64_MIN;
    text = text_of(&o.code);
    assert_int_equal(judge(text), BAD_DATA);
    free(text);
    make(&o, "admin", false); /* a line that ends at another root */
    o.code.root[0] ^= 1;
    code_sign(&o.code, &o.officer);
    text = text_of(&o.code);
    assert_int_equal(judge(text), REFUSED);
    free(text);
}

static void pieces_and_noise_are_no_code(void **state)
{
    struct office o;
    uint64_t seed = 8;
    (void)state;
    make(&o, "admin", false);
    char *text = text_of(&o.code);
    size_t n = strlen(text);
    for (size_t length = 0; length < n; length++) {
        char was = text[length];
        text[length] = '\0';
        assert_int_not_equal(judge(text), DONE);
        text[length] = was;
    }
    for (size_t at = 7; at < n; at++) {
        char was = text[at];
        seed = seed * UINT64_C(6364136223846793005) + 1;
        text[at] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[seed >> 59];
        if (text[at] != was)
            assert_int_not_equal(judge(text), DONE);
        text[at] = was;
    }
    assert_int_equal(judge(text), DONE);
    assert_int_equal(judge("LOKET1."), BAD_DATA);
    assert_int_equal(judge("LOKET1.lower"), BAD_DATA);
    assert_int_equal(judge(""), BAD_DATA);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_comes_back_as_it_was),
        cmocka_unit_test(what_does_not_hold_is_refused),
        cmocka_unit_test(pieces_and_noise_are_no_code),
    };
    text_start();
    if (identity_start(NULL) != DONE)
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
