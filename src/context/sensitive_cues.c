/* context/sensitive_cues.c: the words and phrases that hint at what a text gives away. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <string.h>

#include "context/sensitive_parts.h"
#include "core/attr.h"

/* Lower case, as tokens are; a blank parts the words of a phrase. English, German, French,
 * Spanish. */
static const struct {
    uint32_t cue;
    const char *phrases; /* parted by | */
} table[] = {
  // clang-format off
    {CUE_BUSINESS,
     "office|hotline|book a table|reserve your table|reservations|call us|contact us|"
     "write to us|email us|e-mail us|our team|customer service|support|opening hours|"
     "our shop|our store|our website|our company|enterprise|apply|hiring|sales|press|"
     "enquiries|inquiries|showroom|booth|stand|büro|praxis|kontaktieren sie|rufen "
     "sie|bewerbung|bewirb|öffnungszeiten|unser laden|appelez|contactez|écrivez|"
     "boutique|réservations|recrutons|llámanos|contáctanos|escríbenos|tienda|"
     "reservas|our clinic|our restaurant|orders|quotes|register|webinar"},
    {CUE_BIRTH,
     "born|birthday|birthdate|birth|dob|turns|turned|geboren|geb|geburtstag|"
     "geburtsdatum|né|née|naissance|anniversaire|nacido|nacida|nació|nacimiento|"
     "cumpleaños|cumple"},
    {CUE_AWAY,
     "away|holiday|holidays|vacation|out of town|abroad|gone for|leaving tomorrow|off "
     "to|fly out|flying out|urlaub|verreist|im urlaub|vacances|en voyage|vacaciones|"
     "de viaje|travelling|traveling|weeks in|days in|week in"},
    {CUE_HOUSE,
     "house|home|flat|apartment|neighbours|neighbors|neighbour|plants|mailbox|haus|"
     "wohnung|nachbarn|briefkasten|maison|appartement|voisins|casa|piso|vecinos"},
    {CUE_UNTIL,
     "until|till|til|for two weeks|for three weeks|for a week|for a month|two weeks|"
     "three weeks|ten days|whole week|the 20th|tomorrow|from monday|from tomorrow|"
     "back on|back in|bis|ab morgen|zwei wochen|drei wochen|jusqu'au|dès demain|deux "
     "semaines|hasta|desde mañana|dos semanas|next week|from friday|from saturday|"
     "from sunday"},
    {CUE_EMPTY,
     "nobody home|nobody is home|nobody at home|nobody's home|no one is home|no one "
     "home|house is empty|house sits empty|home is empty|empty house|house to itself|"
     "niemand zu hause|haus steht leer|wohnung steht leer|personne à la maison|"
     "maison est vide|nadie en casa|casa vacía|key is under|keys are under|spare key|"
     "schlüssel liegt"},
    {CUE_CHILD,
     "my daughter|my son|our daughter|our son|our little one|my little one|my kid|our "
     "kid|my girl|my boy|our girl|our boy|my nephew|my niece|my grandson|my "
     "granddaughter|year-old daughter|year-old son|old daughter|old son|meine tochter|"
     "mein sohn|unsere tochter|unser sohn|unser kind|mein kind|unsere kleine|unser "
     "kleiner|ma fille|mon fils|notre fille|notre fils|mi hija|mi hijo|nuestra hija|"
     "nuestro hijo|proud of"},
    {CUE_SCHOOL,
     "school|primary|kindergarten|nursery|preschool|pre-school|day care|daycare|grade|"
     "class|gymnasium|grundschule|schule|klasse|kita|école|collège|maternelle|"
     "classe|escuela|colegio|guardería|instituto|elementary|schoolyard"},
    {CUE_PAY,
     "i earn|i make|i get paid|my salary|my pay|my wage|my income|my debt|my debts|in "
     "debt|paid me|pay me|pays me|offered me|before tax|after tax|take home|ich "
     "verdiene|mein gehalt|mein lohn|meine schulden|brutto|netto|je gagne|mon salaire|"
     "mes dettes|gano|mi sueldo|mi salario|mis deudas|earns more|i owe"},
    {CUE_CONFIDENTIAL,
     "nda|confidential|strictly confidential|under embargo|embargo|embargoed|not yet "
     "announced|not announced yet|not been announced|hasn't been announced|haven't "
     "announced|unannounced|unreleased|not yet released|unpublished|not yet public|"
     "not public yet|before it's public|unsigned|not signed yet|not yet signed|isn't "
     "signed|about to sign|not official yet|internal only|internal use|internal memo|"
     "internally|off the record|between us|between you and me|keep it to yourself|"
     "keep it to yourselves|don't tell anyone|don't tell anybody|don't share this|do "
     "not share|not supposed to share|not supposed to say|shouldn't say this|"
     "shouldn't be sharing|can't say who yet|haven't told|under wraps|trade secret|"
     "insider|leaked|will kill me if|get me fired|vertraulich|geheim|noch nicht "
     "offiziell|noch nicht unterschrieben|noch nicht öffentlich|unter uns gesagt|"
     "streng geheim|betriebsgeheimnis|confidentiel|pas encore signé|pas encore "
     "officiel|pas encore annoncé|entre nous|confidencial|todavía no es oficial|"
     "aún no es oficial|sin firmar|entre nosotros"},
    {CUE_CLIENT,
     "client|clients|customer|customers|kunde|kunden|kundin|auftraggeber|cliente|"
     "clientes|account"},
    {CUE_EMPLOYER,
     "my boss|our boss|the boss|my manager|my supervisor|my employer|my company|hr|"
     "our management|the management|my colleague|my coworker|my co-worker|new "
     "colleague|my team lead|mein chef|meine chefin|mein arbeitgeber|der chef|mein "
     "kollege|meine kollegin|mon chef|mon patron|ma cheffe|ma patronne|mi jefe|mi "
     "jefa|mi empresa|boss"},
    {CUE_BAD,
     "hell|idiot|idiots|moron|morons|stupid|liar|liars|lying|crook|crooks|thief|"
     "thieves|narcissist|incompetent|clueless|nightmare|terrible|horrible|worst|awful|"
     "hate|cheat|cheats|cheated|lazy|parasite|toxic|unbelievable|pathetic|useless|"
     "joke|disgrace|snake|never again|never work|does nothing|again and again|rude|"
     "sick of|fed up|done with|can't stand|ripped|unpaid|exploit|bully|bullied|unfair|"
     "dumm|unfähig|katastrophe|lügner|faul|schlimmste|hasse|nie wieder|nul|"
     "incapable|menteur|pire|ras le bol|inútil|mentiroso|peor|harto|odio|annoying|"
     "clown|clowns|underpaid|ungrateful"},
    {CUE_PASSWORD,
     "password is|password|passwort|passwort ist|mot de passe|contraseña|pin is|pin "
     "code|my pin|wifi code|login is|passcode"},
    {CUE_ID,
     "passport|passport number|id card|identity card|driver's license|driver's "
     "licence|driving licence|driving license|drivers license|license number|"
     "personalausweis|ausweisnummer|reisepass|führerschein|passeport|carte "
     "d'identité|permis de conduire|pasaporte|dni|nie|carnet de conducir"},
    {CUE_SSN,
     "ssn|social security|social security number|sozialversicherungsnummer|tax id|"
     "steuer-id"},
    {CUE_PHONE,
     "call|phone|tel|telephone|mobile|cell|whatsapp|text me|ring|number|fax|reach me|"
     "handy|telefon|mobil|nummer|anrufen|ruf|téléphone|appelle|appelez|portable|"
     "numéro|teléfono|móvil|llama|llámame|número|dial|contact|signal|telegram"},
    {CUE_NOT_PHONE,
     "order|invoice|ticket|isbn|issn|tracking|serial|part|article|sku|case|version|"
     "build|reference|ref|bestellung|rechnung|artikel|commande|facture|pedido|factura|"
     "account|meter|doi|patent"},
    {CUE_STREET,
     "street|st|road|rd|avenue|ave|lane|ln|drive|dr|boulevard|blvd|court|crescent|"
     "terrace|parkway|highway|hwy|close|grove|mews|rue|chemin|allée|impasse|quai|"
     "route|calle|avenida|plaza|paseo|camino|carrera|callejón|via|viale|piazza|"
     "vicolo|corso|strada|rua|travessa|largo|praça|straße|strasse|ul|platz|gasse|"
     "ulica|ulice|utca|út|tér|square|fort|pass|turnpike|trail|rd|ufer|allee"},
    {CUE_LIVE,
     "live at|lives at|living at|my address|our address|address is|address|moved to|"
     "come to|come over to|meet at|deliver to|adresse|wohne in|wohne|wohnen|meine "
     "adresse|habite au|habite|mon adresse|vivo en|mi dirección|dirección|located "
     "at|send it to|return to"},
    {CUE_UNIT,
     "apt|suite|apartment|unit|po box|p o box|postfach|post office box|boîte postale|"
     "apartado|psc|appartement|piso|wohnung"},
    {CUE_MONTH,
     "january|february|march|april|may|june|july|august|september|october|november|"
     "december|jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec|januar|februar|märz|"
     "mai|juni|juli|oktober|dezember|janvier|février|mars|avril|juin|juillet|août|"
     "septembre|octobre|novembre|décembre|enero|febrero|marzo|abril|mayo|junio|julio|"
     "agosto|septiembre|octubre|noviembre|diciembre"},
  // clang-format on
};

/* How many tokens the phrase takes at token i; 0: it doesn't stand there. */
static size_t phrase_at(const struct features *f, size_t i, struct str phrase)
{
    size_t first = i;
    struct str word;
    while (str_cut(&phrase, ' ', &word)) {
        if (i >= f->n_tokens || !str_eq(f->tokens[i].norm, word))
            return 0;
        i++;
    }
    return i - first;
}

enum {
    INDEX = 1 << 11
};

static size_t slot_of(struct str word)
{
    size_t first = (unsigned char)word.p[0];
    size_t last = (unsigned char)word.p[word.n - 1];
    return (word.n * 131 + first * 31 + last) % INDEX;
}

void sensing_cues(struct sensing *s)
{
    /* Turned around, so that the table is walked once: each phrase's first word is looked for
     * among the tokens, which hang in a small table of their own. */
    uint16_t slot[INDEX] = {0};
    uint16_t next[FEATURES_TOKENS_MAX] = {0};
    size_t n = s->f.n_tokens < FEATURES_TOKENS_MAX ? s->f.n_tokens : FEATURES_TOKENS_MAX;
    for (size_t i = n; i-- > 0;) {
        const struct token *t = &s->f.tokens[i];
        if (t->norm.n == 0)
            continue;
        size_t at = slot_of(t->norm);
        next[i] = slot[at];
        slot[at] = (uint16_t)(i + 1);
    }
    for (size_t k = 0; k < COUNT_OF(table); k++) {
        struct str rest = str_from(table[k].phrases);
        struct str phrase;
        while (str_cut(&rest, '|', &phrase)) {
            ptrdiff_t blank = str_chr(phrase, ' ');
            struct str first = blank < 0 ? phrase : str_sub(phrase, 0, (size_t)blank);
            for (size_t i = slot[slot_of(first)]; i != 0; i = next[i - 1]) {
                size_t words = phrase_at(&s->f, i - 1, phrase);
                if (words > 0) {
                    s->cues[i - 1] |= table[k].cue;
                    if (words > s->cue_words[i - 1])
                        s->cue_words[i - 1] = (uint8_t)words;
                    s->all_cues |= table[k].cue;
                }
            }
        }
    }
}
