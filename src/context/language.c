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
    struct str word;
    enum language language;
} common[] = {
  // clang-format off
    {STR_INIT("a"), LANG_EN}, {STR_INIT("aber"), LANG_DE}, {STR_INIT("about"), LANG_EN}, {STR_INIT("al"), LANG_ES},
    {STR_INIT("all"), LANG_EN}, {STR_INIT("als"), LANG_DE}, {STR_INIT("an"), LANG_EN}, {STR_INIT("and"), LANG_EN},
    {STR_INIT("are"), LANG_EN}, {STR_INIT("at"), LANG_EN}, {STR_INIT("au"), LANG_FR}, {STR_INIT("auch"), LANG_DE},
    {STR_INIT("auf"), LANG_DE}, {STR_INIT("aujourd'hui"), LANG_FR}, {STR_INIT("aux"), LANG_FR}, {STR_INIT("avec"), LANG_FR},
    {STR_INIT("avons"), LANG_FR}, {STR_INIT("be"), LANG_EN}, {STR_INIT("been"), LANG_EN}, {STR_INIT("bei"), LANG_DE},
    {STR_INIT("but"), LANG_EN}, {STR_INIT("by"), LANG_EN}, {STR_INIT("c'est"), LANG_FR}, {STR_INIT("can"), LANG_EN},
    {STR_INIT("ce"), LANG_FR}, {STR_INIT("cette"), LANG_FR}, {STR_INIT("chez"), LANG_FR}, {STR_INIT("como"), LANG_ES},
    {STR_INIT("con"), LANG_ES}, {STR_INIT("cuando"), LANG_ES}, {STR_INIT("dans"), LANG_FR}, {STR_INIT("das"), LANG_DE},
    {STR_INIT("de"), LANG_ES}, {STR_INIT("del"), LANG_ES}, {STR_INIT("dem"), LANG_DE}, {STR_INIT("den"), LANG_DE},
    {STR_INIT("der"), LANG_DE}, {STR_INIT("des"), LANG_FR}, {STR_INIT("do"), LANG_EN}, {STR_INIT("don't"), LANG_EN},
    {STR_INIT("du"), LANG_FR}, {STR_INIT("ein"), LANG_DE}, {STR_INIT("eine"), LANG_DE}, {STR_INIT("einem"), LANG_DE},
    {STR_INIT("einen"), LANG_DE}, {STR_INIT("el"), LANG_ES}, {STR_INIT("elle"), LANG_FR}, {STR_INIT("en"), LANG_ES},
    {STR_INIT("endlich"), LANG_DE}, {STR_INIT("enfin"), LANG_FR}, {STR_INIT("est"), LANG_FR}, {STR_INIT("esta"), LANG_ES},
    {STR_INIT("este"), LANG_ES}, {STR_INIT("está"), LANG_ES}, {STR_INIT("et"), LANG_FR}, {STR_INIT("euch"), LANG_DE},
    {STR_INIT("for"), LANG_EN}, {STR_INIT("from"), LANG_EN}, {STR_INIT("für"), LANG_DE}, {STR_INIT("get"), LANG_EN},
    {STR_INIT("got"), LANG_EN}, {STR_INIT("gracias"), LANG_ES}, {STR_INIT("haben"), LANG_DE}, {STR_INIT("han"), LANG_ES},
    {STR_INIT("has"), LANG_EN}, {STR_INIT("hat"), LANG_DE}, {STR_INIT("have"), LANG_EN}, {STR_INIT("hay"), LANG_ES},
    {STR_INIT("he"), LANG_EN}, {STR_INIT("her"), LANG_EN}, {STR_INIT("heute"), LANG_DE}, {STR_INIT("his"), LANG_EN},
    {STR_INIT("how"), LANG_EN}, {STR_INIT("hoy"), LANG_ES}, {STR_INIT("i"), LANG_EN}, {STR_INIT("i'm"), LANG_EN},
    {STR_INIT("i've"), LANG_EN}, {STR_INIT("ich"), LANG_DE}, {STR_INIT("if"), LANG_EN}, {STR_INIT("ihr"), LANG_DE},
    {STR_INIT("ihre"), LANG_DE}, {STR_INIT("il"), LANG_FR}, {STR_INIT("im"), LANG_DE}, {STR_INIT("immer"), LANG_DE},
    {STR_INIT("is"), LANG_EN}, {STR_INIT("ist"), LANG_DE}, {STR_INIT("it"), LANG_EN}, {STR_INIT("it's"), LANG_EN},
    {STR_INIT("j'ai"), LANG_FR}, {STR_INIT("je"), LANG_FR}, {STR_INIT("just"), LANG_EN}, {STR_INIT("kein"), LANG_DE},
    {STR_INIT("keine"), LANG_DE}, {STR_INIT("l'été"), LANG_FR}, {STR_INIT("las"), LANG_ES}, {STR_INIT("les"), LANG_FR},
    {STR_INIT("leur"), LANG_FR}, {STR_INIT("lo"), LANG_ES}, {STR_INIT("los"), LANG_ES}, {STR_INIT("ma"), LANG_FR},
    {STR_INIT("mais"), LANG_FR}, {STR_INIT("mein"), LANG_DE}, {STR_INIT("meine"), LANG_DE}, {STR_INIT("merci"), LANG_FR},
    {STR_INIT("mes"), LANG_FR}, {STR_INIT("mi"), LANG_ES}, {STR_INIT("mir"), LANG_DE}, {STR_INIT("mis"), LANG_ES},
    {STR_INIT("mit"), LANG_DE}, {STR_INIT("mon"), LANG_FR}, {STR_INIT("more"), LANG_EN}, {STR_INIT("muy"), LANG_ES},
    {STR_INIT("my"), LANG_EN}, {STR_INIT("más"), LANG_ES}, {STR_INIT("nach"), LANG_DE}, {STR_INIT("new"), LANG_EN},
    {STR_INIT("ni"), LANG_ES}, {STR_INIT("nicht"), LANG_DE}, {STR_INIT("no"), LANG_EN}, {STR_INIT("noch"), LANG_DE},
    {STR_INIT("not"), LANG_EN}, {STR_INIT("notre"), LANG_FR}, {STR_INIT("nous"), LANG_FR}, {STR_INIT("nuestra"), LANG_ES},
    {STR_INIT("nuestro"), LANG_ES}, {STR_INIT("nur"), LANG_DE}, {STR_INIT("oder"), LANG_DE}, {STR_INIT("of"), LANG_EN},
    {STR_INIT("ont"), LANG_FR}, {STR_INIT("or"), LANG_EN}, {STR_INIT("ou"), LANG_FR}, {STR_INIT("our"), LANG_EN}, {STR_INIT("out"), LANG_EN},
    {STR_INIT("para"), LANG_ES}, {STR_INIT("pas"), LANG_FR}, {STR_INIT("pero"), LANG_ES}, {STR_INIT("plus"), LANG_FR},
    {STR_INIT("por"), LANG_ES}, {STR_INIT("porque"), LANG_ES}, {STR_INIT("pour"), LANG_FR}, {STR_INIT("quand"), LANG_FR},
    {STR_INIT("qui"), LANG_FR}, {STR_INIT("schon"), LANG_DE}, {STR_INIT("se"), LANG_ES}, {STR_INIT("sehr"), LANG_DE},
    {STR_INIT("ses"), LANG_FR}, {STR_INIT("she"), LANG_EN}, {STR_INIT("sich"), LANG_DE}, {STR_INIT("sin"), LANG_ES},
    {STR_INIT("sind"), LANG_DE}, {STR_INIT("so"), LANG_EN}, {STR_INIT("sobre"), LANG_ES}, {STR_INIT("son"), LANG_ES},
    {STR_INIT("sont"), LANG_FR}, {STR_INIT("su"), LANG_ES}, {STR_INIT("sur"), LANG_FR}, {STR_INIT("también"), LANG_ES},
    {STR_INIT("tengo"), LANG_ES}, {STR_INIT("than"), LANG_EN}, {STR_INIT("that"), LANG_EN}, {STR_INIT("the"), LANG_EN},
    {STR_INIT("their"), LANG_EN}, {STR_INIT("there"), LANG_EN}, {STR_INIT("they"), LANG_EN}, {STR_INIT("this"), LANG_EN},
    {STR_INIT("to"), LANG_EN}, {STR_INIT("today"), LANG_EN}, {STR_INIT("todo"), LANG_ES}, {STR_INIT("todos"), LANG_ES},
    {STR_INIT("tous"), LANG_FR}, {STR_INIT("tout"), LANG_FR}, {STR_INIT("très"), LANG_FR}, {STR_INIT("una"), LANG_ES},
    {STR_INIT("und"), LANG_DE}, {STR_INIT("une"), LANG_FR}, {STR_INIT("uns"), LANG_DE}, {STR_INIT("unser"), LANG_DE},
    {STR_INIT("unsere"), LANG_DE}, {STR_INIT("up"), LANG_EN}, {STR_INIT("us"), LANG_EN}, {STR_INIT("vom"), LANG_DE},
    {STR_INIT("von"), LANG_DE}, {STR_INIT("votre"), LANG_FR}, {STR_INIT("vous"), LANG_FR}, {STR_INIT("war"), LANG_DE},
    {STR_INIT("was"), LANG_EN}, {STR_INIT("we"), LANG_EN}, {STR_INIT("wenn"), LANG_DE}, {STR_INIT("what"), LANG_EN},
    {STR_INIT("when"), LANG_EN}, {STR_INIT("who"), LANG_EN}, {STR_INIT("wie"), LANG_DE}, {STR_INIT("will"), LANG_EN},
    {STR_INIT("wir"), LANG_DE}, {STR_INIT("wird"), LANG_DE}, {STR_INIT("with"), LANG_EN}, {STR_INIT("y"), LANG_ES},
    {STR_INIT("ya"), LANG_ES}, {STR_INIT("yo"), LANG_ES}, {STR_INIT("you"), LANG_EN}, {STR_INIT("your"), LANG_EN}, {STR_INIT("zu"), LANG_DE},
    {STR_INIT("zum"), LANG_DE}, {STR_INIT("zur"), LANG_DE}, {STR_INIT("être"), LANG_FR}, {STR_INIT("über"), LANG_DE},
  // clang-format on
};

static int language_of(struct str word)
{
    size_t lo = 0;
    size_t hi = COUNT_OF(common);
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        int order = str_cmp(common[mid].word, word);
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
