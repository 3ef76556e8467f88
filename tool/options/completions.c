/* completions.c - fills the scripts by which bash, zsh and fish complete (completions.bash, .zsh,
 * .fish). */
#include "options/completions.h"

#include "base/embed.h"

#include <string.h>

EMBED(benchmem_bash, BENCHMEM_COMPLETIONS_BASH);
EMBED(benchmem_zsh, BENCHMEM_COMPLETIONS_ZSH);
EMBED(benchmem_fish, BENCHMEM_COMPLETIONS_FISH);

/* What a shell offers for the value of an option. */
enum offer { OFFER_FLAG, OFFER_NOTHING, OFFER_FILES, OFFER_DIRECTORIES, OFFER_WORDS };

static enum offer offer_of(const struct option *o)
{
    static const char *const files[] = {"PATH", "FILE", "PY"};
    if (!o->value)
        return OFFER_FLAG;
    if (o->kind == OPTION_CHOICE || strcmp(o->value, "[COMMAND]") == 0)
        return OFFER_WORDS;
    if (strcmp(o->value, "DIR") == 0)
        return OFFER_DIRECTORIES;
    return str_find(files, sizeof files / sizeof *files, o->value) < 0 ? OFFER_NOTHING
                                                                       : OFFER_FILES;
}

/* What stands for the marks of a script, while it is made. */
struct script {
    const struct program *program;
    struct str names, options, commands, patterns; /* {{names}}, ... */
};

/* The words to choose from, one space between two. */
static void add_words(struct str *s, const struct program *program, const struct option *o)
{
    for (const char *p = o->kind == OPTION_CHOICE ? o->choices : ""; *p; p++)
        str_addc(s, *p == '|' ? ' ' : *p);
    for (const struct command *const *c = program->commands; o->kind != OPTION_CHOICE && *c; c++)
        str_addf(s, "%s%s", c == program->commands ? "" : " ", (*c)->name);
}

/* What a list of completions says of an option: its help as far as the first ';'.  The characters
 * of SPECIAL get a backslash; a single quote becomes QUOTE. */
static void add_brief(struct str *s, const char *text, const char *special, const char *quote)
{
    for (const char *end = text + strcspn(text, ";"); text < end; text++)
        if (*text == '\'')
            str_add(s, quote);
        else
            str_addf(s, "%s%c", strchr(special, *text) ? "\\" : "", *text);
}

/* ---- bash ---- */

static void bash_patterns(struct str *s, const struct program *program,
                          const struct option *options)
{
    /* For each offer but words, of which WORDS is made. */
    static const char *const replies[] = {
        [OFFER_NOTHING] = "return",
        [OFFER_FILES] = "compopt -o default 2>/dev/null; return",
        [OFFER_DIRECTORIES] = "compopt -o dirnames 2>/dev/null; return",
        [OFFER_WORDS] = "words='",
    };
    for (const struct option *o = options; o->name; o++) {
        enum offer offer = offer_of(o);
        if (offer == OFFER_FLAG)
            continue;
        str_addf(s, "        %s", o->name);
        if (o->letter)
            str_addf(s, " | -%c", o->letter);
        str_addf(s, ") %s", replies[offer]);
        if (offer == OFFER_WORDS) {
            add_words(s, program, o);
            str_addc(s, '\'');
        }
        str_add(s, " ;;\n");
    }
}

static void bash_names(struct str *s, const struct option *options)
{
    for (const struct option *o = options; o->name; o++) {
        str_addf(s, "%s ", o->name);
        if (o->letter)
            str_addf(s, "-%c ", o->letter);
    }
}

static void bash_fill(struct script *s)
{
    bash_names(&s->options, s->program->options);
    bash_patterns(&s->patterns, s->program, s->program->options);
    for (const struct command *const *c = s->program->commands; *c; c++) {
        str_addf(&s->names, "%s ", (*c)->name);
        str_addf(&s->commands, "    %s)\n        case $option in\n", (*c)->name);
        bash_patterns(&s->commands, s->program, (*c)->options);
        str_add(&s->commands, "        esac\n        all='");
        bash_names(&s->commands, (*c)->options);
        str_add(&s->commands, "--help -h'\n        ;;\n");
    }
}

/* ---- zsh ---- */

static const char zsh_quote[] = "'\\''";

/* One specification of _arguments; HEAD is the option as it is written there. */
static void zsh_option(struct str *s, const struct program *program, const struct option *o,
                       const char *head)
{
    static const char *const actions[] = {
        [OFFER_FILES] = "_files", [OFFER_DIRECTORIES] = "_files -/", [OFFER_WORDS] = "("};
    enum offer offer = offer_of(o);
    str_addf(s, " \\\n            '%s%s[", o->kind == OPTION_LIST ? "*" : "", head);
    add_brief(s, o->help, "[]:\\", zsh_quote);
    str_addc(s, ']');
    if (o->value)
        str_addf(s, ":%s:", o->value[0] == '[' ? ":" : o->value);
    str_add(s, actions[offer] ? actions[offer] : "");
    if (offer == OFFER_WORDS) {
        add_words(s, program, o);
        str_addc(s, ')');
    }
    str_addc(s, '\'');
}

static void zsh_options(struct str *s, const struct program *program, const struct option *options)
{
    for (const struct option *o = options; o->name; o++) {
        bool is_joined = o->value && o->value[0] != '[';
        zsh_option(s, program, o, arena_printf(s->arena, "%s%s", o->name, is_joined ? "=" : ""));
        if (o->letter)
            zsh_option(s, program, o,
                       arena_printf(s->arena, "-%c%s", o->letter, o->value ? "+" : ""));
    }
}

static void zsh_fill(struct script *s)
{
    zsh_options(&s->options, s->program, s->program->options);
    for (const struct command *const *c = s->program->commands; *c; c++) {
        str_addf(&s->names, "            '%s:", (*c)->name);
        add_brief(&s->names, (*c)->summary, ":\\", zsh_quote);
        str_add(&s->names, "'\n");
        str_addf(&s->commands, "        %s)\n            _arguments -S", (*c)->name);
        zsh_options(&s->commands, s->program, (*c)->options);
        str_add(&s->commands,
                " \\\n            '(- *)'{-h,--help}'[tell what it takes]' '*:file:_files'\n"
                "            ;;\n");
    }
}

/* ---- fish ---- */

/* Ends the line of an option or a command with what is said of it. */
static void fish_end(struct str *s, const char *text)
{
    str_add(s, " -d '");
    add_brief(s, text, "\\", "\\'");
    str_add(s, "'\n");
}

static void fish_options(struct str *s, const struct program *program, const char *command,
                         const struct option *options)
{
    static const char *const values[] = {
        [OFFER_FLAG] = "",          [OFFER_NOTHING] = " -x",
        [OFFER_FILES] = " -r -F",   [OFFER_DIRECTORIES] = " -x -a '(__fish_complete_directories)'",
        [OFFER_WORDS] = " -x -a '",
    };
    for (const struct option *o = options; o->name; o++) {
        str_addf(s, "complete -c benchmem -n '__benchmem_command%s%s' -l %s", *command ? " " : "",
                 command, o->name + 2);
        if (o->letter)
            str_addf(s, " -s %c", o->letter);
        str_add(s, values[offer_of(o)]);
        if (offer_of(o) == OFFER_WORDS) {
            add_words(s, program, o);
            str_addc(s, '\'');
        }
        fish_end(s, o->help);
    }
}

static void fish_fill(struct script *s)
{
    static const struct option help[] = {
        {"--help", 'h', NULL, NULL, OPTION_ON, 0, "tell what it takes"}, {0}};
    fish_options(&s->options, s->program, "", s->program->options);
    for (const struct command *const *c = s->program->commands; *c; c++) {
        str_addf(&s->commands, "complete -c benchmem -n '__benchmem_command' -a %s", (*c)->name);
        fish_end(&s->commands, (*c)->summary);
        fish_options(&s->commands, s->program, (*c)->name, (*c)->options);
        fish_options(&s->commands, s->program, (*c)->name, help);
    }
}

int completions_write(const struct program *program, const char *shell, FILE *out,
                      struct error *err)
{
    static const char *const shells[] = {"bash", "zsh", "fish"};
    const char *const scripts[] = {benchmem_bash, benchmem_zsh, benchmem_fish};
    void (*const fill[])(struct script *) = {bash_fill, zsh_fill, fish_fill};
    int found = str_find(shells, sizeof shells / sizeof *shells, shell);
    if (!shell)
        return error_set(err, EXIT_USAGE, "--completions: wants a shell: bash, zsh or fish");
    if (found < 0)
        return error_set(err, EXIT_USAGE, "--completions: '%s' is not one of bash, zsh, fish",
                         shell);
    struct arena a = {0};
    struct script s = {program, str_new(&a), str_new(&a), str_new(&a), str_new(&a)};
    fill[found](&s);
    const struct str_place places[] = {{"{{version}}", program->version},
                                       {"{{names}}", s.names.data},
                                       {"{{options}}", s.options.data},
                                       {"{{commands}}", s.commands.data},
                                       {"{{patterns}}", s.patterns.data}};
    fputs(str_fill(&a, scripts[found], places, sizeof places / sizeof *places), out);
    arena_release(&a);
    return 0;
}
