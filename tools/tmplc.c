/* tools/tmplc.c: compiles the page's templates (.html) to C that always escapes.
 * use: tmplc header FILE…   prototypes of all templates on standard output
 *      tmplc source FILE…   their functions
 * The language and its rules: HACKING.md, "Add a page". */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/buf.h"
#include "core/limits.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Where in the HTML the compiler stands: what an expression may be depends on it. */
enum place {
    IN_TEXT,
    IN_COMMENT,
    IN_TAG_NAME,
    IN_TAG, /* between attributes */
    IN_ATTR_NAME,
    BEFORE_VALUE,
    IN_VALUE
};

enum {
    NAME_MOST = 64,
    DEPTH_MOST = 32
};

struct state {
    enum place place;
    char quote; /* of the value */
    char tag[NAME_MOST], attr[NAME_MOST];
    size_t value_n; /* bytes and expressions of the value so far */
};

struct block {
    enum {
        BLOCK_IF,
        BLOCK_EACH
    } kind;
    struct state at; /* where it began: it must end there too */
    int line;
};

struct compiler {
    const char *file;
    int line;
    struct str rest;
    struct state st;
    struct block block[DEPTH_MOST];
    size_t depth;
    struct buf literal; /* bytes that wait to be written */
    struct buf out;
    bool open;   /* inside a template */
    bool header; /* prototypes only */
    bool keep;   /* inside pre or textarea: white space counts */
};

static void fail(const struct compiler *c, const char *fmt, ...) PRINTF_LIKE(2, 3);
static void fail(const struct compiler *c, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    fprintf(stderr, "%s:%d: ", c->file, c->line);
    vfprintf(stderr, fmt, ap);
    fputc('\n', stderr);
    va_end(ap);
    exit(1);
}

static bool is_one_of(const char *name, const char *const *list)
{
    for (; *list; list++)
        if (strcmp(name, *list) == 0)
            return true;
    return false;
}

/* Attributes whose value is an address. */
static bool is_url_attr(const char *name)
{
    static const char *const names[] = {
        "href",   "src",       "action",     "formaction",  "poster", "cite",
        "data",   "srcset",    "background", "ping",        "hx-get", "hx-post",
        "hx-put", "hx-delete", "hx-patch",   "hx-push-url", NULL};
    return is_one_of(name, names);
}

static void push_name(const struct compiler *c, char *name, char ch)
{
    size_t n = strlen(name);
    if (n + 1 >= NAME_MOST)
        fail(c, "a name that is too long: %s", name);
    name[n] = ascii_lower(ch);
    name[n + 1] = 0;
}

/* What no page may have: the Content-Security-Policy would refuse it, or it is a hole. */
static void check_attr(const struct compiler *c)
{
    const char *a = c->st.attr;
    if (strncmp(a, "on", 2) == 0 || strcmp(a, "style") == 0 || strncmp(a, "hx-on", 5) == 0 ||
        strcmp(a, "srcdoc") == 0 || strcmp(a, "hx-vals") == 0)
        fail(c, "the attribute %s has no place in a page", a);
}

static void end_tag_name(struct compiler *c)
{
    const char *t = c->st.tag;
    if (strcmp(t, "style") == 0 || strcmp(t, "iframe") == 0 || strcmp(t, "object") == 0)
        fail(c, "<%s> has no place in a page", t);
    if (strcmp(t, "pre") == 0 || strcmp(t, "textarea") == 0)
        c->keep = true;
    if (strcmp(t, "/pre") == 0 || strcmp(t, "/textarea") == 0)
        c->keep = false;
}

static void end_tag(struct compiler *c)
{
    c->st.place = IN_TEXT;
    if (strcmp(c->st.tag, "script") == 0 && !str_starts(c->rest, STR("</script>")))
        fail(c, "a script is a file: <script src=…></script>");
}

/* One byte of HTML moves the state. */
static void walk_tag(struct compiler *c, char ch)
{
    struct state *s = &c->st;
    if (ch == '>') {
        if (s->place == IN_TAG_NAME)
            end_tag_name(c);
        end_tag(c);
    } else if (ascii_is_space((unsigned char)ch) || ch == '/') {
        if (s->place == IN_TAG_NAME && ch == '/' && !s->tag[0]) {
            push_name(c, s->tag, ch);
            return;
        }
        if (s->place == IN_TAG_NAME)
            end_tag_name(c);
        s->place = IN_TAG;
    } else if (s->place == IN_TAG_NAME) {
        push_name(c, s->tag, ch);
    } else if (ch == '=') {
        s->place = BEFORE_VALUE;
    } else {
        if (s->place == IN_TAG)
            s->attr[0] = 0;
        s->place = IN_ATTR_NAME;
        push_name(c, s->attr, ch);
        check_attr(c);
    }
}

static void walk(struct compiler *c, char ch)
{
    struct state *s = &c->st;
    switch (s->place) {
    case IN_TEXT:
        if (ch == '<' && str_starts(c->rest, STR("!--"))) {
            s->place = IN_COMMENT;
        } else if (ch == '<') {
            s->place = IN_TAG_NAME;
            s->tag[0] = 0;
        }
        break;
    case IN_COMMENT:
        if (ch == '>' && c->literal.n >= 3 &&
            memcmp(c->literal.p + c->literal.n - 3, "-->", 3) == 0)
            s->place = IN_TEXT;
        break;
    case BEFORE_VALUE:
        if (ch != '"' && ch != '\'')
            fail(c, "the value of %s wants quotes", s->attr);
        s->place = IN_VALUE;
        s->quote = ch;
        s->value_n = 0;
        break;
    case IN_VALUE:
        if (ch == s->quote)
            s->place = IN_TAG;
        else
            s->value_n++;
        break;
    case IN_TAG_NAME:
    case IN_TAG:
    case IN_ATTR_NAME:
        walk_tag(c, ch);
        break;
    }
}

static void emit_literal(struct compiler *c)
{
    struct str s = buf_view(&c->literal);
    if (s.n == 0 || c->header)
        return buf_clear(&c->literal);
    buf_printf(&c->out, "    buf_put(out, ");
    for (size_t i = 0; i < s.n; i++) {
        unsigned char ch = (unsigned char)s.p[i];
        if (i % 72 == 0)
            buf_lit(&c->out, i ? "\"\n        \"" : "\"");
        if (ch == '\n')
            buf_lit(&c->out, "\\n");
        else if (ch == '"' || ch == '\\' || ch == '?')
            buf_printf(&c->out, "\\%c", ch);
        else if (ch < 0x20 || ch >= 0x7F)
            buf_printf(&c->out, "\\%03o", ch);
        else
            buf_char(&c->out, (char)ch);
    }
    buf_printf(&c->out, "\", %zu);\n", s.n);
    buf_clear(&c->literal);
}

static void emit(struct compiler *c, const char *fmt, ...) PRINTF_LIKE(2, 3);
static void emit(struct compiler *c, const char *fmt, ...)
{
    char line[2048];
    va_list ap;
    emit_literal(c);
    if (c->header)
        return;
    va_start(ap, fmt);
    int n = vsnprintf(line, sizeof line, fmt, ap);
    va_end(ap);
    if (n < 0 || (size_t)n >= sizeof line)
        fail(c, "that is too long for one expression");
    buf_printf(&c->out, "#line %d \"%s\"\n%s\n", c->line, c->file, line);
}

/* An expression of C inside the page: what it may be depends on where it stands. */
static void put_expression(struct compiler *c, const char *how, struct str expr)
{
    const struct state *s = &c->st;
    bool url = strcmp(how, "url") == 0, part = strcmp(how, "part") == 0;
    if (!c->open)
        fail(c, "outside any template");
    if (s->place != IN_TEXT && s->place != IN_VALUE)
        fail(c, "a value may stand in text or in a quoted attribute, not here");
    if (s->place == IN_VALUE && is_url_attr(s->attr)) {
        if (s->value_n == 0 && !url)
            fail(c, "%s begins with a value: write {{url …}}", s->attr);
        if (s->value_n > 0 && !part)
            fail(c, "a piece of an address: write {{part …}}");
    } else if (url || part) {
        fail(c, "{{%s …}} is for addresses only", how);
    }
    if (s->place == IN_VALUE && strcmp(how, "html") == 0)
        fail(c, "markup has no place in an attribute");
    emit(c, "    show_%s(out, " STRF ");", how, STRA(expr));
    c->st.value_n++;
}

static void open_block(struct compiler *c, int kind)
{
    if (c->depth == DEPTH_MOST)
        fail(c, "too deep");
    c->block[c->depth].kind = kind;
    c->block[c->depth].at = c->st;
    c->block[c->depth++].line = c->line;
}

/* A page must be in the same place of its HTML whichever way it went. */
static void same_place(const struct compiler *c)
{
    const struct state *a = &c->block[c->depth - 1].at, *b = &c->st;
    bool tag = (a->place == IN_TAG || a->place == IN_TAG_NAME || a->place == IN_ATTR_NAME) &&
               (b->place == IN_TAG || b->place == IN_TAG_NAME || b->place == IN_ATTR_NAME);
    if (!tag && a->place != b->place)
        fail(c, "the block of line %d ends in another place of the HTML than it began",
             c->block[c->depth - 1].line);
}

static void block_if(struct compiler *c, struct str arg)
{
    emit(c, "    if (" STRF ") {", STRA(arg));
    open_block(c, BLOCK_IF);
}

static void block_else(struct compiler *c, struct str arg)
{
    if (c->depth == 0 || c->block[c->depth - 1].kind != BLOCK_IF)
        fail(c, "{{else}} without {{if}}");
    same_place(c);
    if (str_starts(arg, STR("if ")))
        emit(c, "    } else if (" STRF ") {", STRA(str_after(arg, 3)));
    else
        emit(c, "    } else {");
    c->st = c->block[c->depth - 1].at;
}

/* {{each x in array, n}} */
static void block_each(struct compiler *c, struct str arg)
{
    ptrdiff_t in = str_find(arg, STR(" in ")), comma = str_rchr(arg, ',');
    if (in < 0 || comma < in)
        fail(c, "{{each NAME in ARRAY, COUNT}}");
    struct str name = str_trim(str_sub(arg, 0, (size_t)in));
    struct str array = str_trim(str_sub(arg, (size_t)in + 4, (size_t)comma));
    struct str count = str_trim(str_after(arg, (size_t)comma + 1));
    emit(c,
         "    for (size_t " STRF "_i = 0; " STRF "_i < (" STRF "); " STRF "_i++) {\n"
         "    const __typeof__(*(" STRF ")) *" STRF " = &(" STRF ")[" STRF "_i];",
         STRA(name), STRA(name), STRA(count), STRA(name), STRA(array), STRA(name), STRA(array),
         STRA(name));
    open_block(c, BLOCK_EACH);
}

static void block_end(struct compiler *c, struct str arg)
{
    if (c->depth == 0)
        fail(c, "{{end}} of nothing");
    same_place(c);
    static const char *const names[] = {"if", "each"};
    const char *want = names[c->block[c->depth - 1].kind];
    if (arg.n && !str_is(arg, want))
        fail(c, "this ends the {{%s}} of line %d", want, c->block[c->depth - 1].line);
    emit(c, "    }");
    c->depth--;
}

static void end_template(struct compiler *c)
{
    if (!c->open)
        return;
    if (c->depth)
        fail(c, "the block of line %d has no {{end}}", c->block[c->depth - 1].line);
    if (c->st.place != IN_TEXT)
        fail(c, "the template ends inside a tag");
    emit_literal(c);
    if (!c->header)
        buf_lit(&c->out, "}\n");
    c->open = false;
}

/* {{template NAME(PARAMETERS)}} */
static void begin_template(struct compiler *c, struct str arg)
{
    end_template(c);
    ptrdiff_t bracket = str_chr(arg, '(');
    if (bracket < 1 || !str_ends(arg, STR(")")))
        fail(c, "{{template NAME(PARAMETERS)}}");
    struct str name = str_sub(arg, 0, (size_t)bracket);
    struct str params = str_sub(arg, (size_t)bracket + 1, arg.n - 1);
    const char *comma = str_trim(params).n ? ", " : "";
    if (c->header)
        buf_printf(&c->out, "void page_" STRF "(struct buf *out%s" STRF ");\n", STRA(name),
                   comma, STRA(params));
    else
        buf_printf(&c->out,
                   "\n#line %d \"%s\"\nvoid page_" STRF "(struct buf *out%s" STRF ")\n{\n",
                   c->line, c->file, STRA(name), comma, STRA(params));
    buf_clear(&c->literal);
    c->open = true;
    c->keep = false;
    c->st = (struct state){.place = IN_TEXT};
}

/* {{use NAME(ARGUMENTS)}}: another template, as one writes a call. */
static void use_template(struct compiler *c, struct str arg)
{
    ptrdiff_t bracket = str_chr(arg, '(');
    if (bracket < 1 || !str_ends(arg, STR(")")) || c->st.place != IN_TEXT)
        fail(c, "{{use NAME(ARGUMENTS)}}, in text");
    struct str args = str_after(arg, (size_t)bracket + 1);
    emit(c, "    page_" STRF "(out%s" STRF ";", (int)bracket, arg.p, args.n > 1 ? ", " : "",
         STRA(args));
}

static void let(struct compiler *c, struct str arg)
{
    emit(c, "    " STRF ";", STRA(arg));
}

static void note(struct compiler *c, struct str arg)
{
    (void)c;
    (void)arg;
}

/* What may stand between braces, by its first word; anything else is a value. */
static const struct {
    const char *word;
    void (*act)(struct compiler *c, struct str arg);
} words[] = {
    {"template", begin_template},
    {"use",      use_template  },
    {"if",       block_if      },
    {"else",     block_else    },
    {"each",     block_each    },
    {"end",      block_end     },
    {"let",      let           },
    {"!",        note          }
};
/* Ways to show a value: the functions show_… of web/show.h. */
static const char *const ways[] = {"url",  "part", "name", "html", "number", "count",
                                   "time", "day",  "date", "ago",  "line",   NULL};

static void braces(struct compiler *c, struct str inside)
{
    struct str s = str_trim(inside), rest = s, word;
    char first[NAME_MOST];
    str_cut(&rest, ' ', &word);
    rest = str_trim(rest.p && word.n < s.n ? rest : STR_NONE);
    for (size_t i = 0; i < COUNT_OF(words); i++) {
        if (str_is(word, words[i].word)) {
            words[i].act(c, rest);
            return;
        }
    }
    snprintf(first, sizeof first, STRF, STRA(word));
    if (is_one_of(first, ways) && rest.n)
        put_expression(c, first, rest);
    else
        put_expression(c, "value", s);
}

/* A byte of the page; runs of white space that show nothing become one line break or space. */
static void literal(struct compiler *c, char ch)
{
    if (!c->open) {
        if (!ascii_is_space((unsigned char)ch))
            fail(c, "a file of templates begins with {{template …}}");
        return;
    }
    bool space = ascii_is_space((unsigned char)ch) && c->st.place != IN_VALUE && !c->keep;
    bool after = c->literal.n && (c->literal.p[c->literal.n - 1] == '\n' ||
                                  c->literal.p[c->literal.n - 1] == ' ');
    if (!space || !after)
        buf_char(&c->literal, ch);
    else if (ch == '\n')
        c->literal.p[c->literal.n - 1] = ch;
    walk(c, ch);
}

static void compile(struct compiler *c)
{
    while (c->rest.n) {
        if (str_starts(c->rest, STR("{{"))) {
            ptrdiff_t end = str_find(c->rest, STR("}}"));
            if (end < 0)
                fail(c, "{{ without }}");
            struct str inside = str_sub(c->rest, 2, (size_t)end);
            c->rest = str_after(c->rest, (size_t)end + 2);
            braces(c, inside);
            for (size_t i = 0; i < inside.n; i++)
                c->line += inside.p[i] == '\n';
            continue;
        }
        char ch = c->rest.p[0];
        c->rest = str_after(c->rest, 1);
        literal(c, ch);
        c->line += ch == '\n';
    }
    end_template(c);
}

static struct str read_file(const char *path, struct buf *b)
{
    FILE *f = fopen(path, "rb");
    char piece[65536];
    size_t n;
    if (!f) {
        fprintf(stderr, "tmplc: %s can't be read\n", path);
        exit(1);
    }
    while ((n = fread(piece, 1, sizeof piece, f)) > 0)
        buf_put(b, piece, n);
    fclose(f);
    return buf_view(b);
}

int main(int argc, char **argv)
{
    if (argc < 3 || (strcmp(argv[1], "header") != 0 && strcmp(argv[1], "source") != 0)) {
        fputs("use: tmplc header|source FILE…\n", stderr);
        return 64;
    }
    struct compiler c = {.header = strcmp(argv[1], "header") == 0};
    buf_init(&c.out, MIB(64));
    buf_init(&c.literal, MIB(4));
    if (c.header)
        buf_lit(&c.out, "/* made by tools/tmplc.c */\n#ifndef WEB_TEMPLATES_H\n#define "
                        "WEB_TEMPLATES_H\n#include \"web/show.h\"\n#include \"web/views.h\"\n");
    else
        buf_lit(&c.out, "/* made by tools/tmplc.c */\n#include \"web/templates.h\"\n");
    for (int i = 2; i < argc; i++) {
        struct buf text;
        buf_init(&text, MIB(4));
        c.file = argv[i];
        c.line = 1;
        c.rest = read_file(argv[i], &text);
        compile(&c);
        buf_free(&text);
    }
    if (c.header)
        buf_lit(&c.out, "#endif\n");
    fwrite(c.out.p, 1, c.out.n, stdout);
    buf_free(&c.out);
    buf_free(&c.literal);
    return 0;
}
