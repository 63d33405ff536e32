[ "$1" = again ] || echo "BEGUN: replaces itself"
exec sh main.sh again
