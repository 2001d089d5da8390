/* taught.c - one setting of the desk for each terminal: "1B5B32357E=F5 1B4F31=Up". */
#include "taught.h"

#include "term_keys.h"

#include <stdio.h>
#include <string.h>

enum { TAUGHT_MAX = 2048 /* bytes of a setting: more than all keys there are */ };

struct taught_ask {
    struct ask ask; /* first */
    char key[96];
    struct buf text;
};

static void release(struct ask *ask)
{
    buf_free(&((struct taught_ask *)ask)->text);
}

static struct taught_ask *new_ask(struct ui *u, void (*work)(struct ask *),
                                  void (*answer)(struct ask *))
{
    struct taught_ask *a = ask_new(sizeof *a, u, NULL, work, answer, release);
    snprintf(a->key, sizeof a->key, "keys.%s", u->term.called);
    return a;
}

/* ---- The text of it ---- */

static bool unhex(const char *text, size_t n, char *out)
{
    static const char digits[] = "0123456789ABCDEF";
    if (n % 2 != 0 || n / 2 > SEQUENCE_MAX || n < 4)
        return false;
    for (size_t i = 0; i < n; i += 2) {
        const char *high = memchr(digits, text[i], 16), *low = memchr(digits, text[i + 1], 16);
        if (high == NULL || low == NULL)
            return false;
        out[i / 2] = (char)((high - digits) << 4 | (low - digits));
    }
    out[n / 2] = '\0';
    return strlen(out) == n / 2;
}

/* Only what begins with Esc: nobody's letters become keys by a damaged setting. */
static void teach_word(const char *word, size_t n)
{
    char sequence[SEQUENCE_MAX + 1], name[16];
    const char *is = memchr(word, '=', n);
    if (is == NULL || !unhex(word, (size_t)(is - word), sequence) || sequence[0] != '\033')
        return;
    snprintf(name, sizeof name, "%.*s", (int)(n - (size_t)(is - word) - 1), is + 1);
    (void)term_key_teach(sequence, key_named(name));
}

static void teach_all(const char *text)
{
    while (*text != '\0') {
        size_t n = strcspn(text, " ");
        teach_word(text, n);
        text += n + strspn(text + n, " ");
    }
}

/* ---- Loading and keeping ---- */

static void load_work(struct ask *ask)
{
    struct taught_ask *a = (struct taught_ask *)ask;
    ask->outcome = act_setting_get(ask->session, a->key, &a->text, &ask->error);
}

/* Without it the keys are those of the usual terminals: nothing to trouble anybody with. */
static void loaded(struct ask *ask)
{
    struct taught_ask *a = (struct taught_ask *)ask;
    if (ask->outcome != DONE || a->text.len > TAUGHT_MAX)
        return;
    buf_reset(&ask->ui->taught);
    buf_puts(&ask->ui->taught, buf_text(&a->text));
    teach_all(buf_text(&a->text));
}

void taught_load(struct ui *u)
{
    ask_post(&new_ask(u, load_work, loaded)->ask, AT_DESK);
}

static void keep_work(struct ask *ask)
{
    struct taught_ask *a = (struct taught_ask *)ask;
    const char *value = a->text.len > 0 ? buf_text(&a->text) : NULL;
    ask->outcome = act_setting_put(ask->session, a->key, value, &ask->error);
}

static void kept(struct ask *ask)
{
    if (ask->outcome != DONE)
        ui_fail(ask->ui, &ask->error);
}

static void keep(struct ui *u)
{
    if (u->session == NULL) /* the first start: it holds until the end */
        return;
    struct taught_ask *a = new_ask(u, keep_work, kept);
    buf_puts(&a->text, buf_text(&u->taught));
    ask_post(&a->ask, AT_DESK);
}

bool taught_add(struct ui *u, const char *sequence, int code)
{
    if (strlen(sequence) > SEQUENCE_MAX || u->taught.len > TAUGHT_MAX - 64 ||
        !term_key_teach(sequence, code))
        return false;
    if (u->taught.len > 0)
        buf_putc(&u->taught, ' ');
    for (const char *c = sequence; *c != '\0'; c++)
        buf_printf(&u->taught, "%02X", (unsigned)(unsigned char)*c);
    buf_putc(&u->taught, '=');
    key_called(code, &u->taught);
    keep(u);
    return true;
}

void taught_forget(struct ui *u)
{
    buf_reset(&u->taught);
    keep(u);
}
