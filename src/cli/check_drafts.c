/* cli/check_drafts.c: the drafts that are checked: files, folders, standard input. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/check.h"

#include "context/picture.h"
#include "sandbox/pictures.h"
#include "core/limits.h"
#include "output/output.h"
#include "writing/prose.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum {
    FILES_MOST = 100000, /* of a folder and those in it */
    FOLDERS_DEEP = 32
};

/* Prints one check, or adds it to the JSON. */
static void show(struct job *j, const char *file, const struct check *k)
{
    if (file && !j->as_json)
        buf_printf(&j->out, "%s%s\n", j->drafts ? "\n" : "", file);
    for (size_t i = 0; i < j->places.asked; i++) {
        if (k->results[i].verdict > j->worst)
            j->worst = k->results[i].verdict;
        if (j->as_json)
            output_check(&j->json, file, j->places.place, i, k);
        else
            show_result(&j->out, &j->places, i, k, j->explains);
    }
    if (!j->as_json && j->explains)
        show_facts(&j->out, k);
    if (!j->as_json && k->note.n)
        buf_printf(&j->out, STRF "\n", STRA(k->note));
    j->drafts++;
}

static enum err_code check_text(struct job *j, const char *file, struct str text)
{
    struct check k;
    enum err_code rc = check_run(&j->judges, j->learned, text, j->places.place, j->places.n,
                                 j->work, &k, &j->c->err);
    if (rc == ERR_OK)
        show(j, file, &k);
    return rc;
}

/* `shown` is the file's name where it has one to be told. */
static enum err_code check_stream(struct job *j, const char *name, const char *shown, FILE *f)
{
    struct buf b;
    char piece[65536];
    size_t n;
    arena_reset(j->work);
    buf_init(&b, LIMIT_DRAFT);
    while ((n = fread(piece, 1, sizeof piece, f)) > 0)
        buf_put(&b, piece, n);
    enum err_code rc = ERR_OK;
    struct str text = buf_view(&b);
    if (ferror(f))
        rc = err_set(&j->c->err, ERR_IO, "%s can't be read: %s", name ? name : "the draft",
                     strerror(errno));
    else if (b.over)
        rc = err_set(&j->c->err, ERR_LIMIT, "%s is larger than %zu MB: too long for a draft",
                     name ? name : "the text", (size_t)(LIMIT_DRAFT >> 20));
    else if (name && is_markdown(str_from(name)))
        text = prose_of_markdown(text, j->work);
    if (rc == ERR_OK)
        rc = check_text(j, shown, text);
    buf_free(&b);
    return rc;
}

static bool ends_in(struct str name, const char *const *endings)
{
    for (; *endings; endings++) {
        struct str end = str_from(*endings);
        if (name.n > end.n && str_eq_ci(str_after(name, name.n - end.n), end))
            return true;
    }
    return false;
}

static bool is_draft(struct str name)
{
    static const char *const endings[] = {".txt", NULL};
    return is_markdown(name) || ends_in(name, endings);
}

/* A line of a digit and a sentence each, as pictures_tell gives them. */
static size_t take_told(struct str told, struct arena *a, struct sensitive list[PICTURE_FACTS])
{
    struct str line;
    size_t n = 0;
    while (n < PICTURE_FACTS && str_cut(&told, '\n', &line)) {
        if (line.n < 2 || line.p[0] < '0' || line.p[0] > '0' + SEVERITY_STOP)
            continue;
        list[n++] = (struct sensitive){.kind = SENSITIVE_PICTURE,
                                       .severity = (enum severity)(line.p[0] - '0'),
                                       .why = arena_cstr(a, str_after(line, 1))};
    }
    return n;
}

/* What a picture gives away beside what it shows: where, when and by whom it was taken. It is read
 * in the sandbox of pictures. */
static enum err_code check_picture(struct job *j, const char *path)
{
    struct check k;
    struct sensitive list[PICTURE_FACTS];
    struct pictures *with = NULL;
    struct str told = STR_NONE;
    arena_reset(j->work);
    int in = open(path, O_RDONLY | O_CLOEXEC);
    if (in < 0)
        return err_set(&j->c->err, ERR_NOT_FOUND, "%s can't be read: %s", path,
                       strerror(errno));
    enum err_code rc = pictures_open(&with, &j->c->err);
    if (rc == ERR_OK)
        rc = pictures_tell(with, in, j->work, &told, &j->c->err);
    close(in);
    pictures_close(with);
    if (rc)
        return err_wrap(&j->c->err, "%s", path);
    rc = check_found(&j->judges, list, take_told(told, j->work, list), j->places.place,
                     j->places.n, j->work, &k, &j->c->err);
    if (rc == ERR_OK)
        show(j, path, &k);
    return rc;
}

static enum err_code check_file(struct job *j, const char *path, bool named)
{
    if (picture_name(str_from(path)))
        return check_picture(j, path);
    FILE *f = fopen(path, "rb");
    if (!f)
        return err_set(&j->c->err, ERR_NOT_FOUND, "%s can't be read: %s", path,
                       strerror(errno));
    enum err_code rc = check_stream(j, path, named ? path : NULL, f);
    fclose(f);
    return rc;
}

/* Every draft in it and in the folders in it, by name; links to folders are not followed. */
static enum err_code check_folder(struct job *j, const char *dir, int deep)
{
    struct dirent **names = NULL;
    if (deep == FOLDERS_DEEP)
        return err_set(&j->c->err, ERR_LIMIT, "%s lies more than %d folders deep", dir,
                       FOLDERS_DEEP);
    int n = scandir(dir, &names, NULL, alphasort);
    if (n < 0)
        return err_set(&j->c->err, ERR_IO, "%s can't be read: %s", dir, strerror(errno));
    enum err_code rc = ERR_OK;
    for (int i = 0; i < n; i++) {
        struct stat st;
        struct str name = str_from(names[i]->d_name);
        struct str path = arena_printf(j->c->a, "%s%s%s", dir,
                                       str_ends(str_from(dir), STR("/")) ? "" : "/", name.p);
        bool looks = rc == ERR_OK && name.p[0] != '.' && lstat(path.p, &st) == 0;
        if (looks && S_ISDIR(st.st_mode))
            rc = check_folder(j, path.p, deep + 1);
        else if (looks && is_draft(name) && stat(path.p, &st) == 0 && S_ISREG(st.st_mode))
            rc = j->drafts < FILES_MOST
                     ? check_file(j, path.p, true)
                     : err_set(&j->c->err, ERR_LIMIT, "there are more than %d drafts in %s",
                               FILES_MOST, dir);
        free(names[i]);
    }
    free(names);
    return rc;
}

enum err_code check_drafts(struct job *j)
{
    struct call *c = j->c;
    enum err_code rc = ERR_OK;
    if (c->args == 0 || (c->args == 1 && strcmp(c->arg[0], "-") == 0)) {
        if (isatty(0))
            fputs("Write your draft, then Ctrl-D:\n", stderr);
        return check_stream(j, NULL, NULL, stdin);
    }
    for (size_t i = 0; i < c->args && rc == ERR_OK; i++) {
        struct stat st;
        if (stat(c->arg[i], &st) == 0 && S_ISDIR(st.st_mode))
            rc = check_folder(j, c->arg[i], 0);
        else
            rc = check_file(j, c->arg[i], c->args > 1);
    }
    return rc;
}
