/* tools/who-may.c: writes docs/who-may-do-what.md: each route of the page, and who may call it. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/request.h"

#include <stdio.h>
#include <string.h>

/* What the words of the table of routes mean, said once more: a test runs every route as each of
 * these and holds what happens against what stands here. */
enum asker {
    NOBODY,
    ANOTHER,
    WRITER,
    APPROVER,
    ADMIN,
    ONESELF,
    HOST,
    WHO_COUNT
};

static bool may(enum access access, enum asker who)
{
    switch (access) {
    case FOR_ANYBODY:
        return true;
    case FOR_SESSION:
        return who != NOBODY;
    case FOR_WRITER:
        return who != NOBODY;
    case FOR_APPROVER:
        return who != NOBODY && who != WRITER;
    case FOR_ADMIN:
        return who != NOBODY && who != WRITER && who != APPROVER;
    case FOR_SELF:
        return who == ANOTHER || who == ONESELF || who == HOST;
    case FOR_HOST:
        return who == HOST;
    case ACCESS_COUNT:
        break;
    }
    return false;
}

static const char *cell(const struct route *row, enum asker who)
{
    if (!may(row->access, who))
        return "no";
    bool whose = row->access != FOR_ANYBODY && row->access != FOR_HOST;
    return who == ANOTHER && whose ? "own" : "yes";
}

int main(void)
{
    size_t n;
    const struct route *row = route_list(&n);
    puts("# Who may do what\n\n"
         "Every address of Tact and who may call it. Made from the table of routes "
         "(`src/web/routes.c`) by\n`tools/who-may.c`; `tests/browser/who-may.test.mjs` calls "
         "every one as everybody and compares.\n\n"
         "*nobody* is not signed in; *another owner* is signed in and asks for what is not "
         "theirs (own: they\nreach their own rows, never others': an id of somebody else is "
         "answered as one that there is not);\n*writer*, *approver* and *admin* act for the "
         "company that the rows belong to; *oneself* asks for what\nis theirs; *host* lets "
         "others in, and sees no more of them than their names. A key of a program may\nwhat "
         "its scopes say of the rows that a writer, approver or admin may, of its owner's own "
         "data.\n\n"
         "| | address | API | nobody | another owner | writer | approver | admin | oneself | "
         "host |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
    for (size_t i = 0; i < n; i++) {
        printf("| %s | `%s` | %s |", row[i].method == METHOD_GET ? "GET" : "POST",
               row[i].pattern, row[i].api ? "yes" : "no");
        for (int who = 0; who < WHO_COUNT; who++)
            printf(" %s |", cell(&row[i], (enum asker)who));
        putchar('\n');
    }
    return 0;
}
