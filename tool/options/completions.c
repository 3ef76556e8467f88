/* completions.c - writes the scripts by which bash, zsh and fish complete. */
#include "options/completions.h"

#include <string.h>

/* What a shell offers for the value of an option. */
enum offer { OFFER_FLAG, OFFER_NOTHING, OFFER_FILES, OFFER_DIRECTORIES, OFFER_WORDS };

static enum offer offer_of(const struct option *o)
{
    if (!o->value)
        return OFFER_FLAG;
    if (o->kind == OPTION_CHOICE || strcmp(o->value, "[COMMAND]") == 0)
        return OFFER_WORDS;
    if (strcmp(o->value, "DIR") == 0)
        return OFFER_DIRECTORIES;
    for (const char *const *v = (const char *const[]){"PATH", "FILE", "PY", NULL}; *v; v++)
        if (strcmp(o->value, *v) == 0)
            return OFFER_FILES;
    return OFFER_NOTHING;
}

/* The words to choose from, one space between two. */
static void add_words(FILE *out, const struct program *program, const struct option *o)
{
    if (o->kind == OPTION_CHOICE) {
        for (const char *p = o->choices; *p; p++)
            fputc(*p == '|' ? ' ' : *p, out);
        return;
    }
    for (const struct command *const *c = program->commands; *c; c++)
        fprintf(out, "%s%s", c == program->commands ? "" : " ", (*c)->name);
}

/* What a list of completions says of an option: its help as far as the first ';'.  The characters
 * of SPECIAL get a backslash; a single quote becomes QUOTE. */
static void add_brief(FILE *out, const char *text, const char *special, const char *quote)
{
    size_t len = strcspn(text, ";");
    for (size_t i = 0; i < len; i++) {
        if (text[i] == '\'') {
            fputs(quote, out);
            continue;
        }
        if (strchr(special, text[i]))
            fputc('\\', out);
        fputc(text[i], out);
    }
}

/* ---- bash ---- */

/* What is done for each offer but words, of which WORDS is made. */
static const char *const bash_replies[] = {
    [OFFER_NOTHING] = "return",
    [OFFER_FILES] = "compopt -o default 2>/dev/null; return",
    [OFFER_DIRECTORIES] = "compopt -o dirnames 2>/dev/null; return",
};

static void bash_patterns(FILE *out, const struct program *program, const struct option *options)
{
    for (const struct option *o = options; o->name; o++) {
        enum offer offer = offer_of(o);
        if (offer == OFFER_FLAG)
            continue;
        fprintf(out, "        %s", o->name);
        if (o->letter)
            fprintf(out, " | -%c", o->letter);
        fputs(") ", out);
        if (offer == OFFER_WORDS) {
            fputs("words='", out);
            add_words(out, program, o);
            fputs("' ;;\n", out);
        } else {
            fprintf(out, "%s ;;\n", bash_replies[offer]);
        }
    }
}

static void bash_names(FILE *out, const struct option *options)
{
    for (const struct option *o = options; o->name; o++) {
        fprintf(out, "%s ", o->name);
        if (o->letter)
            fprintf(out, "-%c ", o->letter);
    }
}

static void bash_write(const struct program *program, FILE *out)
{
    fprintf(out,
            "# bash completion for benchmem %s; printed by 'benchmem --completions bash'.\n"
            "_benchmem()\n"
            "{\n"
            "    if ((COMP_CWORD > 1)) && [[ ${COMP_WORDS[1]} == --no-pager ]]; then\n"
            "        local COMP_WORDS=(benchmem \"${COMP_WORDS[@]:2}\") COMP_CWORD=$((COMP_CWORD - "
            "1))\n"
            "    fi\n"
            "    local cur=${COMP_WORDS[COMP_CWORD]} option= words= all= i\n"
            "    COMPREPLY=()\n"
            "    ((COMP_CWORD > 1)) && option=${COMP_WORDS[COMP_CWORD - 1]}\n"
            "    # --option=value is three words here.\n"
            "    if [[ $cur == = ]]; then\n"
            "        cur=\n"
            "    elif [[ $option == = ]]; then\n"
            "        option=${COMP_WORDS[COMP_CWORD - 2]}\n"
            "    fi\n"
            "    for ((i = 2; i < COMP_CWORD; i++)); do\n"
            "        if [[ ${COMP_WORDS[i]} == -- ]]; then\n"
            "            compopt -o default 2>/dev/null\n"
            "            return\n"
            "        fi\n"
            "    done\n"
            "    if ((COMP_CWORD > 1)); then\n"
            "        case ${COMP_WORDS[1]} in\n",
            program->version);
    for (const struct command *const *c = program->commands; *c; c++) {
        fprintf(out, "    %s)\n        case $option in\n", (*c)->name);
        bash_patterns(out, program, (*c)->options);
        fputs("        esac\n        all='", out);
        bash_names(out, (*c)->options);
        fputs("--help -h'\n        ;;\n", out);
    }
    fputs("    -*)\n        case $option in\n", out);
    bash_patterns(out, program, program->options);
    fputs("        *) return ;;\n        esac\n        ;;\n    esac\n    else\n        words='",
          out);
    for (const struct command *const *c = program->commands; *c; c++)
        fprintf(out, "%s ", (*c)->name);
    fputs("' all='", out);
    bash_names(out, program->options);
    fputs("'\n"
          "    fi\n"
          "    if [[ -z $words && $cur != -* ]]; then\n"
          "        compopt -o default 2>/dev/null\n"
          "        return\n"
          "    fi\n"
          "    [[ $cur == -* ]] && words=$all\n"
          "    COMPREPLY=($(compgen -W \"$words\" -- \"$cur\"))\n"
          "}\n"
          "if type compopt >/dev/null 2>&1; then\n"
          "    complete -F _benchmem benchmem\n"
          "else\n"
          "    complete -o default -F _benchmem benchmem\n"
          "fi\n",
          out);
}

/* ---- zsh ---- */

static const char zsh_special[] = "[]:\\";
static const char zsh_quote[] = "'\\''";
static const char *const zsh_actions[] = {[OFFER_FLAG] = "",
                                          [OFFER_NOTHING] = "",
                                          [OFFER_FILES] = "_files",
                                          [OFFER_DIRECTORIES] = "_files -/",
                                          [OFFER_WORDS] = ""};

/* One specification of _arguments; HEAD is the option as it is written there. */
static void zsh_option(FILE *out, const struct program *program, const struct option *o,
                       const char *head)
{
    enum offer offer = offer_of(o);
    fprintf(out, " \\\n            '%s%s[", o->kind == OPTION_LIST ? "*" : "", head);
    add_brief(out, o->help, zsh_special, zsh_quote);
    fputc(']', out);
    if (o->value)
        fprintf(out, ":%s:", o->value[0] == '[' ? ":" : o->value);
    if (offer == OFFER_WORDS) {
        fputc('(', out);
        add_words(out, program, o);
        fputc(')', out);
    }
    fprintf(out, "%s'", zsh_actions[offer]);
}

static void zsh_options(FILE *out, const struct program *program, const struct option *options)
{
    for (const struct option *o = options; o->name; o++) {
        char head[64];
        snprintf(head, sizeof head, "%s%s", o->name, o->value && o->value[0] != '[' ? "=" : "");
        zsh_option(out, program, o, head);
        if (o->letter) {
            snprintf(head, sizeof head, "-%c%s", o->letter, o->value ? "+" : "");
            zsh_option(out, program, o, head);
        }
    }
}

static void zsh_write(const struct program *program, FILE *out)
{
    fprintf(out,
            "#compdef benchmem\n"
            "# zsh completion for benchmem %s; printed by 'benchmem --completions zsh'.\n"
            "_benchmem()\n"
            "{\n"
            "    local curcontext=$curcontext state line\n"
            "    typeset -A opt_args\n"
            "    _arguments -C",
            program->version);
    zsh_options(out, program, program->options);
    fputs(" \\\n            '1: :->command' '*:: :->words' && return\n"
          "    case $state in\n"
          "    command)\n"
          "        local -a commands\n"
          "        commands=(\n",
          out);
    for (const struct command *const *c = program->commands; *c; c++) {
        fprintf(out, "            '%s:", (*c)->name);
        add_brief(out, (*c)->summary, ":\\", zsh_quote);
        fputs("'\n", out);
    }
    fputs("        )\n"
          "        _describe -t commands command commands\n"
          "        ;;\n"
          "    words)\n"
          "        case $words[1] in\n",
          out);
    for (const struct command *const *c = program->commands; *c; c++) {
        fprintf(out, "        %s)\n            _arguments -S", (*c)->name);
        zsh_options(out, program, (*c)->options);
        fputs(" \\\n            '(- *)'{-h,--help}'[tell what it takes]' '*:file:_files'\n"
              "            ;;\n",
              out);
    }
    fputs("        esac\n"
          "        ;;\n"
          "    esac\n"
          "}\n"
          "if [[ $funcstack[1] == _benchmem ]]; then\n"
          "    _benchmem \"$@\"\n"
          "else\n"
          "    compdef _benchmem benchmem\n"
          "fi\n",
          out);
}

/* ---- fish ---- */

static const char fish_special[] = "\\";
static const char fish_quote[] = "\\'";
static const char *const fish_values[] = {
    [OFFER_FLAG] = "",          [OFFER_NOTHING] = " -x",
    [OFFER_FILES] = " -r -F",   [OFFER_DIRECTORIES] = " -x -a '(__fish_complete_directories)'",
    [OFFER_WORDS] = " -x -a '",
};

static void fish_options(FILE *out, const struct program *program, const char *condition,
                         const struct option *options)
{
    for (const struct option *o = options; o->name; o++) {
        fprintf(out, "complete -c benchmem -n '%s' -l %s", condition, o->name + 2);
        if (o->letter)
            fprintf(out, " -s %c", o->letter);
        fputs(fish_values[offer_of(o)], out);
        if (offer_of(o) == OFFER_WORDS) {
            add_words(out, program, o);
            fputc('\'', out);
        }
        fputs(" -d '", out);
        add_brief(out, o->help, fish_special, fish_quote);
        fputs("'\n", out);
    }
}

static void fish_write(const struct program *program, FILE *out)
{
    static const struct option help[] = {
        {"--help", 'h', NULL, NULL, OPTION_ON, 0, "tell what it takes"}, {0}};
    fprintf(out,
            "# fish completion for benchmem %s; printed by 'benchmem --completions fish'.\n"
            "# Whether the command is the one named; without a name, whether there is none.\n"
            "function __benchmem_command\n"
            "    set -l words (commandline -opc | string match -v -- --no-pager)\n"
            "    if set -q argv[1]\n"
            "        set -q words[2]; and test \"$words[2]\" = $argv[1]\n"
            "    else\n"
            "        not set -q words[2]; or string match -q -- '-*' $words[2]\n"
            "    end\n"
            "end\n"
            "complete -c benchmem -n '__benchmem_command' -f\n",
            program->version);
    fish_options(out, program, "__benchmem_command", program->options);
    for (const struct command *const *c = program->commands; *c; c++) {
        char condition[64];
        fprintf(out, "complete -c benchmem -n '__benchmem_command' -a %s -d '", (*c)->name);
        add_brief(out, (*c)->summary, fish_special, fish_quote);
        fputs("'\n", out);
        snprintf(condition, sizeof condition, "__benchmem_command %s", (*c)->name);
        fish_options(out, program, condition, (*c)->options);
        fish_options(out, program, condition, help);
    }
}

int completions_write(const struct program *program, const char *shell, FILE *out,
                      struct error *err)
{
    static const struct {
        const char *shell;
        void (*write)(const struct program *, FILE *);
    } writers[] = {{"bash", bash_write}, {"zsh", zsh_write}, {"fish", fish_write}};
    for (size_t i = 0; shell && i < sizeof writers / sizeof *writers; i++) {
        if (strcmp(shell, writers[i].shell) == 0) {
            writers[i].write(program, out);
            return 0;
        }
    }
    if (!shell)
        return error_set(err, EXIT_USAGE, "--completions: wants a shell: bash, zsh or fish");
    return error_set(err, EXIT_USAGE, "--completions: '%s' is not one of bash, zsh, fish", shell);
}
