/* cli/help.c: `tact help`, the man page and the shell completion, all from the command rows. */
/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/command.h"

#include "core/limits.h"

#include <string.h>

/* Text at most 78 columns wide; an empty line between paragraphs stays. */
static void put_wrapped(struct buf *b, const char *text)
{
    size_t column = 0;
    for (struct str rest = str_from(text), word; rest.n;) {
        if (rest.p[0] == '\n') {
            buf_lit(b, column ? "\n\n" : "");
            column = 0;
            rest = str_after(rest, 1);
            continue;
        }
        size_t n = 0;
        while (n < rest.n && rest.p[n] != ' ' && rest.p[n] != '\n')
            n++;
        word = str_sub(rest, 0, n);
        rest = str_after(rest, n + (n < rest.n && rest.p[n] == ' '));
        if (word.n == 0)
            continue;
        if (column && column + 1 + word.n > 78) {
            buf_char(b, '\n');
            column = 0;
        } else if (column) {
            buf_char(b, ' ');
            column++;
        }
        buf_str(b, word);
        column += word.n;
    }
    buf_char(b, '\n');
}

/* The help with its list, which other files of the program know. */
static struct str whole_help(const struct command *cmd, struct buf *b)
{
    buf_lit(b, cmd->help);
    if (cmd->list)
        cmd->list(b);
    return str_from(buf_cstr(b));
}

static void put_overview(struct buf *b)
{
    size_t n;
    const struct command *const *list = command_list(&n);
    buf_lit(b, "Tact keeps your networks in one place and in context.\n\n"
               "use: tact [--home DIR] [--owner OWNER] COMMAND …\n\n");
    for (size_t i = 0; i < n; i++)
        buf_printf(b, "  %-11s %s\n", list[i]->name, list[i]->summary);
    buf_lit(b, "\nYour data lives in DIR (else $TACT_HOME, else $XDG_DATA_HOME/tact, else\n"
               "~/.local/share/tact) and leaves it only when you publish.\n"
               "tact help COMMAND says more, with an example.\n");
}

static void put_command(struct buf *b, const struct command *cmd)
{
    buf_printf(b, "tact %s: %s\n\nuse: tact %s %s\n\n", cmd->name, cmd->summary, cmd->name,
               cmd->usage);
    struct buf help;
    buf_init(&help, KIB(64));
    put_wrapped(b, whole_help(cmd, &help).p);
    buf_free(&help);
    for (const struct option_row *o = cmd->options; o && o->name; o++) {
        char both[64];
        snprintf(both, sizeof both, "%s%s%s", o->name, o->value ? " " : "",
                 o->value ? o->value : "");
        buf_printf(b, "%s  %-18s %s\n", o == cmd->options ? "\n" : "", both, o->help);
    }
    buf_printf(b, "\nexample:\n  %s\n", cmd->example);
}

/* mdoc(7): a word that begins with a point or quote would be a macro. */
static void put_mdoc_text(struct buf *b, const char *text)
{
    for (const char *p = text; *p; p++) {
        if (*p == '\n' && p[1] == '\n') {
            buf_lit(b, "\n.Pp\n");
            p++;
        } else if (*p == '\\') {
            buf_lit(b, "\\e");
        } else if (*p == '`') {
            buf_lit(b, "\\(oq");
        } else {
            buf_char(b, *p);
        }
    }
    buf_char(b, '\n');
}

static void put_mdoc_command(struct buf *b, const struct command *cmd)
{
    buf_printf(b, ".It Cm %s Ar %s\n", cmd->name, *cmd->usage ? cmd->usage : "\\&");
    struct buf help;
    buf_init(&help, KIB(64));
    put_mdoc_text(b, whole_help(cmd, &help).p);
    buf_free(&help);
    if (cmd->options)
        buf_lit(b, ".Bl -tag -width Ds\n");
    for (const struct option_row *o = cmd->options; o && o->name; o++) {
        buf_printf(b, ".It Fl \\&%s %s%s\n", o->name + 1, o->value ? "Ar " : "",
                   o->value ? o->value : "");
        put_mdoc_text(b, o->help);
    }
    if (cmd->options)
        buf_lit(b, ".El\n");
    buf_lit(b, ".Pp\nExample:\n.Dl ");
    put_mdoc_text(b, cmd->example);
}

static void put_mdoc(struct buf *b)
{
    size_t n;
    const struct command *const *list = command_list(&n);
    buf_lit(
        b,
        ".Dd November 22, 2026\n.Dt TACT 1\n.Os\n.Sh NAME\n.Nm tact\n"
        ".Nd your networks in one place and in context\n.Sh SYNOPSIS\n.Nm tact\n"
        ".Op Fl \\&-home Ar DIR\n.Op Fl \\&-owner Ar OWNER\n.Ar COMMAND\n.Ar ...\n.Sh DESCRIPTION\n"
        "Tact reads the archives that your networks give you, knows the people in them, "
        "and holds what you are about to post against the place where you would post "
        "it.\n.Pp\nThe commands:\n.Bl -tag -width Ds\n");
    for (size_t i = 0; i < n; i++)
        put_mdoc_command(b, list[i]);
    buf_lit(b, ".El\n.Sh ENVIRONMENT\n.Bl -tag -width TACT_HOME\n.It Ev TACT_HOME\n"
               "Where the data lives, unless\n.Fl \\&-home\nsays otherwise.\n.El\n"
               ".Sh FILES\n.Bl -tag -width Ds\n.It Pa DIR/tact.db\nEverything: copy it to keep "
               "it.\n.It Pa DIR/rules.txt\nYour own rules for the check, in the place of those "
               "that come with Tact.\n.El\n.Sh EXIT STATUS\n"
               "0 if all went well; for\n.Cm check\n1 if one account says think twice and 2 if "
               "one says keep out; 1 if\n.Cm search\nor\n.Cm people\nfound nothing; 3 if "
               "something failed; 64 for wrong use.\n");
}

static int run(struct call *c)
{
    struct buf b;
    buf_init(&b, MIB(4));
    if (call_has(c, "--mdoc")) {
        put_mdoc(&b);
    } else if (c->args) {
        const struct command *cmd = command_find(c->arg[0]);
        if (!cmd) {
            buf_free(&b);
            return call_usage(c, "there is no command %s", c->arg[0]);
        }
        put_command(&b, cmd);
    } else {
        put_overview(&b);
    }
    return call_print(c, &b);
}

static const struct option_row options[] = {
    {"--mdoc", NULL, "the man page, for mandoc or groff"},
    {NULL,     NULL, NULL                               }
};

extern const struct command command_help;
const struct command command_help = {.name = "help",
                                     .summary = "say how a command is used",
                                     .usage = "[COMMAND] [--mdoc]",
                                     .help = "Without COMMAND, what commands there are.",
                                     .example = "tact help import",
                                     .options = options,
                                     .args_most = 1,
                                     .run = run};

/* `tact completion`: a script for bash. */

static int run_completion(struct call *c)
{
    size_t n;
    const struct command *const *list = command_list(&n);
    struct buf b;
    buf_init(&b, MIB(1));
    buf_lit(&b, "# bash completion for tact; load it with: . <(tact completion)\n"
                "_tact()\n{\n"
                "    local cur=${COMP_WORDS[COMP_CWORD]} cmd= i\n"
                "    for ((i = 1; i < COMP_CWORD; i++)); do\n"
                "        case ${COMP_WORDS[i]} in\n"
                "        --home|--owner) ((i++)) ;;\n"
                "        -*) ;;\n"
                "        *) cmd=${COMP_WORDS[i]}; break ;;\n"
                "        esac\n    done\n"
                "    local words=\n    case $cmd in\n    '') words='--home --owner");
    for (size_t i = 0; i < n; i++)
        buf_printf(&b, " %s", list[i]->name);
    buf_lit(&b, "' ;;\n");
    for (size_t i = 0; i < n; i++) {
        buf_printf(&b, "    %s) words='--help", list[i]->name);
        for (const struct option_row *o = list[i]->options; o && o->name; o++)
            buf_printf(&b, " %s", o->name);
        buf_lit(&b, "' ;;\n");
    }
    buf_lit(&b,
            "    esac\n"
            "    COMPREPLY=($(compgen -W \"$words\" -- \"$cur\"))\n"
            "    case $cmd in import|check|export) COMPREPLY+=($(compgen -f -- \"$cur\")) ;;"
            " esac\n}\ncomplete -o filenames -F _tact tact\n");
    return call_print(c, &b);
}

extern const struct command command_completion;
const struct command command_completion = {
    .name = "completion",
    .summary = "print a completion script for bash",
    .usage = "",
    .help = "Load it once with the example, or put its output into "
            "~/.local/share/bash-completion/completions/tact.",
    .example = ". <(tact completion)",
    .run = run_completion};
