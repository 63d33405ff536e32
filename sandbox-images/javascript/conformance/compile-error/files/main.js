const first = 1;
const second = 2;
const = 3;
console.log(first + second);
