#compdef benchmem
# zsh completion for benchmem {{version}}; printed by 'benchmem --completions zsh'.
_benchmem()
{
    local curcontext=$curcontext state line
    typeset -A opt_args
    _arguments -C{{options}} \
            '1: :->command' '*:: :->words' && return
    case $state in
    command)
        local -a commands
        commands=(
{{names}}        )
        _describe -t commands command commands
        ;;
    words)
        case $words[1] in
{{commands}}        esac
        ;;
    esac
}
if [[ $funcstack[1] == _benchmem ]]; then
    _benchmem "$@"
else
    compdef _benchmem benchmem
fi
