# shellcheck shell=bash
# SPDX-License-Identifier: MIT
# Completion of maixfit for bash.

# Written by scripts/tool.py from scripts/tool.json.
_maixfit_commands='inspect status capture devices sensors config gate explain help'
_maixfit_takes_value='-c --camera --sensor --encode --decode --audio --runner --dual-buff --ai-isp --context -d --device --sysroot --free --pool --profile --margin --baseline -f --format --color --lang'
_maixfit_endings='axmodel|cvimodel|mud|json|zip|tar|tar.gz|tgz|tar.xz|txz|tar.zst|7z|deb'
_maixfit_options() {
    case $1 in
    judge) options='-c --camera --sensor --display --encode --decode --audio --runner --dual-buff --ai-isp --context --dynamic-layers -d --device --sysroot --free --pool --profile --each --margin --strict --no-assume --baseline -f --format -v -q --color --lang --emit --apply --minimum --dry-run --no-sandbox -h --help -V --version' ;;
    inspect) options='--runner --dual-buff --ai-isp --context --dynamic-layers -f --format -v -q --color --lang --no-sandbox -h --help -V --version' ;;
    status) options='-d --device --sysroot --free --pool --profile -f --format -v -q --color --lang --no-sandbox -h --help -V --version' ;;
    capture) options='--sysroot -f --format -v -q --color --lang --no-sandbox -h --help -V --version' ;;
    devices) options='--profile -f --format -v -q --color --lang --no-sandbox -h --help -V --version' ;;
    sensors) options='--profile -f --format -v -q --color --lang --no-sandbox -h --help -V --version' ;;
    'config check') options='-d --device --sysroot --profile --strict -f --format -v -q --color --lang --no-sandbox -h --help -V --version' ;;
    'config set') options='-d --device --sysroot --profile -f --format -v -q --color --lang --minimum --dry-run --no-sandbox -h --help -V --version' ;;
    'config restore') options='-d --device --sysroot --profile -f --format -v -q --color --lang --dry-run --no-sandbox -h --help -V --version' ;;
    gate) options='--baseline -f --format -v -q --color --lang --no-sandbox -h --help -V --version' ;;
    explain) options='--profile -f --format -v -q --color --lang --no-sandbox -h --help -V --version' ;;
    help) options='-f --format -v -q --color --lang --no-sandbox -h --help -V --version' ;;
    *) options='' ;;
    esac
}
_maixfit_values() {
    case $1 in
    -c | --camera) values='640x480 720p 1080p 4K' ;;
    --sensor) values='@sensors' ;;
    --display) values='yes no 640x480 720p' ;;
    --encode) values='1080p@h264 720p@h264 1080p@h265 1080p@jpeg' ;;
    --decode) values='1080p@h264 720p@h264' ;;
    --audio) values='record play' ;;
    --runner) values='maixcdk axllm plain' ;;
    --dual-buff) values='yes no' ;;
    --ai-isp) values='on off' ;;
    --context) values='512 1024 2048' ;;
    -d | --device) values='@devices' ;;
    --sysroot) values='@files' ;;
    --free) values='64M 128M 256M 512M 1G' ;;
    --pool) values='64M 128M 256M 512M 1G' ;;
    --profile) values='@json' ;;
    --margin) values='16M 32M 10%' ;;
    --baseline) values='@json' ;;
    -f | --format) values='text json jsonl line sarif junit markdown github' ;;
    --color) values='auto always never' ;;
    --lang) values='en zh' ;;
    --apply) values='@files' ;;
    *) values='' ;;
    esac
}
_maixfit_operands() {
    case $1 in
    judge) values='@models' ;;
    inspect) values='@models' ;;
    'config check') values='@files' ;;
    'config set') values='auto @files' ;;
    'config restore') values='last @files' ;;
    gate) values='@json' ;;
    explain) values='cmm ion carveout pool pools block hole margin marginal certainty estimate dual_buff leak ai-isp npu runner weights workspace tensor shape group context bundle mud capture profile maix_memory_cmm baseline' ;;
    help) values='@commands' ;;
    config) values='check set restore' ;;
    *) values='' ;;
    esac
}
# End of what is written.

# Sets `command` by the words before the one that is completed, and `next` to where its own words begin: 0 where none
# of them is a command yet.
_maixfit_command() {
    local i skip=''
    command=judge next=0
    for ((i = 1; i < ${#words[@]}; i++)); do
        if [ -n "$skip" ]; then
            skip=''
        elif [[ ${words[i]} == -* ]]; then
            [[ " $_maixfit_takes_value " != *" ${words[i]} "* ]] || skip=yes
        elif ((next == 0)); then
            next=1
            [[ " $_maixfit_commands " == *" ${words[i]} "* ]] || return
            command=${words[i]}
        elif [[ $command == config ]]; then
            command="config ${words[i]}"
            return
        else
            return
        fi
    done
}

# Adds files with one of the endings (any, where there is none), and folders.
_maixfit_files() {
    local file
    compopt -o filenames 2>/dev/null
    while IFS= read -r file; do
        [[ ! -d $file && -n $2 && ! $file =~ \.($2)$ ]] || found+=("$file")
    done < <(compgen -f -- "$1")
}

# Adds what may stand for a value: words, @devices and @sensors that the tool knows, files.
_maixfit_add() {
    local value list=''
    for value in $2; do
        case $value in
        @files) _maixfit_files "$1" '' ;;
        @json) _maixfit_files "$1" json ;;
        @models) _maixfit_files "$1" "$_maixfit_endings" ;;
        @commands) list+=" $_maixfit_commands" ;;
        @*) list+=" $("${words[0]}" "${value#@}" -f json 2>/dev/null |
            sed -n 's/^.*"name":[[:space:]]*"\([^"]*\)".*$/\1/p' | tr '\n' ' ')" ;;
        *) list+=" $value" ;;
        esac
    done
    while IFS= read -r value; do
        found+=("$value")
    done < <(compgen -W "$list" -- "$1")
}

_maixfit() {
    # The words as the tool gets them; readline also parts them at = : @.
    local line=${COMP_LINE:0:COMP_POINT} current='' before='' command next values options
    local -a words found=()
    read -ra words <<<"$line"
    if [[ $line != *[[:space:]] ]]; then
        current=${words[-1]}
        unset 'words[-1]'
    fi
    _maixfit_command
    _maixfit_options "$command"
    if [[ $current == --*=* ]]; then
        before=${current%%=*}=
        _maixfit_values "${before%=}"
    elif [[ ${words[-1]} == -* && " $_maixfit_takes_value " == *" ${words[-1]} "* ]]; then
        _maixfit_values "${words[-1]}"
        if [[ $current == *=* && $values != @* ]]; then # --format NAME=FILE
            before=${current%%=*}=
            values=@files
        fi
    elif [[ $current == -* ]]; then
        values=$options
    else
        _maixfit_operands "$command"
        ((next > 0)) || values+=' @commands'
    fi
    _maixfit_add "${current#"$before"}" "$values"
    # What stands before the last of = : @ is readline's already.
    local breaks=${COMP_WORDBREAKS//[^=:@]/} kept=''
    [ -z "$breaks" ] || kept=${current%"${current##*["$breaks"]}"}
    found=("${found[@]/#/$before}")
    COMPREPLY=("${found[@]#"$kept"}")
}

complete -F _maixfit maixfit
