/* number_sum.c - a sum as it is typed at the counter: 12*25, 1,5+2, (3+4)*2. Reckoned exactly, in
 * whole numbers scaled by powers of ten; what does not fit or come out even is refused. */
#include "ascii.h"

#include "loket/base.h"

#include <string.h>

enum { PLACES_MAX = 18, SUM_TEXT_MAX = 120, NUMBER_MAX = 64, DEPTH_MAX = 16 };

/* n divided by ten to the power of places. */
struct exact {
    int64_t n;
    unsigned places;
};

enum trouble { FINE, NO_SUM, TOO_LARGE, NOT_EVEN, BY_ZERO, BAD_NUMBER };

struct sum {
    const char *at;
    enum number_style style;
    unsigned depth;
    enum trouble trouble; /* the first */
    struct error *e;      /* of BAD_NUMBER */
};

static struct exact give_up(struct sum *s, enum trouble t)
{
    if (s->trouble == FINE)
        s->trouble = t;
    return (struct exact){ 0 };
}

/* ---- Exact numbers ---- */

static struct exact shortened(struct exact x)
{
    while (x.places > 0 && x.n % 10 == 0) {
        x.n /= 10;
        x.places--;
    }
    return x;
}

static bool lengthen(struct exact *x, unsigned places)
{
    for (; x->places < places; x->places++)
        if (__builtin_mul_overflow(x->n, INT64_C(10), &x->n))
            return false;
    return true;
}

static struct exact add(struct sum *s, struct exact a, struct exact b, bool minus)
{
    struct exact sum = { .places = a.places > b.places ? a.places : b.places };
    if (!lengthen(&a, sum.places) || !lengthen(&b, sum.places) ||
        (minus ? __builtin_sub_overflow(a.n, b.n, &sum.n)
               : __builtin_add_overflow(a.n, b.n, &sum.n)))
        return give_up(s, TOO_LARGE);
    return shortened(sum);
}

static struct exact multiply(struct sum *s, struct exact a, struct exact b)
{
    struct exact product = { .places = a.places + b.places };
    if (__builtin_mul_overflow(a.n, b.n, &product.n))
        return give_up(s, TOO_LARGE);
    product = shortened(product);
    return product.places <= PLACES_MAX ? product : give_up(s, NOT_EVEN);
}

static struct exact divide(struct sum *s, struct exact a, struct exact b)
{
    if (b.n == 0)
        return give_up(s, BY_ZERO);
    if (!lengthen(&a, b.places))
        return give_up(s, TOO_LARGE);
    while (b.n != -1 && a.n % b.n != 0)
        if (a.places - b.places == PLACES_MAX || !lengthen(&a, a.places + 1))
            return give_up(s, NOT_EVEN);
    if (b.n == -1 && a.n == INT64_MIN)
        return give_up(s, TOO_LARGE);
    return shortened((struct exact){ a.n / b.n, a.places - b.places });
}

/* ---- Reading ---- */

static char peek(struct sum *s)
{
    s->at += strspn(s->at, " ");
    return *s->at;
}

static bool is_mark(char c)
{
    return c == '.' || c == ',';
}

static struct exact number(struct sum *s)
{
    char text[NUMBER_MAX];
    struct exact x = { 0 };
    size_t n = 0, behind = 0;
    for (; is_digit(s->at[n]) || is_mark(s->at[n]); n++)
        behind = is_mark(s->at[n]) ? 0 : behind + 1; /* the last mark */
    if (n == 0 || n >= sizeof text)
        return give_up(s, NO_SUM);
    memcpy(text, s->at, n);
    text[n] = '\0';
    s->at += n;
    if (decimal_parse(text, 0, s->style, &x.n, NULL) != DONE) {
        x.places = behind < PLACES_MAX ? (unsigned)behind : PLACES_MAX;
        if (decimal_parse(text, x.places, s->style, &x.n, s->e) != DONE)
            return give_up(s, BAD_NUMBER);
    }
    return shortened(x);
}

static struct exact terms(struct sum *s);

/* A number or a sum in brackets, with its sign. */
static struct exact part(struct sum *s)
{
    bool minus = false, open;
    for (char c = peek(s); c == '-' || c == '+'; c = peek(s)) {
        minus ^= c == '-';
        s->at++;
    }
    open = *s->at == '(';
    if (open && ++s->depth > DEPTH_MAX)
        return give_up(s, NO_SUM);
    s->at += open;
    struct exact x = open ? terms(s) : number(s);
    if (open && peek(s) != ')')
        return give_up(s, NO_SUM);
    s->at += open;
    s->depth -= open;
    return minus ? add(s, (struct exact){ 0 }, x, true) : x;
}

/* The sign for "times" or "by" in front, as one of * and /; 0: neither. */
static char take_sign(struct sum *s)
{
    static const char *const times[] = { "*", "x", "X", "\xC3\x97" };
    char c = peek(s);
    for (size_t i = 0; i < COUNT(times); i++)
        if (text_starts(s->at, times[i])) {
            s->at += strlen(times[i]);
            return '*';
        }
    if (c != '/' && c != ':')
        return 0;
    s->at++;
    return '/';
}

static struct exact factors(struct sum *s)
{
    struct exact x = part(s);
    for (char sign; s->trouble == FINE && (sign = take_sign(s)) != 0;) {
        struct exact y = part(s);
        if (s->trouble == FINE)
            x = sign == '*' ? multiply(s, x, y) : divide(s, x, y);
    }
    return x;
}

static struct exact terms(struct sum *s)
{
    struct exact x = factors(s);
    for (char c = peek(s); s->trouble == FINE && (c == '+' || c == '-'); c = peek(s)) {
        s->at++;
        struct exact y = factors(s);
        if (s->trouble == FINE)
            x = add(s, x, y, c == '-');
    }
    return x;
}

static enum outcome explain(enum trouble t, const char *text, struct error *e)
{
    switch (t) {
    case FINE:
        return DONE;
    case BAD_NUMBER:
        return BAD_DATA; /* it has said so */
    case TOO_LARGE:
        return fail(e, BAD_DATA,
                    _("“%s” comes to more than can be kept. Check its digits, or use a bigger "
                      "unit."),
                    excerpt(text).text);
    case NOT_EVEN:
        return fail(e, BAD_DATA, _("“%s” does not come out even. Write the result, rounded."),
                    excerpt(text).text);
    case BY_ZERO:
        return fail(e, BAD_DATA, _("“%s” divides by zero. Correct it."), excerpt(text).text);
    case NO_SUM:
        break;
    }
    return fail(e, BAD_DATA, _("“%s” is not a sum. Write it as 12*25 or (3+4)*2."),
                excerpt(text).text);
}

/* A sign in front alone makes no sum. */
bool decimal_is_sum(const char *text)
{
    text += strspn(text, " ");
    if (*text == '=')
        return true;
    text += *text == '-' || *text == '+';
    return is_digit(text[strcspn(text, "0123456789")]) &&
           (strpbrk(text, "*/:+-()xX") != NULL || strstr(text, "\xC3\x97") != NULL);
}

enum outcome decimal_reckon(const char *text, unsigned decimals, enum number_style style,
                            int64_t *value, struct error *e)
{
    struct sum s = { .at = text, .style = style, .e = e };
    if (strnlen(text, SUM_TEXT_MAX + 1) > SUM_TEXT_MAX)
        return explain(NO_SUM, text, e);
    s.at += peek(&s) == '=';
    struct exact x = terms(&s);
    if (s.trouble == FINE && peek(&s) != '\0')
        give_up(&s, NO_SUM);
    if (s.trouble == FINE && x.places > decimals)
        give_up(&s, NOT_EVEN);
    if (s.trouble == FINE && !lengthen(&x, decimals))
        give_up(&s, TOO_LARGE);
    if (s.trouble == FINE)
        *value = x.n;
    return explain(s.trouble, text, e);
}
