# bash completion for benchmem {{version}}; printed by 'benchmem --completions bash'.
_benchmem()
{
    if ((COMP_CWORD > 1)) && [[ ${COMP_WORDS[1]} == --no-pager ]]; then
        local COMP_WORDS=(benchmem "${COMP_WORDS[@]:2}") COMP_CWORD=$((COMP_CWORD - 1))
    fi
    local cur=${COMP_WORDS[COMP_CWORD]} option= words= all= i
    COMPREPLY=()
    ((COMP_CWORD > 1)) && option=${COMP_WORDS[COMP_CWORD - 1]}
    # --option=value is three words here.
    if [[ $cur == = ]]; then
        cur=
    elif [[ $option == = ]]; then
        option=${COMP_WORDS[COMP_CWORD - 2]}
    fi
    for ((i = 2; i < COMP_CWORD; i++)); do
        if [[ ${COMP_WORDS[i]} == -- ]]; then
            compopt -o default 2>/dev/null
            return
        fi
    done
    if ((COMP_CWORD > 1)); then
        case ${COMP_WORDS[1]} in
{{commands}}    -*)
        case $option in
{{patterns}}        *) return ;;
        esac
        ;;
    esac
    else
        words='{{names}}' all='{{options}}'
    fi
    if [[ -z $words && $cur != -* ]]; then
        compopt -o default 2>/dev/null
        return
    fi
    [[ $cur == -* ]] && words=$all
    COMPREPLY=($(compgen -W "$words" -- "$cur"))
}
if type compopt >/dev/null 2>&1; then
    complete -F _benchmem benchmem
else
    complete -o default -F _benchmem benchmem
fi
