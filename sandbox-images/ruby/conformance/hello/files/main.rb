puts 'héllo wörld 🌍'
