.read lib/answer.sql
.mode list
.headers off
SELECT value FROM answer;
