echo "BEGUN: computes"
while :; do :; done
