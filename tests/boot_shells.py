#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Ten thousand generated texts of /boot/configs against bash and dash.

  boot_shells.py --tool build/maixfit --mkmodel build/tools/mkmodel

Where `config check` says what the boot script finds, bash finds that. What `config set` writes, bash and dash both read as
the value that was asked for; what it refuses stays as it was, with the line named. Texts that people have are not refused.
"""
import os
import random
import re
import subprocess
import sys

import harness

KEY = "maix_memory_cmm"
TEXTS, BATCH = int(os.environ.get("MAIXFIT_BOOT_TEXTS", "2000")), 1000
RAM, BOARD = 1024, "maixcam2-1g"

# κ is the key, α an assignment of it, ⏎ a line feed in a statement, ⇥ a tab, ␍ a carriage return, ␀ ␁ ␋ ␡ other control
# characters; ¦ divides the statements.
CONTROLS = {"⏎": "\n", "⇥": "\t", "␍": "\r", "␀": "\0", "␁": "\x01", "␋": "\x0b", "␡": "\x7f"}
PLAIN = r"""
α¦α¦α¦α¦ α¦export α¦κ="300"¦κ='300'¦κ = 300¦κ= 300¦κ =300¦α # note¦κ=300M¦κ=2G¦κ=0x100¦κ=0300¦κ=-1¦# α¦#α¦# κ in MiB
# a¦export "α"¦export α # c¦κ_old=5¦my_κ=5¦maix_wifi_ssid=Home¦maix_wifi_passwd=hunter2
p='x y'¦maix_usb_mode=device¦a=b#c¦export b=2
"""
ODD = r"""
κ¦κ=¦export κ¦export my_κ=5¦;# α¦export 'α'¦export κ="300"¦export maix_mem"ory_cmm=300"¦"α"¦maix_mem""ory_cmm=5¦κ"=5"¦\α¦κ\=5
export -n α¦export -- α¦export -p α¦export -n κ¦export a=1 α¦export α b=2¦export a-b=1 α¦export a b α¦κ='30'0¦κ=3\00¦κ="3\00"
FOO=1 export α¦α export¦α export κ¦>/dev/null export α¦export α >/dev/null¦2>&1 export α¦"export" α¦κ=$'300'¦κ=$"300"
declare α¦typeset α¦local α¦readonly α¦readonly κ¦declare -i κ=3+4¦declare -r κ=3¦declare -n r=κ; r=6¦a=1; readonly a; a=2
typeset +x α¦declare -x α¦local -g α¦command export α¦builtin export α¦command α¦eval α¦eval 'exp''ort α'¦eval "α"¦unset κ
unset -v κ¦unset -n κ¦read κ < /dev/null¦read -r κ <<< 7¦printf -v κ 8¦let κ=9¦((κ=9))¦: $((κ=9))¦: "$((κ=9))"¦: $[κ=9]
: ${κ:=9}¦: ${κ=9}¦: "${κ=9}"¦a=${κ:=9}¦a=$((κ=9))¦a[κ=9]=1¦κ+=4¦κ[0]=4¦κ=(4 5)¦κ+=(4)¦a+=1¦a=(1 2)¦export κ+=4
export κ={300,400}¦κ={300,400}¦export {a,κ}=5¦{export,α}¦export κ=[5]¦κ=*¦κ=$x¦κ=$(echo 5)¦κ=`echo 5`¦κ=?¦{α,b}¦α &>/dev/null
α &> f¦&>/dev/null α¦α >f¦α 2>/dev/null¦>f α¦α </dev/null¦α < /none¦>/none/x α¦α >|f¦α >>f¦α <>f¦{κ}>f¦: {κ}>f¦κ=5 |& cat
: |& α¦true | α¦α | true¦α &¦α & α¦true && α¦false && α¦true || α¦false || α¦α && true¦α || x¦α&&α¦true&&α||x¦! α¦time α
{ α; }¦(α)¦( α )¦if true; then α; fi¦if false; then α; fi¦while false; do α; done¦if x⏎then α⏎fi¦{ α⏎}¦{⏎α⏎}
for κ in 5 6; do :; done¦until true; do α; done¦case x in x) α;; esac¦case x in y) α;; esac¦f() { α; }; f¦f() { α; }
f ( ) { α⏎}⏎f¦function f { α; }¦select κ in; do break; done¦coproc α¦[[ x = x ]] && α¦[ x = x ] && α¦[[ κ -eq 5 ]]¦test 1 && α
for κ in 5⏎do :⏎done¦x << E⏎α⏎E¦cat <<E >/dev/null⏎α⏎E¦: << 'E'⏎α⏎E¦: <<- E⏎α⏎⇥E¦: <<E α⏎E¦: <<"E"; α⏎E¦a=$(⏎α⏎)¦true &&⏎α
false ||⏎α¦true |⏎α¦false && # c⏎α¦a=\⏎α¦maix_mem\⏎ory_cmm=5¦κ=5\⏎6¦a='⏎α⏎'¦a="⏎α⏎"¦export \⏎α¦# c \⏎α¦a=1 \⏎ α¦true &&⏎⏎α
p=(⏎α⏎)¦a="x\"; α #"¦a='x\'; α #'¦a="\\" α¦a="$(echo "x)"; α)"¦a="`α`"¦a="$x"¦a=$x¦a=$HOME/b¦a="a$"¦a=$$¦a=$!x¦p=pa$%x¦a=b{c
a=*¦a='¦b="q¦a=b\¦UID=1¦EUID=1;α¦PPID=1;α¦BASHOPTS=x; α¦SHELLOPTS=x¦BASH_VERSINFO=1; α¦UID=1 true; α¦export UID=1; α
export UID; α¦POSIXLY_CORRECT=1¦export POSIXLY_CORRECT¦OPTIND=x¦LC_ALL=C¦IFS=_¦PATH=/x¦RANDOM=5¦LINENO=4¦_=3¦GROUPS=1
BASH_ENV=x¦SECONDS=2¦FUNCNAME=1¦DIRSTACK=2¦HISTCMD=4¦EPOCHSECONDS=5¦SRANDOM=1¦COMP_WORDS=1¦PIPESTATUS=3¦TMOUT=9¦PS4=x
FUNCNEST=0¦MAIL=1¦HOME=/¦OLDPWD=x¦set -e¦set -e; false¦set -u; a=$nothing¦set -a¦set -n¦set -- a¦shift¦exit¦exit 0; α¦return
return 0; α¦true && exit¦false || exit¦false || return¦exec¦exec true¦exec >/dev/null¦exec {κ}>/dev/null¦true {κ}>/dev/null
break¦continue¦. /none/x¦source /none¦exit; α¦trap 'α' EXIT¦trap : DEBUG¦alias x='α'; x¦alias echo=export
shopt -s expand_aliases¦enable -n export¦hash -r¦cd /¦wait -n¦exit 3 | x¦kill -0 $$¦ulimit -c 0¦umask 22¦getopts a κ -a
mapfile κ < /dev/null¦readarray -t κ </dev/null¦compgen -v κ >/dev/null¦%1¦a %1¦maix_wifi_ssid=My Home¦p=a&b¦p=a;b¦p=a|b¦p=a>b
p=a<b¦p=a # b¦p=a&&b¦p=a||b¦p=(x¦p=x)¦p=a;;b¦p=a;&b¦p=a&;b¦p=a|&b¦p=a<<b¦p=a>&b¦p=a>&2¦p=a<>b¦p=<(true)¦p=a&>b¦p=a\ b¦p=!x¦! x
p={a,b}¦p="a&b"¦p=a&α¦p=a;α¦p=a&&α¦x¦x y z¦x α¦α x¦α nothing here¦a=1 α¦α b=2¦α α¦a=1; α¦α; b=2¦α;¦;¦&¦&&¦;;¦;α¦& α¦)¦(¦}¦fi
done¦then¦a=1;;¦: >¦>¦< ¦α >¦α <¦echo α¦echo $κ¦: α¦α :¦true α¦α true¦é=κ¦éα¦κ = 300 && b=ap¦κ = 300; b=ap¦κ = 300 | x¦κ = 'a
κ = $x¦κ: 300¦κ-x=5¦set α¦test α¦/bin/true α¦a/b=α¦"" α¦'' α¦α ""¦κ=""¦κ=''¦export κ=$x¦export a=$x α¦export a="$x" α
export $x α¦export a=~ α¦export¦export # α¦export ; α¦κ=300 400¦κ=-1 # α¦κ=5#α¦export κ=5 κ¦export a=`true` α¦export α&
2>&1 exit¦9>&1 exit¦2>/dev/null return¦2>f . /none/x¦10>&1 exit¦10>f exit¦a=1 2>&1 exit¦2>f unset κ¦: >/none/x¦</none/x :
: 2>&1¦: 2>/none/x a; α¦: && x¦a=1 2>/dev/null¦x 2>/dev/null¦2>&1 x¦echo 2 >f¦echo 2>f¦export α|x¦export a[0]=4 α
export κ=300 400¦α␀¦␀α¦maix_mem␀ory_cmm=5¦a=␀¦α␁¦␡α¦α␋¦α ¦ α¦␍¦α ␍¦export α␍¦: ␍¦κ=␍¦⇥α¦κ⇥=⇥300
export⇥α¦α⇥# c¦α⇥⇥¦κ=5 # a $(b¦κ=300 ; # c¦# c `α`¦# c 'x¦#¦# c "x
"""
TOKENS = (r"κ α = 5 a= a=1 export declare unset true x : ; & | && || > < >> &> |& ( ) { } ' "
          r'" \" \ $ ` # ! ⏎ ⇥ -n -- + [ ] * {a,b} ~ if then fi $(α) ${κ} $κ << E exit set /dev/null _old my_ '
          r"$' ␍ eval UID= 2 ␀").split(" ")


def table(text):
    return [item for row in text.strip("\n").split("\n") for item in row.split("¦")]


PLAIN, ODD = table(PLAIN), table(ODD)


def spelled(text, value="512"):
    for mark, meant in {"α": f"{KEY}={value}", "κ": KEY, **CONTROLS}.items():
        text = text.replace(mark, meant)
    return text


def statement(source):
    """One statement or more, from the tables or of single tokens."""
    kind = source.random()
    if kind < 0.85:
        text = source.choice(PLAIN if kind < 0.5 else ODD)
    else:
        text = "".join(source.choice(TOKENS) + source.choice(["", " "]) for _ in range(source.randint(1, 7)))
        text += "" if "κ" in text or "α" in text else source.choice([" α", "α", ";α", "⏎α"])
    return spelled(text, source.choice(["300", "300", "512", "768", "1", "0"]))


def generated(count):
    source = random.Random(1)
    yield from (f"{KEY}=300\n{spelled(item)}\n" for item in ODD)
    for _ in range(count - len(ODD)):
        end = source.choice(["\n", "\n", "\n", "\r\n"])
        text = end.join(statement(source) for _ in range(source.randint(1, 3)))
        yield text + (end if source.random() < 0.8 else "")


def read_by(shell, folder, names):
    """What a shell makes of each of the files, by one process; None: the script ended there."""
    # Not in brackets: there bash 5.2 may run the last command of a text in place of the shell.
    one = f'{{ . ../$n >/dev/null 2>&1; printf "%s=%s\\001" $n "${{{KEY}-unset}}"; }} & wait'
    script = f'for n in {" ".join(names)}; do {one}; done'
    scratch = folder / "scratch"
    scratch.mkdir(exist_ok=True)
    (folder / "script").write_text(script)
    done = subprocess.run([shell, "../script"], cwd=scratch, capture_output=True, stdin=subprocess.DEVNULL, timeout=300,
                          env={"PATH": "/nonexistent"})
    rows = [row.partition("=") for row in done.stdout.decode(errors="surrogateescape").split("\1")[:-1]]
    values = {name: value for name, _, value in rows}
    return [values.get(name) for name in names]


def check_against_bash(case, names, texts):
    """How many texts are understood. An empty value and an unset one are the same to the script."""
    values = read_by("/bin/bash", case.folder, names)
    reports = case.judge_many([["config", "check", name, "--device", BOARD] for name in names])
    known = 0
    for text, value, (report, status) in zip(texts, values, reports):
        undecidable = "shell-unknown" in case.codes(report)
        if undecidable:
            case.equal(status, 1, f"{text!r}: undecidable is an error")
            continue
        known += 1
        found = report["script"]["value"]
        case.equal("unset" if found is None else found, value, f"{text!r}: check, against bash")
    return known


def set_against_shells(case, names, texts):
    """How many texts are written."""
    values = [1 + index % (RAM - 256) for index in range(len(names))]
    runs = case.many([harness.request(["config", "set", value, name, "--minimum", "--device", BOARD])
                      for value, name in zip(values, names)])
    shells = [read_by(shell, case.folder, names) for shell in ("/bin/bash", "/bin/dash")]
    written = 0
    for name, text, value, run, *read in zip(names, texts, values, runs, *shells):
        after = (case.folder / name).read_bytes()
        if run.returncode != 0:
            said = run.stdout + run.stderr
            case.equal((run.returncode, after), (1, text.encode()), f"{text!r} was refused")
            case.check(b"edit the file by hand" in said.replace(b"\n", b" ") and re.search(rb"line \d+", said),
                       f"{text!r}: {said!r}")
            continue
        written += 1
        case.equal(read, [str(value)] * 2, f"{text!r} became {after!r}: bash and dash")
    return written


def test_generated_texts(case):
    known = written = 0
    texts = list(generated(TEXTS))
    for start in range(0, TEXTS, BATCH):
        part = texts[start:start + BATCH]
        names = [str(start + index) for index in range(len(part))]
        for name, text in zip(names, part):
            (case.folder / name).write_bytes(text.encode())
        known += check_against_bash(case, names, part)
        written += set_against_shells(case, names, part)
    print(f"boot_shells: of {TEXTS} texts {known} are understood, {written} were written")
    case.check(known > TEXTS // 5 and written > TEXTS // 6, f"only {known} were understood, {written} written")


def test_texts_that_people_have(case):
    """All of them are mended, alone, in pairs, with any line ending."""
    texts = [end.join(spelled(item) for item in items) + last
             for first in PLAIN for items in ([first], [first, "α"], ["α", first], ["maix_x=1", first, "b=2"])
             for end, last in (("\n", "\n"), ("\r\n", "\r\n"), ("\n", ""))]
    names = [str(index) for index in range(len(texts))]
    for name, text in zip(names, texts):
        (case.folder / name).write_bytes(text.encode())
    case.equal(check_against_bash(case, names, texts), len(texts), "understood")
    case.equal(set_against_shells(case, names, texts), len(texts), "written")


if __name__ == "__main__":
    sys.exit(harness.main("boot_shells", globals(), harness.Case))
