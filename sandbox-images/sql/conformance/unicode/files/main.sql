.mode list
.headers off
SELECT length(line) FROM stdin;
SELECT line FROM stdin;
