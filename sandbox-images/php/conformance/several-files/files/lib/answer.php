<?php

function answer(): int
{
    return 42;
}
