print "héllo wörld 🌍\n";
