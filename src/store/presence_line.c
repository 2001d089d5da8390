/* presence_line.c - the one line of a presence file: who is there, and what is being edited. */
#include <jansson.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "others.h"

/* ---- This host and its user ---- */

static void first_word(const char *path, char *out, size_t size)
{
    FILE *f = fopen(path, "re");
    if (!f || !fgets(out, (int)size, f))
        *out = '\0';
    if (f)
        fclose(f);
    out[strcspn(out, " \n")] = '\0';
}

/* Machines made from one image share their machine-id; what they never share is the boot. */
void presence_host(struct presence_host *out)
{
    char machine[40], boot[40];
    const struct passwd *user = getpwuid(geteuid());
    if (gethostname(out->host, sizeof out->host - 1) != 0)
        *out->host = '\0';
    first_word("/etc/machine-id", machine, sizeof machine);
    first_word("/proc/sys/kernel/random/boot_id", boot, sizeof boot);
    sqlite3_snprintf(sizeof out->machine, out->machine, "%s.%.8s", *machine ? machine : out->host,
                     boot);
    if (user)
        sqlite3_snprintf(sizeof out->user, out->user, "%s", user->pw_name);
    else
        sqlite3_snprintf(sizeof out->user, out->user, "%ld", (long)geteuid());
}

/* ---- The line ---- */

bool line_write(const struct presence_line *l, char out[PRESENCE_LINE])
{
    char record[24];
    snprintf(record, sizeof record, "%lld", (long long)l->record);
    json_t *line = json_pack("{s:s, s:s, s:i, s:s, s:I, s:s, s:s}", "host", l->host, "user",
                             l->user, "desk", (int)l->desk, "loket", LOKET_VERSION, "counter",
                             (json_int_t)l->counter, "kind", l->kind, "record", record);
    char *text = line ? json_dumps(line, JSON_COMPACT | JSON_ENSURE_ASCII) : NULL;
    size_t n = text ? strlen(text) : PRESENCE_LINE;
    if (n < PRESENCE_LINE) { /* of one length always: no reader meets the end of a longer one */
        memcpy(out, text, n);
        memset(out + n, ' ', PRESENCE_LINE - 1 - n);
        out[PRESENCE_LINE - 1] = '\n';
    }
    free(text);
    json_decref(line);
    return n < PRESENCE_LINE;
}

static void take_text(const json_t *line, const char *key, char *out, size_t size)
{
    const char *text = json_string_value(json_object_get(line, key));
    sqlite3_snprintf((int)size, out, "%s", text ? text : "");
}

/* False where it is half written, or something else altogether. */
bool line_read(const char *text, size_t n, struct presence_line *out)
{
    char record[24];
    json_t *line = json_loadb(text, n, 0, NULL);
    *out = (struct presence_line){ 0 };
    if (!json_is_object(line)) {
        json_decref(line);
        return false;
    }
    take_text(line, "host", out->host, sizeof out->host);
    take_text(line, "user", out->user, sizeof out->user);
    take_text(line, "loket", out->version, sizeof out->version);
    take_text(line, "kind", out->kind, sizeof out->kind);
    take_text(line, "record", record, sizeof record);
    out->desk = (uint16_t)json_integer_value(json_object_get(line, "desk"));
    out->counter = json_integer_value(json_object_get(line, "counter"));
    bool good = out->counter > 0 && integer_parse(record, &out->record);
    json_decref(line);
    return good;
}
