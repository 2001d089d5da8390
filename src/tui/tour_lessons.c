/* tour_lessons.c - what the lessons of the first hour say, and when one is passed. */
#include "tour.h"

#include <string.h>

const struct lesson lessons[] = {
    { N_("Look around"),
      N_("{menu} goes to the menu at the left: choose {kinds permit} with the arrows, Enter opens "
         "the list. {back} leads back from everywhere, {help} explains where you are."),
      N_("{menu}, arrows to {kinds permit}, Enter. {back} leads back."), N_("the list is open"),
      HAPPENED_LISTED, "permit", NULL, NULL },
    { N_("A new application"),
      N_("In the list {new} begins one. {problem} goes to the next field that must be filled: in "
         "“{field permit field}” type p, Enter, in “{field permit direction}” e, Enter; {problem}, "
         "and in “{field permit applicant}” toba, Enter. Then {template} fills in the rest as last "
         "time, {save} saves."),
      N_("{new}; {problem} {field permit field} p, {field permit direction} e; {problem} toba; "
         "{template}; {save}."),
      N_("it is saved, and nothing typed is ever lost"), HAPPENED_FILED, "permit", NULL,
      N_("that is for another field: Up goes back, Ctrl-U empties it") },
    { N_("File it"),
      N_("Saved, it is “{state permit draft}”, and yours alone to go on with. {steps} on it shows "
         "its steps: Enter on “{step permit submit}” files it. A box offers the receipt: “Look at "
         "it first”, or Esc."),
      N_("{steps} on it, Enter on {step permit submit}; then Esc."),
      N_("it is filed, and waits at the counter"), HAPPENED_STEP, "permit", "submit", NULL },
    { N_("Find"),
      N_("{find}, then the last digits of a number, such as {number}: what fits shows while you "
         "type, Enter opens it. A part of a name finds, too. Where a form is still open, Esc "
         "first."),
      N_("{find}, last digits of a number: {number}, Enter."), N_("found by its tail"),
      HAPPENED_FOUND, NULL, "0", NULL },
    { N_("Correct"),
      N_("{opened} lists what was opened last: choose your application below this one, Enter. "
         "{edit} changes it: Down goes to “{field permit aju}”, the second field; type 000123, "
         "{save} saves. Ctrl-U empties a wrong field."),
      N_("{opened}, yours, {edit}; Down: {field permit aju} 000123, {save}."),
      N_("it is corrected"), HAPPENED_CHANGED, "permit", "aju",
      N_("another field was changed: {edit}, Ctrl-U empties it, Down") },
    { N_("Undo"),
      N_("It was wrong after all? {undo} on the record tells what you changed last and takes it "
         "back on Enter. That is why nothing here asks whether you are sure."),
      N_("On that record {undo}, then Enter takes the change back."), N_("taken back"),
      HAPPENED_UNDONE, NULL, NULL, NULL },
    { N_("Go on by steps"),
      N_("{palette} finds every command: “{list permit}”, Enter. There {filter}, “state={state "
         "permit submitted}”, Enter leaves what waits at the counter. Yours still lacks papers; on "
         "the other one {steps}, “{step permit accept}”, and Enter again."),
      N_("List: {filter} state={state permit submitted}; the other one: {steps}, {step permit "
         "accept}."),
      N_("accepted, with its number"), HAPPENED_STEP, "permit", "accept", NULL },
    { N_("Plan a visit"),
      N_("{switch}: officer, passphrase demo. {palette}, “[plan]”, Enter. On a visit that is due "
         "{steps}, Enter on “{step monitoring schedule}”: day monday, officer officer, contact "
         "anybody; Enter on the contact saves."),
      N_("{switch} officer; {palette} [plan]; {steps}: monday, officer, a name."),
      N_("the visit is planned"), HAPPENED_STEP, "monitoring", "schedule", NULL },
    { N_("A capture"),
      N_("Still as officer: {palette}, “{list capture}”, Enter. {copy} begins one like that under "
         "the cursor, with its goods. Down to “{field capture occurred_time}”: type 9; change what "
         "else is otherwise. {steps} saves it: Enter on “{step capture record}”, and Enter again."),
      N_("{palette}, {list capture}; {copy}; {steps}, {step capture record}, Enter."),
      N_("it is recorded, with its number"), HAPPENED_STEP, "capture", "record", NULL },
    { N_("Approve"),
      N_("{switch}: coordinator, passphrase demo. {approvals} shows what waits for a decision, * "
         "what is new to you; the last row names the officers. Space marks, {decide} decides all "
         "that are marked: first a reason where one is needed, then the passphrase."),
      N_("{switch} coordinator, demo. {approvals}, Space, {decide}, demo."),
      N_("decided and signed"), HAPPENED_DECIDED, NULL, NULL, NULL },
    { N_("Take a sheet in"),
      N_("{palette}, “{list party}”, Enter; there {palette}, “[import]”, Enter. The practice "
         "sheet's name stands there already (its columns: name, kind, NPWP, telephone, city): "
         "Enter tries it, Enter again takes it in."),
      N_("{palette}, {list party}; {palette}, [import], Enter."), N_("the sheet is in"),
      HAPPENED_IMPORTED, "party", NULL, NULL },
    { N_("The row left behind"),
      N_("One row did not fit, and its reason was told. Esc closes the report; type that row "
         "rightly yourself: {new}, the name CV Nias Makmur, {save}."),
      N_("{new}: the row that was rejected, CV Nias Makmur, {save}."),
      N_("its name is here; the rest can follow any day"), HAPPENED_FILED, "party", NULL, NULL },
    { N_("Print"),
      N_("{find}, {number}, Enter opens a permit. {print} prints: choose the first paper, then "
         "“Look "
         "at it first” or “Into a file”; no printer is needed."),
      N_("{find} {number}, Enter; {print}, a paper, look at it first."), N_("that is the paper"),
      HAPPENED_PRINTED, NULL, NULL, NULL },
};
const size_t lesson_count = COUNT(lessons);

const char *const lesson_end = N_(
    "That was the first hour; all of it stays yours to play with. {help} explains each field and "
    "screen, {palette} finds each command. {palette}, “[tour]” takes this line away.");
const char *const lesson_end_brief = N_("The tour is over. {palette}, [tour] takes this away.");

static bool digits_alone(const char *words)
{
    return *words && words[strspn(words, "0123456789")] == '\0';
}

bool lesson_passed(const struct lesson *l, enum happened what, const struct kind *k,
                   const char *words)
{
    if (l->what != what || (l->kind && (!k || strcmp(l->kind, k->id) != 0)))
        return false;
    if (!l->words)
        return true;
    return strcmp(l->words, "0") == 0 ? digits_alone(words) : strcmp(l->words, words) == 0;
}

bool lesson_missed(const struct lesson *l, enum happened what, const struct kind *k)
{
    return l->missed && k && strcmp(l->kind, k->id) == 0 &&
           (what == l->what || what == HAPPENED_MISTYPED);
}
