echo "BEGUN: computes in 16 processes"
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16; do (while :; do :; done) & done
wait
