print('héllo wörld 🌍')
