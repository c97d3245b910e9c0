# SPDX-License-Identifier: MIT
# Completion of maixfit for fish.

# The command, by the words before the one that is completed; "judge" where they are models, "none" where there is none.
function __maixfit_command
    set -l words (commandline -opc)
    set -l command none
    set -l skip
    for word in $words[2..-1]
        if set -q skip[1]
            set -e skip[1]
        else if string match -q -- '-*' $word
            contains -- $word $__maixfit_takes_value; and set skip yes
        else if test $command = none
            contains -- $word $__maixfit_commands; or set word judge
            set command $word
        else if test $command = config
            set command "config $word"
        end
    end
    echo $command
end

# Is it one of these?
function __maixfit_is
    contains -- (__maixfit_command) $argv
end

# Files with one of the endings, and folders.
function __maixfit_files
    set -l endings (string join '|' -- $argv)
    __fish_complete_path (commandline -ct) | string match -r -- "^[^\t]*(?:/|\.(?:$endings))(?:\t.*)?\$"
end

# What the tool knows: devices or sensors.
function __maixfit_ask
    set -l tool (commandline -opc)[1]
    $tool $argv[1] -f json 2>/dev/null | string replace -rf '^.*"name":\s*"([^"]*)".*$' '$1'
end

# Written by scripts/tool.py from scripts/tool.json.
set -g __maixfit_commands inspect status capture devices sensors config gate explain help
set -g __maixfit_takes_value -c --camera --sensor --encode --decode --audio --runner --dual-buff --ai-isp --context -d --device --sysroot --free --pool --profile --margin --baseline -f --format --color --lang
complete -c maixfit -f
complete -c maixfit -n '__maixfit_is none' -a inspect -d 'what a model is and needs'
complete -c maixfit -n '__maixfit_is none' -a status -d 'what the board\'s pool holds'
complete -c maixfit -n '__maixfit_is none' -a capture -d 'what a board reports of its memory'
complete -c maixfit -n '__maixfit_is none' -a devices -d 'the known boards'
complete -c maixfit -n '__maixfit_is none' -a sensors -d 'the known camera sensors'
complete -c maixfit -n '__maixfit_is none' -a config -d 'read or write /boot/configs'
complete -c maixfit -n '__maixfit_is none' -a gate -d 'judge what a policy lists, maixfit.json'
complete -c maixfit -n '__maixfit_is none' -a explain -d 'what a word or an error means'
complete -c maixfit -n '__maixfit_is none' -a help -d 'all options, or those of a command'
complete -c maixfit -n '__maixfit_is config' -a check -d 'how both readers understand /boot/configs'
complete -c maixfit -n '__maixfit_is config' -a set -d 'write maix_memory_cmm=N (MiB) there'
complete -c maixfit -n '__maixfit_is config' -a restore -d 'take back what maixfit wrote there'
complete -c maixfit -n "__maixfit_is judge none" -k -a '(__maixfit_files axmodel cvimodel mud json zip tar tar.gz tgz tar.xz txz tar.zst 7z deb)'
complete -c maixfit -n "__maixfit_is inspect" -k -a '(__maixfit_files axmodel cvimodel mud json zip tar tar.gz tgz tar.xz txz tar.zst 7z deb)'
complete -c maixfit -n "__maixfit_is 'config check'" -k -a '(__fish_complete_path (commandline -ct))'
complete -c maixfit -n "__maixfit_is 'config set'" -k -a 'auto'
complete -c maixfit -n "__maixfit_is 'config set'" -k -a '(__fish_complete_path (commandline -ct))'
complete -c maixfit -n "__maixfit_is 'config restore'" -k -a 'last'
complete -c maixfit -n "__maixfit_is 'config restore'" -k -a '(__fish_complete_path (commandline -ct))'
complete -c maixfit -n "__maixfit_is gate" -k -a '(__maixfit_files json)'
complete -c maixfit -n "__maixfit_is explain" -k -a 'cmm'
complete -c maixfit -n "__maixfit_is explain" -k -a 'ion'
complete -c maixfit -n "__maixfit_is explain" -k -a 'carveout'
complete -c maixfit -n "__maixfit_is explain" -k -a 'pool'
complete -c maixfit -n "__maixfit_is explain" -k -a 'pools'
complete -c maixfit -n "__maixfit_is explain" -k -a 'block'
complete -c maixfit -n "__maixfit_is explain" -k -a 'hole'
complete -c maixfit -n "__maixfit_is explain" -k -a 'margin'
complete -c maixfit -n "__maixfit_is explain" -k -a 'marginal'
complete -c maixfit -n "__maixfit_is explain" -k -a 'certainty'
complete -c maixfit -n "__maixfit_is explain" -k -a 'estimate'
complete -c maixfit -n "__maixfit_is explain" -k -a 'dual_buff'
complete -c maixfit -n "__maixfit_is explain" -k -a 'leak'
complete -c maixfit -n "__maixfit_is explain" -k -a 'ai-isp'
complete -c maixfit -n "__maixfit_is explain" -k -a 'npu'
complete -c maixfit -n "__maixfit_is explain" -k -a 'runner'
complete -c maixfit -n "__maixfit_is explain" -k -a 'weights'
complete -c maixfit -n "__maixfit_is explain" -k -a 'workspace'
complete -c maixfit -n "__maixfit_is explain" -k -a 'tensor'
complete -c maixfit -n "__maixfit_is explain" -k -a 'shape group'
complete -c maixfit -n "__maixfit_is explain" -k -a 'context'
complete -c maixfit -n "__maixfit_is explain" -k -a 'bundle'
complete -c maixfit -n "__maixfit_is explain" -k -a 'mud'
complete -c maixfit -n "__maixfit_is explain" -k -a 'capture'
complete -c maixfit -n "__maixfit_is explain" -k -a 'profile'
complete -c maixfit -n "__maixfit_is explain" -k -a 'maix_memory_cmm'
complete -c maixfit -n "__maixfit_is explain" -k -a 'baseline'
complete -c maixfit -n "__maixfit_is help" -k -a '$__maixfit_commands'
complete -c maixfit -n "__maixfit_is judge none" -s c -l camera -x -a '640x480 720p 1080p 4K' -d 'a camera, its format, rate, buffers; repeatable'
complete -c maixfit -n "__maixfit_is judge none" -l sensor -x -a '(__maixfit_ask sensors)' -d 'the camera\'s sensor; maixfit sensors lists them'
complete -c maixfit -n "__maixfit_is judge none" -l display -a 'yes no 640x480 720p' -d 'a display: panel (WxH, yes, no), image WxH[@FMT]'
complete -c maixfit -n "__maixfit_is judge none" -l encode -x -a '1080p@h264 720p@h264 1080p@h265 1080p@jpeg' -d 'an encoder: h264, h265 or jpeg; repeatable'
complete -c maixfit -n "__maixfit_is judge none" -l decode -x -a '1080p@h264 720p@h264' -d 'a video decoder; repeatable'
complete -c maixfit -n "__maixfit_is judge none" -l audio -x -a 'record play' -d 'audio in or out; repeatable'
complete -c maixfit -n "__maixfit_is judge inspect none" -l runner -x -a 'maixcdk axllm plain' -d 'what loads the models: maixcdk, axllm or plain'
complete -c maixfit -n "__maixfit_is judge inspect none" -l dual-buff -x -a 'yes no' -d 'a second set of tensors under maixcdk'
complete -c maixfit -n "__maixfit_is judge inspect none" -l ai-isp -x -a 'on off' -d 'of a .mud: model_vnpu or model_npu'
complete -c maixfit -n "__maixfit_is judge inspect none" -l context -x -a '512 1024 2048' -d 'of an LLM: only the shape groups that these need'
complete -c maixfit -n "__maixfit_is judge inspect none" -l dynamic-layers -d 'of an LLM: its layers are loaded one at a time'
complete -c maixfit -n "__maixfit_is judge status 'config check' 'config set' 'config restore' none" -s d -l device -x -a '(__maixfit_ask devices)' -d 'the board (maixfit devices), or several to judge'
complete -c maixfit -n "__maixfit_is judge status capture 'config check' 'config set' 'config restore' none" -l sysroot -r -F -d 'a captured board: a folder, a text, - for stdin'
complete -c maixfit -n "__maixfit_is judge status none" -l free -x -a '64M 128M 256M 512M 1G' -d 'as if SIZE were free, in one piece'
complete -c maixfit -n "__maixfit_is judge status none" -l pool -x -a '64M 128M 256M 512M 1G' -d 'as if the pool had this size'
complete -c maixfit -n "__maixfit_is judge status devices sensors 'config check' 'config set' 'config restore' explain none" -l profile -x -a '(__maixfit_files json)' -d 'a JSON file: a board or its camera; repeatable'
complete -c maixfit -n "__maixfit_is judge none" -l each -d 'judge the models one by one, not together'
complete -c maixfit -n "__maixfit_is judge none" -l margin -x -a '16M 32M 10%' -d 'what must stay free (16M beside estimates, else 0)'
complete -c maixfit -n "__maixfit_is judge 'config check' none" -l strict -d 'marginal is status 5; a warning of config check 1'
complete -c maixfit -n "__maixfit_is judge none" -l no-assume -d 'a verdict on what is only assumed is status 4'
complete -c maixfit -n "__maixfit_is judge gate none" -l baseline -x -a '(__maixfit_files json)' -d 'an earlier report in JSON; what has grown fails'
complete -c maixfit -s f -l format -x -a 'text json jsonl line sarif junit markdown github' -d 'a report: text, json, ..., or into FILE; repeatable'
complete -c maixfit -s v -d 'say all: every block, note and advice'
complete -c maixfit -s q -d 'print no report; the exit status is the answer'
complete -c maixfit -l color -x -a 'auto always never' -d 'auto, always or never; auto: on a terminal'
complete -c maixfit -l lang -x -a 'en zh' -d 'en or zh; not set: as LC_MESSAGES or LANG says'
complete -c maixfit -n "__maixfit_is judge none" -l emit -d 'print only maix_memory_cmm=N for /boot/configs'
complete -c maixfit -n "__maixfit_is judge none" -l apply -d 'write that line to /boot/configs or FILE if needed'
complete -c maixfit -n "__maixfit_is judge 'config set' none" -l minimum -d 'let N be below the board\'s usual pool'
complete -c maixfit -n "__maixfit_is judge 'config set' 'config restore' none" -l dry-run -d 'write nothing; show the difference'
complete -c maixfit -l no-sandbox -d 'keep the rights that are not needed'
complete -c maixfit -s h -l help -d 'the most used options, or with --help all of them'
complete -c maixfit -s V -l version -d 'the version; with -v, what this build can do'
# End of what is written.
