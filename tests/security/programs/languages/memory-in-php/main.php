<?php
echo "BEGUN: takes memory\n";
ini_set('memory_limit', '-1');
$blocks = [];
while (true) {
    $blocks[] = str_repeat('x', 10_000_000) . count($blocks);
}
