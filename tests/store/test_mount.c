/* test_mount.c - what a database lies on, and what is refused: tables of mounts as kernels tell
 * them. */
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../src/store/mount.h"
#include "office.h"

#include <cmocka.h> /* after loket: it takes the name fail() */

#define NFS "nfs4 server:/srv/loket rw,vers=4.2,rsize=1048576,hard,proto=tcp,timeo=600"
#define SMB                                                                                        \
    "cifs //server/loket rw,vers=3.1.1,cache=none,username=desk,uid=0,soft,nounix,serverino,"      \
    "mapposix,rsize=4194304,echo_interval=3,actimeo=0,closetimeo=1"
#define ON(what) "22 1 8:1 / / rw,relatime - ext4 /dev/sda1 rw\n40 22 0:50 / /share rw - " what "\n"

static const char good_nfs[] = ON(NFS ",lookupcache=pos,local_lock=none");
static const char good_smb[] = ON(SMB);

static int in_english(void **state)
{
    (void)state;
    language_set(ENGLISH);
    return 0;
}

static void the_verdict(void **state)
{
    (void)state;
    static const struct {
        const char *table;
        enum share_kind kind;
        const char *refused; /* part of the reason; NULL: not refused */
        const char *warned;  /* NULL: not warned */
    } cases[] = {
        { "1 0 8:1 / / rw - ext4 /dev/sda1 rw\n", SHARE_LOCAL, NULL, NULL },
        { ON("xfs /dev/mapper/data rw"), SHARE_LOCAL, NULL, NULL },
        { ON("tmpfs tmpfs rw"), SHARE_LOCAL, NULL, NULL },
        { ON("zfs tank/loket rw"), SHARE_LOCAL, NULL, NULL },
        { ON("fuseblk /dev/sdb1 rw"), SHARE_LOCAL, NULL, NULL },
        /* NFS */
        { good_nfs, SHARE_NFS, NULL, NULL },
        { ON(NFS ",local_lock=none"), SHARE_NFS, NULL, "lookupcache" },
        { ON("nfs4 s:/x rw,vers=4.0,soft,lookupcache=pos,local_lock=none"), SHARE_NFS, NULL,
          "soft" },
        { ON("nfs s:/x rw,vers=3,hard,lookupcache=pos,local_lock=none"), SHARE_NFS, "version 4",
          NULL },
        { ON("nfs s:/x rw,vers=2,hard,lookupcache=pos"), SHARE_NFS, "version 4", NULL },
        { ON("nfs s:/x rw,vers=3,hard,nolock,lookupcache=pos,local_lock=all"), SHARE_NFS,
          "do not leave this computer (nolock)", NULL },
        { ON(NFS ",lookupcache=pos,local_lock=posix"), SHARE_NFS, "(local_lock)", NULL },
        { ON(NFS ",lookupcache=pos,local_lock=all"), SHARE_NFS, "(local_lock)", NULL },
        /* SMB */
        { good_smb, SHARE_SMB, NULL, NULL },
        { ON(SMB ",nobrl"), SHARE_SMB, "(nobrl)", NULL },
        { ON(SMB ",nostrictsync"), SHARE_SMB, "(nostrictsync)", NULL },
        { ON(SMB ",hard"), SHARE_SMB, "(hard)", NULL },
        { ON("cifs //s/x rw,vers=3.1.1,cache=strict,soft,echo_interval=3,actimeo=0"), SHARE_SMB,
          "cache is not none", NULL },
        { ON("cifs //s/x rw,vers=3.1.1,cache=loose,nolease,soft,echo_interval=3,actimeo=0"),
          SHARE_SMB, "cache is not none", NULL },
        { ON("cifs //s/x rw,vers=3.1.1,cache=none,soft,echo_interval=3,actimeo=1"), SHARE_SMB,
          "actimeo is not 0", NULL },
        { ON("cifs //s/x rw,vers=3.1.1,cache=none,soft,echo_interval=3,acdirmax=1,acregmax=0"),
          SHARE_SMB, "actimeo is not 0", NULL },
        { ON("cifs //s/x rw,vers=3.1.1,cache=none,soft,echo_interval=60,actimeo=0"), SHARE_SMB,
          "echo_interval", NULL },
        { ON("cifs //s/x rw,vers=1.0,cache=none,soft,unix,echo_interval=3,actimeo=0"), SHARE_SMB,
          "version 1", NULL },
        { ON("smb3 //s/x rw,vers=3.0,cache=none,soft,echo_interval=1,actimeo=0"), SHARE_SMB, NULL,
          NULL },
        /* What nobody has shown to lock */
        { ON("fuse.sshfs desk@server:/srv rw"), SHARE_FOREIGN, "fuse.sshfs", NULL },
        { ON("fuse.rclone cloud: rw"), SHARE_FOREIGN, "fuse.rclone", NULL },
        { ON("fuse.bindfs /mnt/ssh rw"), SHARE_FOREIGN, "fuse.bindfs", NULL },
        { ON("fuse.glusterfs server:/vol rw"), SHARE_FOREIGN, "fuse.glusterfs", NULL },
        { ON("fuse /dev/fuse rw"), SHARE_FOREIGN, "“fuse”", NULL },
        { ON("9p host rw,trans=virtio"), SHARE_FOREIGN, "9p", NULL },
        { ON("ceph mon:/ rw"), SHARE_FOREIGN, "ceph", NULL },
        { ON("tomorrowfs server:/x rw"), SHARE_FOREIGN, "tomorrowfs", NULL },
        /* Layers, and a folder of a share bound elsewhere */
        { ON("overlay overlay rw,lowerdir=/usr,upperdir=/var/up,workdir=/var/w"), SHARE_LOCAL, NULL,
          NULL },
        { "22 1 8:1 / / rw - ext4 /dev/sda1 rw\n23 22 0:9 / /net rw - " NFS "\n"
          "24 22 0:10 / /share rw - overlay overlay rw,lowerdir=/usr:/net/lower,upperdir=/up\n",
          SHARE_LOCAL, "overlay", NULL },
        { "22 1 8:1 / / rw - ext4 /dev/sda1 rw\n23 22 0:9 /loket /share rw shared:7 master:3 - " NFS
          ",nolock,lookupcache=pos\n",
          SHARE_NFS, "nolock", NULL },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct share_look look;
        const struct mount_facts facts = { .path = "/share/loket/loket.db",
                                           .table = cases[i].table,
                                           .relock = "N\n" };
        mount_judge(&facts, &look);
        const char *refused = buf_text(&look.refused), *warned = buf_text(&look.warning);
        if (look.kind != cases[i].kind ||
            (cases[i].refused ? !strstr(refused, cases[i].refused) : *refused) ||
            (cases[i].warned ? !strstr(warned, cases[i].warned) : *warned))
            fail_msg("%zu: %s: kind %d, refused “%s”, warned “%s”", i, cases[i].table, look.kind,
                     refused, warned);
        share_look_free(&look);
    }
}

/* What mends it is a line to type. */
static void a_refusal_says_how_to_mount(void **state)
{
    (void)state;
    struct share_look look;
    struct mount_facts facts = { .path = "/share/loket.db",
                                 .table = ON(SMB ",nobrl"),
                                 .relock = "" };
    mount_judge(&facts, &look);
    assert_non_null(strstr(buf_text(&look.refused),
                           "mount -t cifs -o vers=3.1.1,cache=none,actimeo=0,soft,echo_interval=3,"
                           "serverino,credentials=FILE //server/loket /share"));
    share_look_free(&look);
    facts.table = ON("fuse.sshfs desk@server:/srv rw");
    mount_judge(&facts, &look);
    assert_non_null(strstr(buf_text(&look.refused), "mount -t nfs -o vers=4.2,hard"));
    assert_string_equal(buf_text(&look.source), "desk@server:/srv");
    assert_string_equal(buf_text(&look.place), "/share");
    share_look_free(&look);
}

static void lost_locks_may_not_come_back(void **state)
{
    (void)state;
    static const char *const on[] = { "Y\n", "1\n", "Y" };
    for (size_t i = 0; i < COUNT(on); i++) {
        struct share_look look;
        struct mount_facts facts = { .path = "/share/l.db", .table = good_nfs, .relock = on[i] };
        mount_judge(&facts, &look);
        assert_non_null(strstr(buf_text(&look.refused), "recover_lost_locks=0"));
        share_look_free(&look);
        facts.table = good_smb; /* no business of NFS's */
        mount_judge(&facts, &look);
        assert_int_equal(look.refused.len, 0);
        share_look_free(&look);
    }
}

static void what_is_allowed_is_said_loudly(void **state)
{
    (void)state;
    struct share_look look;
    struct mount_facts facts = { .path = "/share/l.db",
                                 .table = ON("nfs s:/x rw,vers=3,hard,lookupcache=pos"),
                                 .relock = "",
                                 .allowed = ALLOW_NFS3 };
    mount_judge(&facts, &look);
    assert_int_equal(look.refused.len, 0);
    assert_non_null(strstr(buf_text(&look.warning), "version 3"));
    share_look_free(&look);
    facts.table = ON("nfs s:/x rw,vers=3,hard,nolock,lookupcache=pos,local_lock=all");
    mount_judge(&facts, &look);
    assert_true(look.refused.len > 0); /* one thing allowed is not another */
    share_look_free(&look);
    facts.allowed = ALLOW_ANY_SHARE;
    mount_judge(&facts, &look);
    assert_int_equal(look.refused.len, 0);
    assert_non_null(strstr(buf_text(&look.warning), "loses records"));
    assert_int_equal(look.kind, SHARE_NFS);
    share_look_free(&look);
}

static void the_longest_and_last_place_counts(void **state)
{
    (void)state;
    static const char table[] =
        "20 1 8:1 / / rw - ext4 /dev/sda1 rw\n"
        "21 20 0:5 / /mnt/data\\040kantor rw,noatime master:1 shared:2 - xfs /dev/sdb1 rw,attr2\n"
        "22 20 0:6 / /mnt/a rw - nfs4 s:/a rw,vers=4.2\n"
        "23 22 0:7 / /mnt/a rw - cifs //s/a rw,vers=3.0\n"
        "24 23 0:8 / /mnt/a/b rw - tmpfs tmpfs rw\n"
        "broken line\n"
        "25 20 0:9 / /mnt/c\\134d rw - ext4 /dev/c rw";
    static const struct {
        const char *path, *place, *type;
    } cases[] = {
        { "/x.db", "/", "ext4" },
        { "/mnt/x.db", "/", "ext4" },
        { "/mnt/data kantor/x.db", "/mnt/data kantor", "xfs" },
        { "/mnt/data kantor2/x.db", "/", "ext4" },
        { "/mnt/a/x.db", "/mnt/a", "cifs" },
        { "/mnt/a/b/x.db", "/mnt/a/b", "tmpfs" },
        { "/mnt/ab/x.db", "/", "ext4" },
        { "/mnt/c\\d/x.db", "/mnt/c\\d", "ext4" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct mount m;
        assert_true(mount_find(table, cases[i].path, &m));
        assert_string_equal(buf_text(&m.place), cases[i].place);
        assert_string_equal(buf_text(&m.type), cases[i].type);
        mount_free(&m);
    }
}

static void options_are_whole_words(void **state)
{
    (void)state;
    struct mount m;
    struct buf value = { 0 };
    assert_true(mount_find("1 0 0:1 / / rw,noatime - nfs s:/x rw,nolockx,vers=4.2,hard", "/x", &m));
    assert_false(mount_option(&m, "nolock", &value));
    assert_false(mount_option(&m, "ver", &value));
    assert_true(mount_option(&m, "noatime", &value));
    assert_true(mount_option(&m, "hard", &value));
    assert_int_equal(value.len, 0);
    assert_true(mount_option(&m, "vers", &value));
    assert_string_equal(buf_text(&value), "4.2");
    buf_free(&value);
    mount_free(&m);
}

/* Where the table cannot be read or tells of a disk only, statfs still knows a network. */
static void the_number_knows_a_network(void **state)
{
    (void)state;
    static const struct {
        unsigned magic;
        const char *table;
        enum share_kind kind;
    } cases[] = {
        { 0x6969, "", SHARE_FOREIGN },
        { 0xFE534D42, "", SHARE_FOREIGN },
        { 0x65735546, "", SHARE_FOREIGN },
        { 0x6969, "1 0 8:1 / / rw - ext4 /dev/sda1 rw\n", SHARE_FOREIGN },
        { 0x65735546, "1 0 8:1 / / rw - fuseblk /dev/sda1 rw\n", SHARE_LOCAL },
        { 0x6969, good_nfs, SHARE_NFS },
        { 0xFF534D42, good_smb, SHARE_SMB },
        { 0xEF53, "", SHARE_LOCAL },
        { 0xEF53, "1 0 8:1 / / rw - ext4 /dev/sda1 rw\n", SHARE_LOCAL },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct share_look look;
        const struct mount_facts facts = {
            .path = "/share/l.db", .magic = cases[i].magic, .table = cases[i].table, .relock = ""
        };
        mount_judge(&facts, &look);
        if (look.kind != cases[i].kind || (look.refused.len > 0) != (look.kind == SHARE_FOREIGN))
            fail_msg("%zu: kind %d, %s", i, look.kind, buf_text(&look.refused));
        share_look_free(&look);
    }
}

/* A whole store on such a share: readable, and nothing is written. */
static void a_refused_share_is_read_only(void **state)
{
    (void)state;
    struct bench b;
    struct error e = { 0 };
    struct buf why = { 0 };
    struct intent i = { .author = "" };
    bench_open(&b);
    store_close(&b.store);
    mount_pretend("1 0 0:9 / / rw - nfs s:/x rw,vers=4.2,nolock,local_lock=all,lookupcache=pos\n");
    assert_int_equal(store_open(b.path, &test_registry, b.desk, &b.clock, &b.store, &e), DONE);
    assert_true(store_read_only(b.store, &why));
    assert_non_null(strstr(buf_text(&why), "nolock"));
    desk_new_txn(i.txn);
    assert_int_equal(store_begin(b.store, &i, NULL, &e), FAULT);
    assert_non_null(strstr(e.text, "mount -t nfs"));
    assert_int_equal(sqlite3_db_readonly(b.store->db.handle, "main"), 1);
    char path[320];
    snprintf(path, sizeof path, "%.280s/new.db", b.folder);
    assert_int_equal(store_create(path, &test_registry, b.desk, &b.clock, &e), REFUSED);
    assert_non_null(strstr(e.text, "mount -t nfs"));
    /* With the refusal lifted for a laboratory, it says so and writes. */
    desk_allow(b.desk, ALLOW_ANY_SHARE);
    bench_reopen(&b);
    assert_false(store_read_only(b.store, NULL));
    buf_reset(&why);
    assert_true(store_warning(b.store, &why));
    assert_non_null(strstr(buf_text(&why), "loses records"));
    assert_int_equal(store_begin(b.store, &i, NULL, &e), DONE);
    store_rollback(b.store);
    mount_pretend(NULL);
    buf_free(&why);
    bench_close(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_verdict),
        cmocka_unit_test(a_refusal_says_how_to_mount),
        cmocka_unit_test(lost_locks_may_not_come_back),
        cmocka_unit_test(what_is_allowed_is_said_loudly),
        cmocka_unit_test(the_longest_and_last_place_counts),
        cmocka_unit_test(options_are_whole_words),
        cmocka_unit_test(the_number_knows_a_network),
        cmocka_unit_test(a_refused_share_is_read_only),
    };
    return cmocka_run_group_tests(tests, in_english, NULL);
}
