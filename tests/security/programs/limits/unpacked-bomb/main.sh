head -c 200000000 /dev/zero | gzip -1 > /tmp/bomb.gz
if gzip -dc /tmp/bomb.gz > /work/unpacked 2> /tmp/reason; then echo "ESCAPED: all of it is there"
else echo "HELD: $(cat /tmp/reason)"; fi
echo DONE
exit 1
