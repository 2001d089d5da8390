/* command.c - the table itself. The rows of one key stand together; the bar shows them in this
 * order. */
#include "command.h"

#include "tour.h"

static bool may_record(struct ui *u, struct error *why)
{
    if (ui_record(u) != NULL)
        return true;
    fail(why, REFUSED, _("Choose a record in the list first."));
    return false;
}

static bool may_step(struct ui *u, struct error *why)
{
    if (!may_record(u, why))
        return false;
    const struct record *r = ui_record(u);
    for (const struct step *s = r->kind->flow->steps; s != NULL && s->verb != NULL; s++)
        if (s->follows == NULL && record_step_applies(r, s) &&
            flow_step(r->kind->flow, s->verb, r->state) != NULL)
            return true;
    fail(why, REFUSED, _("No step leads on from “%s”."),
         _(flow_state(r->kind->flow, r->state)->label));
    return false;
}

static bool may_print(struct ui *u, struct error *why)
{
    if (!may_record(u, why))
        return false;
    if (act_has_paper(ui_record(u)->kind))
        return true;
    fail(why, REFUSED, _("This kind of record has no paper to print."));
    return false;
}

static bool may_requirements(struct ui *u, struct error *why)
{
    if (!may_record(u, why))
        return false;
    if (kind_line(ui_record(u)->kind, "document") != NULL)
        return true;
    fail(why, REFUSED, _("This kind of record asks for no papers."));
    return false;
}

static bool may_unseal(struct ui *u, struct error *why)
{
    if (!may_record(u, why))
        return false;
    const struct record *r = ui_record(u);
    for (size_t i = 0; r->kind->fields[i].id != NULL; i++)
        if (act_sealed(&r->values[i]))
            return true;
    fail(why, REFUSED, _("Nothing in this record is sealed."));
    return false;
}

static bool may_switch(struct ui *u, struct error *why)
{
    if (session_has_people(u->session))
        return true;
    fail(why, REFUSED, _("This database has no people to log in as."));
    return false;
}

static bool may_approve(struct ui *u, struct error *why)
{
    if (!session_has_people(u->session) || u->person[0] != '\0')
        return true;
    fail(why, REFUSED, _("Log in first (Ctrl-V): what waits depends on who you are."));
    return false;
}

static bool may_hand(struct ui *u, struct error *why)
{
    if (u->person[0] != '\0')
        return true;
    fail(why, REFUSED, _("Log in first: a handover names who gives."));
    return false;
}

/* It is made and put back beside the office's work, not in it. */
static bool may_backup(struct ui *u, struct error *why)
{
    (void)u;
    fail(why, REFUSED,
         _("Backups are made by `loket backup` and put back by `loket restore`, on the command "
           "line; `loket doctor` tells whether they are in order."));
    return false;
}

/* Screens on which finding is no part of the work, and still one key away. */
enum {
    FINDS_BESIDE = IN_APPROVALS | IN_HANDOVER | IN_WATCH | IN_PLAN | IN_ANALYSIS | IN_HISTORY |
                   IN_COMPARE | IN_TEXT
};

const struct command_row command_table[] = {
    { DO_HELP, N_("Help"), N_("Tells what this field and this screen are for, and every key."),
      K_F(1), K_CTRL('B'), IN_ALL, 90, NULL },
    { DO_NEW, N_("New"), N_("Begins a new record of this kind."), K_F(2), K_CTRL('N'),
      IN_HOME | IN_LIST | IN_RECORD, 70, NULL },
    { DO_DECIDE, N_("Decide"),
      N_("Decides all that are marked with one passphrase; where none is, the one here."), K_F(2),
      K_CTRL('S'), IN_APPROVALS, 95, may_record },
    { DO_DECIDE, N_("Decide"), N_("Takes the step this record waits for, with your passphrase."),
      K_F(2), K_CTRL('N'), IN_DECISION, 95, may_record },
    { DO_HAND_OVER, N_("Hand over"),
      N_("Hands all that are marked to a colleague or a role; where none is, the one here."),
      K_F(2), K_CTRL('S'), IN_HANDOVER, 95, may_hand },
    { DO_HANDLED, N_("Handled"),
      N_("Says that somebody looked after it, and how; of what was handled: watches it again."),
      K_F(2), K_CTRL('S'), IN_WATCH, 95, NULL },
    { DO_OFFICER, N_("Officer"),
      N_("Chooses who goes; a visit that is due and not planned yet is planned with it."), K_F(2),
      K_CTRL('S'), IN_PLAN, 95, NULL },
    { DO_NEW, N_("New"), N_("Makes the one that is missing, then takes it."), K_F(2), K_CTRL('N'),
      IN_LOOKUP, 70, NULL },
    { DO_SAVE, N_("Save"), N_("Saves what is typed; lists what is still wrong or missing."), K_F(2),
      K_CTRL('S'), IN_FORM, 95, NULL },
    { DO_SAVE, N_("Send"), N_("Files the application, or asks how far it is."), K_F(2), K_CTRL('S'),
      IN_GUEST, 95, NULL },
    { DO_SAVE, N_("Go on"), N_("Takes the step with what was answered."), K_F(2), K_CTRL('S'),
      IN_STEP, 95, NULL },
    { DO_SAVE_NEXT, N_("Save, next"),
      N_("Saves and begins the next new one, with what is carried over."), 0, K_CTRL('N'), IN_FORM,
      0, NULL },
    { DO_TEMPLATE, N_("As last time"),
      N_("Fills in the rest as the newest one of this applicant; dates and numbers stay blank."),
      K_F(3), K_CTRL('F'), IN_FORM, 60, NULL },
    { DO_FIND, N_("Find"),
      N_("Finds a record by the last digits of a number or any part of a name."), K_F(3),
      K_CTRL('F'), IN_HOME | IN_LIST | IN_RECORDS, 80, NULL },
    { DO_FIND, N_("Find"),
      N_("Finds a record by the last digits of a number or any part of a name."), K_F(3),
      K_CTRL('F'), FINDS_BESIDE, 10, NULL },
    { DO_OPENED, N_("Opened last"), N_("Lists the records you opened last at this desk."), 0,
      K_CTRL('W'), IN_SCREENS & ~(unsigned)IN_FORM, 0, NULL },
    { DO_OPEN, N_("Open"), N_("Opens what the cursor stands on."), K_F(4), K_CTRL('O'),
      IN_HOME | IN_LIST | IN_APPROVALS | IN_HANDOVER | IN_WATCH | IN_PLAN | IN_ANALYSIS, 60, NULL },
    { DO_EDIT, N_("Edit"), N_("Changes the fields of this record."), K_F(4), K_CTRL('O'),
      IN_RECORDS, 75, may_record },
    { DO_CHOOSE, N_("Choose"),
      N_("Shows what this field can be, or what was typed in it lately; typing narrows it."),
      K_F(4), K_CTRL('O'), IN_FORM | IN_STEP, 85, NULL },
    { DO_RELOAD, N_("Reload"), N_("Reads anew what others have changed."), K_F(5), K_CTRL('R'),
      IN_HOME | IN_LIST | IN_RECORDS | IN_APPROVALS | IN_HANDOVER | IN_WATCH | IN_PLAN |
          IN_ANALYSIS,
      20, NULL },
    { DO_DETAIL, N_("Details"), N_("Shows every field of this line; again: back to all lines."),
      K_F(5), K_CTRL('R'), IN_FORM, 55, NULL },
    { DO_DETAIL, N_("All rows"), N_("Shows what is the same, too; again: only what differs."),
      K_F(5), K_CTRL('R'), IN_COMPARE, 70, NULL },
    { DO_STEPS, N_("Process"),
      N_("Shows the steps this record can take, or all that are marked, and why one cannot."),
      K_F(6), K_CTRL('T'), IN_LIST | IN_RECORDS | IN_APPROVALS | IN_PLAN, 82, may_step },
    { DO_HAND_OVER, N_("Hand over"),
      N_("Hands this draft to a colleague or a role, who go on with it at any desk."), K_F(6),
      K_CTRL('T'), IN_HOME, 15, may_hand },
    { DO_REPORT, N_("Capture"),
      N_("Proposes what lapsed as a capture: a draft of yours, to complete and file."), K_F(6),
      K_CTRL('T'), IN_WATCH, 70, NULL },
    { DO_STEPS, N_("Process"), N_("Saves, then shows the steps the record can take."), K_F(6),
      K_CTRL('T'), IN_FORM, 65, NULL },
    { DO_FILTER, N_("Filter"), N_("Shows only what fits; Esc shows all again."), K_F(7),
      K_CTRL('G'), IN_LIST, 76, NULL },
    { DO_FILTER, N_("Period"), N_("Counts what happened between two days, or in a year."), K_F(7),
      K_CTRL('G'), IN_ANALYSIS, 76, NULL },
    { DO_HISTORY, N_("History"), N_("Shows who changed what, and when."), K_F(7), K_CTRL('G'),
      IN_RECORDS | IN_APPROVALS, 58, may_record },
    { DO_VIEW, N_("View"), N_("Shows the plan in another way: agenda, month, route, load."), K_F(7),
      K_CTRL('G'), IN_PLAN, 76, NULL },
    { DO_PAPERS, N_("Papers"), N_("Adds the papers that are required here and not listed yet."),
      K_F(7), K_CTRL('G'), IN_FORM, 50, NULL },
    { DO_SORT, N_("Sort"), N_("Sorts by the next column that can be sorted by."), K_F(8),
      K_CTRL('E'), IN_LIST, 30, NULL },
    { DO_SORT, N_("Sort"), N_("Sorts the list by this column; again: the other way round."), K_F(8),
      K_CTRL('E'), IN_COLUMNS, 80, NULL },
    { DO_GROUP, N_("Group"), N_("Groups the agenda by day, company or officer."), K_F(8),
      K_CTRL('E'), IN_PLAN, 50, NULL },
    { DO_PRINT, N_("Print"), N_("Prints the receipt or the notice of missing papers."), K_F(8),
      K_CTRL('E'), IN_RECORDS, 57, may_print },
    { DO_PRINT, N_("Print"), N_("Prints the slip with number and code."), K_F(8), K_CTRL('E'),
      IN_GUEST, 60, NULL },
    { DO_PROBLEM, N_("Next !"), N_("Goes to the next field that is wrong or missing."), K_F(8),
      K_CTRL('E'), IN_FORM, 72, NULL },
    { DO_MARK_ALL, N_("Mark all"), N_("Marks every record listed; again: takes the marks off."),
      K_F(8), K_CTRL('E'), IN_APPROVALS, 50, may_record },
    { DO_MARK_ALL, N_("Mark all"), N_("Marks all that is yours; again: takes the marks off."),
      K_F(8), K_CTRL('E'), IN_HANDOVER, 50, NULL },
    { DO_EXPORT, N_("Export"), N_("Writes all ways of counting into a file, as CSV."), K_F(8),
      K_CTRL('E'), IN_ANALYSIS, 57, NULL },
    { DO_MARK_ALL, N_("Mark all"),
      N_("Marks every record read so far (Space marks one); again: takes the marks off."), 0,
      K_CTRL('S'), IN_LIST, 0, may_record },
    { DO_HOLD, N_("Hold"),
      N_("Puts it aside with a reason until a day; what is held already waits again."), K_F(9),
      K_CTRL('Y'), IN_APPROVALS, 59, may_record },
    { DO_WHOSE, N_("Per officer"), N_("Shows one officer after the other, then everybody again."),
      K_F(9), K_CTRL('Y'), IN_PLAN, 40, NULL },
    { DO_COPY, N_("Copy"), N_("Begins a new record like this one."), K_F(9), K_CTRL('Y'),
      IN_LIST | IN_RECORDS, 25, may_record },
    { DO_COPY_LINE, N_("Copy line"), N_("Adds a line like this one."), K_F(9), K_CTRL('Y'), IN_FORM,
      22, NULL },
    { DO_MENU, N_("Menu"), N_("Goes to the menu of all kinds of record."), K_F(10), K_CTRL('K'),
      IN_HOME | IN_LIST | IN_APPROVALS | IN_HANDOVER | IN_WATCH | IN_PLAN | IN_ANALYSIS, 62, NULL },
    { DO_PALETTE, N_("Menu"), N_("Lists everything that can be done here."), K_F(10), K_CTRL('K'),
      IN_RECORDS | IN_FORM, 40, NULL },
    { DO_PALETTE, N_("Everything"),
      N_("Lists everything that can be done; type to narrow it down."), 0, K_CTRL('P'), IN_SCREENS,
      0, NULL },
    { DO_UNDO, N_("Undo"),
      N_("Takes back your last changes of this record, or of this form; first tells which."), 0,
      K_CTRL('Z'), IN_LIST | IN_RECORDS | IN_FORM | IN_HOME, 0, NULL },
    { DO_DITTO, N_("Ditto"),
      N_("Takes this field from the record filed before, or the line above."), 0, K_CTRL('D'),
      IN_FORM, 0, NULL },
    { DO_DITTO_REST, N_("Ditto, rest"),
      N_("Fills all that is still empty from here on as in the record filed before, in a grid the "
         "rest of the line as the one above; what is new each time stays blank."),
      K_F(11), K_CTRL('A'), IN_FORM, 18, NULL },
    { DO_PASTE_REST, N_("Rest of the paste"),
      N_("Puts what found no place of what was pasted where the cursor stands."), K_INSERT, 0,
      IN_FORM, 0, NULL },
    { DO_CARRY, N_("Carry to the next"),
      N_("Takes what stands in this field along into each next new one, or no more."), 0, 0,
      IN_FORM, 0, NULL },
    { DO_DROP, N_("Remove line"), N_("Takes this line out; Ctrl-Z brings it back."), 0, K_CTRL('X'),
      IN_FORM, 0, NULL },
    { DO_DROP, N_("Remove draft"), N_("Throws this draft away; Ctrl-Z brings it back."), 0,
      K_CTRL('X'), IN_HOME, 0, NULL },
    { DO_DROP, N_("Forget"), N_("No longer keeps this filter."), 0, K_CTRL('X'), IN_SAVED, 60,
      NULL },
    { DO_COLUMNS, N_("Columns"), N_("Chooses, moves and sorts the columns of this list."), 0,
      K_CTRL('D'), IN_LIST, 0, NULL },
    { DO_SAVED, N_("Kept filters"), N_("Filters by one kept under a name, or keeps the one set."),
      0, K_CTRL('U'), IN_LIST, 0, NULL },
    { DO_CLOSED, N_("Closed too"), N_("Shows finished records too, or only the open ones again."),
      0, K_CTRL('A'), IN_LIST, 0, NULL },
    { DO_HELD, N_("Held too"), N_("Shows what you put aside too, or not any more."), 0, K_CTRL('A'),
      IN_APPROVALS, 0, NULL },
    { DO_HELD, N_("Handled too"), N_("Shows what was handled too, or not any more."), 0,
      K_CTRL('A'), IN_WATCH, 0, NULL },
    { DO_REQUIREMENTS, N_("Which papers?"),
      N_("Tells which papers are required, with their basis."), 0, K_CTRL('A'), IN_RECORDS, 0,
      may_requirements },
    { DO_REQUIREMENTS, N_("Which papers?"),
      N_("Tells which papers are required, with their basis."), 0, 0, IN_FORM, 0,
      may_requirements },
    { DO_UNSEAL, N_("Open the seal"),
      N_("Shows what is sealed for a role of yours, until you leave this record."), 0, K_CTRL('D'),
      IN_RECORDS, 0, may_unseal },
    { DO_RELATED, N_("What refers to it"),
      N_("Goes to the records that refer to this one; again: to the next kind of them."), 0,
      K_CTRL('X'), IN_RECORDS, 0, may_record },
    { DO_MAKE_FOR, N_("Make for it"),
      N_("Makes something that belongs to this record: a measure, a certificate, an inspection."),
      0, K_CTRL('S'), IN_RECORDS, 0, may_record },
    { DO_COMPARE, N_("Compare"),
      N_("Shows two records side by side: the two that are marked, or this one and another."), 0, 0,
      IN_LIST | IN_RECORDS, 0, may_record },
    { DO_ATTACH, N_("Scan"),
      N_("Attaches a scan or photo to the paper under the cursor, or saves the one attached."), 0,
      0, IN_RECORDS, 0, may_requirements },
    { DO_MISSING, N_("What is missing"), N_("Lists what is incomplete, and who can complete it."),
      0, 0, IN_HOME | IN_LIST, 0, NULL },
    { DO_IMPORT, N_("Import a sheet"), N_("Takes in a spreadsheet or an old log (CSV)."), 0, 0,
      IN_HOME | IN_LIST, 0, NULL },
    { DO_IMPORT_UNDO, N_("Take an import back"),
      N_("Reverts a whole sheet that came in: what nobody changed since."), 0, 0, IN_HOME | IN_LIST,
      0, NULL },
    { DO_EXPORT, N_("Export this list"),
      N_("Writes its records, as filtered, into a file: for Excel, as CSV or JSON."), 0, 0, IN_LIST,
      0, NULL },
    { DO_APPROVALS, N_("Approvals"), N_("Lists what waits for a decision of yours."), K_F(12),
      K_CTRL('C'), IN_HOME, 88, may_approve },
    { DO_APPROVALS, N_("Approvals"), N_("Lists what waits for a decision of yours."), K_F(12),
      K_CTRL('C'), (IN_SCREENS | IN_TEXT | IN_HISTORY | IN_COMPARE) & ~(unsigned)IN_HOME, 0,
      may_approve },
    { DO_WATCH, N_("Expiry watch"), N_("Lists what lapses soon, is due or has lapsed."), 0, 0,
      IN_SCREENS, 0, NULL },
    { DO_PLAN, N_("Plan of visits"),
      N_("Shows visits to companies that are due and planned, by day, month and officer."), 0, 0,
      IN_SCREENS, 0, NULL },
    { DO_ANALYSIS, N_("Analysis"),
      N_("Counts captures, applications, refusals and the service time used."), 0, 0, IN_SCREENS, 0,
      NULL },
    { DO_OUTBOX, N_("Outbox"),
      N_("Lists what waits at this desk for the share, and what could not be sent."), 0, 0,
      IN_SCREENS, 0, NULL },
    { DO_HANDOVER, N_("Handover of work"),
      N_("Lists your drafts, what is not sent and what you hold, to hand over at the end of a "
         "shift; and what others handed to you."),
      0, 0, IN_SCREENS, 0, may_hand },
    { DO_SWITCH, N_("Switch person"),
      N_("Logs out and asks who works here now; what is typed is kept as a draft."), K_F(9),
      K_CTRL('V'), IN_HOME, 35, may_switch },
    { DO_SWITCH, N_("Switch person"),
      N_("Logs out and asks who works here now; what is typed is kept as a draft."), 0, K_CTRL('V'),
      IN_SCREENS & ~(unsigned)IN_HOME, 0, may_switch },
    { DO_HOME, N_("Home"), N_("Goes back to the first screen; what is typed is kept as a draft."),
      0, 0, IN_SCREENS, 0, NULL },
    { DO_TOUR, N_("First-hour tour"),
      N_("Leads through a first hour at the practice office; skips a lesson, or leaves it."), 0, 0,
      IN_SCREENS, 0, tour_may },
    { DO_LANGUAGE, N_("Language: Bahasa Indonesia"),
      N_("Changes the language of the screen, for whoever works at this desk."), 0, 0,
      IN_SCREENS | IN_START, 0, NULL },
    { DO_KEYS, N_("Test the keys"),
      N_("Shows what each key sends, and remembers keys this terminal spells in its own way."), 0,
      0, IN_SCREENS | IN_START, 0, NULL },
    { DO_LOOK, N_("Colours and lines"),
      N_("Chooses colours, or none, and whether lines are drawn or made of ASCII marks."), 0, 0,
      IN_SCREENS, 0, NULL },
    { DO_SUSPEND, N_("Suspend"), N_("Gives the terminal back to the shell; `fg` returns."), 0, 0,
      IN_SCREENS, 0, NULL },
    { DO_REDRAW, N_("Redraw"), N_("Paints the whole screen anew."), 0, K_CTRL('L'),
      IN_ALL | IN_GUEST, 0, NULL },
    { DO_BACK, N_("Back"), N_("Stops and empties what is typed, for the next visitor."), K_ESC, 0,
      IN_GUEST, 100, NULL },
    { DO_BACK, N_("Back"), N_("Closes this; what is typed is kept as a draft."), K_ESC, 0,
      IN_ALL & ~(unsigned)IN_HOME, 100, NULL },
    { DO_BACKUP, N_("Backup"), N_("Makes a backup of the database, or puts one back."), 0, 0,
      IN_HOME, 0, may_backup },
    { DO_QUIT, N_("Quit"), N_("Leaves loket; what is typed is kept as a draft."), 0, K_CTRL('Q'),
      IN_ALL, 0, NULL },
};
const size_t command_count = COUNT(command_table);

/* Everyday words in both languages, whichever the screen speaks, for what the label calls
 * otherwise.
 */
static const struct {
    enum command command;
    const char *words;
} also_called[] = {
    { DO_HELP, "panduan petunjuk cara manual guide how" },
    { DO_FIND, "telusuri search" },
    { DO_UNDO, "pulihkan kembalikan balikkan revert restore" },
    { DO_HISTORY, "siapa kapan jejak log audit who when" },
    { DO_FILTER, "saring pilah narrow" },
    { DO_PRINT, "kertas pdf paper printer" },
    { DO_EXPORT, "unduh simpan berkas excel csv download save file" },
    { DO_IMPORT, "unggah muat berkas excel csv upload load file" },
    { DO_ATTACH, "foto gambar lampiran photo picture attachment" },
    { DO_MISSING, "belum lengkap incomplete" },
    { DO_APPROVALS, "keputusan tanda tangan menunggu decide sign waiting" },
    { DO_WATCH, "terlambat lewat tenggat kedaluwarsa jatuh tempo late overdue deadline expired" },
    { DO_PLAN, "jadwal kalender agenda schedule calendar" },
    { DO_ANALYSIS,
      "angka jumlah bulan tahun statistik grafik laporan numbers month year statistics "
      "chart report" },
    { DO_OUTBOX, "antrean belum terkirim queue unsent" },
    { DO_HANDOVER, "giliran ganti shift" },
    { DO_HOME, "hari ini mulai awal today start" },
    { DO_SWITCH, "masuk keluar ganti pengguna log in log out user" },
    { DO_LOOK, "tema hitam putih kontras theme contrast" },
    { DO_BACKUP, "cadangan cadangkan pulihkan salinan backup restore copy" },
    { DO_QUIT, "tutup selesai exit close" },
};

const char *command_words(enum command c)
{
    for (size_t i = 0; i < COUNT(also_called); i++)
        if (also_called[i].command == c)
            return also_called[i].words;
    return "";
}

const struct command_row *command_for_key(int key, unsigned place)
{
    for (size_t i = 0; key != K_NONE && i < command_count; i++)
        if ((command_table[i].places & place) &&
            (command_table[i].key == key || command_table[i].ctrl == key))
            return &command_table[i];
    return NULL;
}

const struct command_row *command_find(enum command c, unsigned place)
{
    for (size_t i = 0; i < command_count; i++)
        if (command_table[i].command == c && (command_table[i].places & place))
            return &command_table[i];
    return NULL;
}

void command_keys(const struct command_row *row, struct buf *out)
{
    key_called(row->key, out);
    if (row->key != 0 && row->ctrl != 0)
        buf_puts(out, " · ");
    key_called(row->ctrl, out);
}
