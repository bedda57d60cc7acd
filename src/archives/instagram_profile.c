/* archives/instagram_profile.c: whose archive it is, on Instagram and on Threads. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "archives/instagram.h"

#include "archives/keep.h"
#include "core/attr.h"
#include "text/fold.h"

/* The labels of a profile, in the languages known; offsets say where the value goes. */
#define FIELD(name) offsetof(struct instagram_profile, name)
static const struct {
    struct str label;
    size_t field;
} labels[] = {
    {STR_INIT("Username"),                        FIELD(user)    },
    {STR_INIT("Benutzername"),                    FIELD(user)    },
    {STR_INIT("Gebruikersnaam"),                  FIELD(user)    },
    {STR_INIT("Nom d’utilisateur"),             FIELD(user)    },
    {STR_INIT("Nom d'utilisateur"),               FIELD(user)    },
    {STR_INIT("Nom de profil"),                   FIELD(user)    },
    {STR_INIT("Nombre de usuario"),               FIELD(user)    },
    {STR_INIT("Nome utente"),                     FIELD(user)    },
    {STR_INIT("Nome de usuário"),                FIELD(user)    },
    {STR_INIT("Nome de utilizador"),              FIELD(user)    },
    {STR_INIT("Användarnamn"),                   FIELD(user)    },
    {STR_INIT("Brugernavn"),                      FIELD(user)    },
    {STR_INIT("Brukernavn"),                      FIELD(user)    },
    {STR_INIT("Käyttäjänimi"),                 FIELD(user)    },
    {STR_INIT("Nazwa użytkownika"),              FIELD(user)    },
    {STR_INIT("Имя пользователя"), FIELD(user)    },
    {STR_INIT("Kullanıcı adı"),                FIELD(user)    },
    {STR_INIT("Name"),                            FIELD(name)    },
    {STR_INIT("Naam"),                            FIELD(name)    },
    {STR_INIT("Nom"),                             FIELD(name)    },
    {STR_INIT("Nombre"),                          FIELD(name)    },
    {STR_INIT("Nome"),                            FIELD(name)    },
    {STR_INIT("Namn"),                            FIELD(name)    },
    {STR_INIT("Navn"),                            FIELD(name)    },
    {STR_INIT("Nimi"),                            FIELD(name)    },
    {STR_INIT("Имя"),                          FIELD(name)    },
    {STR_INIT("Bio"),                             FIELD(bio)     },
    {STR_INIT("Biografie"),                       FIELD(bio)     },
    {STR_INIT("Biografia"),                       FIELD(bio)     },
    {STR_INIT("Biografía"),                      FIELD(bio)     },
    {STR_INIT("Biografi"),                        FIELD(bio)     },
    {STR_INIT("Steckbrief"),                      FIELD(bio)     },
    {STR_INIT("Presentación"),                   FIELD(bio)     },
    {STR_INIT("Date of birth"),                   FIELD(birthday)},
    {STR_INIT("Geburtsdatum"),                    FIELD(birthday)},
    {STR_INIT("Geboortedatum"),                   FIELD(birthday)},
    {STR_INIT("Date de naissance"),               FIELD(birthday)},
    {STR_INIT("Fecha de nacimiento"),             FIELD(birthday)},
    {STR_INIT("Data di nascita"),                 FIELD(birthday)},
    {STR_INIT("Data de nascimento"),              FIELD(birthday)},
    {STR_INIT("Födelsedatum"),                   FIELD(birthday)},
    {STR_INIT("Gender"),                          FIELD(gender)  },
    {STR_INIT("Geschlecht"),                      FIELD(gender)  },
    {STR_INIT("Geslacht"),                        FIELD(gender)  },
    {STR_INIT("Genre"),                           FIELD(gender)  },
    {STR_INIT("Sexo"),                            FIELD(gender)  },
    {STR_INIT("Género"),                         FIELD(gender)  },
    {STR_INIT("Genere"),                          FIELD(gender)  },
    {STR_INIT("Gênero"),                         FIELD(gender)  },
    {STR_INIT("Kön"),                            FIELD(gender)  },
    {STR_INIT("Website"),                         FIELD(website) },
    {STR_INIT("Site web"),                        FIELD(website) },
    {STR_INIT("Sitio web"),                       FIELD(website) },
    {STR_INIT("Sito web"),                        FIELD(website) },
    {STR_INIT("Site"),                            FIELD(website) },
    {STR_INIT("Webbplats"),                       FIELD(website) },
};

static struct str *field_of(struct instagram_profile *p, size_t offset)
{
    return (struct str *)(void *)((char *)p + offset);
}

/* An address or a number is known by its shape, whatever the label says. */
static struct str *place_of(struct instagram_profile *p, struct str label, struct str value,
                            struct arena *a)
{
    for (size_t i = 0; i < COUNT_OF(labels); i++)
        if (str_eq(labels[i].label, label))
            return field_of(p, labels[i].field);
    if (fold_email(value, a).n)
        return &p->email;
    if (str_starts(value, STR("+")) && fold_phone(value, a).n)
        return &p->phone;
    return NULL;
}

static void read_map(struct reading *r, struct instagram_profile *p, const struct json *map)
{
    for (const struct json *m = map ? map->first : NULL; m; m = m->next) {
        struct str value = str_trim(json_get_str(m, "value"));
        struct str *place = value.n ? place_of(p, m->key, value, r->piece) : NULL;
        if (place && place->n == 0)
            *place = keep_name(value, r->arena);
    }
    if (!instagram__is_user(p->user))
        p->user = STR_NONE;
}

static enum err_code own_profile(struct reading *r, struct str path, const struct json *v,
                                 struct err *e)
{
    struct instagram *st = r->state;
    (void)path, (void)e;
    st->own.there = true;
    read_map(r, &st->own, json_get(v, "string_map_data"));
    return ERR_OK;
}

static enum err_code threads_profile(struct reading *r, struct str path, const struct json *v,
                                     struct err *e)
{
    struct instagram *st = r->state;
    (void)path, (void)e;
    st->threads.there = true;
    read_map(r, &st->threads, json_get(v, "string_map_data"));
    return ERR_OK;
}

enum err_code instagram__read_profile(struct reading *r, struct stream *in, struct err *e)
{
    static const char *const into[] = {"", "/profile_user", NULL};
    return meta_each(r, in, into, own_profile, e);
}

enum err_code threads__read_profile(struct reading *r, struct stream *in, struct err *e)
{
    static const char *const into[] = {"", "/text_post_app_text_post_app_profile", NULL};
    return meta_each(r, in, into, threads_profile, e);
}

/* Whoever gave no birthday has this one. */
static struct str birthday(struct str s)
{
    struct when w = when_parse(s);
    return w.sure == TIME_DAY && !str_is(s, "1919-01-01") ? s : STR_NONE;
}

enum err_code instagram__account(struct reading *r, struct str network,
                                 const struct instagram_profile *p, struct err *e)
{
    bool threads = str_is(network, "threads");
    const char *where = threads ? "https://www.threads.com/@" : "https://www.instagram.com/";
    /* clang-format off */
    const struct record_fact facts[] = {
        {.field = FACT_EMAIL, .value = p->email},
        {.field = FACT_PHONE, .value = p->phone},
        {.field = FACT_BIO, .value = p->bio},
        {.field = FACT_URL, .value = p->website},
        {.field = FACT_BIRTHDAY, .value = birthday(p->birthday)},
        {.field = FACT_OTHER, .value = p->gender, .label = STR("gender")},
    };
    /* clang-format on */
    struct record rec = {.kind = RECORD_ACCOUNT};
    rec.as.account = (struct record_account){
        .network = network,
        .key = fold_case(p->user, r->piece),
        .handle = p->user,
        .name = p->name,
        .url = p->user.n ? arena_printf(r->piece, "%s" STRF, where, STRA(p->user)) : STR_NONE};
    enum err_code rc = reading_put(r, &rec, e);
    for (size_t i = 0; i < COUNT_OF(facts) && rc == ERR_OK; i++)
        rc = instagram__fact(r, &facts[i], e);
    return rc;
}
