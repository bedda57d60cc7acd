/* web/routes.c: every address that Tact answers, as a table: start here. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/handlers.h"

#include "networks/api.h"

#include "core/limits.h"
#include "store/draft.h"

#define TEXT_OF(name, most)                                                                    \
    {                                                                                          \
        name, most, FIELD_TEXT, false                                                          \
    }
#define LINE_OF(name, most)                                                                    \
    {                                                                                          \
        name, most, FIELD_LINE, false                                                          \
    }
#define ID_OF(name)                                                                            \
    {                                                                                          \
        name, 20, FIELD_ID, false                                                              \
    }
#define FLAG_OF(name)                                                                          \
    {                                                                                          \
        name, 8, FIELD_FLAG, false                                                             \
    }
#define FIELDS_END                                                                             \
    {                                                                                          \
        NULL, 0, FIELD_TEXT, false                                                             \
    }

static const struct field none[] = {FIELDS_END};
static const struct field sign_in[] = {LINE_OF("email", 300), TEXT_OF("password", 1024),
                                       LINE_OF("code", 100),  LINE_OF("ticket", 600),
                                       LINE_OF("next", 2048), FIELDS_END};
static const struct field first[] = {TEXT_OF("password", 1024), TEXT_OF("again", 1024),
                                     FIELDS_END};
static const struct field act_for[] = {ID_OF("owner"), FIELDS_END};
static const struct field saved[] = {FLAG_OF("saved"), FIELDS_END};
static const struct field account[] = {LINE_OF("name", 200), LINE_OF("email", 300),
                                       TEXT_OF("password", 1024), FIELDS_END};
static const struct field password[] = {TEXT_OF("old", 1024), TEXT_OF("password", 1024),
                                        TEXT_OF("again", 1024), FIELDS_END};
static const struct field again[] = {TEXT_OF("password", 1024), FIELDS_END};
static const struct field code[] = {LINE_OF("code", 100), FIELDS_END};
static const struct field key[] = {
    LINE_OF("name", 100), ID_OF("days"), {"scope", 20, FIELD_LINE, true},
       FIELDS_END
};
static const struct field email[] = {LINE_OF("email", 300), FIELDS_END};
static const struct field join[] = {LINE_OF("name", 200), LINE_OF("email", 300),
                                    TEXT_OF("password", 1024), TEXT_OF("again", 1024),
                                    FIELDS_END};
static const struct field named[] = {LINE_OF("name", 200), FIELDS_END};
static const struct field member[] = {LINE_OF("email", 300), LINE_OF("role", 20), FIELDS_END};
static const struct field role[] = {LINE_OF("role", 20), FIELDS_END};
static const struct field hours[] = {
    {"day", 10, FIELD_LINE, true},
    LINE_OF("from", 10), LINE_OF("to", 10), LINE_OF("utc", 10),
    LINE_OF("summer", 10),         FIELDS_END
};
static const struct field approve[] = {ID_OF("approval"), ID_OF("seen"),
                                       TEXT_OF("reason", 2000), FIELDS_END};
static const struct field sent_back[] = {ID_OF("approval"), TEXT_OF("note", 2000), FIELDS_END};
static const struct field take[] = {ID_OF("company"), ID_OF("post"), FIELDS_END};
static const struct field before[] = {ID_OF("before"), FIELDS_END};
static const struct field next[] = {LINE_OF("next", 2048), FIELDS_END};
static const struct field overview[] = {LINE_OF("context", 100), FIELDS_END};
static const struct field timeline[] = {LINE_OF("context", 100),
                                        LINE_OF("network", 40),
                                        ID_OF("account"),
                                        ID_OF("person"),
                                        LINE_OF("kind", 20),
                                        LINE_OF("topic", 40),
                                        ID_OF("year"),
                                        ID_OF("month"),
                                        FLAG_OF("own"),
                                        FLAG_OF("media"),
                                        FLAG_OF("each"),
                                        ID_OF("before"),
                                        FIELDS_END};
static const struct field people[] = {LINE_OF("q", 400),       LINE_OF("network", 40),
                                      LINE_OF("relation", 80), LINE_OF("kind", 20),
                                      LINE_OF("side", 20),     LINE_OF("world", 20),
                                      LINE_OF("context", 100), ID_OF("circle"),
                                      ID_OF("layer"),          ID_OF("silent"),
                                      FLAG_OF("due"),          ID_OF("account"),
                                      ID_OF("page"),           FIELDS_END};
static const struct field person[] = {ID_OF("before"), LINE_OF("find", 400), FIELDS_END};
/* where one was in the queue of questions, to go on there */
#define REVIEW_FIELDS FLAG_OF("review"), ID_OF("at"), ID_OF("done")
static const struct field others[] = {
    {"other", 20, FIELD_ID, true},
    REVIEW_FIELDS, FIELDS_END
};
static const struct field other[] = {ID_OF("other"), REVIEW_FIELDS, FIELDS_END};
static const struct field answer[] = {LINE_OF("value", 20), REVIEW_FIELDS, FIELDS_END};
static const struct field identities[] = {
    {"identity", 20, FIELD_ID, true},
    FIELDS_END
};
static const struct field word[] = {ID_OF("word"), FIELDS_END};
static const struct field review[] = {ID_OF("at"), ID_OF("done"), LINE_OF("undo", 100),
                                      ID_OF("person"), FIELDS_END};
static const struct field map[] = {ID_OF("circle"), FLAG_OF("saved"), FIELDS_END};
static const struct field circle[] = {LINE_OF("name", 400), FIELDS_END};
static const struct field value[] = {LINE_OF("value", 200), FIELDS_END};
static const struct field note[] = {TEXT_OF("text", 20000), FIELDS_END};
static const struct field decision[] = {ID_OF("decision"), FIELDS_END};
static const struct field search[] = {LINE_OF("q", 2000), LINE_OF("order", 10), ID_OF("before"),
                                      FIELDS_END};
static const struct field write[] = {ID_OF("draft"), FLAG_OF("kept"),      ID_OF("learned"),
                                     ID_OF("reply"), FLAG_OF("forgotten"), ID_OF("at"),
                                     FIELDS_END};
/* what the form of a draft sends, whichever of its buttons is pressed */
#define DRAFT_FIELDS                                                                           \
    ID_OF("draft"), ID_OF("reply"), TEXT_OF("text", LIMIT_DRAFT),                              \
        LINE_OF("title", DRAFT_TITLE), LINE_OF("addresses", DRAFT_RECEIVERS),                  \
        {"choice", 1000, FIELD_LINE, true}, LINE_OF("open_for", 20),                           \
    {                                                                                          \
        "account", 20, FIELD_ID, true                                                          \
    }
static const struct field draft[] = {DRAFT_FIELDS, FIELDS_END};
static const struct field agreed[] = {DRAFT_FIELDS, LINE_OF("back", 10), FIELDS_END};
static const struct field pictures[] = {
    {"picture", 4096,      FIELD_FILE, true},
    {"alt",     DRAFT_ALT, FIELD_TEXT, true},
    ID_OF("account"),
    LINE_OF("back", 10),
    FIELDS_END
};
static const struct field picture[] = {TEXT_OF("alt", DRAFT_ALT), LINE_OF("back", 10),
                                       FIELDS_END};
static const struct field go_back[] = {LINE_OF("back", 10), FIELDS_END};
static const struct field queue[] = {LINE_OF("times", 2000), FIELDS_END};
static const struct field disclose[] = {DRAFT_FIELDS, ID_OF("disclosure"), FIELDS_END};
static const struct field correction[] = {
    DRAFT_FIELDS,         LINE_OF("correct", 300), LINE_OF("kind", 20),
    LINE_OF("fact", 100), LINE_OF("context", 100), FIELDS_END};
static const struct field forget[] = {DRAFT_FIELDS, ID_OF("at"), FIELDS_END};
static const struct field decided[] = {LINE_OF("go", 20), TEXT_OF("reason", 2000), FIELDS_END};
static const struct field send[] = {LINE_OF("when", 20), LINE_OF("at", 40), FIELDS_END};
static const struct field variant[] = {ID_OF("account"),
                                       TEXT_OF("text", LIMIT_DRAFT),
                                       LINE_OF("visibility", 20),
                                       LINE_OF("answers", 20),
                                       LINE_OF("summary", 400),
                                       FLAG_OF("bare"),
                                       FIELDS_END};
static const struct field there[] = {LINE_OF("url", 2000), FIELDS_END};
static const struct field moved[] = {LINE_OF("at", 40), LINE_OF("back", 100), FIELDS_END};
static const struct field calendar[] = {LINE_OF("from", 20), FLAG_OF("month"), FIELDS_END};
static const struct field door[] = {LINE_OF("network", 20), LINE_OF("door", 20), FIELDS_END};
static const struct field connect[] = {LINE_OF("network", 20),     LINE_OF("door", 20),
                                       LINE_OF("server", 300),     LINE_OF("name", 300),
                                       LINE_OF("secret", 2000),    LINE_OF("app", 300),
                                       LINE_OF("app_secret", 300), FIELDS_END};
static const struct field shown_code[] = {LINE_OF("state", 200), LINE_OF("code", 4000),
                                          FIELDS_END};
static const struct field back[] = {LINE_OF("code", 4000),
                                    LINE_OF("state", 400),
                                    LINE_OF("iss", 400),
                                    LINE_OF("error", 400),
                                    LINE_OF("error_description", 1000),
                                    FIELDS_END};
static const struct field contexts[] = {ID_OF("saved"), FIELDS_END};
static const struct field settings[] = {
    {"welcome",   400, FIELD_LINE, true},
    {"unwelcome", 400, FIELD_LINE, true},
    LINE_OF("use", 10000),
    LINE_OF("avoid", 10000),
    LINE_OF("formality", 20),
    LINE_OF("languages", 100),
    LINE_OF("emoji", 20),
    LINE_OF("promotion", 20),
    LINE_OF("guard", 20),
    FIELDS_END
};
static const struct field context[] = {LINE_OF("context", 100), LINE_OF("new", 60),
                                       LINE_OF("like", 20), FIELDS_END};
static const struct field remind[] = {LINE_OF("answer", 20), FIELDS_END};
static const struct field since[] = {LINE_OF("what", 20), LINE_OF("kind", 20), ID_OF("account"),
                                     ID_OF("page"),       ID_OF("before"),     FIELDS_END};
static const struct field archive[] = {
    {"archive", 4096, FIELD_FILE, true},
    FIELDS_END
};

/* pages and what changes something, both also under /api; files of the program */
#define PAGE(pattern, fields, answer, access)                                                  \
    {                                                                                          \
        pattern, fields, answer, METHOD_GET, access, true                                      \
    }
#define CHANGE(pattern, fields, answer, access)                                                \
    {                                                                                          \
        pattern, fields, answer, METHOD_POST, access, true                                     \
    }
#define OPEN_FILE(pattern, answer)                                                             \
    {                                                                                          \
        pattern, none, answer, METHOD_GET, FOR_ANYBODY, false                                  \
    }

static const struct route routes[] = {
  /* signing in */
    {"/sign-in",                  next,    get_sign_in,        METHOD_GET,  FOR_ANYBODY, false},
    {"/sign-in",                  sign_in, post_sign_in,       METHOD_POST, FOR_ANYBODY, true },
    {"/first",                    first,   post_first,         METHOD_POST, FOR_ANYBODY, true },
    CHANGE("/sign-out", none, post_sign_out, FOR_SESSION),
    CHANGE("/act-for", act_for, post_act_for, FOR_SESSION),
 /* one's own account */
    PAGE("/account", saved, get_account, FOR_SELF),
    CHANGE("/account", account, post_account, FOR_SELF),
    CHANGE("/account/password", password, post_password, FOR_SELF),
    CHANGE("/account/second", again, post_second, FOR_SELF),
    {"/account/second.svg",       none,    get_second_picture, METHOD_GET,  FOR_SELF,    false},
    CHANGE("/account/second/confirm", code, post_second_confirm, FOR_SELF),
    CHANGE("/account/second/drop", again, post_second_drop, FOR_SELF),
    CHANGE("/account/sessions/end-others", none, post_sessions_end, FOR_SELF),
    CHANGE("/account/sessions/:name/end", none, post_session_end, FOR_SELF),
    CHANGE("/account/keys", key, post_key, FOR_SELF),
    CHANGE("/account/keys/:id/revoke", none, post_key_revoke, FOR_SELF),
    PAGE("/audit", before, get_audit, FOR_ADMIN),
 /* who shares this Tact */
    PAGE("/owners", saved, get_owners, FOR_HOST),
    CHANGE("/owners/invite", email, post_invite, FOR_HOST),
    CHANGE("/owners/invitations/:name/drop", none, post_invite_drop, FOR_HOST),
    CHANGE("/owners/:id/close", none, post_owner_close, FOR_HOST),
    CHANGE("/owners/:id/reopen", none, post_owner_reopen, FOR_HOST),
    {"/join/:name",               none,    get_join,           METHOD_GET,  FOR_ANYBODY, false},
    {"/join/:name",               join,    post_join,          METHOD_POST, FOR_ANYBODY, true },
 /* companies: oneself and whoever one acts for */
    PAGE("/company", saved, get_company, FOR_WRITER),
    CHANGE("/companies", named, post_companies, FOR_SELF),
    CHANGE("/company", named, post_company, FOR_ADMIN),
    CHANGE("/company/invite", member, post_company_invite, FOR_ADMIN),
    CHANGE("/company/invitations/:name/drop", none, post_company_invite_drop, FOR_ADMIN),
    CHANGE("/company/members/:id", role, post_member, FOR_ADMIN),
    CHANGE("/company/members/:id/remove", none, post_member_remove, FOR_ADMIN),
    CHANGE("/company/leave", none, post_leave, FOR_WRITER),
    CHANGE("/contexts/:id/hours", hours, post_hours, FOR_ADMIN),
    CHANGE("/join/:name/accept", none, post_join_accept, FOR_SESSION),
    PAGE("/approvals", none, get_approvals, FOR_WRITER),
    CHANGE("/drafts/:id/ask", none, post_ask, FOR_WRITER),
    CHANGE("/drafts/:id/withdraw", none, post_withdraw, FOR_WRITER),
    CHANGE("/drafts/:id/approve", approve, post_approve, FOR_APPROVER),
    CHANGE("/drafts/:id/return", sent_back, post_return, FOR_APPROVER),
    PAGE("/company-posts", none, get_company_posts, FOR_SELF),
    CHANGE("/company-posts/take", take, post_take, FOR_SELF),
    CHANGE("/write/disclose", disclose, post_disclose, FOR_WRITER),
 /* pages */
    PAGE("/", overview, get_overview, FOR_WRITER),
    PAGE("/timeline", timeline, get_timeline, FOR_WRITER),
    PAGE("/posts/:id", none, get_post, FOR_WRITER),
    PAGE("/people", people, get_people, FOR_WRITER),
    PAGE("/people/review", review, get_review, FOR_WRITER),
    CHANGE("/people/review/undo", review, post_review_undo, FOR_ADMIN),
    PAGE("/people/map", map, get_map, FOR_WRITER),
    PAGE("/people/circles", none, get_circles, FOR_WRITER),
    CHANGE("/people/circles/:id", circle, post_circle, FOR_ADMIN),
    CHANGE("/people/circles/:id/release", none, post_circle_release, FOR_ADMIN),
    PAGE("/people/:id", person, get_person, FOR_WRITER),
    CHANGE("/people/:id/same", others, post_same, FOR_ADMIN),
    CHANGE("/people/:id/apart", other, post_apart, FOR_ADMIN),
    CHANGE("/people/:id/split", identities, post_split, FOR_ADMIN),
    CHANGE("/people/:id/me", none, post_me, FOR_ADMIN),
    CHANGE("/people/:id/take-back", word, post_take_back, FOR_ADMIN),
    CHANGE("/people/:id/answer", answer, post_answer, FOR_ADMIN),
    CHANGE("/people/:id/relations", value, post_relation, FOR_ADMIN),
    CHANGE("/people/:id/worlds", value, post_world, FOR_ADMIN),
    CHANGE("/people/:id/notes", note, post_note, FOR_WRITER),
    CHANGE("/people/:id/revoke", decision, post_revoke, FOR_ADMIN),
    PAGE("/search", search, get_search, FOR_WRITER),
    PAGE("/write", write, get_write, FOR_WRITER),
    CHANGE("/write/check", draft, post_check, FOR_WRITER),
    CHANGE("/drafts", draft, post_draft, FOR_WRITER),
    CHANGE("/drafts/:id/drop", none, post_draft_drop, FOR_WRITER),
    CHANGE("/write/template", draft, post_template, FOR_WRITER),
    CHANGE("/write/contexts", agreed, post_contexts, FOR_WRITER),
    CHANGE("/drafts/:id/begin", none, post_begin, FOR_WRITER),
    CHANGE("/write/pictures", draft, post_write_pictures, FOR_WRITER),
    PAGE("/drafts/:id/pictures", none, get_draft_pictures, FOR_WRITER),
    CHANGE("/drafts/:id/pictures", pictures, post_draft_pictures, FOR_WRITER),
    CHANGE("/drafts/:id/pictures/:name", picture, post_draft_picture, FOR_WRITER),
    CHANGE("/drafts/:id/pictures/:name/drop", go_back, post_draft_picture_drop, FOR_WRITER),
    CHANGE("/write/ready", draft, post_ready, FOR_WRITER),
    PAGE("/drafts/:id/ready", none, get_ready, FOR_WRITER),
    CHANGE("/drafts/:id/ready", decided, post_decided, FOR_WRITER),
    PAGE("/drafts/:id/send", none, get_send, FOR_WRITER),
    CHANGE("/drafts/:id/send", send, post_send, FOR_APPROVER),
    CHANGE("/drafts/:id/variant", variant, post_variant, FOR_WRITER),
    PAGE("/drafts/:id/answers", none, get_answers, FOR_WRITER),
    PAGE("/outbox", none, get_outbox, FOR_WRITER),
    PAGE("/outbox/calendar", calendar, get_calendar, FOR_WRITER),
    {"/outbox/:id/picture/:name", none,    get_outbox_picture, METHOD_GET,  FOR_WRITER,  false},
    CHANGE("/outbox/:id/undo", none, post_outbox_undo, FOR_APPROVER),
    CHANGE("/outbox/:id/again", none, post_outbox_again, FOR_APPROVER),
    CHANGE("/outbox/:id/there", there, post_outbox_there, FOR_APPROVER),
    CHANGE("/outbox/:id/move", moved, post_outbox_move, FOR_APPROVER),
    CHANGE("/outbox/:id/edit", note, post_outbox_edit, FOR_APPROVER),
    CHANGE("/outbox/:id/delete", none, post_outbox_delete, FOR_APPROVER),
    CHANGE("/corrections", correction, post_correction, FOR_ADMIN),
    CHANGE("/corrections/:id/revoke", forget, post_forget, FOR_ADMIN),
    PAGE("/learned", none, get_learned, FOR_WRITER),
    PAGE("/contexts", contexts, get_contexts, FOR_WRITER),
    CHANGE("/contexts/:id", settings, post_settings, FOR_ADMIN),
    PAGE("/networks", none, get_networks, FOR_WRITER),
    PAGE("/networks/:name", none, get_guide, FOR_WRITER),
    PAGE("/connect", door, get_connect, FOR_ADMIN),
    CHANGE("/connect", connect, post_connect, FOR_ADMIN),
    CHANGE("/connect/code", shown_code, post_connect_code, FOR_ADMIN),
    {"/connect/back",             back,    get_connect_back,   METHOD_GET,  FOR_ADMIN,   false},
    CHANGE("/accounts/:id/sync", none, post_account_sync, FOR_ADMIN),
    CHANGE("/accounts/:id/sign-out", none, post_account_sign_out, FOR_ADMIN),
    CHANGE("/accounts/:id/signature", note, post_account_signature, FOR_ADMIN),
    CHANGE("/accounts/:id/queue", queue, post_account_queue, FOR_ADMIN),
    CHANGE("/accounts/:id/context", context, post_context, FOR_ADMIN),
    CHANGE("/accounts/:id/remind", remind, post_remind, FOR_ADMIN),
    CHANGE("/imports", archive, post_imports, FOR_ADMIN),
    PAGE("/imports/:id", none, get_import, FOR_WRITER),
    PAGE("/imports/:id/since", since, get_since, FOR_WRITER),
    CHANGE("/imports/:id/undo", none, post_undo, FOR_ADMIN),
    PAGE("/pictures", none, get_pictures, FOR_WRITER),
    PAGE("/jobs", none, get_jobs, FOR_WRITER),
    CHANGE("/jobs/:id/pause", none, post_job_pause, FOR_ADMIN),
    CHANGE("/jobs/:id/go-on", none, post_job_go_on, FOR_ADMIN),
    {"/keys",                     none,    get_keys,           METHOD_GET,  FOR_WRITER,  false},
    {"/media/:name",              none,    get_media,          METHOD_GET,  FOR_WRITER,  false},
    {"/contexts.css",             none,    get_contexts_css,   METHOD_GET,  FOR_WRITER,  false},
 /* files of the program */
    OPEN_FILE("/assets/:name", get_asset),
    OPEN_FILE("/favicon.ico", get_favicon),
    {"/openapi.json",             none,    get_openapi,        METHOD_GET,  FOR_ANYBODY, true },
    {API_CLIENT_PATH,             none,    get_client,         METHOD_GET,  FOR_ANYBODY, false},
    PAGE("/health", none, get_health, FOR_ANYBODY)
};

const struct route *route_list(size_t *n)
{
    *n = COUNT_OF(routes);
    return routes;
}

/* Piece by piece: ":id" takes a number, ":name" anything. */
static bool matches(const char *pattern, struct str path, int64_t *id, struct str *name)
{
    struct str p = str_from(pattern), want, have;
    bool more_p, more_h;
    do {
        more_p = str_cut(&p, '/', &want);
        more_h = str_cut(&path, '/', &have);
        if (more_p != more_h)
            return false;
        if (!more_p)
            break;
        if (str_is(want, ":id")) {
            if (have.n > 19 || !str_i64(have, id) || *id < 0)
                return false;
        } else if (str_is(want, ":name")) {
            if (have.n == 0)
                return false;
            *name = have;
        } else if (!str_eq(want, have)) {
            return false;
        }
    } while (more_p);
    return true;
}

const struct route *route_find(enum method m, struct str path, int64_t *id, struct str *name,
                               bool *wrong_method)
{
    *wrong_method = false;
    if (path.n > 1 && str_ends(path, STR("/")))
        return NULL; /* one page has one address */
    for (size_t i = 0; i < COUNT_OF(routes); i++) {
        if (!matches(routes[i].pattern, path, id, name))
            continue;
        if (routes[i].method == m)
            return &routes[i];
        *wrong_method = true;
    }
    return NULL;
}
