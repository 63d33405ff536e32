echo "BEGUN: sleeps"
exec sleep 1000000
