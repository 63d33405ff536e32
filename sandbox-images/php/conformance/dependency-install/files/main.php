<?php

require 'vendor/autoload.php';

echo (new Greeting\Greeter())->greet(), "\n";
