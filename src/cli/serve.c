/* cli/serve.c: `tact serve`: the page, in a browser on this machine. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/serve.h"

#include "cli/command.h"
#include "web/web.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* A browser where there is a screen for one; its fate is none of ours. */
static void open_browser(const char *address)
{
    if (!getenv("DISPLAY") && !getenv("WAYLAND_DISPLAY"))
        return;
    pid_t pid = fork();
    if (pid == 0) {
        if (fork() == 0) { /* so that nobody has to wait for it */
            sigset_t none;
            sigemptyset(&none);
            sigprocmask(SIG_SETMASK, &none, NULL);
            if (!freopen("/dev/null", "w", stdout) || !freopen("/dev/null", "w", stderr))
                _exit(1);
            execlp("xdg-open", "xdg-open", address, (char *)NULL);
            _exit(1);
        }
        _exit(0);
    }
    if (pid > 0)
        waitpid(pid, NULL, 0);
}

static void ready(void *ctx, const char *address)
{
    const bool *browser = ctx;
    printf("Tact is at %s (Ctrl-C ends it)\n", address);
    fflush(stdout);
    if (*browser)
        open_browser(address);
}

int serve_home(struct call *c, const char *listen, bool open, bool browser)
{
    const struct web_options o = {.home = c->home,
                                  .db = c->db,
                                  .listen = listen,
                                  .url = call_value(c, "--url"),
                                  .assets = call_value(c, "--assets"),
                                  .open = open,
                                  .ready = ready,
                                  .ctx = &browser};
    return web_serve(&o, &c->err) ? call_fail(c) : EXIT_FINE;
}

static int run(struct call *c)
{
    const char *listen = call_value(c, "--listen");
    return serve_home(c, listen ? listen : SERVE_LISTEN, false, !call_has(c, "--no-browser"));
}

static const struct option_row options[] = {
    {"--listen",     "ADDR:PORT", "where to listen (127.0.0.1:8420: this machine only)"},
    {"--url",        "ADDRESS",   "how others reach it, behind a proxy that does TLS"  },
    {"--no-browser", NULL,        "do not open a browser"                              },
    {"--assets",     "DIR",       "style and scripts from DIR, while working on them"  },
    {NULL,           NULL,        NULL                                                 }
};

extern const struct command command_serve;
const struct command command_serve = {
    .name = "serve",
    .summary = "open your home in the browser",
    .usage = "[--listen ADDR:PORT] [--url ADDRESS] [--no-browser]",
    .help =
        "Serves the page and the JSON of /api until Ctrl-C. At the first visit you choose a "
        "password. Without --listen nobody but this machine can reach it. For more, put a "
        "proxy with TLS in front of it and say with --url how people reach it; a password must "
        "be set before (`tact password`).",
    .example = "tact serve --listen 127.0.0.1:9000",
    .options = options,
    .needs = NEEDS_NOTHING,
    .run = run};
