# fish completion for benchmem {{version}}; printed by 'benchmem --completions fish'.
# Whether the command is the one named; without a name, whether there is none.
function __benchmem_command
    set -l words (commandline -opc | string match -v -- --no-pager)
    if set -q argv[1]
        set -q words[2]; and test "$words[2]" = $argv[1]
    else
        not set -q words[2]; or string match -q -- '-*' $words[2]
    end
end
{{options}}{{commands}}complete -c benchmem -n '__benchmem_command' -f
