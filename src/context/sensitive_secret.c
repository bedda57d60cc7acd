/* context/sensitive_secret.c: identity numbers, passwords and keys, IP addresses. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <string.h>

#include "context/sensitive_parts.h"

static bool alnum_at(const struct sensing *s, size_t at)
{
    return at < s->text.n && ascii_is_alnum((unsigned char)s->text.p[at]);
}

/* The end of a number or code that begins at byte `at`: letters, digits and single marks between
 * them; blanks only between groups that have digits. */
static size_t code_end(const struct sensing *s, size_t at, size_t *digits)
{
    size_t end = at;
    *digits = 0;
    for (size_t i = at; i < s->text.n && i - at < 40; i++) {
        char c = s->text.p[i];
        if (alnum_at(s, i)) {
            *digits += ascii_is_digit((unsigned char)c);
            end = i + 1;
            continue;
        }
        bool joins = strchr("-./ ", c) != NULL && alnum_at(s, i + 1);
        bool digit_next = i + 1 < s->text.n && ascii_is_digit((unsigned char)s->text.p[i + 1]);
        bool letter_between =
            c == ' ' && alnum_at(s, i + 1) && (i + 2 >= s->text.n || s->text.p[i + 2] == ' ');
        if (!joins || (c == ' ' && !digit_next && !letter_between))
            break;
    }
    return end;
}

/* Whether a card or account was found at byte `at` already. */
static bool taken(const struct sensing *s, size_t at)
{
    for (size_t i = 0; i < s->n; i++) {
        enum sensitive_kind k = s->list[i].kind;
        if ((k == SENSITIVE_CARD || k == SENSITIVE_IBAN) && s->list[i].from <= at &&
            at < s->list[i].to)
            return true;
    }
    return false;
}

/* Spain's DNI and NIE: eight digits, or X, Y or Z and seven, and a letter that checks them (the
 * number mod 23; Orden INT/2058/2008). */
static void find_spanish_ids(struct sensing *s)
{
    static const char letters[] = "TRWAGMYFPDXBNJZSQVHLCKE";
    for (size_t i = 0; i + 8 < s->text.n; i++) {
        char c = s->text.p[i];
        bool nie = c >= 'X' && c <= 'Z';
        if ((!nie && !ascii_is_digit((unsigned char)c)) || (i > 0 && alnum_at(s, i - 1)))
            continue;
        unsigned number = nie ? (unsigned)(c - 'X') : 0;
        size_t digits = nie ? 1 : 0;
        size_t at = i + digits;
        at += nie && s->text.p[at] == '-';
        for (; digits < 8 && at < s->text.n && ascii_is_digit((unsigned char)s->text.p[at]);
             at++) {
            number = number * 10 + (unsigned)(s->text.p[at] - '0');
            digits++;
        }
        at += at < s->text.n && s->text.p[at] == '-';
        if (digits == 8 && at < s->text.n && s->text.p[at] == letters[number % 23] &&
            !alnum_at(s, at + 1))
            sensing_add(s, SENSITIVE_ID_NUMBER, SEVERITY_STOP, i, at + 1,
                        "The number of an identity document.");
    }
}

/* A number of four digits or more, letters mixed in or not, behind "passport" and the like. */
static void find_ids(struct sensing *s)
{
    for (size_t i = 0; i < s->n_tokens; i++) {
        if ((s->cues[i] & (CUE_ID | CUE_SSN)) == 0)
            continue;
        size_t first, last;
        sensing_sentence(s, i, &first, &last);
        for (size_t k = sensing_phrase_end(s, i) + 1; k <= last && k < i + 14; k++) {
            size_t digits;
            size_t end = code_end(s, s->tokens[k].from, &digits);
            struct str code = str_sub(s->text, s->tokens[k].from, end);
            bool year = digits == 4 && code.n == 4;
            bool letters_first =
                ascii_is_alpha((unsigned char)code.p[0]) && sensing_digits(s, k) == 0 &&
                (code.n < 3 || str_chr(code, ' ') >= 0) && str_chr(code, '-') < 0;
            bool plate =
                digits >= 2 && code.n >= 6 && code.n <= 10 && (s->cues[i] & CUE_PLATE) != 0;
            if ((digits < 4 && !plate) || year || taken(s, s->tokens[k].from) ||
                s->tokens[k].kind == TOKEN_URL || s->tokens[k].kind == TOKEN_EMAIL ||
                (letters_first && code.n > 12))
                continue;
            sensing_add(s, SENSITIVE_ID_NUMBER, SEVERITY_STOP, s->tokens[k].from, end,
                        "The number of an identity document.");
            break;
        }
    }
}

static const char pass_why[] = "A password or code to get in.";

/* The end of what stands from byte `at` to the next blank. */
static size_t solid_end(const struct sensing *s, size_t at)
{
    while (at < s->text.n && !ascii_is_space((unsigned char)s->text.p[at]) &&
           strchr(",;)\"", s->text.p[at]) == NULL)
        at++;
    while (at > 0 && strchr(".!?", s->text.p[at - 1]) != NULL)
        at--;
    return at;
}

/* Whether text[from, to) looks made up: a digit or a mark in it, or capitals inside where it was said
 * that it is one. */
static bool looks_secret(const struct sensing *s, size_t from, size_t to, bool told)
{
    size_t digits = 0, letters = 0, marks = 0, inner = 0;
    for (size_t i = from; i < to; i++) {
        unsigned char c = (unsigned char)s->text.p[i];
        digits += ascii_is_digit(c);
        letters += ascii_is_alpha(c);
        marks += strchr("_#$%&*!@+", (char)c) != NULL;
        inner += i > from && c >= 'A' && c <= 'Z' && s->text.p[i - 1] >= 'a';
    }
    bool length = to - from >= 4 && to - from <= 80;
    bool tag = from > 0 && (s->text.p[from - 1] == '#' || s->text.p[from - 1] == '@');
    bool link = str_chr(str_sub(s->text, from, to), '/') >= 0 && !told;
    return length && !tag && !link &&
           (digits > 0 || (letters > 0 && (marks > 0 || (told && inner > 0))));
}

/* "password: hunter2", "PIN vom Handy ist 5093", "AWS_SECRET=q8Zr…". */
static void find_passwords(struct sensing *s)
{
    for (size_t i = 0; i + 1 < s->n_tokens; i++) {
        size_t first, last;
        if ((s->cues[i] & CUE_PASSWORD) == 0)
            continue;
        sensing_sentence(s, i, &first, &last);
        if (sensing_find(s, first, last, CUE_GENERAL) < s->n_tokens)
            continue;
        size_t end_of_cue = sensing_phrase_end(s, i);
        for (size_t k = end_of_cue + 1; k <= last && k < end_of_cue + 7; k++) {
            size_t end = solid_end(s, s->tokens[k].from);
            struct str gap = str_sub(s->text, s->tokens[k - 1].to, s->tokens[k].from);
            bool marked =
                k == end_of_cue + 1 && (str_chr(gap, ':') >= 0 || str_chr(gap, '=') >= 0);
            bool told = marked || str_is(s->tokens[k - 1].norm, "is") ||
                        str_is(s->tokens[k - 1].norm, "es") ||
                        str_is(s->tokens[k - 1].norm, "ist");
            bool told_word =
                marked && end - s->tokens[k].from >= 4 && str_find(gap, STR(": ")) >= 0;
            if (s->tokens[k].kind == TOKEN_URL || s->tokens[k].kind == TOKEN_EMAIL ||
                s->tokens[k].kind == TOKEN_TAG || s->tokens[k].kind == TOKEN_USER ||
                (!looks_secret(s, s->tokens[k].from, end, told) && !told_word))
                continue;
            sensing_add(s, SENSITIVE_PASSWORD, SEVERITY_STOP, s->tokens[i].from, end, pass_why);
            break;
        }
    }
}

/* Keys as services hand them out: a prefix, a mark, then at least ten letters and digits. */
static void find_keys(struct sensing *s)
{
    static const char *const prefixes[] = {"sk_",  "pk_",    "ghp_", "gho_", "ghx_", "xoxb-",
                                           "AKIA", "glpat-", "rk_",  "api_", "key_"};
    for (size_t k = 0; k < sizeof prefixes / sizeof prefixes[0]; k++) {
        ptrdiff_t at = str_find(s->text, str_from(prefixes[k]));
        if (at < 0 || (at > 0 && alnum_at(s, (size_t)at - 1)))
            continue;
        size_t end = solid_end(s, (size_t)at);
        if (end - (size_t)at >= 14 && looks_secret(s, (size_t)at, end, true))
            sensing_add(s, SENSITIVE_PASSWORD, SEVERITY_STOP, (size_t)at, end, pass_why);
    }
}

/* Four numbers up to 255 with dots between, and no word before them that makes it a version. */
static void find_ip4(struct sensing *s)
{
    for (size_t i = 0; i < s->text.n; i++) {
        size_t at = i, groups = 0, digits = 0;
        bool edge = i == 0 || (!alnum_at(s, i - 1) && s->text.p[i - 1] != '.');
        while (edge && groups < 4) {
            unsigned value = 0;
            size_t n = 0;
            for (; n < 4 && at < s->text.n && ascii_is_digit((unsigned char)s->text.p[at]); n++)
                value = value * 10 + (unsigned)(s->text.p[at++] - '0');
            if (n == 0 || n > 3 || value > 255)
                break;
            groups++;
            digits += n;
            if (groups < 4 && (at >= s->text.n || s->text.p[at++] != '.'))
                break;
        }
        bool more = at < s->text.n && s->text.p[at] == '.' && alnum_at(s, at + 1);
        if (!edge || groups < 4 || digits < 5 || more || alnum_at(s, at))
            continue;
        if (!sensing_near(s, sensing_token_at(s, i), 4, 3, CUE_RELEASE))
            sensing_add(s, SENSITIVE_IP, SEVERITY_INFO, i, at,
                        "The address of a machine on the internet.");
        i = at;
    }
}

/* "zero seven seven zero zero, nine double zero": seven such words or more in a row. */
static void find_spelled_phones(struct sensing *s)
{
    for (size_t i = 0; i < s->n_tokens; i++) {
        size_t n = 0;
        while (i + n < s->n_tokens && (s->cues[i + n] & CUE_DIGIT) != 0)
            n++;
        if (n >= 7)
            sensing_add_tokens(s, SENSITIVE_PHONE, SEVERITY_WARN, i, i + n - 1,
                               "A phone number that anybody can copy from here.");
        i += n;
    }
}

/* "me (at) site.example", "me [at] site [dot] example". */
static void find_hidden_mail(struct sensing *s)
{
    for (size_t i = 1; i + 1 < s->n_tokens; i++) {
        const struct token *t = &s->tokens[i];
        char before = t->from > 0 ? s->text.p[t->from - 1] : ' ';
        if (!str_is(t->norm, "at") || (before != '(' && before != '['))
            continue;
        size_t end = i + 1;
        while (end + 1 < s->n_tokens && end < i + 5 &&
               (str_is(s->tokens[end + 1].norm, "dot") || str_is(s->tokens[end].norm, "dot") ||
                s->text.p[s->tokens[end].to] == '.'))
            end++;
        if (end > i + 1)
            sensing_add_tokens(s, SENSITIVE_EMAIL, SEVERITY_WARN, i - 1, end,
                               "An e-mail address that anybody can copy from here.");
    }
}

/* IPv6: at least two colons, hexadecimal groups of up to four digits, with "::" or eight groups
 * (RFC 4291). */
static size_t ip6_end(const struct sensing *s, size_t at)
{
    size_t groups = 0, run = 0, i = at;
    bool gap = false, digit = false;
    for (; i < s->text.n && i - at < 46; i++) {
        char c = ascii_lower(s->text.p[i]);
        if (ascii_is_digit((unsigned char)c) || (c >= 'a' && c <= 'f')) {
            digit = digit || ascii_is_digit((unsigned char)c);
            if (++run > 4)
                return at;
            continue;
        }
        if (c != ':')
            break;
        groups += run > 0;
        gap = gap || run == 0;
        run = 0;
    }
    groups += run > 0;
    return digit && ((gap && groups >= 3) || groups == 8) ? i : at;
}

static void find_ip6(struct sensing *s)
{
    for (size_t i = 0; i + 1 < s->text.n; i++) {
        if (i > 0 && alnum_at(s, i - 1))
            continue;
        if (s->text.p[i] == ':' || !alnum_at(s, i))
            continue;
        size_t end = i;
        while (end < s->text.n && end - i < 5 && alnum_at(s, end))
            end++;
        if (end < s->text.n && s->text.p[end] == ':' && (end = ip6_end(s, i)) > i)
            sensing_add(s, SENSITIVE_IP, SEVERITY_INFO, i, end,
                        "The address of a machine on the internet.");
    }
}

void sensing_secrets(struct sensing *s)
{
    find_ids(s);
    find_spanish_ids(s);
    find_ip4(s);
    if ((s->all_cues & CUE_DIGIT) != 0)
        find_spelled_phones(s);
    find_hidden_mail(s);
    find_passwords(s);
    if (str_chr(s->text, '_') >= 0 || str_chr(s->text, '-') >= 0 ||
        str_find(s->text, STR("AKIA")) >= 0)
        find_keys(s);
    if (str_find(s->text, STR("::")) >= 0 || str_find(s->text, STR(":0")) >= 0)
        find_ip6(s);
}
