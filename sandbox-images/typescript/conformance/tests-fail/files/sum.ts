export const sum = (left: number, right: number): number => left + right;
