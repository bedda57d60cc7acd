/* cli/check.c: `tact check`: a draft held against the places that it could go to. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/command.h"

#include "context/judges.h"
#include "context/places.h"
#include "core/limits.h"
#include "output/output.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    PLACES_MOST = 64,
    FILES_MOST = 10000
};

/* Where a draft could go. Those asked for come first; the owner's other accounts stand behind,
 * since one of them may be the better place. */
struct places {
    struct check_place place[PLACES_MOST];
    size_t n, asked;
};

static enum err_code add_account(struct call *c, struct places *p, const struct account *acc)
{
    if (p->n == PLACES_MOST)
        return ERR_OK;
    return place_of_account(c->store, acc, c->a, &p->place[p->n++], &c->err);
}

/* One --to: an account, or a network's name for a typical one. */
static enum err_code add_asked(struct call *c, struct places *p, struct str which)
{
    struct account acc;
    enum err_code rc = store_account_find(c->store, which, c->a, &acc, &c->err);
    const struct network *net = network_find(which);
    if (rc == ERR_NOT_FOUND && net) {
        if (p->n < PLACES_MOST)
            p->place[p->n++] = place_typical(net);
        return ERR_OK;
    }
    return rc ? rc : add_account(c, p, &acc);
}

static enum err_code find_places(struct call *c, struct places *p)
{
    struct account *all;
    size_t n, asked = c->values[0];
    enum err_code rc = ERR_OK;
    for (size_t i = 0; i < asked && rc == ERR_OK; i++)
        rc = add_asked(c, p, str_from(c->value[0][i]));
    p->asked = p->n;
    if (rc == ERR_OK)
        rc = store_accounts(c->store, c->a, &all, &n, &c->err);
    for (size_t i = 0; rc == ERR_OK && i < n; i++) {
        bool there = !account_can_post(&all[i]);
        for (size_t k = 0; k < p->asked; k++)
            there |= str_eq(p->place[k].account, account_name(&all[i], c->a));
        if (!there)
            rc = add_account(c, p, &all[i]);
    }
    if (asked == 0)
        p->asked = p->n;
    if (rc == ERR_OK && p->n == 0) { /* an empty home: the two that everybody has */
        p->place[p->n++] = place_typical(network_find(STR("linkedin")));
        p->place[p->n++] = place_typical(network_find(STR("facebook")));
        p->asked = p->n;
    }
    return rc;
}

/* Two accounts on one network are told apart by name. */
static bool has_sibling(const struct places *p, size_t at)
{
    for (size_t i = 0; i < p->n; i++)
        if (i != at && str_eq(p->place[i].network, p->place[at].network))
            return true;
    return false;
}

static void put_place(struct buf *b, const struct places *p, size_t at)
{
    const struct check_place *pl = &p->place[at];
    buf_str(b, pl->network_name);
    if (has_sibling(p, at))
        buf_printf(b, " " STRF, STRA(str_after(pl->account, pl->network.n + 1)));
    buf_printf(b, " (" STRF ")", STRA(pl->context));
}

static void put_result(struct buf *b, const struct places *p, size_t at, const struct check *k)
{
    const struct check_result *r = &k->results[at];
    const struct check_place *pl = &p->place[at];
    put_place(b, p, at);
    buf_printf(b, "%s\n  " STRF "\n",
               str_eq(pl->account, pl->network) ? ", a typical account" : "",
               STRA(r->sentence));
    for (size_t i = 1; i < r->n_findings; i++)
        buf_printf(b, "  Also: " STRF "\n", STRA(r->findings[i].why));
    if (r->verdict >= VERDICT_THINK_TWICE && r->change.n)
        buf_printf(b, "  " STRF "\n", STRA(r->change));
    /* the sentence about what would change it may have named the place already */
    const struct check_place *to = r->n_better ? &p->place[r->better[0]] : NULL;
    if (to && r->verdict >= VERDICT_THINK_TWICE && str_find(r->change, to->network_name) < 0) {
        buf_lit(b, "  Better: ");
        put_place(b, p, r->better[0]);
        buf_char(b, '\n');
    }
}

/* One run over all that was asked. */
struct job {
    struct call *c;
    struct classifier *model;
    struct rules rules;
    struct places places;
    struct buf out;
    struct json_out json;
    bool as_json;
    enum verdict worst;
    size_t drafts;
};

static enum err_code check_text(struct job *j, const char *file, struct str text)
{
    struct check k;
    struct arena *a = arena_new(MIB(256));
    enum err_code rc =
        check_run(j->model, &j->rules, text, j->places.place, j->places.n, a, &k, &j->c->err);
    if (rc == ERR_OK && file && !j->as_json)
        buf_printf(&j->out, "%s%s\n", j->drafts ? "\n" : "", file);
    for (size_t i = 0; rc == ERR_OK && i < j->places.asked; i++) {
        if (k.results[i].verdict > j->worst)
            j->worst = k.results[i].verdict;
        if (j->as_json)
            output_check(&j->json, file, j->places.place, i, &k);
        else
            put_result(&j->out, &j->places, i, &k);
    }
    if (rc == ERR_OK && !j->as_json && k.note.n)
        buf_printf(&j->out, STRF "\n", STRA(k.note));
    j->drafts++;
    arena_free(a);
    return rc;
}

static enum err_code check_stream(struct job *j, const char *file, FILE *f)
{
    struct buf b;
    char piece[65536];
    size_t n;
    buf_init(&b, LIMIT_DRAFT);
    while ((n = fread(piece, 1, sizeof piece, f)) > 0)
        buf_put(&b, piece, n);
    enum err_code rc = ERR_OK;
    if (ferror(f))
        rc = err_set(&j->c->err, ERR_IO, "%s can't be read: %s", file ? file : "the draft",
                     strerror(errno));
    else if (b.over)
        rc = err_set(&j->c->err, ERR_LIMIT, "%s is larger than %zu MB: too long for a draft",
                     file ? file : "the text", (size_t)(LIMIT_DRAFT >> 20));
    else
        rc = check_text(j, file, buf_view(&b));
    buf_free(&b);
    return rc;
}

static enum err_code check_file(struct job *j, const char *path, bool named)
{
    FILE *f = fopen(path, "rb");
    if (!f)
        return err_set(&j->c->err, ERR_NOT_FOUND, "%s can't be read: %s", path,
                       strerror(errno));
    enum err_code rc = check_stream(j, named ? path : NULL, f);
    fclose(f);
    return rc;
}

/* Every file of a folder of drafts, by name; folders in it are left alone. */
static enum err_code check_folder(struct job *j, const char *dir)
{
    struct dirent **names = NULL;
    int n = scandir(dir, &names, NULL, alphasort);
    if (n < 0)
        return err_set(&j->c->err, ERR_IO, "%s can't be read: %s", dir, strerror(errno));
    enum err_code rc = ERR_OK;
    for (int i = 0; i < n; i++) {
        struct stat st;
        struct str path = arena_printf(j->c->a, "%s/%s", dir, names[i]->d_name);
        if (rc == ERR_OK && names[i]->d_name[0] != '.' && i < FILES_MOST &&
            stat(path.p, &st) == 0 && S_ISREG(st.st_mode))
            rc = check_file(j, path.p, true);
        free(names[i]);
    }
    free(names);
    return rc;
}

static enum err_code check_all(struct job *j)
{
    struct stat st;
    if (j->c->args == 0 || strcmp(j->c->arg[0], "-") == 0) {
        if (isatty(0))
            fputs("Write your draft, then Ctrl-D:\n", stderr);
        return check_stream(j, NULL, stdin);
    }
    if (stat(j->c->arg[0], &st) == 0 && S_ISDIR(st.st_mode))
        return check_folder(j, j->c->arg[0]);
    return check_file(j, j->c->arg[0], false);
}

static int run(struct call *c)
{
    struct job *j = ARENA_NEW(c->a, struct job);
    j->c = c;
    j->as_json = call_has(c, "--json");
    buf_init(&j->out, GIB(1));
    json_out_init(&j->json, &j->out);
    if (judges_load(c->home, c->a, &j->model, &j->rules, &c->err) ||
        find_places(c, &j->places)) {
        classifier_free(j->model);
        return call_fail(c);
    }
    if (j->as_json) {
        json_out_open(&j->json, '{');
        json_out_key(&j->json, "checks");
        json_out_open(&j->json, '[');
    }
    enum err_code rc = check_all(j);
    classifier_free(j->model);
    if (rc) {
        buf_free(&j->out);
        return call_fail(c);
    }
    if (j->as_json) {
        json_out_close(&j->json, ']');
        json_out_close(&j->json, '}');
        buf_char(&j->out, '\n');
    }
    int printed = call_print(c, &j->out);
    if (printed)
        return printed;
    return j->worst == VERDICT_KEEP_OUT      ? EXIT_KEEP_OUT
           : j->worst == VERDICT_THINK_TWICE ? EXIT_THINK_TWICE
                                             : EXIT_FINE;
}

static const struct option_row options[] = {
    {"--to",   "ACCOUNT", "hold it against this account only; may be given again"},
    {"--json", NULL,      "print as JSON"                                        },
    {NULL,     NULL,      NULL                                                   }
};

extern const struct command command_check;
const struct command command_check = {
    .name = "check",
    .summary = "hold a draft against the places it could go to",
    .usage = "[--to ACCOUNT]… [--json] [FILE|DIR]",
    .help =
        "The draft is a file, each file of a folder, or what is on standard input. It is held "
        "against each of your accounts, or those of --to: what it is about, how it sounds and "
        "what it gives away, against what people come to that place for and who is there. "
        "Nothing leaves this machine.\n\n"
        "ACCOUNT is a number, network:handle, or a network's name; where you have no account "
        "there, a typical one stands in. The verdicts: it fits; a touch of your other side, "
        "which is welcome; think twice; keep it out. Exits with 0 where it fits everywhere, 1 "
        "where one place says think twice, 2 where one says keep out.",
    .example = "echo 'Our new release is out!' | tact check --to linkedin --to facebook",
    .options = options,
    .needs = NEEDS_STORE,
    .args_most = 1,
    .run = run};
