/* archives/meta_values.c: the labels of Meta in many languages, and its HTML version. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "archives/meta_values.h"

#include "core/attr.h"

static const struct {
    enum meta_label which;
    struct str word;
} words[] = {
    {META_REACTION, STR_INIT("Reaction")                       },
    {META_REACTION, STR_INIT("Reaktion")                       },
    {META_REACTION, STR_INIT("Réaction")                      },
    {META_REACTION, STR_INIT("Reacción")                      },
    {META_REACTION, STR_INIT("Reazione")                       },
    {META_REACTION, STR_INIT("Reação")                       },
    {META_REACTION, STR_INIT("Reactie")                        },
    {META_REACTION, STR_INIT("Reaksjon")                       },
    {META_REACTION, STR_INIT("Reakcja")                        },
    {META_REACTION, STR_INIT("Reaktio")                        },
    {META_REACTION, STR_INIT("Реакция")                 },
    {META_NAME,     STR_INIT("Name")                           },
    {META_NAME,     STR_INIT("Namn")                           },
    {META_NAME,     STR_INIT("Nom")                            },
    {META_NAME,     STR_INIT("Nombre")                         },
    {META_NAME,     STR_INIT("Nome")                           },
    {META_NAME,     STR_INIT("Naam")                           },
    {META_NAME,     STR_INIT("Navn")                           },
    {META_NAME,     STR_INIT("Nazwa")                          },
    {META_NAME,     STR_INIT("Nimi")                           },
    {META_NAME,     STR_INIT("Имя")                         },
    {META_NAME,     STR_INIT("Название")               },
    {META_URL,      STR_INIT("URL")                            },
    {META_URL,      STR_INIT("Link")                           },
    {META_URL,      STR_INIT("Länk")                          },
    {META_URL,      STR_INIT("Lien")                           },
    {META_URL,      STR_INIT("Enlace")                         },
    {META_URL,      STR_INIT("Webadresse")                     },
    {META_MESSAGE,  STR_INIT("Message")                        },
    {META_MESSAGE,  STR_INIT("Meddelande")                     },
    {META_MESSAGE,  STR_INIT("Nachricht")                      },
    {META_MESSAGE,  STR_INIT("Mensaje")                        },
    {META_MESSAGE,  STR_INIT("Messaggio")                      },
    {META_MESSAGE,  STR_INIT("Mensagem")                       },
    {META_MESSAGE,  STR_INIT("Bericht")                        },
    {META_MESSAGE,  STR_INIT("Besked")                         },
    {META_MESSAGE,  STR_INIT("Melding")                        },
    {META_MESSAGE,  STR_INIT("Wiadomość")                    },
    {META_MESSAGE,  STR_INIT("Viesti")                         },
    {META_MESSAGE,  STR_INIT("Сообщение")             },
    {META_MESSAGE,  STR_INIT("Text")                           },
    {META_MESSAGE,  STR_INIT("Post")                           },
    {META_PLACE,    STR_INIT("Place tags")                     },
    {META_PLACE,    STR_INIT("Place name")                     },
    {META_PLACE,    STR_INIT("Place")                          },
    {META_PLACE,    STR_INIT("Plats")                          },
    {META_PLACE,    STR_INIT("Platstaggar")                    },
    {META_PLACE,    STR_INIT("Ort")                            },
    {META_PLACE,    STR_INIT("Lieu")                           },
    {META_PLACE,    STR_INIT("Lugar")                          },
    {META_PLACE,    STR_INIT("Luogo")                          },
    {META_PLACE,    STR_INIT("Plaats")                         },
    {META_PLACE,    STR_INIT("Sted")                           },
    {META_PLACE,    STR_INIT("Miejsce")                        },
    {META_PLACE,    STR_INIT("Paikka")                         },
    {META_PLACE,    STR_INIT("Место")                     },
    {META_GROUP,    STR_INIT("Group")                          },
    {META_GROUP,    STR_INIT("Grupp")                          },
    {META_GROUP,    STR_INIT("Gruppe")                         },
    {META_GROUP,    STR_INIT("Groupe")                         },
    {META_GROUP,    STR_INIT("Grupo")                          },
    {META_GROUP,    STR_INIT("Gruppo")                         },
    {META_GROUP,    STR_INIT("Groep")                          },
    {META_GROUP,    STR_INIT("Grupa")                          },
    {META_GROUP,    STR_INIT("Ryhmä")                         },
    {META_GROUP,    STR_INIT("Группа")                   },
    {META_USERNAME, STR_INIT("Username")                       },
    {META_USERNAME, STR_INIT("Benutzername")                   },
    {META_USERNAME, STR_INIT("Gebruikersnaam")                 },
    {META_USERNAME, STR_INIT("Nom d’utilisateur")            },
    {META_USERNAME, STR_INIT("Nom d'utilisateur")              },
    {META_USERNAME, STR_INIT("Nombre de usuario")              },
    {META_USERNAME, STR_INIT("Nome utente")                    },
    {META_USERNAME, STR_INIT("Nome de usuário")               },
    {META_USERNAME, STR_INIT("Nome de utilizador")             },
    {META_USERNAME, STR_INIT("Användarnamn")                  },
    {META_USERNAME, STR_INIT("Brugernavn")                     },
    {META_USERNAME, STR_INIT("Brukernavn")                     },
    {META_USERNAME, STR_INIT("Käyttäjänimi")                },
    {META_USERNAME, STR_INIT("Nazwa użytkownika")             },
    {META_USERNAME, STR_INIT("Имя пользователя")},
    {META_USERNAME, STR_INIT("Kullanıcı adı")               },
    {META_OWNER,    STR_INIT("Media Owner")                    },
    {META_OWNER,    STR_INIT("Owner")                          },
    {META_OWNER,    STR_INIT("Author")                         },
    {META_OWNER,    STR_INIT("Media-eigenaar")                 },
    {META_OWNER,    STR_INIT("Eigenaar")                       },
    {META_OWNER,    STR_INIT("Auteur")                         },
    {META_OWNER,    STR_INIT("Autor")                          },
    {META_OWNER,    STR_INIT("Autore")                         },
    {META_OWNER,    STR_INIT("Ägare")                         },
    {META_COMMENT,  STR_INIT("Comment")                        },
    {META_COMMENT,  STR_INIT("Opmerking")                      },
    {META_COMMENT,  STR_INIT("Reactie")                        },
    {META_COMMENT,  STR_INIT("Kommentar")                      },
    {META_COMMENT,  STR_INIT("Commentaire")                    },
    {META_COMMENT,  STR_INIT("Comentario")                     },
    {META_COMMENT,  STR_INIT("Commento")                       },
    {META_COMMENT,  STR_INIT("Comentário")                    },
};

static struct str label_of(const struct json *item)
{
    struct str label = json_get_str(item, "label");
    return label.n ? label : json_get_str(item, "title");
}

static bool is_address(struct str s)
{
    return str_starts(s, STR("https://")) || str_starts(s, STR("http://"));
}

static struct str plain_value(const struct json *item)
{
    struct str value = json_get_str(item, "value");
    return value.n ? value : json_get_str(item, "href");
}

bool meta_label_is(struct str label, enum meta_label which)
{
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (words[i].which == which && str_eq(words[i].word, label))
            return true;
    return false;
}

static bool labelled(const struct json *item, enum meta_label which)
{
    return meta_label_is(label_of(item), which);
}

static struct str by_shape(const struct json *list)
{
    for (const struct json *item = list ? list->first : NULL; item; item = item->next) {
        struct str href = json_get_str(item, "href"), value = json_get_str(item, "value");
        if (is_address(href))
            return href;
        if (is_address(value))
            return value;
    }
    return STR_NONE;
}

/* A dict stands as an array of the same items, one level down. */
static struct str of_item(const struct json *item)
{
    struct str value = plain_value(item);
    const struct json *dict = json_get(item, "dict");
    if (value.n || !dict)
        return value;
    for (const struct json *inner = dict->first; inner; inner = inner->next)
        if (labelled(inner, META_NAME))
            return plain_value(inner);
    return STR_NONE;
}

struct str meta_value(const struct json *label_values, enum meta_label which)
{
    for (const struct json *item = label_values ? label_values->first : NULL; item;
         item = item->next) {
        struct str value = labelled(item, which) ? of_item(item) : STR_NONE;
        if (value.n)
            return value;
    }
    return which == META_URL ? by_shape(label_values) : STR_NONE;
}

enum {
    DEEP = 6 /* three levels are known */
};

static struct str value_within(const struct json *list, enum meta_label which, int deep)
{
    static const char *const inner[] = {"dict", "vec"};
    for (const struct json *item = list ? list->first : NULL; item; item = item->next) {
        struct str value = labelled(item, which) ? plain_value(item) : STR_NONE;
        for (size_t i = 0; value.n == 0 && deep < DEEP && i < COUNT_OF(inner); i++)
            value = value_within(json_get(item, inner[i]), which, deep + 1);
        if (value.n)
            return value;
    }
    return STR_NONE;
}

struct str meta_value_deep(const struct json *label_values, enum meta_label which)
{
    return value_within(label_values, which, 0);
}

struct str meta_value_unknown(const struct json *label_values)
{
    for (const struct json *item = label_values ? label_values->first : NULL; item;
         item = item->next) {
        struct str value = json_get_str(item, "value"), label = label_of(item);
        bool known = false;
        for (size_t i = 0; i < COUNT_OF(words); i++)
            known = known || str_eq(words[i].word, label);
        if (value.n && !known && !is_address(value))
            return value;
    }
    return STR_NONE;
}

bool meta_is_html(const struct container *c)
{
    static const char *const pages[] = {
        "inbox/*/message#.html",        "archivedthreads/*/message#.html",
        "profileinformation/*.html",    "posts/yourposts*.html",
        "friends/yourfriends.html",     "friendsandfollowers/friends.html",
        "followersandfollowing/*.html", "personalinformation/*.html",
        "commentsandreactions/*.html",  "starthere.html"};
    static const char *const data[] = {"message#.json",         "profileinformation.json",
                                       "posts/yourposts*.json", "yourfriends.json",
                                       "friends.json",          "followersandfollowing/*.json"};
    size_t n;
    bool html = false;
    const struct entry *en = container_entries(c, &n);
    for (size_t i = 0; i < n; i++) {
        bool page = str_ends(en[i].flat, STR(".html"));
        for (size_t k = 0; page && !html && k < COUNT_OF(pages); k++)
            html = path_matches(en[i].flat, pages[k]);
        for (size_t k = 0; str_ends(en[i].flat, STR(".json")) && k < COUNT_OF(data); k++)
            if (path_matches(en[i].flat, data[k]))
                return false;
    }
    return html;
}
