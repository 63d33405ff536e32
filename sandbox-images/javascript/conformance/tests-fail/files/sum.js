exports.sum = (left, right) => left + right;
