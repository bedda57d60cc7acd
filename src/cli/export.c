/* cli/export.c: `tact export`: everything out again, as JSON and vCard. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/command.h"

#include "core/limits.h"
#include "store/media.h"

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

/* The kept files ------------------------------------------------------------------------- */

struct files {
    struct call *c;
    const char *dir;
    int64_t n, missing;
};

static const struct {
    const char *type, *end;
} endings[] = {
    {"image/jpeg",      ".jpg" },
    {"image/png",       ".png" },
    {"image/gif",       ".gif" },
    {"image/webp",      ".webp"},
    {"image/heic",      ".heic"},
    {"image/avif",      ".avif"},
    {"video/mp4",       ".mp4" },
    {"video/webm",      ".webm"},
    {"video/quicktime", ".mov" },
    {"audio/mpeg",      ".mp3" },
    {"application/pdf", ".pdf" }
};

static enum err_code copy(FILE *from, FILE *to, const char *path, struct err *e)
{
    char piece[32768];
    size_t n;
    while ((n = fread(piece, 1, sizeof piece, from)) > 0)
        if (fwrite(piece, 1, n, to) != n)
            break;
    if (ferror(from) || ferror(to))
        return err_set(e, ERR_IO, "%s can't be written: %s", path, strerror(errno));
    return ERR_OK;
}

/* DIR/media/ab/abcd….jpg: under its digest, with an ending by which programs know it. */
static enum err_code export_file(void *ctx, const struct media_kept *m, struct err *e)
{
    struct files *f = ctx;
    const char *end = "";
    for (size_t i = 0; i < COUNT_OF(endings); i++)
        if (str_is(m->media_type, endings[i].type))
            end = endings[i].end;
    struct arena *a = arena_new(KIB(64));
    const char *folder =
        arena_printf(a, "%s/media/" STRF, f->dir, STRA(str_sub(m->digest, 0, 2))).p;
    const char *path = arena_printf(a, "%s/" STRF "%s", folder, STRA(m->digest), end).p;
    enum err_code rc = ERR_OK;
    FILE *from = fopen(arena_cstr(a, m->path), "rbe"), *to = NULL;
    if (!from)
        f->missing++;
    else if ((mkdir(folder, 0700) != 0 && errno != EEXIST) || !(to = fopen(path, "wbxe")))
        rc = err_set(e, ERR_IO, "%s can't be made: %s", path, strerror(errno));
    else
        rc = copy(from, to, path, e);
    if (to && fclose(to) != 0 && rc == ERR_OK)
        rc = err_set(e, ERR_IO, "%s can't be written: %s", path, strerror(errno));
    if (from)
        fclose(from);
    f->n += rc == ERR_OK && from;
    arena_free(a);
    return rc;
}

static enum err_code export_files(struct call *c, const char *dir)
{
    struct files f = {.c = c, .dir = dir};
    const char *folder = arena_printf(c->a, "%s/media", dir).p;
    if (mkdir(folder, 0700) != 0 && errno != EEXIST)
        return err_set(&c->err, ERR_IO, "the folder %s can't be made: %s", folder,
                       strerror(errno));
    enum err_code rc = store_media_each(c->store, export_file, &f, &c->err);
    if (rc == ERR_OK)
        printf("%s: %lld\n", folder, (long long)f.n);
    if (rc == ERR_OK && f.missing)
        fprintf(stderr, "tact: %lld kept files are not there and could not be exported.\n",
                (long long)f.missing);
    return rc;
}

static enum err_code export_readme(struct call *c, const char *dir)
{
    struct out o;
    char name[64];
    enum err_code rc = open_out(c, dir, "README.txt", &o);
    if (rc)
        return rc;
    fputs(
        "This is everything that Tact keeps for one owner. Each .json file is a list of rows\n"
        "with named values; times are Unix milliseconds (UTC), 0 where there is none; ids\n"
        "connect the files with each other.\n\n",
        o.f);
    for (const char *const *t = store_tables(); *t; t++) {
        snprintf(name, sizeof name, "%s.json", *t);
        fprintf(o.f, "%-22s %s\n", name, store_table_says(*t));
    }
    fprintf(o.f, "%-22s %s\n", "people.vcf", "All people as vCards, for an address book.");
    fprintf(o.f, "%-22s %s\n\n", "media/",
            "Kept pictures and files, named by the digest in media.json.");
    fputs(
        "Passwords, second factors, recovery codes, sessions and the secrets of tokens are\n"
        "never exported. What follows from these files (who is one person, topics, counts) is\n"
        "not in them: Tact makes it anew.\n",
        o.f);
    bool fine = !ferror(o.f);
    if ((fclose(o.f) != 0 || !fine))
        return err_set(&c->err, ERR_IO, "%s can't be written: %s", o.path, strerror(errno));
    return ERR_OK;
}

/* People ---------------------------------------------------------------------------------- */

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
    if (export_cards(c, dir) || export_files(c, dir) || export_readme(c, dir))
        return call_fail(c);
    return EXIT_FINE;
}

extern const struct command command_export;
const struct command command_export = {
    .name = "export",
    .summary = "write everything out as JSON, vCard and files",
    .usage = "DIR",
    .help =
        "One file of JSON for each table of what was received and what you decided, described "
        "in docs/output-schema.md, all people as vCard 4.0, the kept pictures and files, and a "
        "README.txt that says what each is. Files that are there already are never "
        "overwritten.",
    .example = "tact export ~/my-networks",
    .needs = NEEDS_STORE,
    .args_least = 1,
    .args_most = 1,
    .run = run};
