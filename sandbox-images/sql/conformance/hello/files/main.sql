.print héllo wörld 🌍
