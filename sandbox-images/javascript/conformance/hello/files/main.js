console.log('héllo wörld 🌍');
