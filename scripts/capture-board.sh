#!/bin/sh
# SPDX-License-Identifier: MIT
# What `maixfit capture` prints, for a board without maixfit; busybox is enough.
#
#   capture-board.sh [--sysroot DIR] > board.txt
#
# Which files are shown, and what of them, stands in src/device/capture*.c; tests/capture.py holds both
# equal.
# shellcheck disable=SC2317  # the forms are called by `show`
set -u
export LC_ALL=C

case ${1-} in
'') root= ;;
--sysroot=*) root=${1#*=} ;;
--sysroot) root=${2-} ;;
*)
    echo "usage: capture-board.sh [--sysroot DIR] > board.txt" >&2
    exit 2
    ;;
esac
if [ -n "${1-}" ] && [ ! -d "$root" ]; then
    echo "capture-board.sh: \`$root\` is not a folder" >&2
    exit 2
fi

ion=/sys/kernel/debug/ion
reserved=/proc/device-tree/reserved-memory

# Printable ASCII; a NUL ends a line.
clean() {
    tr -d '\r' | tr '\000' '\n' | tr '\001-\010\013-\037\177-\377' '?'
}

# A line of a file must not look like one of the capture.
plain() {
    clean | awk '/^== / || /^\(/ { $0 = " " $0 } { print }'
}

# Values only of the parameters that say how much memory there is. Blanks in quotes end no parameter; what stands behind
# `--` is for init.
cmdline() {
    clean | awk '
        function put(word, name, equals) {
            if (word == "")
                return
            equals = index(word, "=")
            name = substr(word, 1, equals - 1)
            sub(/^"/, "", name)
            if (equals && name !~ /^(mem|cma|memmap|board_id)$/)
                word = name "=***"
            line = line (line == "" ? "" : " ") word
        }
        {
            line = word = ""
            quoted = 0
            for (i = 1; i <= length($0); i++) {
                c = substr($0, i, 1)
                if (c == "\"")
                    quoted = !quoted
                if (!quoted && (c == " " || c == "\t")) {
                    put(word)
                    if (word == "--")
                        break
                    word = ""
                } else {
                    word = word c
                }
            }
            if (i > length($0))
                put(word)
            print line
        }'
}

board() {
    plain | grep -E '^[[:blank:]]*(id|name|panel|cam_mclk|lane_id|cam_flip|cam_mirror|disp_flip)[[:blank:]]*='
}

# What ION says at the boot.
log() {
    plain | grep -E 'Ion memory setup at|heap carveout base|type 2, base|add heap id'
}

# The lines of two keys; of a line with more on it, only that it is there.
configs() {
    clean | awk '
        { key = "" }
        /maix_npu_ai_isp/ { key = "maix_npu_ai_isp" }
        /maix_memory_cmm/ { key = "maix_memory_cmm" }
        key == "" { next }
        match($0, "^[ \t#]*(export[ \t]+)?[A-Za-z0-9_]*" key "[A-Za-z0-9_]*[ \t]*=[ \t]*[\"\047]?[A-Za-z0-9.+-]*[\"\047]?") {
            if (substr($0, RLENGTH + 1) ~ /^[ \t]*(#.*)?$/) {
                print substr($0, 1, RLENGTH)
                next
            }
        }
        /^[ \t]*#/ {
            print "# " key " (the rest is not shown)"
            next
        }
        { print "(a line that names " key " and more is not shown)" }'
}

# Numbers of 32 bits, as 0x…; some captured folders hold them as text.
cells() {
    bytes=$(od -An -v -tx1)
    case $bytes in *[!\ ]*) ;; *) return ;; esac
    echo "$bytes" | awk '
        { for (i = 1; i <= NF; i++) byte[count++] = $i "" }
        END {
            for (i = 0; i < count; i++)
                odd += !(byte[i] >= "20" && byte[i] <= "7e" || byte[i] ~ /^(09|0a|0d)$/)
            size = count % 4 ? 1 : 4
            for (i = 0; odd && i < count; i++)
                printf "%s%s", i % size ? "" : i ? " 0x" : "0x", byte[i]
            if (odd)
                print ""
            exit !odd
        }' || plain <"$file"
}

shown=
heading() {
    shown=yes
    printf '== %s\n' "$1"
}

unreadable() {
    printf '(cannot be read: %s)\n' "$2"
    printf 'capture-board.sh: %s: cannot be read: %s\n' "$1" "$2" >&2
}

# show FORM PATH: the heading and what the file holds, or why it cannot be read; nothing where it is not there.
show() {
    file=$root$2
    why=
    if [ -e "$file" ] && [ ! -f "$file" ]; then
        why='it is not a regular file'
    else
        error=$(cat "$file" 2>&1 >/dev/null)
        case $error in
        *': No such file or directory' | *': Not a directory') return ;;
        esac
        why=${error##*: }
    fi
    heading "$2"
    if [ -n "$why" ]; then
        unreadable "$2" "$why"
    else
        "$1" <"$file"
    fi
}

# each FOLDER FORM NAME...: these files of each folder in the folder.
each() {
    folder=$1
    shift
    error=$(ls "$root$folder" 2>&1 >/dev/null)
    case $error in
    '') ;;
    *': No such file or directory' | *': Not a directory') return ;;
    *)
        heading "$folder"
        unreadable "$folder" "${error##*: }"
        return
        ;;
    esac
    for place in "$root$folder"/*; do
        case ${place##*/} in *[!\ -~]*) continue ;; esac # could forge a line
        for item in "$@"; do
            show "${item%%:*}" "${place#"$root"}/${item#*:}"
        done
    done
}

sign() {
    [ -e "$root$1" ] || return
    heading "$1"
    echo '(a folder)'
}

# The processes named in the blocks of the pool, those that hold its devices, and MaixPy's launcher.
owners() {
    cat "$root/proc/ax_proc/mem_cmm_info" "$root$ion"/*/summary 2>/dev/null |
        grep -aoE '_pid[0-9]{1,10}' | sed 's/_pid0*//'
    for place in "$root"/proc/[0-9]*; do
        number=${place##*/}
        case $number in *[!0-9]*) continue ;; esac
        # shellcheck disable=SC2010  # busybox's find shows no targets of links
        if ls -l "$place/fd" 2>/dev/null | grep -qE -e '-> /dev/(ion|cvi-|ax_)' ||
            [ "$(cat "$place/comm" 2>/dev/null)" = launcher ]; then
            echo "$number"
        fi
    done
}

show board /boot/board
blank='[[:blank:]]*'
id=$(board 2>/dev/null <"$root/boot/board" | sed -n "s/^${blank}id$blank=$blank\\([^[:blank:]]*\\).*/\\1/p" | head -n 1)
case $id in
'' | */*) ;;
*) show board "/boot/boards/board.$id" ;;
esac
show configs /boot/configs
show plain /boot/ver
show plain /etc/os-release
show log /var/log/dmesg
show plain /proc/sys/kernel/osrelease
show plain /proc/sys/kernel/version
show cmdline /proc/cmdline
show plain /proc/meminfo
show plain /proc/device-tree/model
show plain /proc/device-tree/compatible
show cells "$reserved/#address-cells"
show cells "$reserved/#size-cells"
each "$reserved" plain:compatible cells:reg cells:size cells:alignment cells:alloc-ranges plain:status
sign /proc/cvitek
sign /proc/ax_proc
show plain /proc/ax_proc/version
show plain /proc/ax_proc/mem_cmm_info
# What is in /proc/cvitek is never read: reading vb hangs for good.
each "$ion" plain:summary plain:total_mem plain:alloc_mem
# The first process comes last: with it the list is there and whole, and a text that is cut loses it first.
for number in $(owners | grep -vx -e '' -e 1 | sort -nu) 1; do
    show plain "/proc/$number/comm"
done
if [ -z "$shown" ]; then
    echo "capture-board.sh: nothing of a board was found; --sysroot names the folder in which its /proc, /sys and /boot are" >&2
    exit 4
fi
