warn 'bad'
exit 7
