/* term_keys.c - one superset of key sequences: xterm, PuTTY in all its modes, linux console, rxvt,
 * DEC. Under the wrong TERM half of them would otherwise arrive as letters. */
#include "term_keys.h"

#include <curses.h>

/* Codes of our own, above every code of curses. */
enum {
    OWN_PASTE_BEGIN = 0x1000,
    OWN_PASTE_END,
    OWN_WORD_LEFT,
    OWN_WORD_RIGHT,
    OWN_DIGIT = 0x1100, /* + the character */
};

struct spelling_of_key {
    const char *sequence;
    int code;
};

static const struct spelling_of_key spellings[] = {
    /* xterm, VT220 PF keys */
    { "\033OP", KEY_F(1) },
    { "\033OQ", KEY_F(2) },
    { "\033OR", KEY_F(3) },
    { "\033OS", KEY_F(4) },
    /* PuTTY's default, rxvt */
    { "\033[11~", KEY_F(1) },
    { "\033[12~", KEY_F(2) },
    { "\033[13~", KEY_F(3) },
    { "\033[14~", KEY_F(4) },
    { "\033[15~", KEY_F(5) },
    { "\033[17~", KEY_F(6) },
    { "\033[18~", KEY_F(7) },
    { "\033[19~", KEY_F(8) },
    { "\033[20~", KEY_F(9) },
    { "\033[21~", KEY_F(10) },
    { "\033[23~", KEY_F(11) },
    { "\033[24~", KEY_F(12) },
    /* linux console */
    { "\033[[A", KEY_F(1) },
    { "\033[[B", KEY_F(2) },
    { "\033[[C", KEY_F(3) },
    { "\033[[D", KEY_F(4) },
    { "\033[[E", KEY_F(5) },
    /* PuTTY in VT100+ mode */
    { "\033OT", KEY_F(5) },
    { "\033OU", KEY_F(6) },
    { "\033OV", KEY_F(7) },
    { "\033OW", KEY_F(8) },
    { "\033OX", KEY_F(9) },
    { "\033OY", KEY_F(10) },
    { "\033OZ", KEY_F(11) },
    { "\033O[", KEY_F(12) },
    /* PuTTY in SCO mode */
    { "\033[M", KEY_F(1) },
    { "\033[N", KEY_F(2) },
    { "\033[O", KEY_F(3) },
    { "\033[P", KEY_F(4) },
    { "\033[Q", KEY_F(5) },
    { "\033[R", KEY_F(6) },
    { "\033[S", KEY_F(7) },
    { "\033[T", KEY_F(8) },
    { "\033[U", KEY_F(9) },
    { "\033[V", KEY_F(10) },
    { "\033[W", KEY_F(11) },
    { "\033[X", KEY_F(12) },
    /* cursor keys, either mode */
    { "\033[A", KEY_UP },
    { "\033OA", KEY_UP },
    { "\033[B", KEY_DOWN },
    { "\033OB", KEY_DOWN },
    { "\033[C", KEY_RIGHT },
    { "\033OC", KEY_RIGHT },
    { "\033[D", KEY_LEFT },
    { "\033OD", KEY_LEFT },
    { "\033[1;5C", OWN_WORD_RIGHT },
    { "\033[1;5D", OWN_WORD_LEFT },
    { "\033[5C", OWN_WORD_RIGHT },
    { "\033[5D", OWN_WORD_LEFT },
    { "\033[1~", KEY_HOME },
    { "\033[7~", KEY_HOME },
    { "\033[H", KEY_HOME },
    { "\033OH", KEY_HOME },
    { "\033[4~", KEY_END },
    { "\033[8~", KEY_END },
    { "\033[F", KEY_END },
    { "\033OF", KEY_END },
    { "\033[2~", KEY_IC },
    { "\033[3~", KEY_DC },
    { "\033[5~", KEY_PPAGE },
    { "\033[6~", KEY_NPAGE },
    { "\033[I", KEY_PPAGE }, /* SCO */
    { "\033[G", KEY_NPAGE },
    { "\033[L", KEY_IC },
    { "\033[Z", KEY_BTAB },
    { "\033\t", KEY_BTAB }, /* linux console */
    /* a keypad in application mode types what is printed on it */
    { "\033OM", KEY_ENTER },
    { "\033Oj", OWN_DIGIT + '*' },
    { "\033Ok", OWN_DIGIT + '+' },
    { "\033Ol", OWN_DIGIT + ',' },
    { "\033Om", OWN_DIGIT + '-' },
    { "\033On", OWN_DIGIT + '.' },
    { "\033Oo", OWN_DIGIT + '/' },
    { "\033Op", OWN_DIGIT + '0' },
    { "\033Oq", OWN_DIGIT + '1' },
    { "\033Or", OWN_DIGIT + '2' },
    { "\033Os", OWN_DIGIT + '3' },
    { "\033Ot", OWN_DIGIT + '4' },
    { "\033Ou", OWN_DIGIT + '5' },
    { "\033Ov", OWN_DIGIT + '6' },
    { "\033Ow", OWN_DIGIT + '7' },
    { "\033Ox", OWN_DIGIT + '8' },
    { "\033Oy", OWN_DIGIT + '9' },
    { "\033[200~", OWN_PASTE_BEGIN },
    { "\033[201~", OWN_PASTE_END },
};

/* Reports of the mouse are read by keyboard_feed, whatever a description calls their beginning. */
void term_keys_define(void)
{
    define_key(NULL, KEY_MOUSE);
    for (size_t i = 0; i < COUNT(spellings); i++)
        define_key(spellings[i].sequence, spellings[i].code);
}

static const struct {
    int theirs, ours;
} codes[] = {
    { KEY_UP, K_UP },
    { KEY_DOWN, K_DOWN },
    { KEY_LEFT, K_LEFT },
    { KEY_RIGHT, K_RIGHT },
    { KEY_HOME, K_HOME },
    { KEY_FIND, K_HOME },
    { KEY_END, K_END },
    { KEY_SELECT, K_END },
    { KEY_PPAGE, K_PAGE_UP },
    { KEY_NPAGE, K_PAGE_DOWN },
    { KEY_BTAB, K_BACKTAB },
    { KEY_ENTER, K_ENTER },
    { KEY_BACKSPACE, K_BACKSPACE },
    { KEY_DC, K_DELETE },
    { KEY_IC, K_INSERT },
    { KEY_RESIZE, K_RESIZE },
    { OWN_PASTE_BEGIN, K_PASTE_BEGIN },
    { OWN_PASTE_END, K_PASTE_END },
    { OWN_WORD_LEFT, K_WORD_LEFT },
    { OWN_WORD_RIGHT, K_WORD_RIGHT },
};

int term_key_code(int curses_code)
{
    for (size_t i = 0; i < COUNT(codes); i++)
        if (codes[i].theirs == curses_code)
            return codes[i].ours;
    if (curses_code > KEY_F0 && curses_code <= KEY_F(12))
        return K_F(curses_code - KEY_F0);
    if (curses_code > OWN_DIGIT && curses_code < OWN_DIGIT + 128)
        return K_DIGIT + curses_code - OWN_DIGIT;
    return K_NONE;
}

static int theirs_of(int ours)
{
    if (ours > K_F(0) && ours <= K_F(12))
        return KEY_F(ours - K_F(0));
    for (size_t i = 0; i < COUNT(codes); i++)
        if (codes[i].ours == ours)
            return codes[i].theirs;
    return 0;
}

int term_key_meaning(const char *sequence)
{
    return term_key_code(key_defined(sequence));
}

bool term_key_teach(const char *sequence, int code)
{
    int theirs = theirs_of(code);
    return theirs != 0 && define_key(sequence, theirs) == OK;
}
