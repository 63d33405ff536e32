<?php

$line = rtrim(fgets(STDIN), "\n");
echo mb_strlen($line), "\n", $line, "\n";
