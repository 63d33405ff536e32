SELECT city, sum(amount) AS total, typeof(people) AS kind, people
FROM sales JOIN cities ON name = city
WHERE city = ?1
GROUP BY city;

SELECT code, "when" FROM sales WHERE amount IS NULL;
