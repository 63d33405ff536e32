<?php

$third = ;
echo $third;
