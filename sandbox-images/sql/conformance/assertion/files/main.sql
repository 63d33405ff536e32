SELECT assert(count(*) > 1) AS passed FROM sales;
SELECT assert(count(*) > 5, 'there are too few rows') FROM sales;
