<?php

function sum(int $left, int $right): int
{
    return $left + $right;
}
