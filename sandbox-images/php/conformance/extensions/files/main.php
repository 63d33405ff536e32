<?php

$store = new PDO('sqlite::memory:');
echo $store->query('SELECT 1 + 2')->fetchColumn(), "\n";
// the language writes its thousands with a no-break space
echo preg_replace('/\p{Z}/u', ' ', (new NumberFormatter('fr', NumberFormatter::DECIMAL))->format(1234.5)), "\n";
ob_start();
imagepng(imagecreatetruecolor(8, 8));
echo substr(ob_get_clean(), 1, 3), "\n";
