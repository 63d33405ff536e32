<?php

require_once __DIR__ . '/../src/sum.php';

use PHPUnit\Framework\TestCase;

final class SumTest extends TestCase
{
    public function testAdds(): void
    {
        $this->assertSame(3, sum(1, 1));
    }
}
