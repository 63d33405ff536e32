print("héllo wörld 🌍")
