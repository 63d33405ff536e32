CREATE TABLE items (name TEXT);

SELEKT * FROM items;
