/* archives/whatsapp_words.c: what WhatsApp itself writes into a chat, in many languages. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "archives/whatsapp.h"

#include "core/attr.h"
#include "core/buf.h"
#include "core/limits.h"
#include "text/utf8.h"

#include <string.h>

/* All of these are compared without marks, without a full stop, in small ASCII letters. */

/* About encryption: the first line of nearly every chat. */
static const struct str notices[] = {STR_INIT("end-to-end encrypted"),
                                     STR_INIT("ende-zu-ende-verschl"),
                                     STR_INIT("cifrados de extremo a extremo"),
                                     STR_INIT("cifradas de extremo a extremo"),
                                     STR_INIT("chiffrés de bout en bout"),
                                     STR_INIT("crittografati end-to-end"),
                                     STR_INIT("crittografia end-to-end"),
                                     STR_INIT("criptografia de ponta a ponta"),
                                     STR_INIT("encriptadas ponto a ponto"),
                                     STR_INIT("end-to-end versleuteld"),
                                     STR_INIT("totalsträckskrypter"),
                                     STR_INIT("end-to-end-krypter"),
                                     STR_INIT("ende-til-ende-krypter"),
                                     STR_INIT("päästä päähän"),
                                     STR_INIT("täysin salattuja"),
                                     STR_INIT("szyfrowane"),
                                     STR_INIT("сквозным шифрованием"),
                                     STR_INIT("uçtan uca şifreli")};

static const struct {
    struct str words;
    bool owner; /* it is the owner who did it */
} deleted[] = {
    {STR_INIT("this message was deleted"),            false},
    {STR_INIT("you deleted this message"),            true },
    {STR_INIT("diese nachricht wurde gelöscht"),     false},
    {STR_INIT("du hast diese nachricht gelöscht"),   true },
    {STR_INIT("sie haben diese nachricht gelöscht"), true },
    {STR_INIT("se eliminó este mensaje"),            false},
    {STR_INIT("este mensaje fue eliminado"),          false},
    {STR_INIT("eliminaste este mensaje"),             true },
    {STR_INIT("ce message a été supprimé"),        false},
    {STR_INIT("vous avez supprimé ce message"),      true },
    {STR_INIT("questo messaggio è stato eliminato"), false},
    {STR_INIT("hai eliminato questo messaggio"),      true },
    {STR_INIT("esta mensagem foi apagada"),           false},
    {STR_INIT("mensagem apagada"),                    false},
    {STR_INIT("você apagou esta mensagem"),          true },
    {STR_INIT("apagou esta mensagem"),                true },
    {STR_INIT("dit bericht is verwijderd"),           false},
    {STR_INIT("je hebt dit bericht verwijderd"),      true },
    {STR_INIT("u hebt dit bericht verwijderd"),       true },
    {STR_INIT("det här meddelandet raderades"),      false},
    {STR_INIT("du raderade det här meddelandet"),    true },
    {STR_INIT("tämä viesti poistettiin"),           false},
    {STR_INIT("poistit tämän viestin"),             true },
};

/* What stands behind the words of a message that was changed. */
static const struct str edited[] = {STR_INIT("<this message was edited>"),
                                    STR_INIT("<diese nachricht wurde bearbeitet>"),
                                    STR_INIT("<se editó este mensaje>"),
                                    STR_INIT("<ce message a été modifié>"),
                                    STR_INIT("<questo messaggio è stato modificato>"),
                                    STR_INIT("<mensagem editada>"),
                                    STR_INIT("<esta mensagem foi editada>"),
                                    STR_INIT("<dit bericht is bewerkt>"),
                                    STR_INIT("<det här meddelandet har redigerats>"),
                                    STR_INIT("<tätä viestiä muokattiin>")};

/* In place of what the export left out. */
static const struct {
    struct str words;
    enum attachment_kind kind;
} omitted[] = {
    {STR_INIT("<media omitted>"),            ATTACHMENT_FILE },
    {STR_INIT("<medien ausgeschlossen>"),    ATTACHMENT_FILE },
    {STR_INIT("<medien weggelassen>"),       ATTACHMENT_FILE },
    {STR_INIT("<multimedia omitido>"),       ATTACHMENT_FILE },
    {STR_INIT("<archivo omitido>"),          ATTACHMENT_FILE },
    {STR_INIT("<médias omis>"),             ATTACHMENT_FILE },
    {STR_INIT("<fichier omis>"),             ATTACHMENT_FILE },
    {STR_INIT("<media omessi>"),             ATTACHMENT_FILE },
    {STR_INIT("<media omesso>"),             ATTACHMENT_FILE },
    {STR_INIT("<mídia oculta>"),            ATTACHMENT_FILE },
    {STR_INIT("<arquivo de mídia oculto>"), ATTACHMENT_FILE },
    {STR_INIT("<ficheiro não revelado>"),   ATTACHMENT_FILE },
    {STR_INIT("<media weggelaten>"),         ATTACHMENT_FILE },
    {STR_INIT("<media utelämnades>"),       ATTACHMENT_FILE },
    {STR_INIT("<media har utelämnats>"),    ATTACHMENT_FILE },
    {STR_INIT("<media jätettiin pois>"),    ATTACHMENT_FILE },
    {STR_INIT("<media poistettu>"),          ATTACHMENT_FILE },
    {STR_INIT("image omitted"),              ATTACHMENT_IMAGE},
    {STR_INIT("video omitted"),              ATTACHMENT_VIDEO},
    {STR_INIT("video note omitted"),         ATTACHMENT_VIDEO},
    {STR_INIT("audio omitted"),              ATTACHMENT_AUDIO},
    {STR_INIT("gif omitted"),                ATTACHMENT_IMAGE},
    {STR_INIT("sticker omitted"),            ATTACHMENT_IMAGE},
    {STR_INIT("document omitted"),           ATTACHMENT_FILE },
    {STR_INIT("contact card omitted"),       ATTACHMENT_FILE },
    {STR_INIT("bild weggelassen"),           ATTACHMENT_IMAGE},
    {STR_INIT("video weggelassen"),          ATTACHMENT_VIDEO},
    {STR_INIT("audio weggelassen"),          ATTACHMENT_AUDIO},
    {STR_INIT("gif weggelassen"),            ATTACHMENT_IMAGE},
    {STR_INIT("sticker weggelassen"),        ATTACHMENT_IMAGE},
    {STR_INIT("dokument weggelassen"),       ATTACHMENT_FILE },
    {STR_INIT("kontaktkarte ausgelassen"),   ATTACHMENT_FILE },
    {STR_INIT("imagen omitida"),             ATTACHMENT_IMAGE},
    {STR_INIT("video omitido"),              ATTACHMENT_VIDEO},
    {STR_INIT("audio omitido"),              ATTACHMENT_AUDIO},
    {STR_INIT("gif omitido"),                ATTACHMENT_IMAGE},
    {STR_INIT("sticker omitido"),            ATTACHMENT_IMAGE},
    {STR_INIT("documento omitido"),          ATTACHMENT_FILE },
    {STR_INIT("image absente"),              ATTACHMENT_IMAGE},
    {STR_INIT("vidéo absente"),             ATTACHMENT_VIDEO},
    {STR_INIT("audio omis"),                 ATTACHMENT_AUDIO},
    {STR_INIT("gif retiré"),                ATTACHMENT_IMAGE},
    {STR_INIT("sticker omis"),               ATTACHMENT_IMAGE},
    {STR_INIT("document omis"),              ATTACHMENT_FILE },
    {STR_INIT("immagine omessa"),            ATTACHMENT_IMAGE},
    {STR_INIT("video omesso"),               ATTACHMENT_VIDEO},
    {STR_INIT("audio omesso"),               ATTACHMENT_AUDIO},
    {STR_INIT("sticker non incluso"),        ATTACHMENT_IMAGE},
    {STR_INIT("documento omesso"),           ATTACHMENT_FILE },
    {STR_INIT("imagem ocultada"),            ATTACHMENT_IMAGE},
    {STR_INIT("vídeo omitido"),             ATTACHMENT_VIDEO},
    {STR_INIT("áudio ocultado"),            ATTACHMENT_AUDIO},
    {STR_INIT("figurinha omitida"),          ATTACHMENT_IMAGE},
    {STR_INIT("afbeelding weggelaten"),      ATTACHMENT_IMAGE},
    {STR_INIT("video weggelaten"),           ATTACHMENT_VIDEO},
    {STR_INIT("audio weggelaten"),           ATTACHMENT_AUDIO},
    {STR_INIT("sticker weggelaten"),         ATTACHMENT_IMAGE},
    {STR_INIT("document weggelaten"),        ATTACHMENT_FILE },
    {STR_INIT("bild utelämnad"),            ATTACHMENT_IMAGE},
    {STR_INIT("video utelämnad"),           ATTACHMENT_VIDEO},
    {STR_INIT("ljud utelämnat"),            ATTACHMENT_AUDIO},
    {STR_INIT("kuva jätetty pois"),         ATTACHMENT_IMAGE},
    {STR_INIT("video jätetty pois"),        ATTACHMENT_VIDEO},
    {STR_INIT("ääni jätetty pois"),       ATTACHMENT_AUDIO},
};

/* Behind the name of a file that Android attached. */
static const struct str attached[] = {
    STR_INIT("(file attached)"),    STR_INIT("(datei angehängt)"),
    STR_INIT("(archivo adjunto)"),  STR_INIT("(fichier joint)"),
    STR_INIT("(file allegato)"),    STR_INIT("(arquivo anexado)"),
    STR_INIT("(ficheiro anexado)"), STR_INIT("(bestand bijgevoegd)"),
    STR_INIT("(bifogad fil)"),      STR_INIT("(fil bifogad)"),
    STR_INIT("(liitetiedosto)"),    STR_INIT("(tiedosto liitteenä)")};

/* Events of a chat that iPhones write as if somebody had said them, behind a mark; how they
 * begin where they speak of the owner, or what is somewhere in them. */
static const struct str you[] = {
    STR_INIT("you "),  STR_INIT("you're "),  STR_INIT("du "),     STR_INIT("sie haben "),
    STR_INIT("has "),  STR_INIT("creaste "), STR_INIT("vous "),   STR_INIT("hai "),
    STR_INIT("você "), STR_INIT("je hebt "), STR_INIT("u hebt "), STR_INIT("olet ")};
static const struct str events[] = {STR_INIT(" created group"),
                                    STR_INIT(" created this group"),
                                    STR_INIT(" joined using "),
                                    STR_INIT(" joined from "),
                                    STR_INIT(" changed the subject"),
                                    STR_INIT(" changed the group"),
                                    STR_INIT(" changed this group"),
                                    STR_INIT("changed their phone number"),
                                    STR_INIT("security code"),
                                    STR_INIT("disappearing messages"),
                                    STR_INIT(" pinned a message"),
                                    STR_INIT("missed voice call"),
                                    STR_INIT("missed video call"),
                                    STR_INIT("voice call"),
                                    STR_INIT("video call"),
                                    STR_INIT("waiting for this message"),
                                    STR_INIT("view once"),
                                    STR_INIT("sicherheitsnummer"),
                                    STR_INIT("hat die gruppe"),
                                    STR_INIT("wurde hinzugefügt"),
                                    STR_INIT("sprachanruf"),
                                    STR_INIT("videoanruf"),
                                    STR_INIT("creó el grupo"),
                                    STR_INIT("código de seguridad"),
                                    STR_INIT("llamada perdida"),
                                    STR_INIT("llamada de voz"),
                                    STR_INIT("a créé le groupe"),
                                    STR_INIT("code de sécurité"),
                                    STR_INIT("appel manqué"),
                                    STR_INIT("appel vocal"),
                                    STR_INIT("ha creato il gruppo"),
                                    STR_INIT("codice di sicurezza"),
                                    STR_INIT("chiamata vocale"),
                                    STR_INIT("criou o grupo"),
                                    STR_INIT("chamada de voz"),
                                    STR_INIT("heeft de groep"),
                                    STR_INIT("beveiligingscode"),
                                    STR_INIT("gemist"),
                                    STR_INIT("skapade gruppen"),
                                    STR_INIT("säkerhetskod"),
                                    STR_INIT("missat"),
                                    STR_INIT("loi ryhmän"),
                                    STR_INIT("turvakoodi")};

/* How files are called, before the name of who or what the chat is with. */
static const struct str names[] = {
    STR_INIT("WhatsApp Chat with "),       STR_INIT("WhatsApp Chat mit "),
    STR_INIT("WhatsApp Chat - "),          STR_INIT("Chat de WhatsApp con "),
    STR_INIT("Chat WhatsApp con "),        STR_INIT("Discussion WhatsApp avec "),
    STR_INIT("Conversa do WhatsApp com "), STR_INIT("Conversa de WhatsApp com "),
    STR_INIT("WhatsApp-chat met "),        STR_INIT("WhatsApp-chatt med "),
    STR_INIT("WhatsApp-chat med "),        STR_INIT("WhatsApp-keskustelu: "),
    STR_INIT("WhatsApp-keskustelu - ")};

struct str whatsapp__name_in(struct str file)
{
    static const struct str ends[] = {STR_INIT(".txt"), STR_INIT(".zip")};
    struct str name = str_after(file, (size_t)(str_rchr(file, '/') + 1));
    for (size_t i = 0; i < COUNT_OF(ends); i++)
        if (str_ends(name, ends[i]))
            name.n -= ends[i].n;
    ptrdiff_t open = str_rchr(name, '('); /* a browser's " (1)" */
    int64_t copy;
    if (open > 0 && str_ends(name, STR(")")) &&
        str_i64(str_sub(name, (size_t)open + 1, name.n - 1), &copy))
        name = str_trim(str_sub(name, 0, (size_t)open));
    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (str_starts_ci(name, names[i]))
            return str_trim(str_after(name, names[i].n));
    return STR_NONE;
}

/* Stands before what WhatsApp itself writes. */
static const struct str mark = STR_INIT("\xE2\x80\x8E");

/* Without that mark, and without those around names that are mentioned. */
static struct str unmarked(struct str s, struct arena *a)
{
    char *p = arena_alloc(a, s.n + 1);
    size_t n = 0;
    while (s.n) {
        struct str from = s;
        uint32_t c = utf8_next(&s);
        if (c == 0x200E || c == 0x2068 || c == 0x2069)
            continue;
        memcpy(p + n, from.p, from.n - s.n);
        n += from.n - s.n;
    }
    return str_trim((struct str){p, n});
}

static struct str lower(struct str s, struct arena *a)
{
    char *p = arena_alloc(a, s.n + 1);
    for (size_t i = 0; i < s.n; i++)
        p[i] = ascii_lower(s.p[i]);
    while (s.n && s.p[s.n - 1] == '.')
        s.n--;
    return (struct str){p, s.n};
}

static bool is_file_name(struct str s)
{
    ptrdiff_t dot = str_rchr(s, '.');
    struct str end = dot > 0 ? str_after(s, (size_t)dot + 1) : STR_NONE;
    for (size_t i = 0; i < end.n; i++)
        if (!ascii_is_alnum((unsigned char)end.p[i]))
            return false;
    return end.n >= 1 && end.n <= 8 && str_chr(s, '/') < 0 && str_chr(s, '\n') < 0;
}

/* "<attached: 00000012-PHOTO-2025-03-04-14-07-11.jpg>", in any language, behind what was said. */
static void read_iphone_file(struct whatsapp_text *t)
{
    ptrdiff_t open = str_rchr(t->text, '<');
    if (open < 0 || !str_ends(t->text, STR(">")))
        return;
    struct str inside = str_sub(t->text, (size_t)open + 1, t->text.n - 1);
    ptrdiff_t colon = str_find(inside, STR(": "));
    struct str name = colon > 0 ? str_after(inside, (size_t)colon + 2) : STR_NONE;
    if (!is_file_name(name))
        return;
    t->file = name;
    t->text = str_trim(str_sub(t->text, 0, (size_t)open));
}

/* "IMG-20250304-WA0003.jpg (file attached)", what was said in the lines below. */
static void read_android_file(struct whatsapp_text *t, struct arena *a)
{
    struct str rest = t->text, line = STR_NONE;
    (void)str_cut(&rest, '\n', &line);
    struct str low = lower(line, a);
    for (size_t i = 0; i < COUNT_OF(attached); i++) {
        if (!str_ends(low, attached[i]))
            continue;
        struct str name = str_trim(str_sub(line, 0, line.n - attached[i].n));
        if (!is_file_name(name))
            return;
        t->file = name;
        t->text = str_trim(rest);
        return;
    }
}

/* The words are all, or stand behind a document's name and number of pages. */
static void read_omitted(struct whatsapp_text *t, struct str low, bool marked)
{
    for (size_t i = 0; i < COUNT_OF(omitted); i++) {
        struct str words = omitted[i].words;
        bool all = str_eq(low, words) && (marked || words.p[0] == '<');
        bool behind = marked && words.p[0] != '<' && str_ends(low, words);
        if (!all && !behind)
            continue;
        t->omitted = true;
        t->kind = omitted[i].kind;
        t->text = str_trim(str_sub(t->text, 0, low.n - words.n));
        return;
    }
}

static bool any_in(const struct str *table, size_t n, struct str low)
{
    for (size_t i = 0; i < n; i++)
        if (str_find(low, table[i]) >= 0)
            return true;
    return false;
}

static bool any_starts(const struct str *table, size_t n, struct str low)
{
    for (size_t i = 0; i < n; i++)
        if (str_starts(low, table[i]))
            return true;
    return false;
}

/* "POLL:", the question, "OPTION: Pizza (2 votes)": the words in capitals in any language. */
static void read_poll(struct whatsapp_text *t, struct str marked, struct arena *a)
{
    struct str rest = marked, line, question = STR_NONE;
    struct buf answers;
    size_t n = 0;
    buf_init(&answers, LIMIT_CHAT_MESSAGE);
    if (!str_cut(&rest, '\n', &line) || !str_ends(unmarked(line, a), STR(":")))
        return;
    while (str_cut(&rest, '\n', &line)) {
        ptrdiff_t colon = str_find(line, STR(": "));
        if (!str_starts(line, mark)) {
            question = n ? question : str_trim(line);
        } else if (colon > 0 && str_ends(str_trim(line), STR(")"))) {
            if (n++)
                buf_char(&answers, '\n');
            buf_str(&answers, unmarked(str_after(line, (size_t)colon + 2), a));
        }
    }
    if (n) {
        t->poll = arena_str(a, buf_view(&answers));
        t->text = unmarked(question, a);
    }
    buf_free(&answers);
}

static void read_deleted(struct whatsapp_text *t, struct str low)
{
    for (size_t i = 0; i < COUNT_OF(deleted); i++) {
        if (!str_eq(low, deleted[i].words))
            continue;
        t->deleted = true;
        t->by_owner = deleted[i].owner;
        t->text = STR_NONE;
    }
}

static void read_edited(struct whatsapp_text *t, struct str low)
{
    for (size_t i = 0; i < COUNT_OF(edited) && !t->edited; i++) {
        if (!str_ends(low, edited[i]))
            continue;
        t->edited = true;
        t->text = str_trim(str_sub(t->text, 0, low.n - edited[i].n));
    }
}

/* "Ana created group", said by Ana. */
static bool says_own_name(struct str text, struct str author)
{
    return author.n && text.n > author.n && str_starts(text, author) && text.p[author.n] == ' ';
}

void whatsapp__read_text(const struct whatsapp_message *m, struct arena *a,
                         struct whatsapp_text *out)
{
    bool marked = str_starts(m->text, mark), anywhere = str_find(m->text, mark) >= 0;
    *out = (struct whatsapp_text){.text = unmarked(m->text, a)};
    struct str low = lower(out->text, a);
    out->notice = (marked || m->author.n == 0) && any_in(notices, COUNT_OF(notices), low);
    out->system = m->author.n == 0 || out->notice;
    if (out->system)
        return;
    read_deleted(out, low);
    if (out->deleted)
        return;
    read_edited(out, low);
    low = lower(out->text, a);
    read_omitted(out, low, anywhere);
    if (!out->omitted)
        read_iphone_file(out);
    if (!out->omitted && out->file.n == 0)
        read_android_file(out, a);
    if (marked)
        read_poll(out, m->text, a);
    if (!marked || out->omitted || out->file.n || out->poll.n)
        return;
    out->by_owner = any_starts(you, COUNT_OF(you), low);
    out->system = out->by_owner || says_own_name(out->text, m->author) ||
                  any_in(events, COUNT_OF(events), low);
}
