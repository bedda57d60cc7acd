/* context/sensitive_people.c: children, illness, and what others would not want told. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "context/sensitive_parts.h"

static const char child_found[] =
    "A child's name together with its school or birth date: enough for a stranger to find it.";

/* The name right behind "my daughter", of one word or several: how many; *first is the first. */
static size_t child_name(const struct sensing *s, size_t from, size_t *first)
{
    size_t n = 0;
    for (size_t k = from; k < s->n_tokens && k < from + (n > 0 ? 5 : 2); k++) {
        bool name = sensing_is_name(s, k) && (s->cues[k] & CUE_SCHOOL) == 0;
        bool apart =
            n > 0 && s->tokens[k].from > s->tokens[k - 1].to + 1; /* a bracket, a comma */
        if (n > 0 && (!name || apart))
            break;
        if (!name)
            continue;
        *first = n == 0 ? k : *first;
        n++;
    }
    return n;
}

/* "my daughter Ann", and what else is told about her. */
static void find_my_children(struct sensing *s)
{
    bool born = s->n_dates > 0 && (s->all_cues & CUE_BIRTH) != 0;
    for (size_t i = 0; i < s->n_tokens; i++) {
        size_t first = 0;
        bool child = (s->cues[i] & CUE_CHILD) != 0;
        size_t n = child ? child_name(s, sensing_phrase_end(s, i) + 1, &first) : 0;
        if (n == 0)
            continue;
        bool proud = str_is(s->tokens[i].norm, "proud"); /* "of Ann": a child only at school */
        bool school = sensing_near(s, i, 4, 20, CUE_SCHOOL);
        if (school || (born && !proud))
            sensing_add_tokens(s, SENSITIVE_CHILD, SEVERITY_STOP, first, first + n - 1,
                               child_found);
        else if (!proud)
            sensing_add_tokens(s, SENSITIVE_CHILD, n > 1 ? SEVERITY_WARN : SEVERITY_INFO, first,
                               first + n - 1,
                               n > 1 ? "A child's full name." : "A child's given name.");
    }
}

/* "Waldschule", "Hauptschule": German schools are one word. */
static bool in_school_word(const struct sensing *s, size_t i)
{
    return s->tokens[i].norm.n > 8 && str_ends(s->tokens[i].norm, STR("schule"));
}

/* The first name of a sentence that is not part of the school's. */
static size_t pupil(const struct sensing *s, size_t first, size_t last, size_t *at)
{
    size_t n = 0;
    for (size_t from = first; from <= last; from = *at + n) {
        bool school = false;
        n = sensing_names(s, from, last, at);
        if (n == 0)
            return 0;
        for (size_t k = *at; k < *at + n + 1 && k < s->n_tokens; k++)
            school = school || (s->cues[k] & CUE_SCHOOL_NAME) != 0 || in_school_word(s, k) ||
                     (k < *at + n && (s->cues[k] & CUE_SCHOOL) != 0);
        if (*at > 0)
            school = school || (s->cues[*at - 1] & CUE_SCHOOL_NAME) != 0;
        if (!school)
            return n;
    }
    return 0;
}

/* "Tilly turns 8, party at Greenway Juniors", "Lotta Wiemann kommt in die 2b". */
static void find_pupils(struct sensing *s)
{
    for (size_t i = 0; i < s->n_tokens; i++) {
        size_t first, last, at;
        if ((s->cues[i] & CUE_PUPIL) == 0)
            continue;
        sensing_sentence(s, i, &first, &last);
        size_t n = pupil(s, first, last, &at);
        bool school = sensing_near(s, i, 14, 16, CUE_SCHOOL | CUE_SCHOOL_NAME);
        bool young = (s->cues[i] & CUE_TURNS) != 0;
        if (n == 0 || (!school && !young))
            continue;
        sensing_add_tokens(s, SENSITIVE_CHILD, school ? SEVERITY_STOP : SEVERITY_WARN, at,
                           at + n - 1,
                           school ? child_found : "A child's name with its age or birthday.");
    }
}

/* A school by its name: "Ridgeway School", "CEIP Las Encinas", "Waldschule Nord". */
static bool is_named_school(const struct sensing *s, size_t i)
{
    struct str norm = s->tokens[i].norm;
    bool saint = str_is(norm, "st") || str_starts(norm, STR("saint"));
    bool word = (s->cues[i] & CUE_SCHOOL_NAME) != 0 || in_school_word(s, i);
    return word && !saint &&
           ((i > 0 && sensing_is_name(s, i - 1)) ||
            (i + 1 < s->n_tokens && sensing_is_name(s, i + 1)));
}

/* Somebody named beside a school that is named, told of today: "Oscar Pettigrew, Thornbury
 * Primary"; and "Benjamin's nursery". */
static void find_at_school(struct sensing *s)
{
    for (size_t i = 0; i < s->n_tokens; i++) {
        size_t first, last, at;
        struct str before = i > 0 ? s->tokens[i - 1].norm : STR_NONE;
        bool kept_by = (s->cues[i] & CUE_SCHOOL_NAME) != 0 && str_ends(before, STR("'s")) &&
                       s->tokens[i - 1].rare;
        if (!kept_by && !is_named_school(s, i))
            continue;
        sensing_sentence(s, i, &first, &last);
        if (sensing_find(s, first, last, CUE_PAST | CUE_TITLE | CUE_GENERAL) < s->n_tokens)
            continue;
        size_t n = kept_by ? 1 : pupil(s, first, last, &at);
        if (n > 0)
            sensing_add_tokens(s, SENSITIVE_CHILD, SEVERITY_STOP, kept_by ? i - 1 : at,
                               kept_by ? i - 1 : at + n - 1, child_found);
    }
}

/* A name right before a birth date of the last years: "Dev (born 2 April 2017)". */
static void find_young(struct sensing *s)
{
    enum {
        YOUNG_SINCE = 2010
    };
    for (size_t i = 0; i < s->n_dates; i++) {
        size_t at = sensing_token_at(s, s->dates[i].from);
        struct str date = str_sub(s->text, s->dates[i].from, s->dates[i].to);
        struct str year = str_after(date, date.n > 4 ? date.n - 4 : 0);
        size_t from = at > 4 ? at - 4 : 0;
        size_t name;
        int64_t v = 0;
        if (!str_i64(year, &v) || v < YOUNG_SINCE || v > 2099 || at == 0 ||
            !sensing_near(s, at, 3, 0, CUE_BIRTH))
            continue;
        size_t n = sensing_names(s, from, at - 1, &name);
        if (n > 0)
            sensing_add_tokens(s, SENSITIVE_CHILD, SEVERITY_STOP, name, name + n - 1,
                               child_found);
    }
}

/* Somebody's illness: the writer's own, of somebody close, or of somebody named. */
static void find_health(struct sensing *s)
{
    for (size_t i = 0; i < s->n_tokens; i++) {
        size_t first, last, name;
        if ((s->cues[i] & CUE_ILL) == 0)
            continue;
        sensing_sentence(s, i, &first, &last);
        bool told_of = sensing_find(s, first, last, CUE_GENERAL | CUE_STORY) < s->n_tokens;
        bool self = sensing_find(s, first, last, CUE_SELF | CUE_KIN) < s->n_tokens;
        bool named = sensing_names(s, first, i > first ? i - 1 : i, &name) > 0 && name != i;
        bool own =
            (s->cues[i] & CUE_TREATED) != 0; /* "tested positive": nobody else is meant */
        if (told_of || !(self || named || own))
            continue;
        sensing_add_tokens(s, SENSITIVE_HEALTH, SEVERITY_WARN, i, sensing_phrase_end(s, i),
                           self || own
                               ? "This tells about your health, or that of somebody close."
                               : "This tells about somebody's health.");
    }
}

/* A name with what its bearer told in confidence, or would not want told. */
static void find_third_parties(struct sensing *s)
{
    for (size_t i = 0; i < s->n_tokens; i++) {
        size_t first, last, name;
        bool told = (s->cues[i] & CUE_TOLD) != 0;
        if (!told && (s->cues[i] & CUE_SECRET) == 0)
            continue;
        sensing_sentence(s, i, &first, &last);
        bool both = sensing_find(s, first, last, CUE_SECRET) < s->n_tokens &&
                    sensing_find(s, first, last, CUE_RUMOUR) < s->n_tokens;
        size_t n = both || told ? sensing_names(s, first, last, &name) : 0;
        if (n == 0)
            continue;
        sensing_add_tokens(s, SENSITIVE_THIRD, SEVERITY_WARN, name, name + n - 1,
                           "This tells something private about somebody else; ask first.");
        i = last;
    }
}

/* "Dr Prout should never touch a knife": somebody named is accused. */
static void find_accused(struct sensing *s)
{
    for (size_t i = 0; i + 1 < s->n_tokens; i++) {
        size_t first, last, name;
        if ((s->cues[i] & CUE_TITLE) == 0 || !sensing_is_name(s, i + 1))
            continue;
        sensing_sentence(s, i, &first, &last);
        size_t n = sensing_names(s, i + 1, last, &name);
        if (n == 0 || !sensing_near(s, i, 14, 20, CUE_ACCUSE))
            continue;
        sensing_add_tokens(
            s, SENSITIVE_THIRD, SEVERITY_STOP, i, name + n - 1,
            "Somebody is accused by name: that belongs before a court, not here.");
    }
}

/* A hard time that the writer shows. */
static void find_low(struct sensing *s)
{
    for (size_t i = 0; i < s->n_tokens; i++) {
        size_t first, last;
        if ((s->cues[i] & CUE_LOW) == 0)
            continue;
        sensing_sentence(s, i, &first, &last);
        if (sensing_find(s, first, last, CUE_STORY | CUE_GENERAL) < s->n_tokens)
            continue;
        sensing_add_tokens(s, SENSITIVE_LOW, SEVERITY_INFO, i, sensing_phrase_end(s, i),
                           "this shows a hard time: a small circle is kinder than everybody");
    }
}

/* Contempt needs no swear word: a group of people, and what is said of it. */
static void find_contempt(struct sensing *s)
{
    for (size_t i = 0; i < s->n_tokens; i++) {
        if ((s->cues[i] & CUE_GROUP) == 0 || !sensing_near(s, i, 12, 18, CUE_AGAINST))
            continue;
        sensing_add_tokens(s, SENSITIVE_CONTEMPT, SEVERITY_STOP, i, sensing_phrase_end(s, i),
                           "this puts down a whole group of people, and it stays with you for "
                           "years");
    }
}

/* The names of the owner's own list. */
static void find_listed(struct sensing *s)
{
    for (size_t i = 0; i < s->n_tokens; i++) {
        if ((s->cues[i] & CUE_OWN_CHILD) != 0)
            sensing_add_tokens(s, SENSITIVE_CHILD, SEVERITY_WARN, i, sensing_phrase_end(s, i),
                               "A child's name of your own list.");
    }
}

void sensing_people(struct sensing *s)
{
    find_my_children(s);
    find_pupils(s);
    find_at_school(s);
    find_young(s);
    find_listed(s);
    find_health(s);
    find_third_parties(s);
    find_accused(s);
    find_low(s);
    find_contempt(s);
}
