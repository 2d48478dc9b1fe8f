# offered.zsh PROGRAM'S_FOLDER COMPLETION'S_FOLDER FILE WORDS: into FILE what an interactive zsh offers for WORDS when
# Tab is pressed behind them, a line each. The completion is the file _mho of its folder, as installed.
zmodload zsh/zpty
zpty shell zsh -f -i
# compadd is what every kind of completion ends in; -A tells which of its words match.
zpty -w shell "PS1=; PATH=$1:\$PATH; fpath=($2 \$fpath); autoload -U compinit; compinit -u -D; LISTMAX=10000
unsetopt menucomplete automenu promptsp; unset zle_bracketed_paste
compadd () { local -a found; builtin compadd -A found \"\$@\"; builtin compadd \"\$@\"; local code=\$?
  (( \${#found} )) && print -rl -- \"\${found[@]}\" >> $3; return code }
print RE''ADY"
zpty -r shell out '*READY*'
zpty -w -n shell "$4"$'\t'
repeat 100; do [[ -s $3 ]] && break; sleep 0.1; done
sleep 0.2
zpty -d shell
