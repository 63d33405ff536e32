.mode list
.headers off
SELECT value FROM args;
