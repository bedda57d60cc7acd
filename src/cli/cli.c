/* cli/cli.c: argv into a call of a command; what the commands share. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/command.h"

#include "core/limits.h"
#include "core/mem.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    DB_ADDRESS_BYTES = 4096
};

/* The commands, one file each. A new one is a file and a line here. */
extern const struct command command_account, command_accounts, command_backup, command_check,
    command_circles, command_company, command_completion, command_context, command_copy,
    command_demo, command_draft, command_export, command_forget_owner, command_help,
    command_import, command_imports, command_invite, command_learn, command_learned,
    command_merge, command_outbox, command_owner, command_owners, command_password,
    command_people, command_person, command_pictures, command_post, command_rebuild,
    command_reply, command_restore, command_review, command_schedule, command_search,
    command_serve, command_split, command_sync, command_undo, command_version;
static const struct command *const commands[] = {
    &command_account,      &command_accounts, &command_backup,     &command_check,
    &command_circles,      &command_company,  &command_completion, &command_context,
    &command_copy,         &command_demo,     &command_draft,      &command_export,
    &command_forget_owner, &command_help,     &command_import,     &command_imports,
    &command_invite,       &command_learn,    &command_learned,    &command_merge,
    &command_outbox,       &command_owner,    &command_owners,     &command_password,
    &command_people,       &command_person,   &command_pictures,   &command_post,
    &command_rebuild,      &command_reply,    &command_restore,    &command_review,
    &command_schedule,     &command_search,   &command_serve,      &command_split,
    &command_sync,         &command_undo,     &command_version};

const struct command *const *command_list(size_t *n)
{
    *n = COUNT_OF(commands);
    return commands;
}

const struct command *command_find(const char *name)
{
    for (size_t i = 0; i < COUNT_OF(commands); i++)
        if (strcmp(commands[i]->name, name) == 0)
            return commands[i];
    return NULL;
}

static size_t option_at(const struct command *cmd, const char *name, size_t n)
{
    size_t i = 0;
    for (const struct option_row *o = cmd->options; o && o->name; o++, i++)
        if (strlen(o->name) == n && memcmp(o->name, name, n) == 0)
            return i;
    return SIZE_MAX;
}

bool call_has(const struct call *c, const char *option)
{
    size_t i = option_at(c->command, option, strlen(option));
    return i != SIZE_MAX && c->given[i];
}

const char *call_value(const struct call *c, const char *option)
{
    size_t i = option_at(c->command, option, strlen(option));
    return i != SIZE_MAX && c->values[i] ? c->value[i][c->values[i] - 1] : NULL;
}

int call_fail(struct call *c)
{
    fprintf(stderr, "tact: %s\n", c->err.msg);
    return c->err.code == ERR_INVALID ? EXIT_USAGE : EXIT_FAILED;
}

int call_usage(struct call *c, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    fputs("tact: ", stderr);
    vfprintf(stderr, fmt, ap);
    va_end(ap);
    fprintf(stderr, "; `tact help%s%s` says more\n", c->command ? " " : "",
            c->command ? c->command->name : "");
    return EXIT_USAGE;
}

int call_print(struct call *c, struct buf *b)
{
    bool ok = fwrite(b->p ? b->p : "", 1, b->n, stdout) == b->n && fflush(stdout) == 0;
    buf_free(b);
    if (ok)
        return EXIT_FINE;
    err_set(&c->err, ERR_IO, "what was asked for can't be written: %s", strerror(errno));
    return call_fail(c);
}

void put_count(struct buf *b, int64_t n, const char *one, const char *many)
{
    buf_number(b, n);
    buf_printf(b, " %s", n == 1 ? one : many);
}

/* $TACT_HOME, else $XDG_DATA_HOME/tact, else ~/.local/share/tact */
static const char *default_home(struct arena *a)
{
    const char *home = getenv("TACT_HOME"), *data = getenv("XDG_DATA_HOME"),
               *user = getenv("HOME");
    if (home && *home)
        return home;
    if (data && *data)
        return arena_printf(a, "%s/tact", data).p;
    return arena_printf(a, "%s/.local/share/tact", user && *user ? user : ".").p;
}

/* One option at argv[*i]; its value may stand behind '=' or in the next word. */
static int take_option(struct call *c, int argc, char **argv, int *i)
{
    const char *word = argv[*i], *eq = strchr(word, '=');
    size_t n = eq ? (size_t)(eq - word) : strlen(word);
    size_t at = option_at(c->command, word, n);
    if (at == SIZE_MAX)
        return call_usage(c, "%s has no option %s", c->command->name, word);
    c->given[at] = true;
    if (!c->command->options[at].value)
        return eq ? call_usage(c, "%s takes no value", c->command->options[at].name)
                  : EXIT_FINE;
    const char *value = eq ? eq + 1 : *i + 1 < argc ? argv[++*i] : NULL;
    if (!value)
        return call_usage(c, "%s wants its %s", word, c->command->options[at].value);
    if (c->values[at] == OPTION_REPEATS)
        return call_usage(c, "%s is given too often", word);
    c->value[at][c->values[at]++] = value;
    return EXIT_FINE;
}

static int take_words(struct call *c, int argc, char **argv, int i)
{
    bool options = true;
    for (; i < argc; i++) {
        if (options && strcmp(argv[i], "--") == 0) {
            options = false;
        } else if (options && argv[i][0] == '-' && argv[i][1]) {
            int rc = take_option(c, argc, argv, &i);
            if (rc)
                return rc;
        } else if (c->args == ARGUMENTS_MOST) {
            return call_usage(c, "that is too much at once");
        } else {
            c->arg[c->args++] = argv[i];
        }
    }
    if (c->args < c->command->args_least || c->args > c->command->args_most)
        return call_usage(c, "use: tact %s %s", c->command->name, c->command->usage);
    return EXIT_FINE;
}

static void told(void *ctx, const char *say)
{
    (void)ctx;
    fprintf(stderr, "tact: %s\n", say);
}

/* --owner: whose rows the command is about. Nothing of anybody is touched to find out. */
static enum err_code find_owner(struct call *c, int64_t *id)
{
    const int64_t nobody = INT64_MAX;
    struct owner o;
    struct store *s = NULL;
    *id = 0;
    if (!c->owner)
        return ERR_OK;
    enum err_code rc =
        store_open(&(struct place){.home = c->home, .db = c->db, .owner = nobody}, NULL, NULL,
                   &s, &c->err);
    if (rc == ERR_OK)
        rc = store_owner_find(s, str_from(c->owner), c->a, &o, &c->err);
    if (rc == ERR_OK)
        *id = o.id;
    store_close(s);
    return rc;
}

static int run(struct call *c)
{
    int64_t owner;
    if (c->command->needs == NEEDS_STORE &&
        (find_owner(c, &owner) ||
         store_open(&(struct place){.home = c->home, .db = c->db, .owner = owner}, told, NULL,
                    &c->store, &c->err)))
        return call_fail(c);
    int rc = c->command->run(c);
    store_close(c->store);
    return rc;
}

/* One option in front of the command, with its value behind '=' or in the next word. */
static bool take_front(struct call *c, int argc, char **argv, int *i)
{
    const struct {
        const char *name;
        const char **value;
    } options[] = {
        {"--home",  &c->home },
        {"--db",    &c->db   },
        {"--owner", &c->owner}
    };
    for (size_t k = 0; k < COUNT_OF(options); k++) {
        size_t n = strlen(options[k].name);
        if (strncmp(argv[*i], options[k].name, n) != 0)
            continue;
        if (argv[*i][n] == '=')
            *options[k].value = argv[*i] + n + 1;
        else if (argv[*i][n] == 0 && *i + 1 < argc)
            *options[k].value = argv[++*i];
        else
            continue;
        return true;
    }
    return false;
}

/* Options in front of the command: --home DIR, --db URL, --owner OWNER. Then its name and words. */
static int parse(struct call *c, int argc, char **argv)
{
    int i = 1;
    for (; i < argc && argv[i][0] == '-'; i++) {
        if (take_front(c, argc, argv, &i))
            continue;
        bool help = strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0;
        if (!help && strcmp(argv[i], "--version") != 0)
            return call_usage(c, "there is no option %s in front of a command", argv[i]);
        c->command = command_find(help ? "help" : "version");
        return EXIT_FINE;
    }
    c->command = command_find(i < argc ? argv[i] : "help");
    if (!c->command)
        return call_usage(c, "there is no command %s", argv[i]);
    if (!*c->home)
        return call_usage(c, "--home wants a folder");
    if (c->db && strncmp(c->db, "postgres://", 11) != 0 &&
        strncmp(c->db, "postgresql://", 13) != 0)
        return call_usage(c, "--db wants postgres://USER@HOST/DATABASE");
    /* `tact COMMAND --help` */
    for (int k = i + 1; k < argc; k++) {
        if (strcmp(argv[k], "--") == 0)
            break;
        if (strcmp(argv[k], "--help") == 0 || strcmp(argv[k], "-h") == 0) {
            c->arg[c->args++] = c->command->name;
            c->command = command_find("help");
            return EXIT_FINE;
        }
    }
    return i < argc ? take_words(c, argc, argv, i + 1) : EXIT_FINE;
}

/* $TACT_DB, else the first line of the file $TACT_DB_FILE: a password that stands there is in no
 * list of processes and in nobody's environment. */
static int default_db(struct call *c)
{
    const char *db = getenv("TACT_DB"), *file = getenv("TACT_DB_FILE");
    c->db = db && *db ? db : NULL;
    if (c->db || !file || !*file)
        return EXIT_FINE;
    char line[DB_ADDRESS_BYTES];
    FILE *f = fopen(file, "re");
    bool read = f && fgets(line, sizeof line, f);
    if (f)
        fclose(f);
    struct str address = read ? str_trim(str_from(line)) : STR_NONE;
    if (address.n)
        c->db = arena_cstr(c->a, address);
    return c->db ? EXIT_FINE
                 : call_usage(c, "$TACT_DB_FILE is %s, which %s", file,
                              read ? "has no address on its first line" : "can't be read");
}

int cli_main(int argc, char **argv)
{
    struct call *c = mem_calloc(1, sizeof *c);
    c->a = arena_new(GIB(2));
    c->home = default_home(c->a);
    int rc = default_db(c);
    if (rc == EXIT_FINE)
        rc = parse(c, argc, argv);
    if (rc == EXIT_FINE)
        rc = run(c);
    arena_free(c->a);
    mem_free(c);
    return rc;
}
