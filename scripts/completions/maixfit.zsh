#compdef maixfit
# SPDX-License-Identifier: MIT
# Completion of maixfit for zsh.

# Written by scripts/tool.py from scripts/tool.json.
typeset -ga _maixfit_commands _maixfit_config _maixfit_takes_value _maixfit_endings _maixfit_options _maixfit_terms
_maixfit_commands=(
    'inspect:what a model is and needs'
    'status:what the board'\''s pool holds'
    'capture:what a board reports of its memory'
    'devices:the known boards'
    'sensors:the known camera sensors'
    'config:read or write /boot/configs'
    'gate:judge what a policy lists, maixfit.json'
    'explain:what a word or an error means'
    'help:all options, or those of a command'
)
_maixfit_config=(
    'check:how both readers understand /boot/configs'
    'set:write maix_memory_cmm=N (MiB) there'
    'restore:take back what maixfit wrote there'
)
_maixfit_terms=(
    'cmm'
    'ion'
    'carveout'
    'pool'
    'pools'
    'block'
    'hole'
    'margin'
    'marginal'
    'certainty'
    'estimate'
    'dual_buff'
    'leak'
    'ai-isp'
    'npu'
    'runner'
    'weights'
    'workspace'
    'tensor'
    'shape group'
    'context'
    'bundle'
    'mud'
    'capture'
    'profile'
    'maix_memory_cmm'
    'baseline'
)
_maixfit_takes_value=(
    '-c'
    '--camera'
    '--sensor'
    '--encode'
    '--decode'
    '--audio'
    '--runner'
    '--dual-buff'
    '--ai-isp'
    '--context'
    '-d'
    '--device'
    '--sysroot'
    '--free'
    '--pool'
    '--profile'
    '--margin'
    '--baseline'
    '-f'
    '--format'
    '--color'
    '--lang'
)
_maixfit_endings=(
    'axmodel'
    'cvimodel'
    'mud'
    'json'
    'zip'
    'tar'
    'tar.gz'
    'tgz'
    'tar.xz'
    'txz'
    'tar.zst'
    '7z'
    'deb'
)
_maixfit_options=(
    'judge|*-c+[a camera, its format, rate, buffers; repeatable]:WxH@FMT@FPSxN:(640x480 720p 1080p 4K)'
    'judge|*--camera=[a camera, its format, rate, buffers; repeatable]:WxH@FMT@FPSxN:(640x480 720p 1080p 4K)'
    'judge|(--sensor)--sensor=[the camera'\''s sensor; maixfit sensors lists them]:NAME:_maixfit_ask sensors'
    'judge|(--display)--display=-[a display: panel (WxH, yes, no), image WxH\[@FMT\]]::PANEL IMAGE:(yes no 640x480 720p)'
    'judge|*--encode=[an encoder: h264, h265 or jpeg; repeatable]:WxH@CODEC:(1080p@h264 720p@h264 1080p@h265 1080p@jpeg)'
    'judge|*--decode=[a video decoder; repeatable]:WxH@h264:(1080p@h264 720p@h264)'
    'judge|*--audio=[audio in or out; repeatable]:record|play:(record play)'
    'judge,inspect|(--runner)--runner=[what loads the models: maixcdk, axllm or plain]:NAME:(maixcdk axllm plain)'
    'judge,inspect|(--dual-buff)--dual-buff=[a second set of tensors under maixcdk]:yes|no:(yes no)'
    'judge,inspect|(--ai-isp)--ai-isp=[of a .mud: model_vnpu or model_npu]:on|off:(on off)'
    'judge,inspect|(--context)--context=[of an LLM: only the shape groups that these need]:TOKENS:(512 1024 2048)'
    'judge,inspect|(--dynamic-layers)--dynamic-layers[of an LLM: its layers are loaded one at a time]'
    'judge,status,config check,config set,config restore|*-d+[the board (maixfit devices), or several to judge]:ID@IMAGE:_maixfit_ask devices'
    'judge,status,config check,config set,config restore|*--device=[the board (maixfit devices), or several to judge]:ID@IMAGE:_maixfit_ask devices'
    'judge,status,capture,config check,config set,config restore|(--sysroot)--sysroot=[a captured board: a folder, a text, - for stdin]:PATH:_files'
    'judge,status|(--free)--free=[as if SIZE were free, in one piece]:SIZE:(64M 128M 256M 512M 1G)'
    'judge,status|(--pool)--pool=[as if the pool had this size]:SIZE:(64M 128M 256M 512M 1G)'
    'judge,status,devices,sensors,config check,config set,config restore,explain|*--profile=[a JSON file: a board or its camera; repeatable]:FILE:_files -g '\''*.json(-.)'\'''
    'judge|(--each)--each[judge the models one by one, not together]'
    'judge|(--margin)--margin=[what must stay free (16M beside estimates, else 0)]:SIZE|N%:(16M 32M 10%)'
    'judge,config check|(--strict)--strict[marginal is status 5; a warning of config check 1]'
    'judge|(--no-assume)--no-assume[a verdict on what is only assumed is status 4]'
    'judge,gate|(--baseline)--baseline=[an earlier report in JSON; what has grown fails]:FILE:_files -g '\''*.json(-.)'\'''
    'judge,inspect,status,capture,devices,sensors,config check,config set,config restore,gate,explain,help|*-f+[a report: text, json, ..., or into FILE; repeatable]:NAME=FILE:(text json jsonl line sarif junit markdown github)'
    'judge,inspect,status,capture,devices,sensors,config check,config set,config restore,gate,explain,help|*--format=[a report: text, json, ..., or into FILE; repeatable]:NAME=FILE:(text json jsonl line sarif junit markdown github)'
    'judge,inspect,status,capture,devices,sensors,config check,config set,config restore,gate,explain,help|(-v)-v[say all: every block, note and advice]'
    'judge,inspect,status,capture,devices,sensors,config check,config set,config restore,gate,explain,help|(-q)-q[print no report; the exit status is the answer]'
    'judge,inspect,status,capture,devices,sensors,config check,config set,config restore,gate,explain,help|(--color)--color=[auto, always or never; auto: on a terminal]:WHEN:(auto always never)'
    'judge,inspect,status,capture,devices,sensors,config check,config set,config restore,gate,explain,help|(--lang)--lang=[en or zh; not set: as LC_MESSAGES or LANG says]:LANG:(en zh)'
    'judge|(--emit)--emit[print only maix_memory_cmm=N for /boot/configs]'
    'judge|(--apply)--apply=-[write that line to /boot/configs or FILE if needed]::FILE:_files'
    'judge,config set|(--minimum)--minimum[let N be below the board'\''s usual pool]'
    'judge,config set,config restore|(--dry-run)--dry-run[write nothing; show the difference]'
    'judge,inspect,status,capture,devices,sensors,config check,config set,config restore,gate,explain,help|(--no-sandbox)--no-sandbox[keep the rights that are not needed]'
    'judge,inspect,status,capture,devices,sensors,config check,config set,config restore,gate,explain,help|(-h --help)-h[the most used options, or with --help all of them]'
    'judge,inspect,status,capture,devices,sensors,config check,config set,config restore,gate,explain,help|(-h --help)--help[the most used options, or with --help all of them]'
    'judge,inspect,status,capture,devices,sensors,config check,config set,config restore,gate,explain,help|(-V --version)-V[the version; with -v, what this build can do]'
    'judge,inspect,status,capture,devices,sensors,config check,config set,config restore,gate,explain,help|(-V --version)--version[the version; with -v, what this build can do]'
)
# End of what is written.

# Sets `asked`, the command, by the words before the one that is completed, and `begun` where one of them is no option.
_maixfit_command() {
    local word skip=''
    asked=judge begun=''
    for word in ${words[2,CURRENT-1]}; do
        if [[ -n $skip ]]; then
            skip=''
        elif [[ $word == -* ]]; then
            (( ${_maixfit_takes_value[(Ie)$word]} )) && skip=yes
        elif [[ -z $begun ]]; then
            begun=yes
            (( ${_maixfit_commands[(I)${word}:*]} )) || return
            asked=$word
        elif [[ $asked == config ]]; then
            asked="config $word"
            return
        else
            return
        fi
    done
}

# What the tool knows: devices or sensors, by the last argument; the others are for compadd.
_maixfit_ask() {
    local -a known
    known=(${(f)"$(_call_program $@[-1] $words[1] $@[-1] -f json 2>/dev/null | sed -n 's/^.*"name":[[:space:]]*"\([^"]*\)".*$/\1/p')"})
    compadd "${@[1,-2]}" -a known
}

_maixfit_operand() {
    [[ -n $begun ]] || _describe -t commands command _maixfit_commands
    case $asked in
    config) _describe -t commands command _maixfit_config ;;
    explain) compadd -a _maixfit_terms ;;
    help) _describe -t commands command _maixfit_commands ;;
    judge | inspect) _files -g "*.(${(j:|:)_maixfit_endings})(-.)" ;;
    gate) _files -g '*.json(-.)' ;;
    'config set') _alternative 'values:value:(auto)' 'files:file:_files' ;;
    'config restore') _alternative 'values:value:(last)' 'files:file:_files' ;;
    'config check') _files ;;
    esac
}

_maixfit() {
    local asked begun spec
    local -a specs
    _maixfit_command
    for spec in $_maixfit_options; do
        [[ ,${spec%%|*}, != *,$asked,* ]] || specs+=(${spec#*|})
    done
    _arguments -s : $specs '*: :_maixfit_operand'
}

_maixfit "$@"
