echo "BEGUN: prints to both streams"
yes out &
yes error >&2 &
exec yes both >&2
