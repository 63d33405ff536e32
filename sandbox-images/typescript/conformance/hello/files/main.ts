const text: string = 'héllo wörld 🌍';
console.log(text);
