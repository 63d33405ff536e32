<?php

namespace Greeting;

final class Greeter
{
    public function greet(): string
    {
        return 'Good day from ' . __FILE__;
    }
}
