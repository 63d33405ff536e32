.mode csv
.once output/table.csv
SELECT 1 AS a, 2 AS b;

.mode list
.headers off
.once output/deep/page.html
SELECT '<p>hi</p>';
