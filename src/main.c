/* loket: picks full-screen or command line. */
#include "loket/actions.h"
#include "loket/cli.h"
#include "loket/tui.h"

int main(int argc, char **argv)
{
    struct cli_io io = { .out = stdout, .err = stderr };
    struct cli_screen screen;
    process_harden();
    text_start();
    io.ascii = !text_locale_utf8();
    int status = cli_main(argc, argv, &io, &screen);
    if (!screen.wanted)
        return status;
    struct session_options session = { .store = screen.store, .threads = true };
    struct ui_options ui = { .session = &session,
                             .in = stdin,
                             .out = stdout,
                             .user = screen.guest ? NULL : screen.user,
                             .plain = screen.plain || !text_locale_utf8(),
                             .told = language_told(),
                             .guest = screen.guest,
                             .keys = screen.keys };
    return ui_run(&ui);
}
