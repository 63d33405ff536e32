<?php

echo "héllo wörld 🌍\n";
