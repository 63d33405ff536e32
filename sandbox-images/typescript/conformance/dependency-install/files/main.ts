import escape from 'escape-string-regexp';

const escaped: string = escape('1+1');
console.log(escaped);
