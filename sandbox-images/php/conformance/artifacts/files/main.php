<?php

mkdir('output/deep', recursive: true);
file_put_contents('output/table.csv', "a,b\n1,2\n");
file_put_contents('output/deep/page.html', "<p>hi</p>\n");
