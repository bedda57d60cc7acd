/* store/export.c: every table of truth as JSON, a row at a time, so that nobody is locked in. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store/store_private.h"

#include "core/json.h"
#include "core/limits.h"

#include <stdio.h>

/* Columns as a letter each: i a number, s a number that is an id beyond 2^53 (as a string),
 * t text, m a time, f a fraction. The queries are literals: SQL is never put together. */
static const struct table {
    const char *name, *types, *columns, *sql, *says;
} tables[] = {
#define TABLE(name, types, columns, order, says)                                               \
    {                                                                                          \
        name, types, columns,                                                                  \
            "SELECT " columns " FROM " name " WHERE owner_id = $1 ORDER BY " order, says       \
    }
    TABLE("owners", "itttm", "owner_id,name,kind,email,created_ms", "owner_id",
          "Who you are to this Tact."),
    TABLE("contexts", "ittttttt", "id,name,mindset,colour,welcome,unwelcome,voice,hours", "id",
          "Your contexts, with what is welcome in each, its voice and its hours."),
    TABLE("decisions", "imtttm", "id,made_ms,verb,subject,value,revoked_ms", "id",
          "What you decided, also what you took back."),
    TABLE("imports", "ittitttmmft",
          "id,archive,digest,bytes,reader,network,state,started_ms,taken_ms,seconds,counts",
          "id", "The archives that you imported."),
    TABLE("accounts", "iitttttmii",
          "id,import_id,network,key,handle,name,url,created_ms,identity_id,is_page", "id",
          "Your own accounts on networks."),
    TABLE("identities", "iittttttii",
          "id,import_id,network,key,name,handle,url,kind,name_only,digest", "id",
          "Everybody's presence on networks; people.vcf has them as people."),
    TABLE("identity_versions", "iittt", "identity_id,import_id,name,handle,url",
          "identity_id,import_id", "What they were called before."),
    TABLE("facts", "siitttmimi",
          "id,import_id,identity_id,field,value,label,since_ms,since_sure,until_ms,until_sure",
          "id", "What is known of somebody: addresses, companies, birthdays, notes."),
    TABLE("connections", "siiitmit",
          "id,import_id,account_id,identity_id,kind,at_ms,at_sure,note", "id",
          "Who follows whom, and who is connected with you since when."),
    TABLE("relations", "siit", "id,import_id,identity_id,kind", "id",
          "How somebody stands to you."),
    TABLE("threads", "siitti", "id,import_id,account_id,key,title,is_group", "id",
          "Conversations."),
    TABLE("members", "sisi", "id,import_id,thread_id,identity_id", "id",
          "Who is in a conversation."),
    TABLE("posts",
          "siiittsmimmttttttttt"
          "sssii",
          "id,import_id,account_id,author_id,kind,key,digest,at_ms,at_sure,edited_ms,"
          "deleted_ms,text,title,summary,url,link,language,place,visibility,room,reply_to,"
          "reshare_of,thread_id,likes,reshares",
          "id", "Posts, replies, comments and messages, yours (author 0) and others'."),
    TABLE("post_versions", "simtttm",
          "post_id,import_id,edited_ms,text,title,summary,deleted_ms", "post_id,import_id",
          "What posts said before they were edited or deleted."),
    TABLE("post_names", "ssit", "digest,post,import_id,name", "digest,import_id",
          "Posts that came under two keys, from an archive and from the network itself."),
    TABLE("post_seen", "itsi", "account_id,kind,post_id,import_id", "account_id,kind,post_id",
          "Posts that came to a second account of yours too."),
    TABLE("attachments", "sisitttttt",
          "id,import_id,post_id,position,kind,uri,media_type,alt,note,media", "id",
          "Pictures and files of posts; media is the name of the file in the folder media."),
    TABLE("attachment_media", "sit", "attachment_id,import_id,media", "attachment_id,import_id",
          "Which import had the file of an attachment."),
    TABLE("media", "tit", "digest,bytes,media_type", "digest",
          "The kept files, by the BLAKE2b-256 of their content."),
    TABLE("reactions", "siiistmitt",
          "id,import_id,account_id,author_id,post,kind,at_ms,at_sure,url,text", "id",
          "Likes and other reactions; post is the digest of the post."),
    TABLE("unread", "iittt", "import_id,position,file,raw,why", "import_id,position",
          "What could not be read, as it stood in the archive."),
    TABLE("sightings", "isi", "kind,row_id,import_id", "kind,row_id,import_id",
          "Which later imports held a thing that was known already."),
    TABLE(
        "drafts", "immtiitsittiiittti",
        "id,created_ms,changed_ms,text,author_id,changed_by,about,reply_to,reply_from,summary,"
        "language,is_template,again_days,again_most,title,receivers,choices,poll_s",
        "id", "What you wrote and did not publish yet, or did."),
    TABLE("variants", "iitttit",
          "draft_id,account_id,text,visibility,summary,signature,answers",
          "draft_id,account_id", "A draft's text for one account."),
    TABLE("draft_began", "ii", "draft_id,account_id", "draft_id,account_id",
          "For which accounts a draft was begun, or goes since you said so."),
    TABLE("draft_media", "iiitt", "draft_id,account_id,position,media,alt",
          "draft_id,account_id,position", "Pictures of drafts, with their descriptions."),
    TABLE("signatures", "it", "account_id,text", "account_id",
          "What you put below what you post, by account."),
    TABLE("slots", "iii", "account_id,weekday,minute", "account_id,weekday,minute",
          "When an account's queue goes on; weekday 0 is Monday."),
    TABLE("publications",
          "iiitmmtttt"
          "iiiittmmiit",
          "id,draft_id,account_id,state,due_ms,sent_ms,remote_key,url,error,what,about_id,part,"
          "parts,after_id,body,remote,made_ms,first_ms,tries,looks,reason",
          "id", "Where a draft was sent, and what became of it."),
    TABLE("sign_ins", "itttttttm",
          "account_id,network,door,server,remote,facts,scopes,state,made_ms", "account_id",
          "Where your accounts are reached; never with what opens them."),
    TABLE("audiences", "iittt", "id,account_id,name,visibility,rule", "id",
          "Audiences that you named."),
    TABLE("corrections", "imtittm", "id,made_ms,kind,context_id,fact,text,revoked_ms", "id",
          "What you taught the check."),
    TABLE("checks", "iiimtttttm",
          "id,draft_id,account_id,at_ms,verdict,rule,sentence,did,reason,until_ms", "id",
          "Checks after which you did something."),
    TABLE("findings", "iittiit", "check_id,position,kind,severity,from_byte,to_byte,why",
          "check_id,position", "What those checks found."),
    TABLE("approvals",
          "iiimtttti"
          "mmt",
          "id,draft_id,asked_by,asked_ms,text,accounts,verdict,state,decided_by,decided_ms,"
          "due_ms,note",
          "id", "Drafts that were asked for, and who let them out."),
    TABLE("needs", "iismtt", "id,person_id,post_id,at_ms,text,state", "id",
          "What somebody asks for."),
    TABLE("offers", "iimt", "id,person_id,at_ms,text", "id", "What somebody can do."),
    {"memberships", "itittm", "company_id,company,member_id,member,role,since_ms",
                                                    "SELECT m.company_id, c.name, m.member_id, p.name, m.role, m.since_ms "
     "FROM memberships m "
     "JOIN owners c ON c.owner_id = m.company_id "
     "JOIN owners p ON p.owner_id = m.member_id "
     "WHERE m.company_id = $1 OR m.member_id = $1 ORDER BY m.company_id, m.member_id", "Companies that you belong to, or a company's members."},
    {"invitations", "titmmm", "email,company_id,role,made_ms,until_ms,used_ms",
                                                    "SELECT email, company_id, role, made_ms, until_ms, used_ms FROM invitations "
     "WHERE made_by = $1 OR company_id = $1 ORDER BY made_ms, email",                  "Whom you invited."                                    },
    TABLE("tokens", "ittmmmm", "id,name,scopes,made_ms,seen_ms,until_ms,revoked_ms", "id",
          "Programs that may speak for you, without their secrets."),
    TABLE("jobs", "itttiimmt", "id,kind,state,name,import_id,by_id,made_ms,ended_ms,say", "id",
          "Work that you asked for on the page."),
    TABLE("audit",
          "imittt"
          "t",
          "id,at_ms,actor_id,verb,subject,note,remote", "id", "Who did what with your data."),
#undef TABLE
};

const char *const *store_tables(void)
{
    static const char *const names[] = {"owners",
                                        "contexts",
                                        "decisions",
                                        "imports",
                                        "accounts",
                                        "identities",
                                        "identity_versions",
                                        "facts",
                                        "connections",
                                        "relations",
                                        "threads",
                                        "members",
                                        "posts",
                                        "post_versions",
                                        "post_names",
                                        "post_seen",
                                        "attachments",
                                        "attachment_media",
                                        "media",
                                        "reactions",
                                        "unread",
                                        "sightings",
                                        "drafts",
                                        "variants",
                                        "draft_began",
                                        "draft_media",
                                        "signatures",
                                        "slots",
                                        "publications",
                                        "sign_ins",
                                        "audiences",
                                        "corrections",
                                        "checks",
                                        "findings",
                                        "approvals",
                                        "needs",
                                        "offers",
                                        "memberships",
                                        "invitations",
                                        "tokens",
                                        "jobs",
                                        "audit",
                                        NULL};
    return names;
}

const char *store_table_says(const char *table)
{
    for (size_t i = 0; i < COUNT_OF(tables); i++)
        if (str_is(str_from(table), tables[i].name))
            return tables[i].says;
    return "";
}

static void put_value(struct json_out *o, struct sql_query *k, int at, char type)
{
    int64_t v;
    switch (type) {
    case 't':
        json_out_str(o, sql_text(k, at));
        break;
    case 'f':
        json_out_f64(o, sql_f64(k, at), 3);
        break;
    case 's': {
        char digits[24];
        int n = snprintf(digits, sizeof digits, "%lld", (long long)sql_i64(k, at));
        json_out_str(o, str_of(digits, (size_t)n));
        break;
    }
    default:
        v = sql_i64(k, at);
        json_out_i64(o, v);
    }
}

static void row_json(const struct table *t, struct sql_query *k, struct buf *b)
{
    struct json_out o;
    struct str names = str_from(t->columns), name;
    char key[32];
    json_out_init(&o, b);
    json_out_open(&o, '{');
    for (int at = 0; str_cut(&names, ',', &name); at++) {
        snprintf(key, sizeof key, STRF, STRA(name));
        json_out_key(&o, key);
        put_value(&o, k, at, t->types[at]);
    }
    json_out_close(&o, '}');
}

struct walk {
    const struct table *t;
    struct buf b;
    enum err_code (*each)(void *ctx, struct str json, struct err *e);
    void *ctx;
};

static enum err_code give(void *ctx, struct sql_query *k, struct err *e)
{
    struct walk *w = ctx;
    buf_clear(&w->b);
    row_json(w->t, k, &w->b);
    return w->each(w->ctx, buf_view(&w->b), e);
}

enum err_code store_export(struct store *s, const char *table,
                           enum err_code (*each)(void *ctx, struct str json, struct err *e),
                           void *ctx, struct err *e)
{
    for (size_t i = 0; i < COUNT_OF(tables); i++) {
        if (!str_is(str_from(table), tables[i].name))
            continue;
        struct walk w = {.t = &tables[i], .each = each, .ctx = ctx};
        buf_init(&w.b, 8 * LIMIT_POST_TEXT);
        enum err_code rc =
            store__walk(&s->sql, tables[i].sql, VALUES(I64(s->sql.owner)), give, &w, e);
        buf_free(&w.b);
        return rc;
    }
    return err_set(e, ERR_NOT_FOUND, "there is no table \"%s\"", table);
}
