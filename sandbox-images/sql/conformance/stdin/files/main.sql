.mode list
.headers off
SELECT upper(line) FROM stdin;
