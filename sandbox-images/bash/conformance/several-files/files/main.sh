source lib/answer.sh
answer
