const first: number = 1;
const second: number = 2;
const third: number = 'three';
console.log(first + second + third);
