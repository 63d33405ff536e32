<?php

fwrite(STDERR, "bad\n");
exit(7);
