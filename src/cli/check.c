/* cli/check.c: `tact check`: a draft held against the places that it could go to. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/command.h"

#include "context/check.h"
#include "core/limits.h"
#include "model/network.h"

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

static struct str account_name(struct arena *a, const struct account *acc)
{
    return arena_printf(a, STRF ":" STRF, STRA(acc->network),
                        STRA(acc->handle.n ? acc->handle : acc->key));
}

/* "family, pets" → topics; names that are none are left out. */
static size_t topics_of(struct arena *a, struct str list, const enum topic **out)
{
    enum topic *v = ARENA_ARRAY(a, enum topic, TOPIC_COUNT);
    struct str one;
    size_t n = 0;
    while (n < TOPIC_COUNT && str_cut(&list, ',', &one))
        n += topic_find(str_trim(one), &v[n]);
    *out = v;
    return n;
}

static enum err_code add_account(struct call *c, struct places *p, const struct account *acc)
{
    if (p->n == PLACES_MOST)
        return ERR_OK;
    const struct network *net = network_find(acc->network);
    struct audience au;
    struct context ctx;
    enum err_code rc = store_audience(c->store, acc, &au, &c->err);
    if (rc == ERR_OK)
        rc = store_context_find(c->store, acc->context, c->a, &ctx, &c->err);
    if (rc)
        return rc;
    struct check_place *pl = &p->place[p->n++];
    *pl = (struct check_place){
        .account = account_name(c->a, acc),
        .network = acc->network,
        .network_name = net ? net->name : acc->network,
        .context = acc->context,
        .mindset = acc->mindset,
        .audience = {(long)au.people, (long)au.personal, (long)au.professional, (long)au.both}
    };
    if (au.people == 0) /* the archive lists nobody: nobody knows how many there are */
        pl->audience = (struct check_audience){-1, -1, -1, -1};
    pl->n_welcome = topics_of(c->a, ctx.welcome, &pl->welcome);
    pl->n_unwelcome = topics_of(c->a, ctx.unwelcome, &pl->unwelcome);
    return ERR_OK;
}

/* A typical account of a network on which the owner has none here. */
static void add_typical(struct places *p, const struct network *net)
{
    if (p->n < PLACES_MOST)
        p->place[p->n++] = (struct check_place){
            .account = net->id,
            .network = net->id,
            .network_name = net->name,
            .context = str_from(mindset_name(net->mindset)),
            .mindset = net->mindset,
            .audience = {-1, -1, -1, -1}
        };
}

static bool can_post(const struct account *acc)
{
    return !str_is(acc->network, "contacts") && !str_is(acc->network, "email");
}

/* One --to: an account, or a network's name for a typical one. */
static enum err_code add_asked(struct call *c, struct places *p, struct str which)
{
    struct account acc;
    enum err_code rc = store_account_find(c->store, which, c->a, &acc, &c->err);
    const struct network *net = network_find(which);
    if (rc == ERR_NOT_FOUND && net) {
        add_typical(p, net);
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
        bool there = !can_post(&all[i]);
        for (size_t k = 0; k < p->asked; k++)
            there |= str_eq(p->place[k].account, account_name(c->a, &all[i]));
        if (!there)
            rc = add_account(c, p, &all[i]);
    }
    if (asked == 0)
        p->asked = p->n;
    if (rc == ERR_OK && p->n == 0) { /* an empty home: the two that everybody has */
        add_typical(p, network_find(STR("linkedin")));
        add_typical(p, network_find(STR("facebook")));
        p->asked = p->n;
    }
    return rc;
}

static void spans_json(struct json_out *o, const struct check_finding *f)
{
    json_out_key(o, "spans");
    json_out_open(o, '[');
    for (size_t i = 0; i < f->n_spans; i++) {
        json_out_open(o, '[');
        json_out_i64(o, f->spans[i].from);
        json_out_i64(o, f->spans[i].to);
        json_out_close(o, ']');
    }
    json_out_close(o, ']');
}

static void facts_json(struct json_out *o, const char *list, const char *key,
                       const struct fact *f, size_t n, bool tone)
{
    json_out_key(o, list);
    json_out_open(o, '[');
    for (size_t i = 0; i < n; i++) {
        json_out_open(o, '{');
        json_out_kstr(o, key,
                      tone ? tone_name((enum tone)f[i].label)
                           : topic_name((enum topic)f[i].label));
        json_out_key(o, "p");
        json_out_f64(o, f[i].p, 3);
        json_out_close(o, '}');
    }
    json_out_close(o, ']');
}

static void number_or_null(struct json_out *o, const char *key, long v)
{
    json_out_key(o, key);
    if (v < 0)
        json_out_null(o);
    else
        json_out_i64(o, v);
}

static void findings_json(struct json_out *o, const struct check_result *r)
{
    static const char *const severities[] = {"info", "warn", "stop"};
    json_out_key(o, "findings");
    json_out_open(o, '[');
    for (size_t i = 0; i < r->n_findings; i++) {
        const struct check_finding *f = &r->findings[i];
        json_out_open(o, '{');
        json_out_kstr(o, "kind", f->kind);
        json_out_kstr(o, "severity", str_from(severities[f->severity]));
        json_out_kstr(o, "text", f->text);
        spans_json(o, f);
        json_out_kstr(o, "why", f->why);
        json_out_kstr(o, "rule", f->rule);
        json_out_close(o, '}');
    }
    json_out_close(o, ']');
}

static void result_json(struct json_out *o, const char *file, const struct places *p, size_t at,
                        const struct check *k)
{
    const struct check_result *r = &k->results[at];
    json_out_open(o, '{');
    if (file)
        json_out_kstr(o, "file", str_from(file));
    json_out_kstr(o, "account", r->account);
    json_out_kstr(o, "network", r->network);
    json_out_kstr(o, "context", p->place[at].context);
    json_out_kstr(o, "verdict", verdict_name(r->verdict));
    json_out_kstr(o, "sentence", r->sentence);
    json_out_kstr(o, "rule", r->rule);
    json_out_kstr(o, "change", r->change);
    facts_json(o, "topics", "topic", r->topics, r->n_topics, false);
    facts_json(o, "tone", "tone", r->tones, r->n_tones, true);
    findings_json(o, r);
    json_out_key(o, "effects");
    json_out_open(o, '{');
    for (int g = 0; g < GROUP_COUNT; g++) {
        json_out_key(o, group_name((enum group)g).p);
        json_out_str(o, effect_name(r->effects[g]));
    }
    json_out_close(o, '}');
    json_out_key(o, "audience");
    json_out_open(o, '{');
    number_or_null(o, "people", r->audience.people);
    number_or_null(o, "personal", r->audience.personal);
    number_or_null(o, "professional", r->audience.professional);
    number_or_null(o, "both", r->audience.both);
    json_out_close(o, '}');
    json_out_key(o, "better");
    json_out_open(o, '[');
    for (size_t i = 0; i < r->n_better; i++)
        json_out_str(o, p->place[r->better[i]].account);
    json_out_close(o, ']');
    json_out_kstr(o, "language", k->facts.language);
    json_out_kstr(o, "note", k->note);
    json_out_close(o, '}');
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
            result_json(&j->json, file, &j->places, i, &k);
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
    if (call_judges(c, &j->model, &j->rules, &c->err) || find_places(c, &j->places)) {
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
