/* writing/taken.c: a company's post that a member takes along: what it was, how much of it is left
 * in the member's own words, and whether they say that they work there. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "writing/taken.h"

#include "core/json.h"
#include "core/limits.h"
#include "text/fold.h"
#include "text/utf8.h"

#include <stdlib.h>

enum {
    ROW = 3,           /* words that stand together */
    WORDS_MOST = 20000 /* of a text that is looked at */
};

/* What it was made of --------------------------------------------------------------------- */

struct taken taken_parse(struct str about, struct arena *a)
{
    struct json *j = NULL;
    struct err quiet;
    struct taken t = {.company = 0};
    if (about.n == 0 || json_parse(about, utf8_clean, a, &j, &quiet))
        return t;
    const struct json *from = json_get(j, "taken_from");
    t.company = json_i64(json_get(from, "company"), 0);
    t.post_id = json_i64(json_get(from, "post_id"), 0);
    t.name = arena_str(a, json_get_str(from, "name"));
    t.url = arena_str(a, json_get_str(from, "url"));
    t.text = arena_str(a, json_get_str(from, "text"));
    return t;
}

struct str taken_write(const struct taken *t, struct arena *a)
{
    struct buf b;
    struct json_out o;
    buf_init(&b, LIMIT_DRAFT * 7); /* each byte may want six */
    json_out_init(&o, &b);
    json_out_open(&o, '{');
    json_out_key(&o, "taken_from");
    json_out_open(&o, '{');
    json_out_ki64(&o, "company", t->company);
    json_out_kstr(&o, "name", t->name);
    json_out_ki64(&o, "post_id", t->post_id);
    json_out_kstr(&o, "url", t->url);
    json_out_kstr(&o, "text", t->text);
    json_out_close(&o, '}');
    json_out_close(&o, '}');
    struct str s = b.over ? STR_NONE : arena_str(a, buf_view(&b));
    buf_free(&b);
    return s;
}

struct str taken_start(const struct taken *t, struct arena *a)
{
    struct buf b;
    struct str rest = t->text, line;
    if (t->url.n)
        return arena_printf(a, "\n\n" STRF, STRA(t->url));
    buf_init(&b, LIMIT_DRAFT);
    buf_lit(&b, "\n");
    while (str_cut(&rest, '\n', &line))
        buf_printf(&b, "\n> " STRF, STRA(line));
    struct str s = arena_str(a, buf_view(&b));
    buf_free(&b);
    return s;
}

/* Whose words they are -------------------------------------------------------------------- */

struct words {
    struct str *w;
    size_t n;
};

static bool is_letter(unsigned char c)
{
    return c >= 0x80 || ascii_is_alnum(c);
}

/* Words of a folded text, without addresses. */
static void add_words(struct str s, struct words *out)
{
    size_t i = 0;
    while (i < s.n && out->n < WORDS_MOST) {
        size_t end = i;
        while (end < s.n && !ascii_is_space((unsigned char)s.p[end]))
            end++;
        bool address = str_find(str_sub(s, i, end), STR("://")) >= 0;
        while (!address && i < end && out->n < WORDS_MOST) {
            size_t from = i;
            while (i < end && is_letter((unsigned char)s.p[i]))
                i++;
            if (i > from)
                out->w[out->n++] = str_sub(s, from, i);
            else
                i++;
        }
        i = end + 1;
    }
}

static struct words words_of(struct str text, bool own, struct arena *a)
{
    struct words all = {ARENA_ARRAY(a, struct str, WORDS_MOST), 0};
    struct str line;
    while (str_cut(&text, '\n', &line))
        if (!own || !str_starts(str_trim(line), STR(">")))
            add_words(fold_case(line, a), &all);
    return all;
}

/* ROW words, from this one on. */
struct row {
    const struct str *first;
};

static int compare_rows(const void *a, const void *b)
{
    const struct row *x = a, *y = b;
    int c = 0;
    for (int i = 0; i < ROW && c == 0; i++)
        c = str_cmp(x->first[i], y->first[i]);
    return c;
}

int taken_overlap(const struct taken *t, struct str text, struct arena *a)
{
    struct words theirs = words_of(t->text, false, a), own = words_of(text, true, a);
    size_t rows = theirs.n < ROW ? 0 : theirs.n - ROW + 1, same = 0;
    if (own.n < ROW || rows == 0)
        return 0;
    struct row *row = ARENA_ARRAY(a, struct row, rows);
    for (size_t i = 0; i < rows; i++)
        row[i].first = &theirs.w[i];
    qsort(row, rows, sizeof *row, compare_rows);
    for (size_t i = 0; i + ROW <= own.n; i++) {
        const struct row one = {&own.w[i]};
        same += bsearch(&one, row, rows, sizeof *row, compare_rows) != NULL;
    }
    return (int)(same * 100 / (own.n - ROW + 1));
}

/* Saying so ------------------------------------------------------------------------------- */

/* Folded as the text is; words parted by one space. Those that name no company say enough by
 * themselves. */
static const char *const plain[] = {
    /* en */
    "my employer", "my company", "our company", "the company i work for",
    "full disclosure i work", "disclosure i work", "disclaimer i work", "my colleagues and i",
    "where i work", "#employee", "#iworkhere", "#ourcompany",
    /* de */
    "mein arbeitgeber", "meinem arbeitgeber", "meinen arbeitgeber", "meines arbeitgebers",
    "unser unternehmen", "unserem unternehmen", "unsere firma", "unserer firma", "meine firma",
    "meiner firma", "in eigener sache", "#mitarbeiter", "#mitarbeiterin",
    /* fr */
    "mon employeur", "mon entreprise", "notre entreprise", "ma societe", "notre societe",
    "#collaborateur", "#collaboratrice",
    /* es */
    "mi empresa", "nuestra empresa", "mi empleador", "mi empleadora", "#empleado", "#empleada"};

/* The name of the company follows. */
static const char *const before_name[] = {
    /* en */
    "i work at", "i work for", "i work with the team at", "i m with", "i am with", "i m at",
    "i am at", "i m employed at", "i am employed at", "i m employed by", "i am employed by",
    "working at", "we at", "my job at", "my work at", "my team at", "our team at",
    "my colleagues at", "us at", "we here at", "here at", "my employer", "part of the team at",
    /* de */
    "ich arbeite bei", "ich arbeite fur", "arbeite bei", "arbeite fur", "ich bin bei",
    "wir bei", "uns bei", "bei uns bei", "mein team bei", "unser team bei",
    "meine kollegen bei", "angestellt bei", "mitarbeiter bei", "mitarbeiterin bei",
    "mitarbeiter von", "mitarbeiterin von",
    /* fr */
    "je travaille chez", "je travaille pour", "je travaille a", "travaille chez", "nous chez",
    "chez nous chez", "mon equipe chez", "notre equipe chez", "mes collegues chez",
    "salarie de", "salariee de", "salarie chez", "salariee chez", "employe chez",
    "employee chez",
    /* es */
    "trabajo en", "trabajo para", "trabajo con el equipo de", "nosotros en",
    "en nuestro equipo de", "mi equipo en", "nuestro equipo en", "mis companeros en",
    "empleado de", "empleada de", "formo parte de"};

/* Where the word that begins here ends, if it is an address; else `from`. */
static size_t address_end(struct str s, size_t from)
{
    size_t end = from;
    while (end < s.n && !ascii_is_space((unsigned char)s.p[end]))
        end++;
    return str_find(str_sub(s, from, end), STR("://")) >= 0 ? end : from;
}

/* As "plain" and "before_name" are written: folded, without accents, every mark a space but #. */
static struct str simple(struct str text, struct arena *a)
{
    struct str s = fold_search(text, a);
    struct buf b;
    buf_init(&b, s.n + 3);
    buf_char(&b, ' ');
    for (size_t i = address_end(s, 0); i < s.n; i++) {
        bool keep = is_letter((unsigned char)s.p[i]) || s.p[i] == '#';
        if (s.p[i] == ' ') /* a word begins */
            i = address_end(s, i + 1) - 1;
        /* ’ and the like are marks too */
        if ((unsigned char)s.p[i] == 0xE2 && i + 2 < s.n && (unsigned char)s.p[i + 1] == 0x80) {
            keep = false;
            i += 2;
        }
        if (keep)
            buf_char(&b, s.p[i]);
        else if (b.n && b.p[b.n - 1] != ' ')
            buf_char(&b, ' ');
    }
    if (b.p[b.n - 1] != ' ')
        buf_char(&b, ' ');
    s = arena_str(a, buf_view(&b));
    buf_free(&b);
    return s;
}

bool disclosure_found(struct str text, struct str name, struct arena *a)
{
    struct str s = simple(str_sub(text, 0, LIMIT_DRAFT), a), who = simple(name, a);
    for (size_t i = 0; i < COUNT_OF(plain); i++)
        if (str_find(s, arena_printf(a, " %s ", plain[i])) >= 0)
            return true;
    for (size_t i = 0; i < COUNT_OF(before_name) && who.n > 1; i++)
        if (str_find(s, arena_printf(a, " %s" STRF, before_name[i], STRA(who))) >= 0)
            return true;
    return false;
}

struct str disclosure_offer(int which, struct str name, struct arena *a)
{
    return which == 0 ? arena_printf(a, "I work at " STRF ".", STRA(name))
                      : arena_printf(a, "Disclosure: I work at " STRF ".", STRA(name));
}
