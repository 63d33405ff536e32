<?php

foreach (array_slice($argv, 1) as $text) {
    echo $text, "\n";
}
