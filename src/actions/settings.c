/* loket.conf: INI, read by libinih. One section, [loket]; unknown keys are named, not ignored. */
#include "private.h"

#include <ini.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

struct reader {
    struct settings *settings;
    const char *path;
    struct error *error;
    bool failed;
};

static bool take_language(const char *value)
{
    if (strcmp(value, "id") != 0 && strcmp(value, "en") != 0)
        return false;
    if (!language_told())
        language_set(strcmp(value, "en") == 0 ? ENGLISH : INDONESIAN);
    return true;
}

/* "nfs3", "any-share" or both, blanks between. */
static bool take_allowed(const char *value, struct settings *settings)
{
    static const struct {
        const char *word;
        unsigned flag;
    } words[] = { { "nfs3", ALLOW_NFS3 }, { "any-share", ALLOW_ANY_SHARE } };
    for (settings->allowed = 0; *value; value += strspn(value, " ")) {
        size_t n = strcspn(value, " "), i = 0;
        while (i < COUNT(words) &&
               !(strlen(words[i].word) == n && strncmp(words[i].word, value, n) == 0))
            i++;
        if (i == COUNT(words))
            return false;
        settings->allowed |= words[i].flag;
        value += n;
    }
    return true;
}

static bool take_mouse(const char *value, struct settings *settings)
{
    settings->mouse = strcmp(value, "on") == 0;
    return settings->mouse || strcmp(value, "off") == 0;
}

/* inih's callback: 1 taken, 0 refused. */
static int take_setting(void *context, const char *section, const char *key, const char *value)
{
    static const struct {
        const char *key;
        size_t at;
    } texts[] = {
        { "store", offsetof(struct settings, store) },
        { "office", offsetof(struct settings, office) },
        { "printer", offsetof(struct settings, printer) },
        { "backup", offsetof(struct settings, backup) },
        { "history", offsetof(struct settings, history) },
    };
    struct reader *r = context;
    if (strcmp(section, "loket") == 0) {
        for (size_t i = 0; i < COUNT(texts); i++)
            if (strcmp(key, texts[i].key) == 0) {
                struct buf *to = (struct buf *)((char *)r->settings + texts[i].at);
                buf_reset(to);
                buf_puts(to, value);
                return 1;
            }
        if (strcmp(key, "language") == 0 && take_language(value))
            return 1;
        if (strcmp(key, "allow") == 0 && take_allowed(value, r->settings))
            return 1;
        if (strcmp(key, "mouse") == 0 && take_mouse(value, r->settings))
            return 1;
    }
    if (!r->failed)
        fail(r->error, MISUSED,
             _("%s: “%s = %s” in section [%s] is not a setting of loket. See loket.conf(5)."),
             r->path, key, value, section);
    r->failed = true;
    return 0;
}

enum outcome settings_read(const char *path, struct settings *out, struct error *e)
{
    if (access(path, F_OK) != 0)
        return DONE;
    struct reader reader = { .settings = out, .path = path, .error = e };
    int line = ini_parse(path, take_setting, &reader);
    if (reader.failed)
        return MISUSED;
    if (line < 0)
        return fail(e, MISUSED, _("%s cannot be read. Make it readable for you or remove it."),
                    path);
    if (line > 0)
        return fail(e, MISUSED, _("%s: line %d is not “key = value”. Mend it; see loket.conf(5)."),
                    path, line);
    return DONE;
}

void settings_free(struct settings *s)
{
    buf_free(&s->store);
    buf_free(&s->office);
    buf_free(&s->printer);
    buf_free(&s->backup);
    buf_free(&s->history);
}
