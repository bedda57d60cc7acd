/* cli/import.c: `tact import`: archives into the home. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/derive.h"
#include "cli/show_import.h"

#include "archives/reader.h"
#include "core/limits.h"
#include "core/time.h"
#include "intake/intake.h"
#include "output/output.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

/* A bar on a terminal, nothing elsewhere. */
struct bar {
    bool on;
    double last_s;
    double pass_s; /* when this pass began: first the records, then the pictures */
    int64_t last_done;
    const char *name;
};

/* Seconds that the pass still takes if it goes on as it went; -1 too early to say. */
static int64_t left_s(struct bar *bar, double now, int64_t done, int64_t total)
{
    enum {
        FIRST_S = 2
    };
    if (bar->pass_s == 0 || done < bar->last_done)
        bar->pass_s = now;
    bar->last_done = done;
    double gone = now - bar->pass_s;
    return gone < FIRST_S || done <= 0 || done > total
               ? -1
               : (int64_t)(gone * (double)(total - done) / (double)done);
}

static void show_bar(void *ctx, int64_t done, int64_t total, int64_t records)
{
    struct bar *bar = ctx;
    double now = time_clock_s();
    if (!bar->on || now - bar->last_s < 0.1)
        return;
    bar->last_s = now;
    int part = total > 0 ? (int)(done * 30 / total) : 0;
    if (part > 30)
        part = 30;
    struct buf b;
    buf_init(&b, KIB(1));
    buf_lit(&b, "\r\033[K  ");
    for (int i = 0; i < 30; i++)
        buf_lit(&b, i < part ? "█" : "░");
    buf_char(&b, ' ');
    buf_number(&b, records);
    buf_lit(&b, " read");
    int64_t left = left_s(bar, now, done, total);
    if (left >= 90)
        buf_printf(&b, ", about %lld minutes left", (long long)(left + 59) / 60);
    else if (left >= 0)
        buf_lit(&b, ", less than two minutes left");
    buf_printf(&b, "  %.40s", bar->name);
    fputs(buf_cstr(&b), stderr);
    fflush(stderr);
    buf_free(&b);
}

static void clear_bar(const struct bar *bar)
{
    if (bar->on)
        fputs("\r\033[K", stderr);
}

/* Ctrl-C: what there is is kept; a second one ends at once. */
static volatile sig_atomic_t interrupted;

static void on_interrupt(int signal)
{
    (void)signal;
    interrupted = 1;
}

static bool was_interrupted(void *ctx)
{
    (void)ctx;
    return interrupted;
}

static void hear_interrupts(void)
{
    struct sigaction act = {.sa_handler = on_interrupt, .sa_flags = (int)SA_RESETHAND};
    sigaction(SIGINT, &act, NULL);
    sigaction(SIGTERM, &act, NULL);
}

static int say_paused(const struct intake_result *r, const char *path)
{
    struct buf b;
    buf_init(&b, KIB(8));
    buf_printf(&b, "tact: %s: stopped, with ", path);
    put_import_counts(&b, &r->about);
    buf_printf(&b,
               " kept; `tact import` of the same goes on from there, `tact undo %lld` takes it "
               "back\n",
               (long long)r->about.id);
    fputs(buf_cstr(&b), stderr);
    buf_free(&b);
    return EXIT_FAILED;
}

static const char *last_part(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash && slash[1] ? slash + 1 : path;
}

static int run(struct call *c)
{
    bool json = call_has(c, "--json"), any = false;
    int rc = EXIT_FINE;
    struct buf b;
    struct json_out o;
    buf_init(&b, MIB(64));
    hear_interrupts();
    json_out_init(&o, &b);
    json_out_open(&o, '{');
    json_out_key(&o, "imports");
    json_out_open(&o, '[');
    for (size_t i = 0; i < c->args; i++) {
        struct bar bar = {.on = !json && isatty(2), .name = last_part(c->arg[i])};
        const struct intake_progress progress = {show_bar, was_interrupted, &bar};
        struct intake_result r;
        enum err_code failed = intake_import(c->store, c->arg[i], &progress, c->a, &r, &c->err);
        clear_bar(&bar);
        if (failed) { /* the others may still be fine */
            rc = call_fail(c);
            continue;
        }
        if (r.paused) {
            rc = say_paused(&r, c->arg[i]);
            break;
        }
        any |= !r.known;
        if (json)
            output_import(&o, &r.about);
        else
            show_imported(&r);
    }
    json_out_close(&o, ']');
    json_out_close(&o, '}');
    buf_char(&b, '\n');
    if (any && call_derive(c))
        rc = call_fail(c);
    if (!json) {
        buf_free(&b);
        return rc;
    }
    int printed = call_print(c, &b);
    return rc ? rc : printed;
}

static const struct option_row options[] = {
    {"--json", NULL, "print what was imported as JSON"},
    {NULL,     NULL, NULL                             }
};

extern const struct command command_import;
const struct command command_import = {
    .name = "import",
    .summary = "bring archives of your networks into your home",
    .usage = "PATH… [--json]",
    .help =
        "PATH is an archive as the network gave it to you (.zip, .tar.gz), a folder that it "
        "was unpacked to, or one loose file (.vcf, .csv, a chat). What it is is found out "
        "from what is in it.\n\n"
        "An archive comes in whole or not at all. The same archive twice changes nothing; a "
        "newer one adds what is new. What can't be read is kept as it is and counted. "
        "`tact undo` takes an import back. A long one may be stopped with Ctrl-C: the same "
        "command goes on from there.\n\n"
        "What is read: ",
    .example = "tact import Complete_LinkedInDataExport_03-09-2026.zip contacts.vcf",
    .options = options,
    .needs = NEEDS_STORE,
    .args_least = 1,
    .args_most = ARGUMENTS_MOST,
    .run = run,
    .list = reader_put_names};
