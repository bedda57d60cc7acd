/* archives/mail_roles.c: what the folders and labels of mail programs mean, by language. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "archives/mbox.h"

#include "core/attr.h"
#include "core/limits.h"

static const struct {
    enum mail_role role;
    struct str word;
} words[] = {
    {MAIL_SENT,  STR_INIT("Sent")                    },
    {MAIL_SENT,  STR_INIT("Sent Mail")               },
    {MAIL_SENT,  STR_INIT("Sent Items")              },
    {MAIL_SENT,  STR_INIT("Sent Messages")           },
    {MAIL_SENT,  STR_INIT("Gesendet")                },
    {MAIL_SENT,  STR_INIT("Gesendete Objekte")       },
    {MAIL_SENT,  STR_INIT("Envoyés")                },
    {MAIL_SENT,  STR_INIT("Messages envoyés")       },
    {MAIL_SENT,  STR_INIT("Éléments envoyés")     },
    {MAIL_SENT,  STR_INIT("Enviados")                },
    {MAIL_SENT,  STR_INIT("Elementos enviados")      },
    {MAIL_SENT,  STR_INIT("Inviati")                 },
    {MAIL_SENT,  STR_INIT("Posta inviata")           },
    {MAIL_SENT,  STR_INIT("Skickat")                 },
    {MAIL_SENT,  STR_INIT("Skickade")                },
    {MAIL_SENT,  STR_INIT("Verzonden")               },
    {MAIL_SENT,  STR_INIT("Sendt")                   },
    {MAIL_SENT,  STR_INIT("Sendte")                  },
    {MAIL_SENT,  STR_INIT("Wysłane")                },
    {MAIL_SENT,  STR_INIT("Lähetetyt")              },
    {MAIL_SENT,  STR_INIT("Odeslané")               },
    {MAIL_SENT,  STR_INIT("Отправленные")},
    {MAIL_SENT,  STR_INIT("送信済みメール")   },
    {MAIL_SENT,  STR_INIT("送信済み")            },
    {MAIL_SENT,  STR_INIT("已发邮件")            },
    {MAIL_DRAFT, STR_INIT("Drafts")                  },
    {MAIL_DRAFT, STR_INIT("Draft")                   },
    {MAIL_DRAFT, STR_INIT("Entwürfe")               },
    {MAIL_DRAFT, STR_INIT("Brouillons")              },
    {MAIL_DRAFT, STR_INIT("Borradores")              },
    {MAIL_DRAFT, STR_INIT("Bozze")                   },
    {MAIL_DRAFT, STR_INIT("Utkast")                  },
    {MAIL_DRAFT, STR_INIT("Concepten")               },
    {MAIL_DRAFT, STR_INIT("Rascunhos")               },
    {MAIL_DRAFT, STR_INIT("Kladder")                 },
    {MAIL_DRAFT, STR_INIT("Wersje robocze")          },
    {MAIL_DRAFT, STR_INIT("Luonnokset")              },
    {MAIL_DRAFT, STR_INIT("Koncepty")                },
    {MAIL_DRAFT, STR_INIT("Черновики")      },
    {MAIL_DRAFT, STR_INIT("下書き")               },
    {MAIL_DRAFT, STR_INIT("草稿")                  },
    {MAIL_SPAM,  STR_INIT("Spam")                    },
    {MAIL_SPAM,  STR_INIT("Junk")                    },
    {MAIL_SPAM,  STR_INIT("Junk E-mail")             },
    {MAIL_SPAM,  STR_INIT("Junk Mail")               },
    {MAIL_SPAM,  STR_INIT("Skräppost")              },
    {MAIL_SPAM,  STR_INIT("Correo no deseado")       },
    {MAIL_SPAM,  STR_INIT("Indésirables")           },
    {MAIL_SPAM,  STR_INIT("Roskaposti")              },
    {MAIL_SPAM,  STR_INIT("Спам")                },
    {MAIL_SPAM,  STR_INIT("迷惑メール")         },
    {MAIL_SPAM,  STR_INIT("垃圾邮件")            }
};

enum mail_role mail_role_of(struct str word)
{
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (str_eq_ci(words[i].word, word))
            return words[i].role;
    return MAIL_PLAIN;
}

/* Inbox,Important,"A, b" */
static enum mail_role role_of_labels(struct str labels)
{
    enum mail_role most = MAIL_PLAIN;
    struct str piece;
    while (str_cut(&labels, ',', &piece)) {
        piece = str_trim(piece);
        if (piece.n > 1 && piece.p[0] == '"' && piece.p[piece.n - 1] == '"')
            piece = str_sub(piece, 1, piece.n - 1);
        enum mail_role role = mail_role_of(piece);
        most = role > most ? role : most;
    }
    return most;
}

/* "Mail/Sent.mbox/mbox", "Maildir/.Sent/cur/17…", "[Gmail].Sent Mail": any piece of the path. */
static enum mail_role role_of_path(struct str path)
{
    enum mail_role most = MAIL_PLAIN;
    struct str piece;
    while (str_cut(&path, '/', &piece)) {
        if (str_ends(piece, STR(".mbox")))
            piece.n -= sizeof ".mbox" - 1;
        ptrdiff_t dot = str_rchr(piece, '.');
        enum mail_role role = mail_role_of(str_after(piece, (size_t)(dot + 1)));
        most = role > most ? role : most;
    }
    return most;
}

enum mail_role mail_role(const struct mail *m, struct str file, struct arena *a)
{
    struct str labels = mail_get(m, "x-gmail-labels");
    return labels.n ? role_of_labels(mail_text(labels, a)) : role_of_path(file);
}
