/* cli/export.c: `tact export`: everything out again, as JSON and vCard. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/command.h"

#include "core/limits.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* One table into one file: [row,\nrow]. */
struct out {
    FILE *f;
    int64_t rows;
    const char *path;
};

static enum err_code put_row(void *ctx, struct str json, struct err *e)
{
    struct out *o = ctx;
    fputs(o->rows++ ? ",\n" : "\n", o->f);
    if (fwrite(json.p, 1, json.n, o->f) != json.n)
        return err_set(e, ERR_IO, "%s can't be written: %s", o->path, strerror(errno));
    return ERR_OK;
}

static enum err_code open_out(struct call *c, const char *dir, const char *name, struct out *o)
{
    o->path = arena_printf(c->a, "%s/%s", dir, name).p;
    o->rows = 0;
    o->f = fopen(o->path, "wx"); /* never over something that is there */
    if (o->f)
        return ERR_OK;
    return err_set(&c->err, ERR_IO, "%s can't be made: %s", o->path, strerror(errno));
}

static enum err_code close_out(struct call *c, struct out *o, enum err_code rc)
{
    bool ok = fclose(o->f) == 0;
    if (rc == ERR_OK && !ok)
        rc = err_set(&c->err, ERR_IO, "%s can't be written: %s", o->path, strerror(errno));
    if (rc == ERR_OK)
        printf("%s: %lld\n", o->path, (long long)o->rows);
    return rc;
}

static enum err_code export_table(struct call *c, const char *dir, const char *table)
{
    struct out o;
    char name[64];
    snprintf(name, sizeof name, "%s.json", table);
    enum err_code rc = open_out(c, dir, name, &o);
    if (rc)
        return rc;
    fputc('[', o.f);
    rc = store_export(c->store, table, put_row, &o, &c->err);
    fputs("\n]\n", o.f);
    return close_out(c, &o, rc);
}

/* A content line of vCard 4.0 (RFC 6350): escaped, folded after 75 bytes between characters. */
static void put_line(FILE *f, const char *name, struct str value)
{
    size_t column = strlen(name) + 1;
    fprintf(f, "%s:", name);
    for (size_t i = 0; i < value.n; i++) {
        unsigned char ch = (unsigned char)value.p[i];
        bool starts = (ch & 0xC0) != 0x80;
        if (starts && column >= 71) {
            fputs("\r\n ", f);
            column = 1;
        }
        if (ch == '\n') {
            fputs("\\n", f);
            column++;
        } else if (ch != '\r') {
            if (ch == '\\' || ch == ',' || ch == ';') {
                fputc('\\', f);
                column++;
            }
            fputc(ch, f);
        }
        column++;
    }
    fputs("\r\n", f);
}

static const struct {
    const char *field, *line;
} card_lines[] = {
    {"email",    "EMAIL"     },
    {"phone",    "TEL"       },
    {"company",  "ORG"       },
    {"position", "TITLE"     },
    {"birthday", "BDAY"      },
    {"note",     "NOTE"      },
    {"label",    "CATEGORIES"}
};

static enum err_code put_card(struct call *c, FILE *f, const struct person *p)
{
    struct known_fact *fact;
    size_t n;
    struct arena *a = arena_new(MIB(64));
    enum err_code rc = store_person_facts(c->store, p->id, a, &fact, &n, &c->err);
    if (rc == ERR_OK) {
        fprintf(f, "BEGIN:VCARD\r\nVERSION:4.0\r\nUID:tact-person-%lld\r\n", (long long)p->id);
        put_line(f, "FN", p->name);
        if (str_is(p->kind, "organisation"))
            fputs("KIND:org\r\n", f);
        for (size_t i = 0; i < n; i++)
            for (size_t k = 0; k < COUNT_OF(card_lines); k++)
                if (str_is(fact[i].field, card_lines[k].field) &&
                    (i == 0 || !str_eq(fact[i].value, fact[i - 1].value)))
                    put_line(f, card_lines[k].line, fact[i].value);
        for (size_t i = 0; i < p->identities; i++)
            if (p->identity[i].url.n)
                put_line(f, "URL", p->identity[i].url);
        fputs("END:VCARD\r\n", f);
    }
    arena_free(a);
    return rc;
}

static enum err_code export_cards(struct call *c, const char *dir)
{
    struct out o;
    struct person *p;
    size_t n;
    enum err_code rc = store_people(c->store, STR_NONE, 0, c->a, &p, &n, &c->err);
    if (rc || (rc = open_out(c, dir, "people.vcf", &o)))
        return rc;
    for (size_t i = 0; i < n && rc == ERR_OK; i++) {
        if (p[i].name.n == 0)
            continue;
        rc = put_card(c, o.f, &p[i]);
        o.rows++;
    }
    return close_out(c, &o, rc);
}

static int run(struct call *c)
{
    const char *dir = c->arg[0];
    if (mkdir(dir, 0700) != 0 && errno != EEXIST) {
        err_set(&c->err, ERR_IO, "the folder %s can't be made: %s", dir, strerror(errno));
        return call_fail(c);
    }
    for (const char *const *t = store_tables(); *t; t++)
        if (export_table(c, dir, *t))
            return call_fail(c);
    return export_cards(c, dir) ? call_fail(c) : EXIT_FINE;
}

extern const struct command command_export;
const struct command command_export = {
    .name = "export",
    .summary = "write everything out as JSON and vCard",
    .usage = "DIR",
    .help =
        "One file of JSON for each table of what was received and what you decided, described "
        "in docs/output-schema.md, and all people as vCard 4.0. Files that are there already "
        "are never overwritten.",
    .example = "tact export ~/my-networks",
    .needs = NEEDS_STORE,
    .args_least = 1,
    .args_most = 1,
    .run = run};
