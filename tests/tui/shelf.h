/* shelf.h - what makes every scene begin alike: dice that always fall the same way, and folders
 * that become again what they were. */
#ifndef TESTS_TUI_SHELF_H
#define TESTS_TUI_SHELF_H

/* From now on numbers of desks, ids, keys and codes are the same in every run: they stand in
 * pictures. */
void dice_shake(void);
/* `to` becomes what `from` is; what is the same already, as a database mostly is, stays. */
void shelf_same(const char *from, const char *to);

#endif
