mkdir output/deep
printf 'a,b\n1,2\n' > output/table.csv
echo '<p>hi</p>' > output/deep/page.html
