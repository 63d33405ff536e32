echo "héllo wörld 🌍"
