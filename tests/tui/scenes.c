/* The scenes, in the order in which somebody meets them. */
#include "scenes.h"

#include <string.h>

/* A permit that is left in the middle, as a draft. */
#define DRAFT "F2 '2026.1.1203.0.K01.E.777011' Tab Esc"
/* One that is filed without the share. */
#define FILED "F2 '2026.1.1203.0.K01.E.777011' F2 Esc Esc Esc"
#define TWO_CHANGES SUBMITTED " F4 Tab 'AJU-1' F2 F4 Tab 'AJU-2' F2"
#define SUBMITTED "<Permits> F7 'state=submitted' Enter Enter"
#define ACCEPTED "<Permits> F7 'state=accepted' Enter Enter"
#define TO_PAPERS ACCEPTED " [Invoice]"
#define SEALED "<Sealed notes> F2 'Laporan' Tab 'amplop cokelat di parkiran' F2"
#define SLIP "'1Budi Santoso' Enter '0812' Enter '3' Enter '1' Enter 'Kopi 2 ton' Enter Enter"

const struct scene scenes[] = {
    /* ---- The floor ---- */
    { "start", "First start: no database is configured", "", NO_STORE },
    { "menu", "The menu of all kinds of record has the keys", "<Home> F10", AT_WORK },
    { "menu-end", "Its last part: look-up tables and people", "End", AT_WORK },
    { "home", "The day of an operator: what waits, what is late, the drafts", DRAFT " <Home>",
      AT_WORK },
    { "home-coordinator", "The day of who decides", "@coordinator <Home>", AT_WORK },
    { "tour", "The tour of the first hour, its first lesson under the real screen",
      "{First-hour tour}", AT_WORK },
    { "tour-done", "What the next lesson says once one is passed",
      "{First-hour tour} F10 Home Down Enter", AT_WORK },
    { "tour-leave", "Leaving the tour, or skipping a lesson", "{First-hour tour} {First-hour tour}",
      AT_WORK },
    { "palette", "Every command by its name", "Ctrl-P", AT_WORK },
    { "palette-narrowed", "Some letters of each word are enough", "Ctrl-P `Expiry watch`",
      AT_WORK },
    { "find", "One search over all kinds", "Ctrl-F 'toba'", AT_WORK },
    { "find-nothing", "Nothing is like that", "Ctrl-F 'xyzzy'", AT_WORK },
    { "opened", "What was opened last at this desk", "<Permits> Enter Esc Down Enter Esc Ctrl-W",
      AT_WORK },
    { "digits", "Esc shows the digits that stand for function keys", "escape", AT_WORK },
    { "look", "Colours and lines of this desk", "{Colours and lines}", AT_WORK },
    { "keys", "What each key sends", "{Test the keys}", AT_WORK },
    { "keys-pressed", "What some keys sent", "{Test the keys} F1 F2 Space F4", AT_WORK },

    /* ---- Who is at the desk ---- */
    { "login", "Who is at this desk", "Ctrl-V", AT_WORK },
    { "login-wrong", "The passphrase was another one", "Ctrl-V 'head' Enter 'demi' Enter",
      AT_WORK },
    { "locked", "Nobody touched it for a quarter of an hour", "<Permits> wait:901", AT_WORK },

    /* ---- Lists ---- */
    { "list", "Permits that are not done", "<Permits> Down", AT_WORK },
    { "list-page", "A page further", "<Permits> PageDown Down Down", AT_WORK },
    { "list-marked", "Three are marked", "<Permits> Space Space Space", AT_WORK },
    { "list-filtered", "Those that were submitted", "<Permits> F7 'state=submitted' Enter",
      AT_WORK },
    { "filter", "What is wanted is typed; the list follows", "<Permits> F7 'toba'", AT_WORK },
    { "saved", "Filters that are kept under a name",
      "<Permits> F7 'toba' Enter Ctrl-U 'Toba' Enter Ctrl-U", AT_WORK },
    { "columns", "Which columns, in which order, sorted by which", "<Permits> Ctrl-D Down",
      AT_WORK },
    { "bulk", "Steps that the marked ones can take", "<Permits> Space Space Space F6", AT_WORK },
    { "bulk-asked", "What leaves the office is asked once",
      "<Permits> F7 'state=submitted' Enter Space F6 `Accept` Enter", AT_WORK },
    { "bulk-refused", "Not all went",
      "<Permits> F7 'state=submitted' Enter Ctrl-S F7 Ctrl-U Enter Space F6 `Accept` Enter Enter",
      AT_WORK },
    { "export", "How the list is to be written", "<Permits> {Export this list}", AT_WORK },
    { "export-file", "Where it is to be written", "<Permits> {Export this list} Enter", AT_WORK },
    { "exported", "It is written", "<Permits> {Export this list} Enter Enter", AT_WORK },
    { "missing", "What is incomplete, and who can complete it", "<Permits> {What is missing}",
      AT_WORK },
    { "look-ups", "A look-up table", "{Commodities}", AT_WORK },

    /* ---- One record ---- */
    { "record", "A permit, what may be done next and what is missing", ACCEPTED, AT_WORK },
    { "related", "What refers to a company under decree", "<In-line> Enter Ctrl-X", AT_WORK },
    { "steps", "What may be done with it", SUBMITTED " F6", AT_WORK },
    { "step", "What a step asks for", ACCEPTED " F6 `Raise the risk` Enter", AT_WORK },
    { "step-sure", "What leaves the office is asked once", SUBMITTED " F6 `Accept` Enter",
      AT_WORK },
    { "step-refused", "Why it cannot be done", SUBMITTED " F6 `Cancel the application` Enter",
      AT_WORK },
    { "step-for-others", "What whoever decides leaves to others to fill in",
      "@head <Captures> F7 'state=acknowledged' Enter Enter F6 `Pro-yustisia` Enter", AT_WORK },
    { "changed-first", "A colleague was quicker",
      SUBMITTED " F6 `Accept` Enter colleague:aju=A-1 Enter", AT_WORK },
    { "history", "Who changed what, in sentences", ACCEPTED " F7", AT_WORK },
    { "history-beside", "What was and what became of it", ACCEPTED " F7 Down Enter", AT_WORK },
    { "compared", "Two permits that are marked, side by side", "<Permits> Space Space {Compare}",
      AT_WORK },
    { "compare-with", "Which other one", ACCEPTED " {Compare}", AT_WORK },
    { "undo", "What would be taken back, in words", TWO_CHANGES " Ctrl-Z", AT_WORK },
    { "undo-marked", "What would be taken back of each that is marked",
      "<Parties> F2 'Zaitun Satu' Ctrl-N 'Zaitun Dua' Ctrl-N Esc End Space Up Space Ctrl-Z",
      AT_WORK },
    { "undo-none", "Why none of them is taken back", "{Commodities} Space Space Ctrl-Z", AT_WORK },
    { "undo-further", "The changes before it too", TWO_CHANGES " Ctrl-Z '3'", AT_WORK },
    { "requirements", "Which papers are required, and why", ACCEPTED " Ctrl-A", AT_WORK },
    { "print", "Which paper", ACCEPTED " F8", AT_WORK },
    { "print-where", "Where it goes", ACCEPTED " F8 Enter", AT_WORK },
    { "print-laid-out", "A paper that has a layout", ACCEPTED " F8 '3'", AT_WORK },
    { "print-file", "Into which file", ACCEPTED " F8 Enter Down Enter", AT_WORK },
    { "preview", "What would be printed", ACCEPTED " F8 Enter Down Down Enter", AT_WORK },
    { "scan-file", "Where the scan of a paper lies", TO_PAPERS " {Scan}", AT_WORK },
    { "scan", "A paper that has its scan", TO_PAPERS " {Scan} '~/surat.jpg' Enter {Scan}",
      AT_WORK },
    { "make-for", "What can be made for it", ACCEPTED " Ctrl-S", AT_WORK },

    { "inspections", "Reports of officers", "{Inspections} Ctrl-A", AT_WORK },
    { "inspection", "One of them", "{Inspections} Ctrl-A Enter", AT_WORK },
    { "bills", "What is to be paid", "{Bills} Ctrl-A", AT_WORK },
    { "certificates", "Certificates to print and to hand over", "<Certificates>", AT_WORK },
    { "certificate", "One of them, and its sheets", "<Certificates> Enter", AT_WORK },
    { "company", "A company under in-line decree", "<In-line> Enter", AT_WORK },
    { "monitorings", "Visits that are due", "<Monitorings>", AT_WORK },
    { "parties", "Who applies and who sends", "<Parties>", AT_WORK },
    { "staff", "The people of the office", "@admin {Staff}", AT_WORK },
    { "person", "One of them, with roles", "@admin {Staff} Enter", AT_WORK },

    /* ---- Typing ---- */
    { "form", "A new permit, its first page", "<Permits> F2", AT_WORK },
    { "form-parties", "Who applies", "<Permits> F2 PageDown", AT_WORK },
    { "form-route", "From where to where", "<Permits> F2 PageDown PageDown", AT_WORK },
    { "form-lines", "Its goods, line by line",
      "<Permits> F2 PageDown PageDown PageDown PageDown PageDown PageDown", AT_WORK },
    { "form-line", "Every field of one line",
      "<Permits> F2 PageDown PageDown PageDown PageDown PageDown PageDown F5", AT_WORK },
    { "form-edit", "A permit being changed", ACCEPTED " F4 Tab Tab", AT_WORK },
    { "form-template", "As this applicant's last one",
      "<Permits> F2 PageDown 'PT Toba Agro Mandiri' Tab F3", AT_WORK },
    { "lookup", "Choosing the applicant by a part of the name", "<Permits> F2 PageDown F4 'toba'",
      AT_WORK },
    { "choice", "What a field can be", "<Permits> F2 Tab Tab Tab F4", AT_WORK },
    { "recent", "What was typed in this field lately",
      "<Permits> F2 'X-1' Tab 'AJU-1' F2 Esc Esc Esc F2 Tab F4", AT_WORK },
    { "not-kept", "A form whose draft the desk's disk does not take is left",
      "full <Permits> F2 'X-1' wait:1 Ctrl-Q", AT_WORK },
    { "problems", "What is still wrong or missing", "<Permits> F2 'X' F2", AT_WORK },
    { "conflict", "Both changed the same field",
      SUBMITTED " F4 Tab 'AJU-OURS' colleague:aju=AJU-THEIRS F2", AT_WORK },
    { "conflict-beside", "Both versions side by side",
      SUBMITTED " F4 Tab 'AJU-OURS' colleague:aju=AJU-THEIRS F2 '3'", AT_WORK },
    { "help", "F1 for the field: what it is, and the keys here", "<Permits> F2 Tab F1", AT_WORK },
    { "help-list", "F1 for the screen", "<Permits> F1", AT_WORK },
    { "help-step", "F1 for the step", SUBMITTED " F6 F1", AT_WORK },
    { "sealed-form", "Words for the compliance officer alone",
      "<Sealed notes> F2 'Laporan' Tab 'amplop cokelat di parkiran'", AT_WORK },
    { "sealed", "They are sealed", SEALED " Esc Enter", AT_WORK },
    { "unsealed", "They are opened by who may read them",
      SEALED " Esc @compliance <Sealed notes> Enter Ctrl-D", AT_WORK },

    /* ---- Captures ---- */
    { "begin", "Two forms of one kind", "<Captures> F2", AT_WORK },
    { "capture-form", "A capture by own officers", "<Captures> F2 Enter", AT_WORK },
    { "capture-agency-form", "A capture by another agency", "<Captures> F2 Down Enter", AT_WORK },
    { "captures", "Captures, the finished ones too", "<Captures> Ctrl-A", AT_WORK },
    { "capture", "A capture of years ago", "<Captures> Ctrl-A End Enter", AT_WORK },
    { "measures", "Detentions, refusals and what became of them", "<Measures>", AT_WORK },
    { "measure", "A measure, its clock and its goods", "<Measures> Enter", AT_WORK },
    { "analysis", "Captures counted by place", "<Analysis>", AT_WORK },
    { "analysis-source", "By who captured", "<Analysis> Right Right Right Right Right", AT_WORK },
    { "analysis-period", "In which years", "<Analysis> F7", AT_WORK },
    { "analysis-export", "All ways of counting, into a file", "<Analysis> F8", AT_WORK },

    /* ---- Sheets ---- */
    { "import", "Which sheet", "<Import a sheet>", AT_WORK },
    { "import-none", "There is no such file", "<Import a sheet> 'tidak-ada.csv' Enter", AT_WORK },
    { "import-kind", "What the sheet holds", "<Import a sheet> F4", AT_WORK },
    { "import-column", "What no cell decides is asked once",
      "<Import a sheet> '~/tanggal.csv' Enter", AT_WORK },
    { "import-tried", "What would happen", "<Import a sheet> '~/mei.csv' Enter", AT_WORK },
    { "importing", "It is being read", "<Import a sheet> '~/mei.csv' hang Enter", HUNG },
    { "imported", "What happened", "<Import a sheet> '~/mei.csv' Enter Enter", AT_WORK },
    { "import-undo", "Which import is taken back",
      "<Import a sheet> '~/mei.csv' Enter Enter Enter {Take an import back}", AT_WORK },
    { "import-undo-tried", "What would be taken back",
      "<Import a sheet> '~/mei.csv' Enter Enter Enter {Take an import back} Enter", AT_WORK },
    { "import-undone", "What was taken back",
      "<Import a sheet> '~/mei.csv' Enter Enter Enter {Take an import back} Enter Down Enter",
      AT_WORK },

    /* ---- Deciding ---- */
    { "approvals", "What waits for a decision of theirs", "@coordinator <Approvals>", AT_WORK },
    { "approvals-decide", "Two are decided with one passphrase",
      "@coordinator <Approvals> Space Space F2", AT_WORK },
    { "approvals-refused", "Not all could be decided",
      "@coordinator <Approvals> Space colleague:notes=x Space F2 'demo' Enter", AT_WORK },
    { "approvals-hold", "Why it is put aside", "@coordinator <Approvals> F9", AT_WORK },
    { "approvals-until", "Until when", "@coordinator <Approvals> F9 'menunggu hasil lab' Enter",
      AT_WORK },
    { "approvals-held", "What was put aside, too",
      "@coordinator <Approvals> F9 'menunggu hasil lab' Enter Enter Ctrl-A", AT_WORK },

    /* ---- Handing over ---- */
    { "handover", "At the end of a shift", DRAFT " {Handover of work} F8", AT_WORK },
    { "handover-whom", "To whom", DRAFT " {Handover of work} F2", AT_WORK },
    { "handover-words", "With which words", DRAFT " {Handover of work} F2 'verifier' Enter",
      AT_WORK },
    { "handover-received", "What a colleague handed over",
      DRAFT " {Handover of work} F2 'verifier' Enter 'tinggal barang' Enter Esc @verifier "
            "{Handover of work}",
      AT_WORK },

    /* ---- Visits and what lapses ---- */
    { "plan", "Visits to companies, by day", "<Plan of visits>", AT_WORK },
    { "plan-by-company", "By company, then by day", "<Plan of visits> F8", AT_WORK },
    { "plan-by-officer", "By officer, then by day", "<Plan of visits> F8 F8", AT_WORK },
    { "plan-month", "By month", "<Plan of visits> F7", AT_WORK },
    { "plan-route", "By the way one drives", "<Plan of visits> F7 F7", AT_WORK },
    { "plan-load", "By officer", "<Plan of visits> F7 F7 F7", AT_WORK },
    { "plan-companies", "By company", "<Plan of visits> F7 F7 F7 F7", AT_WORK },
    { "plan-breaches", "What went wrong", "<Plan of visits> F7 F7 F7 F7 F7", AT_WORK },
    { "plan-officer", "Who goes", "<Plan of visits> F2", AT_WORK },
    { "watch", "What lapses soon, is due or has lapsed", "<Expiry watch>", AT_WORK },
    { "watch-handled", "How somebody looked after it", "<Expiry watch> F2", AT_WORK },
    { "watch-words", "With which words", "<Expiry watch> F2 Enter", AT_WORK },
    { "watch-until", "Watched again from when", "<Expiry watch> F2 Enter 'surat dikirim' Enter",
      AT_WORK },

    /* ---- The share ---- */
    { "waiting", "The share does not answer; keys do", "<Permits> hang Enter wait:5", HUNG },
    { "lost", "It has not answered for long", "hang wait:5 wait:20", HUNG },
    { "share", "What is to be known about the share before the work", "", TIDIED },
    { "cut-off", "The share is away; what can be done without it", "", CUT_OFF },
    { "cut-off-filed", "What is filed waits at this desk", "F2 'X-1' F2", CUT_OFF },
    { "outbox", "What waits for the share", FILED " {Outbox}", CUT_OFF },
    { "outbox-versions", "What becomes of it", FILED " {Outbox} Enter", CUT_OFF },
    { "outbox-why", "Why it is thrown away", FILED " {Outbox} Enter Down Down Down Enter",
      CUT_OFF },

    /* ---- Visitors ---- */
    { "guest", "The guest terminal's door", "", FOR_GUESTS },
    { "guest-file", "What a visitor brings", "'1Budi Santoso' Enter '0812' Enter", FOR_GUESTS },
    { "guest-slip", "The slip with number and code", SLIP, FOR_GUESTS },
    { "guest-ask", "Which application", "'2'", FOR_GUESTS },
    { "guest-state", "How far it is", SLIP " slip", FOR_GUESTS },
};

const size_t scene_count = COUNT(scenes);

const struct scene *scene_find(const char *name)
{
    for (size_t i = 0; i < COUNT(scenes); i++)
        if (strcmp(scenes[i].name, name) == 0)
            return &scenes[i];
    return NULL;
}
