-- test: every amount is known or missing
SELECT amount IS NULL OR amount > 0 FROM sales;

CREATE VIEW totals AS SELECT city, sum(amount) AS total FROM sales GROUP BY city;

-- test: Oslo sold for 13
SELECT total = 13 FROM totals WHERE city = 'Oslo';
