/* What attachments, backup and restore share: folders of files that are named by their SHA-256. */
#ifndef LOKET_ACTIONS_ATTACH_H
#define LOKET_ACTIONS_ATTACH_H

#include "private.h"

/* Appends the folder beside the store, or, while its share is away, the desk's own. */
void files_folder(const struct session *s, struct buf *out);
/* Appends the folder beside a database. */
void files_folder_of(const char *path, struct buf *out);
/* Appends the folder of the same name that lies beside another file, such as a backup. */
enum outcome files_folder_beside(struct session *s, const char *path, struct buf *out,
                                 struct error *e);
/* Copies what `to` has not, each held against its name; with `mend` also what is damaged there, for
 * which all of it is read. A folder that is not there is an empty one. */
enum outcome files_copy(const char *from, const char *to, bool mend, struct error *e);
/* What was attached while the share was away goes up to it. */
enum outcome files_send(struct session *s, struct error *e);

#endif
