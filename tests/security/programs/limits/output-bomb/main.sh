echo "BEGUN: prints"
exec yes
