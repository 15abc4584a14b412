# bash completion for lamp: generated from tiny.spec by gen/commands.awk: change those, not this.

_lamp()
{
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} command= root= i

	COMPREPLY=()
	if [[ $cur == = ]]; then cur=; fi
	if [[ $prev == = ]]; then prev=${COMP_WORDS[COMP_CWORD - 2]}; fi
	for ((i = 1; i < COMP_CWORD; i++)); do
		case ${COMP_WORDS[i]} in
		--house | --voltage) ((i++)) ;;
		-*) ;;
		*) command=${COMP_WORDS[i]}; break ;;
		esac
	done
	case $command:$prev in
	*:--house) COMPREPLY=($(compgen -d -- "$cur")); return ;;
	*:--voltage) return ;;
	hang:--bundle | hang:-b) COMPREPLY=($(compgen -d -- "$cur")); return ;;
	on:--watts | on:-w) return ;;
	list:--format | list:-f) COMPREPLY=($(compgen -W "table json" -- "$cur")); return ;;
	hang:--colour) return ;;
	esac
	case $command:$cur in
	:-*) COMPREPLY=($(compgen -W "--house --help -h --version -v --voltage" -- "$cur")) ;;
	:*) COMPREPLY=($(compgen -W "on list swing hang help version" -- "$cur")) ;;
	on:-*) COMPREPLY=($(compgen -W "--slowly -s --watts -w --house --help -h --version -v --voltage" -- "$cur")) ;;
	list:-*) COMPREPLY=($(compgen -W "--format -f --house --help -h --version -v --voltage" -- "$cur")) ;;
	swing:-*) COMPREPLY=($(compgen -W "--house --help -h --version -v --voltage" -- "$cur")) ;;
	hang:-*) COMPREPLY=($(compgen -W "--bundle -b --slowly -s --colour --house --help -h --version -v --voltage" -- "$cur")) ;;
	help:-*) COMPREPLY=($(compgen -W "--house --help -h --version -v --voltage" -- "$cur")) ;;
	version:-*) COMPREPLY=($(compgen -W "--house --help -h --version -v --voltage" -- "$cur")) ;;
	help:*) COMPREPLY=($(compgen -W "on list swing hang help version" -- "$cur")) ;;
	esac
}
complete -F _lamp lamp
