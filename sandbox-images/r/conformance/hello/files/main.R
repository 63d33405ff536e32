cat("héllo wörld 🌍\n")
