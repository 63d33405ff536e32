IFS= read -r line
echo "${#line}"
echo "$line"
