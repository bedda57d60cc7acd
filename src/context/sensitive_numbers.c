/* context/sensitive_numbers.c: cards, IBANs, ids, dates, money, phones and e-mail addresses. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <string.h>

#include "context/sensitive_parts.h"
#include "core/attr.h"

/* A number is read once, from its first digit, and given to the first that knows it: IBAN,
 * card,
 * social security number, date, money, phone. So a card never rings. */

enum {
    DIGITS_MAX = 34,
    RUN_MAX = 48
};

/* Digits with what stands between them. */
struct run {
    size_t from, to;
    char digit[DIGITS_MAX];
    size_t n;
    size_t group[DIGITS_MAX]; /* how many digits each group has */
    size_t groups;
    char separator; /* the last one seen; 0: none */
    bool plus, bracket;
};

static bool digit_at(struct str t, size_t i)
{
    return i < t.n && ascii_is_digit((unsigned char)t.p[i]);
}

static bool alnum_at(struct str t, size_t i)
{
    return i < t.n && (ascii_is_alnum((unsigned char)t.p[i]) || (unsigned char)t.p[i] >= 0x80);
}

/* From a digit, a plus or a bracket: digits with single marks between the groups. */
static struct run read_run(struct str t, size_t at)
{
    struct run r = {.from = at};
    size_t gap = 0;
    size_t i = at;
    r.plus = t.p[at] == '+';
    if (r.plus)
        i++;
    for (; i < t.n && i - at < RUN_MAX && r.n < DIGITS_MAX; i++) {
        char c = t.p[i];
        if (digit_at(t, i)) {
            if (gap > 0 || r.groups == 0)
                r.group[r.groups++] = 0;
            r.group[r.groups - 1]++;
            r.digit[r.n++] = c;
            r.to = i + 1;
            gap = 0;
            continue;
        }
        bool mark =
            c == ' ' || c == '-' || c == '.' || c == '/' || c == '(' || c == ')' || c == ',';
        if (!mark || ++gap > 3 || (c == ',' && !digit_at(t, i + 1)))
            break;
        if (c == '(' && r.n > 0 && r.digit[0] != '0' && !r.plus && r.n > 3)
            break;
        r.bracket = r.bracket || c == '(';
        if (digit_at(t, i + 1))
            r.separator = c;
    }
    return r;
}

static bool luhn(const char *digit, size_t n)
{
    unsigned sum = 0;
    for (size_t i = 0; i < n; i++) {
        unsigned d = (unsigned)(digit[n - 1 - i] - '0');
        if (i % 2 == 1)
            d = d * 2 > 9 ? d * 2 - 9 : d * 2;
        sum += d;
    }
    return sum % 10 == 0;
}

/* ISO/IEC 7812: 12 to 19 digits, a prefix in use, and the check digit of Luhn. */
static bool is_card(const struct run *r)
{
    bool prefix = strchr("3456", r->digit[0]) != NULL ||
                  (r->digit[0] == '2' && r->digit[1] >= '1' && r->digit[1] <= '7') ||
                  (r->digit[0] == '1' && r->digit[1] == '8');
    bool plain = r->groups == 1 || r->separator == ' ' || r->separator == '-';
    bool zeros = true;
    for (size_t i = 1; i < r->n; i++)
        zeros = zeros && r->digit[i] == r->digit[0];
    return r->n >= 12 && r->n <= 19 && prefix && plain && !zeros && !r->plus &&
           luhn(r->digit, r->n);
}

/* ISO 13616: the country's letters and two check digits go last; the whole mod 97 must be 1. */
static size_t iban_end(struct str t, size_t at)
{
    char c[36];
    size_t n = 0;
    size_t end = at;
    for (size_t i = at; i < t.n && n < 34; i++) {
        if (t.p[i] == ' ' && n % 4 == 0 && n > 0 && alnum_at(t, i + 1))
            continue;
        if (!ascii_is_alnum((unsigned char)t.p[i]))
            break;
        c[n++] = ascii_lower(t.p[i]);
        end = i + 1;
        if (n >= 15 && n <= 34) {
            unsigned mod = 0;
            for (size_t k = 0; k < n; k++) {
                char d = c[(k + 4) % n];
                mod = ascii_is_digit((unsigned char)d) ? mod * 10 + (unsigned)(d - '0')
                                                       : mod * 100 + (unsigned)(d - 'a') + 10;
                mod %= 97;
            }
            if (mod == 1 && !alnum_at(t, end))
                return end;
        }
    }
    return at;
}

static bool starts_iban(struct str t, size_t at)
{
    return at + 15 <= t.n && ascii_is_alpha((unsigned char)t.p[at]) &&
           ascii_is_alpha((unsigned char)t.p[at + 1]) && digit_at(t, at + 2) &&
           digit_at(t, at + 3);
}

static unsigned value(const char *digit, size_t n)
{
    unsigned v = 0;
    for (size_t i = 0; i < n; i++)
        v = v * 10 + (unsigned)(digit[i] - '0');
    return v;
}

static bool is_year(unsigned y)
{
    return y >= 1900 && y <= 2099;
}

/* 14.03.2010, 2010-03-14, 3/14/2010, 14.3.10: the length of the three groups that are a
 * date. */
static size_t date_groups(const struct run *r)
{
    if (r->plus || r->groups < 3 || r->separator == 0)
        return 0;
    unsigned a = value(r->digit, r->group[0]);
    unsigned b = value(r->digit + r->group[0], r->group[1]);
    unsigned c = value(r->digit + r->group[0] + r->group[1], r->group[2]);
    bool iso = r->group[0] == 4 && is_year(a) && r->group[1] <= 2 && b >= 1 && b <= 12 &&
               r->group[2] <= 2 && c >= 1 && c <= 31;
    bool day_first = r->group[0] <= 2 && r->group[1] <= 2 && a >= 1 && b >= 1 && a <= 31 &&
                     b <= 31 && (a <= 12 || b <= 12);
    bool year = (r->group[2] == 4 && is_year(c)) || (r->group[2] == 2 && r->separator != ' ');
    return iso || (day_first && year) ? r->group[0] + r->group[1] + r->group[2] : 0;
}

/* Where the first `digits` digits of a run end. */
static size_t end_of_digits(struct str t, const struct run *r, size_t digits)
{
    size_t i = r->from;
    for (size_t seen = 0; seen < digits; i++)
        seen += digit_at(t, i);
    return i;
}

/* The number 123-45-6789, by its shape (US Social Security Administration: no 000 or 666). */
static bool is_ssn(const struct run *r)
{
    return r->groups == 3 && r->group[0] == 3 && r->group[1] == 2 && r->group[2] == 4 &&
           (r->separator == '-' || r->separator == ' ') && !r->plus &&
           strncmp(r->digit, "000", 3) != 0 && strncmp(r->digit, "666", 3) != 0;
}

static bool is_ip(const struct run *r)
{
    if (r->groups != 4 || r->separator != '.')
        return false;
    size_t at = 0;
    for (int i = 0; i < 4; i++) {
        if (r->group[i] > 3 || value(r->digit + at, r->group[i]) > 255)
            return false;
        at += r->group[i];
    }
    return true;
}

static bool currency_before(struct str t, size_t at)
{
    static const char *const signs[] = {"$", "€", "£", "¥", "₹", "USD", "EUR", "CHF", "GBP"};
    while (at > 0 && t.p[at - 1] == ' ')
        at--;
    for (size_t i = 0; i < COUNT_OF(signs); i++) {
        if (str_ends(str_sub(t, 0, at), str_from(signs[i])))
            return true;
    }
    return false;
}

static bool currency_after(struct str t, size_t at)
{
    static const char *const signs[] = {
        "€",   "$",   "£",         "¥",       "euro",     "dollar", "pound",   "EUR",    "USD",
        "CHF", "GBP", "k a month", "k after", "k a year", "k per",  "million", "Million"};
    while (at < t.n && t.p[at] == ' ')
        at++;
    for (size_t i = 0; i < COUNT_OF(signs); i++) {
        if (str_starts(str_after(t, at), str_from(signs[i])))
            return true;
    }
    return at < t.n && t.p[at] == 'k' && !alnum_at(t, at + 1);
}

static bool thousands(const struct run *r)
{
    if (r->groups < 2 || r->group[0] > 3 || (r->separator != ',' && r->separator != '.'))
        return false;
    for (size_t i = 1; i < r->groups; i++) {
        if (r->group[i] != 3)
            return false;
    }
    return r->digit[0] != '0';
}

static bool ends_in_zeros(const struct run *r)
{
    return r->n > 3 && strncmp(r->digit + r->n - 3, "000", 3) == 0;
}

/* Two years with a hyphen, as in 2019-2024. */
static bool is_years(const struct run *r)
{
    return r->groups == 2 && r->group[0] == 4 && r->group[1] == 4 &&
           is_year(value(r->digit, 4)) && is_year(value(r->digit + 4, 4));
}

/* 06.12.34.56.78: five pairs, the first with a nought. */
static bool is_french_phone(const struct run *r)
{
    for (size_t i = 0; i < r->groups; i++) {
        if (r->group[i] != 2)
            return false;
    }
    return r->groups == 5 && r->digit[0] == '0' && !r->plus;
}

/* ITU-T E.164: up to 15 digits; fewer than 7 are no number that one can call from elsewhere. */
static bool is_phone(const struct sensing *s, const struct run *r)
{
    size_t at = sensing_token_at(s, r->from);
    bool cue = sensing_near(s, at, 4, 0, CUE_PHONE);
    bool close = sensing_near(s, at, 2, 0, CUE_RING);
    bool other = sensing_near(s, at, 5, 1, CUE_NOT_PHONE | CUE_ID | CUE_SSN);
    if (r->n < 7 || r->n > 15 || r->groups > 6 || is_years(r) || r->separator == ',')
        return false;
    if (r->plus || close || (cue && !other))
        return true;
    bool million = r->groups == 3 && r->n == 7 && r->group[0] == 1;
    if (other || thousands(r) || ends_in_zeros(r) || million)
        return false;
    if (r->n >= 11 && strncmp(r->digit, "00", 2) == 0)
        return true;
    if (r->from > 0 && (s->text.p[r->from - 1] == '#' || s->text.p[r->from - 1] == '='))
        return false;
    if (r->groups == 2 && r->digit[0] != '0' && !r->bracket)
        return r->group[1] == 4 && r->group[0] >= 3 &&
               r->group[0] <= 4; /* 467 3395, no ZIP code */
    if (r->groups > 1)
        return (r->group[0] <= 5 || (r->group[0] == 6 && r->digit[0] == '0')) &&
               (r->group[r->groups - 1] >= 2 || (r->digit[0] == '0' && r->n >= 9));
    return r->bracket || (r->n >= 9 && r->n <= 11 && r->digit[0] != '1');
}

/* "x4587", "ext. 12" behind a number belongs to it. */
static size_t with_extension(struct str t, size_t to)
{
    size_t i = to;
    if (i < t.n && t.p[i] == ' ')
        i++;
    if (str_starts(str_after(t, i), STR("ext. ")))
        i += 5;
    else if (i < t.n && t.p[i] == 'x')
        i++;
    else
        return to;
    size_t start = i;
    while (digit_at(t, i) && i - start < 6)
        i++;
    return i > start ? i : to;
}

static void add_date(struct sensing *s, size_t from, size_t to)
{
    if (s->n_dates < COUNT_OF(s->dates))
        s->dates[s->n_dates++] = (struct span){(uint32_t)from, (uint32_t)to};
}

/* Gives a run to the first that knows it; answers where reading goes on. */
static size_t judge_run(struct sensing *s, const struct run *r)
{
    struct str t = s->text;
    size_t date = is_french_phone(r) ? 0 : date_groups(r);
    if (is_ip(r) || r->n > 19)
        return r->to;
    if (is_card(r) && !alnum_at(t, r->to)) {
        sensing_add(s, SENSITIVE_CARD, SEVERITY_STOP, r->from, r->to,
                    "This is the number of a payment card.");
    } else if (is_ssn(r)) {
        sensing_add(s, SENSITIVE_ID_NUMBER, SEVERITY_STOP, r->from, r->to,
                    "This looks like a social security number.");
    } else if (date > 0) {
        size_t end = end_of_digits(t, r, date);
        add_date(s, r->from, end);
        return end;
    } else if (currency_before(t, r->from) || currency_after(t, r->to)) {
        if (s->n_amounts < COUNT_OF(s->amounts))
            s->amounts[s->n_amounts++] = (struct span){(uint32_t)r->from, (uint32_t)r->to};
    } else if (is_phone(s, r) && (!alnum_at(t, r->to) || t.p[r->to] == 'x')) {
        size_t from = r->from;
        if (from > 0 && t.p[from - 1] == '(')
            from--;
        sensing_add(s, SENSITIVE_PHONE, SEVERITY_WARN, from, with_extension(t, r->to),
                    "A phone number that anybody can copy from here.");
    } else {
        if (r->n >= 16 && !r->plus)
            return r->to; /* as long as a card's, and none */
        /* Perhaps something begins behind the first group: "2 tickets 0664 …". */
        size_t end = end_of_digits(t, r, r->group[0]);
        return end;
    }
    return r->to;
}

static void scan_email(struct sensing *s, const struct token *t)
{
    static const char *const roles[] = {"info@",  "jobs@",    "sales@",   "support@", "office@",
                                        "press@", "hello@",   "contact@", "kontakt@", "team@",
                                        "hr@",    "service@", "booking@", "news@"};
    struct str mail = str_sub(s->text, t->from, t->to);
    sensing_add(s, SENSITIVE_EMAIL, SEVERITY_WARN, t->from, t->to,
                "An e-mail address that anybody can copy from here.");
    for (size_t i = 0; i < COUNT_OF(roles); i++) {
        if (str_starts_ci(mail, str_from(roles[i])) && s->n > 0)
            s->list[s->n - 1].intended = true;
    }
}

/* "14 March 2010", "March 14th, 2010", "14. März". */
static void scan_month(struct sensing *s, size_t i)
{
    const struct token *t = s->tokens;
    size_t from = i;
    size_t to = i;
    if (i > 0 && t[i - 1].kind == TOKEN_NUMBER && t[i].from - t[i - 1].to <= 3)
        from = i - 1;
    if (from == i && i > 1 && str_is(t[i - 1].norm, "de") && t[i - 2].kind == TOKEN_NUMBER)
        from = i - 2; /* 23 de julio de 1990 */
    if (from + 2 == i && i + 2 < s->n_tokens && str_is(t[i + 1].norm, "de") &&
        t[i + 2].kind == TOKEN_NUMBER)
        to = i + 2;
    while (to + 1 < s->n_tokens && to < i + 2 && t[to + 1].kind == TOKEN_NUMBER &&
           t[to + 1].from - t[to].to <= 2)
        to++;
    if (from < to || from < i)
        add_date(s, t[from].from, t[to].to);
}

/* What an address, a link or a name of somebody takes up at byte i: where it ends, or i. */
static size_t skip_token(struct sensing *s, size_t i, size_t *token)
{
    while (*token < s->n_tokens && s->tokens[*token].to <= i)
        (*token)++;
    if (*token == s->n_tokens || s->tokens[*token].from != i)
        return i;
    const struct token *at = &s->tokens[*token];
    if (at->kind == TOKEN_EMAIL)
        scan_email(s, at);
    bool whole = at->kind == TOKEN_EMAIL || at->kind == TOKEN_URL || at->kind == TOKEN_USER;
    return whole ? at->to : i;
}

/* The end of letters and digits in groups of four. */
static size_t skip_groups(struct str t, size_t i)
{
    while (alnum_at(t, i) || (i < t.n && t.p[i] == ' ' && digit_at(t, i + 1)))
        i++;
    return i;
}

/* One step from byte i, which begins a word or number; answers where reading goes on. */
static size_t scan_at(struct sensing *s, size_t i)
{
    struct str t = s->text;
    size_t end = starts_iban(t, i) ? iban_end(t, i) : i;
    if (end > i) {
        sensing_add(s, SENSITIVE_IBAN, SEVERITY_STOP, i, end,
                    "This is the number of a bank account.");
        return end;
    }
    if (starts_iban(t, i) && digit_at(t, i + 4 + (t.p[i + 4] == ' ')))
        return skip_groups(t, i); /* the shape of one, and its check digits are wrong */
    if (!digit_at(t, i) && !(t.p[i] == '+' && digit_at(t, i + 1)))
        return i + 1;
    struct run r = read_run(t, i);
    return judge_run(s, &r);
}

void sensing_numbers(struct sensing *s)
{
    size_t token = 0;
    for (size_t i = 0; i < s->text.n;) {
        size_t end = skip_token(s, i, &token);
        if (end > i)
            i = end;
        else if (i > 0 && alnum_at(s->text, i - 1))
            i++;
        else
            i = scan_at(s, i);
    }
    for (size_t i = 0; i < s->n_tokens; i++) {
        if ((s->cues[i] & CUE_MONTH) != 0)
            scan_month(s, i);
    }
}
