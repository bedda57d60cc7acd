/* context/language.c: counts function words and telling letters of four languages. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "context/language.h"

#include "core/attr.h"

enum language {
    LANG_EN,
    LANG_DE,
    LANG_FR,
    LANG_ES,
    LANG_COUNT
};

static const struct {
    const char *name, *letters; /* each letter is two bytes */
} languages[LANG_COUNT] = {
    [LANG_EN] = {"en", ""              },
    [LANG_DE] = {"de", "äöüß"      },
    [LANG_FR] = {"fr", "èêçàùûœ"},
    [LANG_ES] = {"es", "ñáíóú"    },
};

/* Short words that make up a third of any text, sorted; one that is at home in two languages is
 * left out ("die", "on", "me", "un"). */
static const struct {
    const char *word;
    enum language language;
} common[] = {
  // clang-format off
    {"a", LANG_EN}, {"aber", LANG_DE}, {"about", LANG_EN}, {"al", LANG_ES},
    {"all", LANG_EN}, {"als", LANG_DE}, {"an", LANG_EN}, {"and", LANG_EN},
    {"are", LANG_EN}, {"at", LANG_EN}, {"au", LANG_FR}, {"auch", LANG_DE},
    {"auf", LANG_DE}, {"aujourd'hui", LANG_FR}, {"aux", LANG_FR}, {"avec", LANG_FR},
    {"avons", LANG_FR}, {"be", LANG_EN}, {"been", LANG_EN}, {"bei", LANG_DE},
    {"but", LANG_EN}, {"by", LANG_EN}, {"c'est", LANG_FR}, {"can", LANG_EN},
    {"ce", LANG_FR}, {"cette", LANG_FR}, {"chez", LANG_FR}, {"como", LANG_ES},
    {"con", LANG_ES}, {"cuando", LANG_ES}, {"dans", LANG_FR}, {"das", LANG_DE},
    {"de", LANG_ES}, {"del", LANG_ES}, {"dem", LANG_DE}, {"den", LANG_DE},
    {"der", LANG_DE}, {"des", LANG_FR}, {"do", LANG_EN}, {"don't", LANG_EN},
    {"du", LANG_FR}, {"ein", LANG_DE}, {"eine", LANG_DE}, {"einem", LANG_DE},
    {"einen", LANG_DE}, {"el", LANG_ES}, {"elle", LANG_FR}, {"en", LANG_ES},
    {"endlich", LANG_DE}, {"enfin", LANG_FR}, {"est", LANG_FR}, {"esta", LANG_ES},
    {"este", LANG_ES}, {"está", LANG_ES}, {"et", LANG_FR}, {"euch", LANG_DE},
    {"for", LANG_EN}, {"from", LANG_EN}, {"für", LANG_DE}, {"get", LANG_EN},
    {"got", LANG_EN}, {"gracias", LANG_ES}, {"haben", LANG_DE}, {"han", LANG_ES},
    {"has", LANG_EN}, {"hat", LANG_DE}, {"have", LANG_EN}, {"hay", LANG_ES},
    {"he", LANG_EN}, {"her", LANG_EN}, {"heute", LANG_DE}, {"his", LANG_EN},
    {"how", LANG_EN}, {"hoy", LANG_ES}, {"i", LANG_EN}, {"i'm", LANG_EN},
    {"i've", LANG_EN}, {"ich", LANG_DE}, {"if", LANG_EN}, {"ihr", LANG_DE},
    {"ihre", LANG_DE}, {"il", LANG_FR}, {"im", LANG_DE}, {"immer", LANG_DE},
    {"is", LANG_EN}, {"ist", LANG_DE}, {"it", LANG_EN}, {"it's", LANG_EN},
    {"j'ai", LANG_FR}, {"je", LANG_FR}, {"just", LANG_EN}, {"kein", LANG_DE},
    {"keine", LANG_DE}, {"l'été", LANG_FR}, {"las", LANG_ES}, {"les", LANG_FR},
    {"leur", LANG_FR}, {"lo", LANG_ES}, {"los", LANG_ES}, {"ma", LANG_FR},
    {"mais", LANG_FR}, {"mein", LANG_DE}, {"meine", LANG_DE}, {"merci", LANG_FR},
    {"mes", LANG_FR}, {"mi", LANG_ES}, {"mir", LANG_DE}, {"mis", LANG_ES},
    {"mit", LANG_DE}, {"mon", LANG_FR}, {"more", LANG_EN}, {"muy", LANG_ES},
    {"my", LANG_EN}, {"más", LANG_ES}, {"nach", LANG_DE}, {"new", LANG_EN},
    {"ni", LANG_ES}, {"nicht", LANG_DE}, {"no", LANG_EN}, {"noch", LANG_DE},
    {"not", LANG_EN}, {"notre", LANG_FR}, {"nous", LANG_FR}, {"nuestra", LANG_ES},
    {"nuestro", LANG_ES}, {"nur", LANG_DE}, {"oder", LANG_DE}, {"of", LANG_EN},
    {"ont", LANG_FR}, {"or", LANG_EN}, {"ou", LANG_FR}, {"our", LANG_EN}, {"out", LANG_EN},
    {"para", LANG_ES}, {"pas", LANG_FR}, {"pero", LANG_ES}, {"plus", LANG_FR},
    {"por", LANG_ES}, {"porque", LANG_ES}, {"pour", LANG_FR}, {"quand", LANG_FR},
    {"qui", LANG_FR}, {"schon", LANG_DE}, {"se", LANG_ES}, {"sehr", LANG_DE},
    {"ses", LANG_FR}, {"she", LANG_EN}, {"sich", LANG_DE}, {"sin", LANG_ES},
    {"sind", LANG_DE}, {"so", LANG_EN}, {"sobre", LANG_ES}, {"son", LANG_ES},
    {"sont", LANG_FR}, {"su", LANG_ES}, {"sur", LANG_FR}, {"también", LANG_ES},
    {"tengo", LANG_ES}, {"than", LANG_EN}, {"that", LANG_EN}, {"the", LANG_EN},
    {"their", LANG_EN}, {"there", LANG_EN}, {"they", LANG_EN}, {"this", LANG_EN},
    {"to", LANG_EN}, {"today", LANG_EN}, {"todo", LANG_ES}, {"todos", LANG_ES},
    {"tous", LANG_FR}, {"tout", LANG_FR}, {"très", LANG_FR}, {"una", LANG_ES},
    {"und", LANG_DE}, {"une", LANG_FR}, {"uns", LANG_DE}, {"unser", LANG_DE},
    {"unsere", LANG_DE}, {"up", LANG_EN}, {"us", LANG_EN}, {"vom", LANG_DE},
    {"von", LANG_DE}, {"votre", LANG_FR}, {"vous", LANG_FR}, {"war", LANG_DE},
    {"was", LANG_EN}, {"we", LANG_EN}, {"wenn", LANG_DE}, {"what", LANG_EN},
    {"when", LANG_EN}, {"who", LANG_EN}, {"wie", LANG_DE}, {"will", LANG_EN},
    {"wir", LANG_DE}, {"wird", LANG_DE}, {"with", LANG_EN}, {"y", LANG_ES},
    {"ya", LANG_ES}, {"yo", LANG_ES}, {"you", LANG_EN}, {"your", LANG_EN}, {"zu", LANG_DE},
    {"zum", LANG_DE}, {"zur", LANG_DE}, {"être", LANG_FR}, {"über", LANG_DE},
  // clang-format on
};

static int language_of(struct str word)
{
    size_t lo = 0;
    size_t hi = COUNT_OF(common);
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        int order = str_cmp(str_from(common[mid].word), word);
        if (order == 0)
            return (int)common[mid].language;
        if (order < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return -1;
}

static bool has_letter(const char *letters, struct str word)
{
    struct str all = str_from(letters);
    for (size_t i = 0; i + 2 <= all.n; i += 2) {
        if (str_find(word, str_sub(all, i, i + 2)) >= 0)
            return true;
    }
    return false;
}

static void count_word(struct str word, unsigned score[LANG_COUNT])
{
    bool ascii = true;
    for (size_t i = 0; i < word.n; i++)
        ascii = ascii && (unsigned char)word.p[i] < 0x80;
    int known = word.n <= 16 ? language_of(word) : -1;
    if (known >= 0) {
        score[known] += 2;
        return;
    }
    for (int k = 0; k < LANG_COUNT && !ascii; k++)
        score[k] += has_letter(languages[k].letters, word);
}

struct str language_guess(const struct features *f)
{
    unsigned score[LANG_COUNT] = {0};
    unsigned words = 0;
    unsigned foreign = 0; /* not Latin */
    for (size_t i = 0; i < f->n_tokens && words < 200; i++) {
        const struct token *t = &f->tokens[i];
        bool of_emoji = t->norm.n > t->to - t->from;
        if (t->kind != TOKEN_WORD || of_emoji || t->norm.n == 0)
            continue;
        words++;
        foreign += (unsigned char)t->norm.p[0] >= 0xce; /* Greek and beyond */
        count_word(t->norm, score);
    }
    if (foreign * 2 > words)
        return STR("other");
    int best = 0;
    for (int k = 1; k < LANG_COUNT; k++) {
        if (score[k] > score[best])
            best = k;
    }
    if (score[best] == 0)
        return words >= 12 ? STR("other") : STR("");
    if (words >= 12 && score[best] * 12 < words)
        return STR("other");
    return str_from(languages[best].name);
}
