/* archives/opml.c: OPML, the list of feeds that somebody reads. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "archives/web.h"
#include "archives/xml.h"

#include "core/attr.h"
#include "core/buf.h"
#include "core/limits.h"
#include "text/utf8.h"

enum {
    FOLDERS_MOST = 16, /* inside each other */
    NAME_MOST = 256
};

struct run {
    struct reading *r;
    int depth;
    struct {
        char name[NAME_MOST];
        size_t n;
        int depth;
    } folder[FOLDERS_MOST];
    size_t folders;
};

static enum err_code put_label(struct reading *r, struct str feed, struct str label,
                               struct err *e)
{
    struct record rec = {.kind = RECORD_FACT};
    rec.as.fact =
        (struct record_fact){.identity = feed, .field = FACT_LABEL, .value = str_trim(label)};
    return rec.as.fact.value.n ? reading_put(r, &rec, e) : ERR_OK;
}

/* "/News/Local,/Soup": OPML 2.0's own way to say folders. */
static enum err_code put_categories(struct reading *r, struct str feed, struct str list,
                                    struct err *e)
{
    struct str piece;
    enum err_code rc = ERR_OK;
    while (rc == ERR_OK && str_cut(&list, ',', &piece)) {
        piece = str_trim(piece);
        rc = put_label(r, feed, str_starts(piece, STR("/")) ? str_after(piece, 1) : piece, e);
    }
    return rc;
}

static enum err_code put_feed(struct run *x, struct str feed, const char *const *attrs,
                              struct err *e)
{
    struct reading *r = x->r;
    struct record rec = {.kind = RECORD_IDENTITY}, link = {.kind = RECORD_CONNECTION};
    struct str name = xml_attr(attrs, "title");
    if (name.n == 0)
        name = xml_attr(attrs, "text");
    struct str folder =
        x->folders ? str_of(x->folder[x->folders - 1].name, x->folder[x->folders - 1].n)
                   : STR_NONE;
    rec.as.identity = (struct record_identity){.key = feed,
                                               .name = str_trim(name),
                                               .url = xml_attr(attrs, "htmlUrl"),
                                               .kind = IDENTITY_ORGANISATION};
    link.as.connection = (struct record_connection){
        .identity = feed, .kind = CONNECTION_FOLLOWS, .note = folder};
    enum err_code rc = reading_put(r, &rec, e);
    rc = rc ? rc : reading_put(r, &link, e);
    rc = rc ? rc : put_label(r, feed, folder, e);
    return rc ? rc : put_categories(r, feed, xml_attr(attrs, "category"), e);
}

static void enter_folder(struct run *x, const char *const *attrs)
{
    struct str name = xml_attr(attrs, "text");
    if (name.n == 0)
        name = xml_attr(attrs, "title");
    if (x->folders == FOLDERS_MOST || name.n == 0)
        return;
    name = str_sub(name, 0, NAME_MOST);
    while (name.n && !utf8_valid(name)) /* cut inside a letter */
        name.n--;
    size_t n = x->folders++;
    x->folder[n].n = name.n;
    x->folder[n].depth = x->depth;
    for (size_t i = 0; i < name.n; i++)
        x->folder[n].name[i] = name.p[i];
}

static enum err_code on_start(void *ctx, const struct xml_name *name, const char *const *attrs,
                              struct err *e)
{
    struct run *x = ctx;
    x->depth++;
    if (!str_eq_ci(name->local, STR("outline")))
        return ERR_OK;
    struct str feed = str_trim(xml_attr(attrs, "xmlUrl"));
    if (feed.n == 0)
        feed = str_trim(xml_attr(attrs, "xmlurl"));
    if (feed.n) {
        arena_reset(x->r->piece);
        return put_feed(x, utf8_clean(str_sub(feed, 0, 2048), x->r->piece), attrs, e);
    }
    enter_folder(x, attrs);
    return ERR_OK;
}

static enum err_code on_end(void *ctx, const struct xml_name *name, struct err *e)
{
    struct run *x = ctx;
    (void)name, (void)e;
    if (x->folders && x->folder[x->folders - 1].depth == x->depth)
        x->folders--;
    x->depth--;
    return ERR_OK;
}

static enum err_code on_text(void *ctx, struct str s, struct err *e)
{
    (void)ctx, (void)s, (void)e;
    return ERR_OK;
}

enum err_code web__read_opml(struct reading *r, struct stream *in, struct err *e)
{
    struct run *x = ARENA_NEW(r->arena, struct run);
    const struct xml_read handlers = {on_start, on_text, on_end, x};
    x->r = r;
    enum err_code rc = web__account(r, STR("opml"), STR("Feeds that are read"), STR_NONE, e);
    return rc ? rc : xml_read(in, &handlers, e);
}
