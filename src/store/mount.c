/* mount.c - whether loket may write in a file that lies where it lies: share protocol, rules 3 to
 * 5, as its tests on real kernels amended them. What is refused has damaged files or lost records
 * there, or nobody has shown that it does not. */
#include <stdlib.h>
#include <string.h>
#include <sys/vfs.h>

#include "file.h"
#include "mount.h"

#define NFS_LINE                                                                                   \
    "mount -t nfs -o vers=4.2,hard,proto=tcp,timeo=600,retrans=2,lookupcache=positive,"            \
    "local_lock=none,nodev,nosuid %s %s"
#define SMB_LINE                                                                                   \
    "mount -t cifs -o vers=3.1.1,cache=none,actimeo=0,soft,echo_interval=3,serverino,"             \
    "credentials=FILE %s %s"

/* ---- Kinds of file systems ---- */

static const struct system {
    const char *type; /* as the mount table names it; "fuse." names all that begin so */
    unsigned magic;   /* of statfs, where the table does not say; 0: a disk's */
    enum share_kind kind;
} systems[] = {
    { "nfs", 0x6969, SHARE_NFS },
    { "nfs4", 0x6969, SHARE_NFS },
    { "cifs", 0xFF534D42, SHARE_SMB },
    { "smb3", 0xFE534D42, SHARE_SMB },
    { "smbfs", 0x517B, SHARE_FOREIGN },
    { "fuse.", 0x65735546, SHARE_FOREIGN },
    { "fuse", 0x65735546, SHARE_FOREIGN },
    { "9p", 0x01021997, SHARE_FOREIGN },
    { "afs", 0x6B414653, SHARE_FOREIGN },
    { "ceph", 0x00C36400, SHARE_FOREIGN },
    { "coda", 0x73757245, SHARE_FOREIGN },
    { "gfs2", 0x01161970, SHARE_FOREIGN },
    { "gpfs", 0x47504653, SHARE_FOREIGN },
    { "lustre", 0x0BD00BD0, SHARE_FOREIGN },
    { "ocfs2", 0x7461636F, SHARE_FOREIGN },
    { "vboxsf", 0x786F4256, SHARE_FOREIGN },
    /* Of this computer alone, and not from a device of /dev: */
    { "bcachefs", 0, SHARE_LOCAL },
    { "btrfs", 0, SHARE_LOCAL },
    { "hostfs", 0, SHARE_LOCAL },
    { "overlay", 0, SHARE_LOCAL },
    { "ramfs", 0, SHARE_LOCAL },
    { "rootfs", 0, SHARE_LOCAL },
    { "tmpfs", 0, SHARE_LOCAL },
    { "ubifs", 0, SHARE_LOCAL },
    { "zfs", 0, SHARE_LOCAL },
};

static bool named(const struct system *s, const char *type)
{
    size_t n = strlen(s->type);
    return s->type[n - 1] == '.' ? text_starts(type, s->type) : strcmp(type, s->type) == 0;
}

static enum share_kind kind_of(const struct mount *m)
{
    for (size_t i = 0; i < COUNT(systems); i++)
        if (named(&systems[i], buf_text(&m->type)))
            return systems[i].kind;
    return text_starts(buf_text(&m->source), "/dev/") ? SHARE_LOCAL : SHARE_FOREIGN;
}

/* A network's type by its magic number; NULL: no network's. */
static const char *type_of_magic(unsigned magic)
{
    for (size_t i = 0; i < COUNT(systems); i++)
        if (systems[i].magic && systems[i].magic == magic)
            return systems[i].type;
    return NULL;
}

/* ---- What is said ---- */

/* Reasons are parts of one sentence. */
static void object(struct buf *reasons, const char *reason)
{
    buf_printf(reasons, "%s%s", reasons->len ? "; " : "", tr(reason));
}

static void refuse(const struct mount_facts *f, const struct mount *m, const struct buf *reasons,
                   const char *line, struct share_look *out)
{
    buf_printf(&out->refused,
               _("%s is open for reading only, because its share could lose records: "), f->path);
    buf_printf(&out->refused, "%s. ", buf_text(reasons));
    buf_puts(&out->refused, _("Ask whoever looks after this computer to mount it so: "));
    buf_printf(&out->refused, line, m->source.len ? buf_text(&m->source) : "SERVER:/FOLDER",
               m->place.len ? buf_text(&m->place) : "/FOLDER");
}

static void warn(struct share_look *out, const char *sentence)
{
    buf_printf(&out->warning, "%s%s", out->warning.len ? " " : "", tr(sentence));
}

/* ---- Options ---- */

static const struct rule {
    const char *option;
    enum { ABSENT, EQUAL, AT_MOST_SECONDS } must;
    bool needed; /* where it is not told, that is an objection too */
    const char *value;
    const char *why;
} nfs_rules[] = {
    { "nolock", ABSENT, false, NULL, N_("its locks do not leave this computer (nolock)") },
    { "local_lock", EQUAL, false, "none", N_("its locks do not leave this computer (local_lock)") },
}, smb_rules[] = {
    { "nobrl", ABSENT, false, NULL, N_("its locks do not leave this computer (nobrl)") },
    { "nostrictsync", ABSENT, false, NULL,
      N_("what is saved need not reach the server's disk (nostrictsync)") },
    { "cache", EQUAL, true, "none",
      N_("this computer keeps old pages of the file (cache is not none)") },
    { "actimeo", EQUAL, true, "0",
      N_("this computer keeps an old size of the file (actimeo is not 0)") },
    { "hard", ABSENT, false, NULL,
      N_("a write that the network held up may arrive after another desk's (hard)") },
    /* The desk must give up before the server frees its locks, after about 40 s: 24 s at 3. */
    { "echo_interval", AT_MOST_SECONDS, true, "3",
      N_("a write that the network held up may arrive after another desk's (echo_interval is "
         "above 3)") },
};

static bool holds(const struct rule *r, const struct mount *m)
{
    struct buf value = { 0 };
    int64_t is = 0, most = 0;
    bool set = mount_option(m, r->option, &value), ok = set ? false : !r->needed;
    if (set && r->must == EQUAL)
        ok = strcmp(buf_text(&value), r->value) == 0;
    if (set && r->must == AT_MOST_SECONDS)
        ok = integer_parse(buf_text(&value), &is) && integer_parse(r->value, &most) && is <= most;
    buf_free(&value);
    return ok;
}

static void object_all(const struct rule *rules, size_t count, const struct mount *m,
                       struct buf *reasons)
{
    for (size_t i = 0; i < count; i++)
        if (!holds(&rules[i], m))
            object(reasons, rules[i].why);
}

/* The first digits of "vers=4.2"; 0: not told. */
static long version_of(const struct mount *m)
{
    struct buf text = { 0 };
    long version = mount_option(m, "vers", &text) ? strtol(buf_text(&text), NULL, 10) : 0;
    buf_free(&text);
    return version;
}

/* ---- The verdict, kind by kind ---- */

static void judge_nfs(const struct mount_facts *f, const struct mount *m, struct buf *reasons,
                      struct share_look *out)
{
    struct buf lookup = { 0 };
    long version = version_of(m);
    object_all(nfs_rules, COUNT(nfs_rules), m, reasons);
    if (version < 4 && !(version == 3 && (f->allowed & ALLOW_NFS3)))
        object(reasons, N_("with NFS before version 4 a desk that died keeps its lock"));
    else if (version == 3)
        warn(out, N_("The share is mounted with NFS version 3, as loket.conf allows: where a desk "
                     "dies while it saves, all others wait until that computer starts again."));
    if (*f->relock == 'Y' || *f->relock == '1')
        object(reasons, N_("this computer takes lost locks again without asking; write "
                           "“options nfs recover_lost_locks=0” into /etc/modprobe.d/nfs.conf and "
                           "start it anew"));
    if (mount_option(m, "soft", &lookup))
        warn(out, N_("The share is mounted “soft”: a server that is slow for a moment becomes an "
                     "error; mount it “hard”."));
    buf_reset(&lookup);
    if (!mount_option(m, "lookupcache", &lookup) || strcmp(buf_text(&lookup), "all") == 0)
        warn(out, N_("The share is mounted without “lookupcache=positive”: add it, so that this "
                     "computer sees new files at once."));
    buf_free(&lookup);
}

static void judge_smb(const struct mount *m, struct buf *reasons)
{
    object_all(smb_rules, COUNT(smb_rules), m, reasons);
    if (version_of(m) < 2)
        object(reasons, N_("SMB version 1 shows old pages of the file (vers)"));
}

/* A layer over a share: nobody says through which of the two a lock is asked for. */
static void judge_layers(const struct mount_facts *f, const struct mount *m, struct buf *reasons)
{
    static const char *const options[] = { "lowerdir", "upperdir" };
    if (strcmp(buf_text(&m->type), "overlay") != 0)
        return;
    for (size_t i = 0; i < COUNT(options); i++) {
        struct buf folders = { 0 };
        mount_option(m, options[i], &folders);
        char *text = buf_take(&folders), *rest = text;
        for (char *folder; rest && (folder = strsep(&rest, ":"));) {
            struct mount below;
            if (mount_find(f->table, folder, &below) && kind_of(&below) != SHARE_LOCAL)
                object(reasons, N_("it is a layer (overlay) over a network share"));
            mount_free(&below);
        }
        free(text);
    }
}

static void judge_foreign(const struct mount *m, struct buf *reasons)
{
    buf_printf(reasons, _("it is not known of “%s” that locks reach the other desks"),
               buf_text(&m->type));
}

/* ---- Together ---- */

/* The mount as the table tells it; where the table and statfs differ, what statfs says alone. */
static void find(const struct mount_facts *f, struct mount *m, struct share_look *out)
{
    const char *network = type_of_magic(f->magic);
    bool told = mount_find(f->table, f->path, m);
    out->kind = told ? kind_of(m) : network ? SHARE_FOREIGN : SHARE_LOCAL;
    if (network &&
        (!told || (out->kind == SHARE_LOCAL && !text_starts(buf_text(&m->type), "fuse")))) {
        mount_free(m);
        *m = (struct mount){ 0 };
        buf_puts(&m->type, network);
        out->kind = SHARE_FOREIGN;
    }
}

static void judge(const struct mount_facts *f, const struct mount *m, struct share_look *out)
{
    struct buf reasons = { 0 };
    if (out->kind == SHARE_NFS)
        judge_nfs(f, m, &reasons, out);
    else if (out->kind == SHARE_SMB)
        judge_smb(m, &reasons);
    else if (out->kind == SHARE_FOREIGN)
        judge_foreign(m, &reasons);
    else
        judge_layers(f, m, &reasons);
    if (reasons.len)
        refuse(f, m, &reasons, out->kind == SHARE_SMB ? SMB_LINE : NFS_LINE, out);
    buf_free(&reasons);
}

/* The laboratory's: what would have been refused is said at least. */
static void let_pass(const struct mount_facts *f, struct share_look *out)
{
    if (!(f->allowed & ALLOW_ANY_SHARE) || !out->refused.len)
        return;
    warn(out, N_("loket.conf allows a share that loses records; nobody's work may be kept here."));
    buf_free(&out->refused);
}

void mount_judge(const struct mount_facts *f, struct share_look *out)
{
    struct mount m;
    *out = (struct share_look){ 0 };
    find(f, &m, out);
    judge(f, &m, out);
    let_pass(f, out);
    out->type = m.type;
    out->source = m.source;
    out->place = m.place;
    out->options = m.options;
}

void share_look_free(struct share_look *l)
{
    struct buf *const all[] = { &l->type,    &l->source,  &l->place,
                                &l->options, &l->refused, &l->warning };
    for (size_t i = 0; i < COUNT(all); i++)
        buf_free(all[i]);
}

/* ---- The machine ---- */

static const char *pretended;

void mount_pretend(const char *table)
{
    pretended = table;
}

enum { TABLE_MAX = 4 << 20, SWITCH_MAX = 64 };

enum outcome share_look(const char *path, unsigned allowed, struct share_look *out, struct error *e)
{
    struct buf real = { 0 }, table = { 0 }, relock = { 0 };
    struct statfs system;
    enum outcome o = path_real(path, &real, e);
    *out = (struct share_look){ 0 };
    if (o == DONE) {
        char *folder = folder_of(buf_text(&real));
        if (statfs(folder, &system) != 0)
            o = folder_away(folder, e);
        free(folder);
    }
    if (o == DONE) {
        /* Where one is missing, what is left decides. */
        file_read("/proc/self/mountinfo", TABLE_MAX, &table, NULL);
        file_read("/sys/module/nfs/parameters/recover_lost_locks", SWITCH_MAX, &relock, NULL);
        mount_judge(&(struct mount_facts){ .path = buf_text(&real),
                                           .magic = pretended ? 0 : (unsigned)system.f_type,
                                           .table = pretended ? pretended : buf_text(&table),
                                           .relock = buf_text(&relock),
                                           .allowed = allowed },
                    out);
    }
    buf_free(&real);
    buf_free(&table);
    buf_free(&relock);
    return o;
}
